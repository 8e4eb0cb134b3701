// SPDX-License-Identifier: MIT
// A typed function from any object is written out, since nothing checks the types before the call.
// error: (conversion from|no viable conversion|could not convert)
#include <pyhost/pyhost.hpp>

void use(const pyhost::object& o) PYHOST_NEEDS_GIL
{
#ifdef PYHOST_TEST_FIXED
    const pyhost::function<int(int)> f{o};
#else
    const pyhost::function<int(int)> f = o;
#endif
}
