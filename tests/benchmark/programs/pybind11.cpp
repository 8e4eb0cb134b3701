// SPDX-License-Identifier: MIT
// Call and print, by pybind11.
#include <cstdio>
#include <pybind11/embed.h>

int main()
{
    const pybind11::scoped_interpreter python;
    std::printf("%.3f\n", pybind11::module_::import("math").attr("sqrt")(2.0).cast<double>());
}
