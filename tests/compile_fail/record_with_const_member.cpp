// SPDX-License-Identifier: MIT
// The fields of a record are assigned.
// error: pyhost: a record is made first and its fields assigned then
#include <pyhost/convert/record.hpp>
#include <pyhost/pyhost.hpp>

struct point {
#ifdef PYHOST_TEST_FIXED
    double x;
#else
    const double x;
#endif
    double y;
};
PYHOST_FIELDS(point, x, y)

double use(const pyhost::object& o) PYHOST_NEEDS_GIL { return o.cast<point>().x; }
