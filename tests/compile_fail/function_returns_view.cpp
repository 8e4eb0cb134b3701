// SPDX-License-Identifier: MIT
// The result of a function is a view into an object that ends with the call.
// error: pyhost: a view as the result of a function would dangle: the Python value ends with the call; use an owning type such as
// std::string or std::vector
#include <pyhost/pyhost.hpp>

#include <string>
#include <string_view>

#ifdef PYHOST_TEST_FIXED
const pyhost::function<std::string(int)> name{"module", "name"};
#else
const pyhost::function<std::string_view(int)> name{"module", "name"};
#endif
