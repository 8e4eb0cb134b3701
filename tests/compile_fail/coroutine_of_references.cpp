// SPDX-License-Identifier: MIT
// A coroutine runs when the call that made it is over: a reference among its parameters would dangle.
// error: a parameter of a function that returns an awaitable would dangle
#include <pyhost/async.hpp>
#include <pyhost/expose.hpp>

#include <string>

void use() PYHOST_NEEDS_GIL
{
#ifdef PYHOST_TEST_FIXED
    static_cast<void>(pyhost::expose([](std::string text) -> pyhost::task<std::size_t> { co_return text.size(); }));
#else
    static_cast<void>(pyhost::expose([](const std::string& text) -> pyhost::task<std::size_t> { co_return text.size(); }));
#endif
}
