// SPDX-License-Identifier: MIT
// A result<bool> in a condition would read as its value: has_value() or value() say what is meant.
// error: (could not convert|no viable conversion from 'const pyhost::result<bool>' to 'bool')
#include <pyhost/pyhost.hpp>

int use(const pyhost::object& o) PYHOST_NEEDS_GIL
{
    const pyhost::result<bool> r = o.try_cast<bool>();
#ifdef PYHOST_TEST_FIXED
    if (r.has_value()) return 1;
#else
    if (r) return 1;
#endif
    return 0;
}
