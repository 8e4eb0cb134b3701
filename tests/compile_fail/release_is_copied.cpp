// SPDX-License-Identifier: MIT
// A release scope belongs to one scope of one thread: it cannot be copied.
// error: deleted (function|constructor) .*gil_release
#include <pyhost/gil.hpp>

void use()
{
    const pyhost::gil_guard gil;
    const pyhost::gil_release nogil;
#ifndef PYHOST_TEST_FIXED
    const pyhost::gil_release copy{nogil};
#endif
}
