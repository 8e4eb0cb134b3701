// SPDX-License-Identifier: MIT
// A std::future tells nobody when it is ready, so that an await of it would block a thread.
// error: a std::future does not become an awaitable of Python
#include <pyhost/async.hpp>
#include <pyhost/expose.hpp>

#include <future>

void use() PYHOST_NEEDS_GIL
{
#ifdef PYHOST_TEST_FIXED
    static_cast<void>(pyhost::expose([]() -> pyhost::task<int> { co_return 1; }));
#else
    static_cast<void>(pyhost::expose([] { return std::future<int>{}; }));
#endif
}
