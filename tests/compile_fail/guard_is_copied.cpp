// SPDX-License-Identifier: MIT
// A guard belongs to one scope of one thread: it cannot be copied.
// error: deleted (function|constructor) .*gil_guard
#include <pyhost/gil.hpp>

void use()
{
    const pyhost::gil_guard gil;
#ifdef PYHOST_TEST_FIXED
    const pyhost::gil_guard copy;
#else
    const pyhost::gil_guard copy{gil};
#endif
}
