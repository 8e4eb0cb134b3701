// SPDX-License-Identifier: MIT
// A generic lambda is passed to Python as a callback: nothing says what its arguments convert to.
// error: pyhost: a callable needs one signature; a generic lambda or an overloaded call operator has none; write the types of its
// parameters, or pass a lambda that does
#include <pyhost/expose.hpp>
#include <pyhost/pyhost.hpp>

#ifdef PYHOST_TEST_FIXED
#define ARGUMENT int
#else
#define ARGUMENT auto
#endif

void use(const pyhost::object& f) PYHOST_NEEDS_GIL
{
    f([](ARGUMENT n) { return n + 1; });
}
