// SPDX-License-Identifier: MIT
// The program of the consumer projects: starts Python, calls a function, loads extension modules.
#include <pyhost/pyhost.hpp>

#include <cstdlib>
#include <iostream>

namespace py = pyhost;

extern "C" int run_consumer()
{
    py::config config;
    const char* venv = std::getenv("PYHOST_TEST_VENV");
    if (venv != nullptr) config.venv(venv);
    py::interpreter python{config};

    py::function<double(double, double)> hypot{"math", "hypot"};
    std::cout << "consumer: " << hypot(3, 4) << '\n';

    if (venv != nullptr) {  // numpy looks the symbols of libpython up in the process
        py::function<std::string(std::string)> version{"importlib.metadata", "version"};
        const py::gil_guard gil;
        if (version.try_call("numpy")) py::import_module("numpy");
    }
    return 0;
}

int main() { return run_consumer(); }
