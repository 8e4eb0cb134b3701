// SPDX-License-Identifier: MIT
// Starts Python and calls a function.
#include <pyhost/pyhost.hpp>

#include <iostream>

int main()
{
    pyhost::interpreter python;
    pyhost::function<double(double, double)> hypot{"math", "hypot"};
    std::cout << "consumer: " << hypot(3, 4) << '\n';
}
