// SPDX-License-Identifier: MIT
// The vector is a copy of Python's list, which stays as it was.
// error: changes of it would be lost
#include <pyhost/all.hpp>

#include <vector>

pyhost::object use() PYHOST_NEEDS_GIL
{
#ifdef PYHOST_TEST_FIXED
    return pyhost::expose([](std::vector<int> values) {
        values.push_back(1);
        return values;
    });
#else
    return pyhost::expose([](std::vector<int>& values) { values.push_back(1); });
#endif
}
