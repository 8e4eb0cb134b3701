// SPDX-License-Identifier: MIT
// A view without an end would take all memory on its way into a list.
// error: pyhost: a range without an end does not fit into a list
#include <pyhost/convert/range.hpp>
#include <pyhost/pyhost.hpp>

#include <ranges>

pyhost::object use() PYHOST_NEEDS_GIL
{
#ifdef PYHOST_TEST_FIXED
    return pyhost::to_python(std::views::iota(1) | std::views::take(3));
#else
    return pyhost::to_python(std::views::iota(1));
#endif
}
