// SPDX-License-Identifier: MIT
// Call and print, by pyhost.
#include <pyhost/pyhost.hpp>

#include <cstdio>

namespace py = pyhost;

int main()
{
    const py::interpreter python;
    const py::gil_guard gil;
    std::printf("%.3f\n", py::import_module("math").attr("sqrt")(2.0).cast<double>());
}
