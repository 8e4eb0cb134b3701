// SPDX-License-Identifier: MIT
// A Python object is converted on a thread that is not attached.
// compiler: clang
// error: calling function 'cast<int>' requires holding GIL 'the_gil'
#include <pyhost/pyhost.hpp>

int use(const pyhost::object& o)
{
#ifdef PYHOST_TEST_FIXED
    const pyhost::gil_guard gil;
#endif
    return o.cast<int>();
}
