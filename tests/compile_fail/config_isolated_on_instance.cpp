// SPDX-License-Identifier: MIT
// isolated() begins a configuration; in a chain it would drop what was said before.
// error: isolated
#include <pyhost/pyhost.hpp>

pyhost::config use()
{
#ifdef PYHOST_TEST_FIXED
    return pyhost::config::isolated().venv("venv");
#else
    return pyhost::config{}.venv("venv").isolated();
#endif
}
