// SPDX-License-Identifier: MIT
// An object in a condition might mean "is there one" or Python's truth: has_value() and truth() say which.
// error: (could not convert|is not contextually convertible to 'bool')
#include <pyhost/pyhost.hpp>

int use(const pyhost::object& o) PYHOST_NEEDS_GIL
{
#ifdef PYHOST_TEST_FIXED
    if (o.truth()) return 1;
#else
    if (o) return 1;
#endif
    return 0;
}
