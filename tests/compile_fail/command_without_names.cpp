// SPDX-License-Identifier: MIT
// A command of C++ whose parameter has no name, by which alone a front end could give it.
// error: pyhost: a front end gives arguments by name; write the name of each parameter of a command behind it: "count"_a
#include <pyhost/bridge.hpp>

using namespace pyhost::literals;

void use(pyhost::bridge::app& app)
{
#ifdef PYHOST_TEST_FIXED
    app.command("twice", [](pyhost::bridge::job, int n) { return 2 * n; }, "n"_a);
#else
    app.command("twice", [](pyhost::bridge::job, int n) { return 2 * n; });
#endif
}
