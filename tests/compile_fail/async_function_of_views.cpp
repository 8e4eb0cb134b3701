// SPDX-License-Identifier: MIT
// An argument of an async call waits for the event loop, where a view would dangle.
// error: an argument of an async_function waits for the event loop
#include <pyhost/async.hpp>

#include <string>
#include <string_view>

#ifdef PYHOST_TEST_FIXED
using argument = std::string;
#else
using argument = std::string_view;
#endif

void use() { pyhost::async_function<int(argument)>{"m", "f"}("text").detach(); }
