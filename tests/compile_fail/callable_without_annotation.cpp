// SPDX-License-Identifier: MIT
// A lambda for with_gil that uses Python says so by PYHOST_NEEDS_GIL.
// compiler: clang
// error: requires holding GIL 'the_gil'
#include <pyhost/pyhost.hpp>

#ifdef PYHOST_TEST_FIXED
#define ANNOTATION PYHOST_NEEDS_GIL
#else
#define ANNOTATION
#endif

int use(const pyhost::object& o)
{
    return pyhost::with_gil([&]() ANNOTATION { return o.cast<int>(); });
}
