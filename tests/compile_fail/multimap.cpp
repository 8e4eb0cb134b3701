// SPDX-License-Identifier: MIT
// A dict would lose items of a multimap, so it has no converter.
// error: pyhost: no conversion to Python from this type
#include <pyhost/pyhost.hpp>

#include <map>

pyhost::object use() PYHOST_NEEDS_GIL
{
#ifdef PYHOST_TEST_FIXED
    return pyhost::to_python(std::map<int, int>{});
#else
    return pyhost::to_python(std::multimap<int, int>{});
#endif
}
