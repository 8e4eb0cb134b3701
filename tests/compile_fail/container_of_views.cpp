// SPDX-License-Identifier: MIT
// Views inside a container would point into objects that the conversion has dropped.
// error: pyhost: a container of views \(std::string_view, std::span\) into Python objects would dangle
#include <pyhost/pyhost.hpp>

#include <string>
#include <string_view>
#include <vector>

std::size_t use(const pyhost::object& names) PYHOST_NEEDS_GIL
{
#ifdef PYHOST_TEST_FIXED
    return names.cast<std::vector<std::string>>().size();
#else
    return names.cast<std::vector<std::string_view>>().size();
#endif
}
