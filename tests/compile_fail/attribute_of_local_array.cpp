// SPDX-License-Identifier: MIT
// The characters of a local const array are not known to the compiler: such a name is passed as a string_view.
// error: (call to consteval function|is not a constant expression|is not usable in a constant expression)
#include <pyhost/pyhost.hpp>

#include <string_view>

bool use(const pyhost::object& o, char first) PYHOST_NEEDS_GIL
{
    const char name[] = {first, 'x', '\0'};
#ifdef PYHOST_TEST_FIXED
    const pyhost::object read = o.attr(std::string_view{name});
#else
    const pyhost::object read = o.attr(name);
#endif
    return read.is_none();
}
