// SPDX-License-Identifier: MIT
// A handle does not keep a temporary object alive.
// compiler: clang
// error: temporary .* will be destroyed at the end of the full-expression
#include <pyhost/pyhost.hpp>

void use() PYHOST_NEEDS_GIL
{
#ifdef PYHOST_TEST_FIXED
    const pyhost::object made = pyhost::eval("object()");
    const pyhost::handle kept = made;
#else
    const pyhost::handle kept = pyhost::eval("object()");
#endif
    (void)kept.ptr();
}
