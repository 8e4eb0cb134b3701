// SPDX-License-Identifier: MIT
// None cannot tell which of two nested optionals is empty.
// error: pyhost: std::optional<std::optional<T>> does not convert
#include <pyhost/pyhost.hpp>

#include <optional>

bool use(const pyhost::object& o) PYHOST_NEEDS_GIL
{
#ifdef PYHOST_TEST_FIXED
    return o.cast<std::optional<int>>().has_value();
#else
    return o.cast<std::optional<std::optional<int>>>().has_value();
#endif
}
