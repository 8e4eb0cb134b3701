// SPDX-License-Identifier: MIT
// The result of a function is a pointer.
// error: pyhost: a function returns values; references and pointers into Python would dangle
#include <pyhost/pyhost.hpp>

#ifdef PYHOST_TEST_FIXED
const pyhost::function<int(int)> count{"module", "count"};
#else
const pyhost::function<int*(int)> count{"module", "count"};
#endif
