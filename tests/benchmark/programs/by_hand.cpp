// SPDX-License-Identifier: MIT
// Call and print, by the C API.
#include <Python.h>
#include <cstdio>

int main()
{
    Py_Initialize();
    PyObject* math = PyImport_ImportModule("math");
    PyObject* root = math != nullptr ? PyObject_CallMethod(math, "sqrt", "d", 2.0) : nullptr;
    if (root == nullptr) {
        PyErr_Print();
        return 1;
    }
    std::printf("%.3f\n", PyFloat_AsDouble(root));
    Py_DECREF(root);
    Py_DECREF(math);
    return Py_FinalizeEx();
}
