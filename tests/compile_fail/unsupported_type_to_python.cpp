// SPDX-License-Identifier: MIT
// A type without a converter is passed to Python: the text says what to do.
// error: pyhost: no conversion to Python from this type; include the header of its family \(pyhost/convert/\.\.\.\), or specialise
// pyhost::converter<T> with to_python\(const T&\)
#include <pyhost/pyhost.hpp>

struct point {
    int x, y;
};

#ifdef PYHOST_TEST_FIXED
template <>
struct pyhost::converter<point> {
    static object to_python(const point& p) PYHOST_NEEDS_GIL { return tuple::of(p.x, p.y); }
};
#endif

void use(const pyhost::object& f) PYHOST_NEEDS_GIL { f(point{1, 2}); }
