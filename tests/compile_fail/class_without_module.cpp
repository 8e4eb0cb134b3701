// SPDX-License-Identifier: MIT
// A class is looked up in its module.
// error: a class is named with its module
#include <pyhost/convert/record.hpp>
#include <pyhost/pyhost.hpp>

struct point {
    double x, y;
};
PYHOST_FIELDS(point, x, y)
#ifdef PYHOST_TEST_FIXED
PYHOST_CLASS(point, "geometry.Point")
#else
PYHOST_CLASS(point, "Point")
#endif

pyhost::object use(const point& p) PYHOST_NEEDS_GIL { return pyhost::to_python(p); }
