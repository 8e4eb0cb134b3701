// SPDX-License-Identifier: MIT
// Assigning to a variable that holds an accessor would write into the dict, where a new value of the variable is meant.
// error: (passing .* discards qualifiers|no viable overloaded '='|cannot convert|no match for|'this' argument)
#include <pyhost/pyhost.hpp>

void use(pyhost::object& d) PYHOST_NEEDS_GIL
{
    auto x = d["k"];
#ifdef PYHOST_TEST_FIXED
    d["k"] = 2;
    (void)x;
#else
    x = 2;
#endif
}
