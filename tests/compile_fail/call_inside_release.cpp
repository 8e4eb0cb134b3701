// SPDX-License-Identifier: MIT
// Python is called inside a release scope.
// compiler: clang
// error: calling function 'operator\(\).*' requires holding GIL 'the_gil'
#include <pyhost/pyhost.hpp>

void use(const pyhost::object& f)
{
    const pyhost::gil_guard gil;
    f();
    {
        const pyhost::gil_release nogil;
#ifndef PYHOST_TEST_FIXED
        f();
#endif
    }
}
