// SPDX-License-Identifier: MIT
// A Python object is touched on a thread that is not attached.
// compiler: clang
// error: requires holding GIL .*the_gil
#include <pyhost/gil.hpp>

void touches_python() PYHOST_NEEDS_GIL;

void use()
{
#ifdef PYHOST_TEST_FIXED
    const pyhost::gil_guard gil;
#endif
    touches_python();
}
