// SPDX-License-Identifier: MIT
// From main to the first call with pyhost; prints the microseconds.
#include <pyhost/pyhost.hpp>

#include <chrono>
#include <cstdio>

namespace py = pyhost;

int main()
{
    const auto begin = std::chrono::steady_clock::now();
    const py::interpreter python{py::config::isolated().site(false)};
    const py::function<double(double, double)> hypot{"math", "hypot"};
    if (hypot(3, 4) != 5) return 1;
    const std::chrono::duration<double, std::micro> passed = std::chrono::steady_clock::now() - begin;
    std::printf("%.1f\n", passed.count());
}
