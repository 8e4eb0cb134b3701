// SPDX-License-Identifier: MIT
// A Python object is called on a thread that is not attached.
// compiler: clang
// error: calling function 'operator\(\).*' requires holding GIL 'the_gil'
#include <pyhost/pyhost.hpp>

void use(const pyhost::object& f)
{
#ifdef PYHOST_TEST_FIXED
    const pyhost::gil_guard gil;
#endif
    f(1);
}
