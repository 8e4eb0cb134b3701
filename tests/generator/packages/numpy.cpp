// SPDX-License-Identifier: MIT
// Arrays, a named tuple and text from numpy.
#include "numpy.hpp"

#include "start.hpp"

int main()
{
    const auto python = start();
    const std::vector<std::vector<double>> matrix{{2, 0}, {0, 3}};
    check(numpy::linalg::norm(std::vector<double>{3, 4}).to_float() == 5);
    check(value<double>(numpy::linalg::det(matrix)) == 6);
    check(value<double>(numpy::linalg::slogdet(matrix).sign) == 1);
    check(numpy::format_float_positional(2.5) == "2.5");
    check(value<std::vector<double>>(numpy::linalg::solve(matrix, std::vector<double>{2, 6})) == std::vector<double>{1, 2});
}
