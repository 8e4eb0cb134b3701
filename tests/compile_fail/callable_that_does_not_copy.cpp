// SPDX-License-Identifier: MIT
// Python owns a copy of a callable.
// error: pyhost: Python owns a copy of a callable, and this one has none
#include <pyhost/expose.hpp>
#include <pyhost/pyhost.hpp>

#include <memory>

pyhost::object use() PYHOST_NEEDS_GIL
{
#ifdef PYHOST_TEST_FIXED
    return pyhost::to_python([owned = std::make_shared<int>(1)](int n) { return n + *owned; });
#else
    return pyhost::to_python([owned = std::make_unique<int>(1)](int n) { return n + *owned; });
#endif
}
