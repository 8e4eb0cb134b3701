// SPDX-License-Identifier: MIT
// A function object with an overloaded call operator is exposed to Python.
// error: pyhost: a callable needs one signature; a generic lambda or an overloaded call operator has none; write the types of its
// parameters, or pass a lambda that does
#include <pyhost/expose.hpp>
#include <pyhost/pyhost.hpp>

struct doubled {
    int operator()(int n) const { return 2 * n; }
#ifndef PYHOST_TEST_FIXED
    double operator()(double n) const { return 2 * n; }
#endif
};

pyhost::object use() PYHOST_NEEDS_GIL { return pyhost::expose(doubled{}); }
