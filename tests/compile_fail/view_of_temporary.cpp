// SPDX-License-Identifier: MIT
// A string_view into an object that ends with the expression.
// error: pyhost: a view of a temporary object would dangle; keep the object in a variable and cast that, or cast to an owning type such as
// std::string
#include <pyhost/pyhost.hpp>

#include <string_view>

std::size_t use() PYHOST_NEEDS_GIL
{
#ifdef PYHOST_TEST_FIXED
    const pyhost::object text = pyhost::eval("'text'");
    return text.cast<std::string_view>().size();
#else
    return pyhost::eval("'text'").cast<std::string_view>().size();
#endif
}
