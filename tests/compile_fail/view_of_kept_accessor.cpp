// SPDX-License-Identifier: MIT
// A string_view into what an accessor reads, where the accessor is a variable.
// error: pyhost: a view of what an accessor reads would dangle; keep the object in a variable and cast that
#include <pyhost/pyhost.hpp>

#include <string_view>

std::size_t use(const pyhost::object& o) PYHOST_NEEDS_GIL
{
    const auto name = o["name"];
#ifdef PYHOST_TEST_FIXED
    const pyhost::object read = name;
    return read.cast<std::string_view>().size();
#else
    return name.cast<std::string_view>().size();
#endif
}
