// SPDX-License-Identifier: MIT
// None cannot tell whether the pointer or the optional behind it is empty.
// error: pyhost: a pointer to a pointer, or to a std::optional, does not convert
#include <pyhost/convert/pointer.hpp>
#include <pyhost/pyhost.hpp>

bool use(const pyhost::object& o) PYHOST_NEEDS_GIL
{
#ifdef PYHOST_TEST_FIXED
    return o.cast<std::unique_ptr<int>>() != nullptr;
#else
    return o.cast<std::unique_ptr<std::optional<int>>>() != nullptr;
#endif
}
