// SPDX-License-Identifier: MIT
// The C++ side of README.md.
#include <pyhost/pyhost.hpp>

#include <iostream>
int main()
{
    pyhost::interpreter python{pyhost::config{}.module_path(".")};
    pyhost::function<double(std::vector<double>)> mean{"stats", "mean"};
    try {
        std::cout << mean({1, 2, 6}) << '\n' << mean({}) << '\n';
    } catch (const pyhost::zero_division_error& e) {
        std::cout << e.message() << " in line " << e.frames().back().line << '\n';
    }
}
