// SPDX-License-Identifier: MIT
// A type without a converter is asked for: the text says what to do.
// error: pyhost: no conversion from Python to this type; include the header of its family \(pyhost/convert/\.\.\.\), or specialise
// pyhost::converter<T> with from_python\(handle\)
#include <pyhost/pyhost.hpp>

struct point {
    int x, y;
};

#ifdef PYHOST_TEST_FIXED
template <>
struct pyhost::converter<point> {
    static point from_python(handle o) PYHOST_NEEDS_GIL { return {o[0].cast<int>(), o[1].cast<int>()}; }
};
#endif

int use(const pyhost::object& o) PYHOST_NEEDS_GIL { return o.cast<point>().x; }
