// SPDX-License-Identifier: MIT
// The host of the tests of pyhost.js: a sidecar.
#include "commands.hpp"
#include <support/venv.hpp>

#include <pyhost/bridge/stdio.hpp>
#include <pyhost/interpreter.hpp>

int main()
{
    namespace py = pyhost;
    py::interpreter python{support::test_config()};
    py::bridge::app app{{.development = true, .max_calls = 2000, .max_calls_per_channel = 2000}};
    support::add_commands(app, {""});
    py::bridge::serve_stdio(app);
}
