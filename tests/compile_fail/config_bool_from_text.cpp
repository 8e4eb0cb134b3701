// SPDX-License-Identifier: MIT
// A switch of the configuration takes bool alone: a string would read as true.
// error: site
#include <pyhost/pyhost.hpp>

void use()
{
#ifdef PYHOST_TEST_FIXED
    pyhost::config{}.site(false);
#else
    pyhost::config{}.site("off");
#endif
}
