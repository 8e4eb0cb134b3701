// SPDX-License-Identifier: MIT
// The smallest program that says everything: start, call, catch, end.
#include <pyhost/pyhost.hpp>

#include <iostream>
namespace py = pyhost;

int main()
{
    py::interpreter python;  // starts CPython; no thread holds the GIL afterwards

    py::function<double(double, double)> hypot{"math", "hypot"};
    std::cout << hypot(3, 4) << '\n';  // any thread: attaches, converts, calls, converts back

    try {
        py::function<int(std::string)> parse{"builtins", "int"};
        parse("abc");
    } catch (const py::value_error& e) {
        std::cout << e.message() << '\n';  // invalid literal for int() with base 10: 'abc'
    }
}  // orderly end: new guards refused, running ones waited for, Python's threads joined, CPython finalised
