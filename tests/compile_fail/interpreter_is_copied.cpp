// SPDX-License-Identifier: MIT
// There is one interpreter in a process: it cannot be copied.
// error: deleted (function|constructor) .*interpreter
#include <pyhost/pyhost.hpp>

void use()
{
    pyhost::interpreter python;
#ifndef PYHOST_TEST_FIXED
    pyhost::interpreter copy{python};
#endif
}
