// SPDX-License-Identifier: MIT
// An attribute is looked up on a thread that is not attached.
// compiler: clang
// error: calling function 'attr.*' requires holding GIL 'the_gil'
#include <pyhost/pyhost.hpp>

void use(const pyhost::object& o)
{
#ifdef PYHOST_TEST_FIXED
    const pyhost::gil_guard gil;
#endif
    o.attr("close")();
}
