// SPDX-License-Identifier: MIT
// The items of a buffer are numbers; an owner of others is no view.
// error: pyhost: to_buffer takes a container of numbers
#include <pyhost/buffer/to_buffer.hpp>
#include <pyhost/pyhost.hpp>

#include <string>
#include <vector>

pyhost::object use() PYHOST_NEEDS_GIL
{
#ifdef PYHOST_TEST_FIXED
    return pyhost::to_buffer(std::vector<char>{'a'});
#else
    return pyhost::to_buffer(std::vector<std::string>{"a"});
#endif
}
