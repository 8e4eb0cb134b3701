// SPDX-License-Identifier: MIT
// A keyword argument stands before a positional one.
// error: pyhost: a keyword argument \("name"_a = value\) stands before a positional one; put the keywords last, as in Python
#include <pyhost/pyhost.hpp>

using namespace pyhost::literals;

void use(const pyhost::object& f) PYHOST_NEEDS_GIL
{
#ifdef PYHOST_TEST_FIXED
    f(2, "indent"_a = 1);
#else
    f("indent"_a = 1, 2);
#endif
}
