// SPDX-License-Identifier: MIT
// A string_view into what an accessor reads, which ends with the expression.
// error: pyhost: a view of .* would dangle; keep the object in a variable and cast that
#include <pyhost/pyhost.hpp>

#include <string_view>

std::size_t use(const pyhost::object& o) PYHOST_NEEDS_GIL
{
#ifdef PYHOST_TEST_FIXED
    const pyhost::object name = o.attr("name");
    return name.cast<std::string_view>().size();
#else
    return o.attr("name").cast<std::string_view>().size();
#endif
}
