// SPDX-License-Identifier: MIT
// From main to the first call as an expert writes it with the C API; prints the microseconds.
#include <pyhost/detail/python.hpp>

#include <chrono>
#include <cstdio>

int main()
{
    const auto begin = std::chrono::steady_clock::now();
    PyConfig config;
    PyConfig_InitIsolatedConfig(&config);
    config.site_import = 0;
    const PyStatus status = Py_InitializeFromConfig(&config);
    PyConfig_Clear(&config);
    if (PyStatus_Exception(status)) return 1;
    PyObject* math = PyImport_ImportModule("math");
    PyObject* hypot = math != nullptr ? PyObject_GetAttrString(math, "hypot") : nullptr;
    PyObject* value = hypot != nullptr ? PyObject_CallFunction(hypot, "dd", 3.0, 4.0) : nullptr;
    if (value == nullptr || PyFloat_AsDouble(value) != 5) return 1;
    const std::chrono::duration<double, std::micro> passed = std::chrono::steady_clock::now() - begin;
    std::printf("%.1f\n", passed.count());
}
