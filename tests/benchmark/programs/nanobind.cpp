// SPDX-License-Identifier: MIT
// Call and print, by nanobind, which is ready once a module of it has been imported.
#include <cstdio>
#include <nanobind/nanobind.h>

NB_MODULE(call_and_print, module) { static_cast<void>(module); }

int main()
{
    PyImport_AppendInittab("call_and_print", &PyInit_call_and_print);
    Py_Initialize();
    {
        nanobind::module_::import_("call_and_print");
        std::printf("%.3f\n", nanobind::cast<double>(nanobind::module_::import_("math").attr("sqrt")(2.0)));
    }
    return Py_FinalizeEx();
}
