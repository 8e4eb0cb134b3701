// SPDX-License-Identifier: MIT
// Copying an object adds a Python reference, which needs the GIL; a ref may be copied anywhere.
// compiler: clang
// error: calling function 'object' requires holding GIL 'the_gil'
#include <pyhost/pyhost.hpp>

void use(const pyhost::object& o)
{
#ifdef PYHOST_TEST_FIXED
    const pyhost::gil_guard gil;
#endif
    const pyhost::object copy = o;
}
