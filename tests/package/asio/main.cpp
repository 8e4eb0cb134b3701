// SPDX-License-Identifier: MIT
// A call of Python with a completion token of Boost.Asio, by a package alone.
#include <pyhost/asio.hpp>
#include <pyhost/pyhost.hpp>

#include <boost/asio/use_future.hpp>
#include <iostream>

namespace py = pyhost;

int main()
{
    py::interpreter python;
    {
        const py::gil_guard gil;
        py::module_from_source("geometry", "import math\nasync def hypot(a, b):\n    return math.hypot(a, b)\n");
    }
    const py::async_function<double(double, double)> hypot{"geometry", "hypot"};
    std::cout << "consumer: " << hypot(3, 4)(boost::asio::use_future).get() << '\n';
}
