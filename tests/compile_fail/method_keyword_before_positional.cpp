// SPDX-License-Identifier: MIT
// A keyword argument of a method stands before a positional one.
// error: pyhost: a keyword argument \("name"_a = value\) stands before a positional one; put the keywords last, as in Python
#include <pyhost/pyhost.hpp>

using namespace pyhost::literals;

void use(const pyhost::object& o) PYHOST_NEEDS_GIL
{
#ifdef PYHOST_TEST_FIXED
    o.attr("dumps")(2, "indent"_a = 1);
#else
    o.attr("dumps")("indent"_a = 1, 2);
#endif
}
