// SPDX-License-Identifier: MIT
// Runs a script and prints the error that ends it, as a program does that embeds Python.
#include <support/venv.hpp>

#include <pyhost/pyhost.hpp>

#include <cstdio>

namespace py = pyhost;

namespace {

/// Takes the frames of runpy from the front of the traceback, which begins then as that of `python SCRIPT`. The text is rendered later.
void drop_runner(const py::error& e) PYHOST_NEEDS_GIL
{
    const py::object value = e.value();  // its attributes may be anything
    const auto is_runner = [](const py::object& trace) PYHOST_NEEDS_GIL {
        return trace.attr("tb_frame").attr("f_globals")["__name__"].cast<std::string>() == "runpy";
    };
    py::object trace = py::object::steal(PyException_GetTraceback(value.ptr()));
    while (trace.has_value() && !trace.is_none() && is_runner(trace)) trace = trace.attr("tb_next");
    PyException_SetTraceback(value.ptr(), trace.has_value() ? trace.ptr() : Py_None);
}

}  // namespace

int main(int, char** argv)
{
    const py::interpreter python{support::test_config()};
    try {
        const py::gil_guard gil;
        py::run_file(argv[1]);
    } catch (const py::error& e) {
        {
            const py::gil_guard gil;
            drop_runner(e);
        }
        std::fprintf(stderr, "%s\n", e.what());
        return 1;
    }
    return 0;
}
