// SPDX-License-Identifier: MIT
// The result of a function is a reference.
// error: pyhost: a function returns values; references and pointers into Python would dangle
#include <pyhost/pyhost.hpp>

#include <string>

#ifdef PYHOST_TEST_FIXED
const pyhost::function<std::string(int)> name{"module", "name"};
#else
const pyhost::function<const std::string&(int)> name{"module", "name"};
#endif
