// SPDX-License-Identifier: MIT
// A const vector gives its memory to nobody: all of it would be copied.
// error: pyhost: to_buffer takes the memory away from its owner, which a const one cannot give
#include <pyhost/buffer/to_buffer.hpp>
#include <pyhost/pyhost.hpp>

#include <utility>
#include <vector>

pyhost::object use() PYHOST_NEEDS_GIL
{
#ifdef PYHOST_TEST_FIXED
    std::vector<double> numbers{1, 2};
#else
    const std::vector<double> numbers{1, 2};
#endif
    return pyhost::to_buffer(std::move(numbers));
}
