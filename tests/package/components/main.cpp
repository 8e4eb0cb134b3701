// SPDX-License-Identifier: MIT
// pybind11's objects in pyhost's interpreter, by a package alone.
#include <pyhost/pybind11.hpp>
#include <pyhost/pyhost.hpp>

#include <iostream>

namespace py = pyhost;

int main()
{
    py::interpreter python;
    const py::gil_guard gil;
    const pybind11::object math = py::to_pybind11(py::import_module("math"));
    std::cout << "consumer: " << math.attr("hypot")(3, 4).cast<double>() << '\n';
}
