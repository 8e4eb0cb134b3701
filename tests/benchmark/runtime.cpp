// SPDX-License-Identifier: MIT
// Rows of the GIL, errors, callbacks and imports.
#include "rows.hpp"

#include <pyhost/expose.hpp>

#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace py = pyhost;
using benchmark::callback;
using benchmark::callback_loop;
using benchmark::drop;
using benchmark::enter;
using benchmark::keep;
using benchmark::nest;
using benchmark::nest_on_new_thread;
using benchmark::python_code;
using benchmark::raw;
using benchmark::require;

namespace {

void catch_by_hand(long count)
{
    const py::gil_guard gil;
    PyObject* f = raw("fails");
    for (long i = 0; i < count; ++i) {
        require(PyObject_CallNoArgs(f) == nullptr);
        PyObject *type = nullptr, *value = nullptr, *trace = nullptr;
        PyErr_Fetch(&type, &value, &trace);
        require(type == PyExc_ValueError);
        Py_XDECREF(type);
        Py_XDECREF(value);
        Py_XDECREF(trace);
    }
}
void catch_pyhost(long count)
{
    const py::gil_guard gil;
    const py::object f = python_code()["fails"];
    for (long i = 0; i < count; ++i) {
        const py::result<void> done = py::try_call<void>(f);
        require(!done.has_value());
    }
}

struct line_by_hand {
    std::string file;
    int line;
    std::string function;
};

std::string text_by_hand(PyObject* str) PYHOST_NEEDS_GIL
{
    Py_ssize_t size = 0;
    const char* text = PyUnicode_AsUTF8AndSize(str, &size);
    require(text != nullptr);
    return {text, static_cast<std::size_t>(size)};
}

std::vector<line_by_hand> lines_by_hand(PyObject* exception) PYHOST_NEEDS_GIL
{
    std::vector<line_by_hand> lines;
    PyObject* trace = PyException_GetTraceback(exception);
    std::size_t count = 0;
    for (auto* at = reinterpret_cast<PyTracebackObject*>(trace); at != nullptr; at = at->tb_next) ++count;
    lines.reserve(count);
    for (auto* at = reinterpret_cast<PyTracebackObject*>(trace); at != nullptr; at = at->tb_next) {
        PyCodeObject* code = PyFrame_GetCode(at->tb_frame);
        const int line = at->tb_lineno != -1 ? at->tb_lineno : PyCode_Addr2Line(code, at->tb_lasti);
        lines.push_back({text_by_hand(code->co_filename), line, text_by_hand(code->co_name)});
        Py_DECREF(code);
    }
    Py_XDECREF(trace);
    return lines;
}

void read_by_hand(long count)
{
    const py::gil_guard gil;
    PyObject* f = raw("fails_deep");
    for (long i = 0; i < count; ++i) {
        require(PyObject_CallNoArgs(f) == nullptr);
        PyObject *type = nullptr, *value = nullptr, *trace = nullptr;
        PyErr_Fetch(&type, &value, &trace);
        PyErr_NormalizeException(&type, &value, &trace);
        if (trace != nullptr) PyException_SetTraceback(value, trace);
        PyObject* str = PyObject_Str(value);
        const std::string message = text_by_hand(str);
        const std::vector<line_by_hand> lines = lines_by_hand(value);
        require(message.size() == 51 && lines.size() == 3);
        Py_DECREF(str);
        Py_XDECREF(type);
        Py_XDECREF(value);
        Py_XDECREF(trace);
    }
}
void read_pyhost(long count)
{
    const py::gil_guard gil;
    const py::object f = python_code()["fails_deep"];
    for (long i = 0; i < count; ++i) {
        const py::result<void> done = py::try_call<void>(f);
        const std::string message = done.error().message();
        const std::vector<py::frame> frames = done.error().frames(py::source_lines::omitted);
        require(message.size() == 51 && frames.size() == 3);
    }
}

// Functions of their own: what surrounds a catch block decides how long its tables are, which the unwinder reads.
PYHOST_DETAIL_NOINLINE void throw_once_by_hand(PyObject* f) PYHOST_NEEDS_GIL
{
    try {
        PyObject* result = PyObject_CallNoArgs(f);
        if (result == nullptr) {
            PyObject *type = nullptr, *value = nullptr, *trace = nullptr;
            PyErr_Fetch(&type, &value, &trace);
            Py_XDECREF(type);
            Py_XDECREF(value);
            Py_XDECREF(trace);
            throw std::runtime_error("failed");
        }
        Py_DECREF(result);
    } catch (const std::runtime_error& e) {
        keep(&e);
    }
}
PYHOST_DETAIL_NOINLINE void throw_once_pyhost(const py::object& f) PYHOST_NEEDS_GIL
{
    try {
        f();
    } catch (const py::value_error& e) {
        keep(&e);
    }
}

void throw_by_hand(long count)
{
    const py::gil_guard gil;
    PyObject* f = raw("fails");
    for (long i = 0; i < count; ++i) throw_once_by_hand(f);
}
void throw_pyhost(long count)
{
    const py::gil_guard gil;
    const py::object f = python_code()["fails"];
    for (long i = 0; i < count; ++i) throw_once_pyhost(f);
}

void attached_by_hand(long count)
{
    const py::gil_guard gil;
    for (long i = 0; i < count; ++i) {
        const PyGILState_STATE held = PyGILState_Ensure();
        PyGILState_Release(held);
    }
}

void release_by_hand(long count)
{
    const py::gil_guard gil;
    for (long i = 0; i < count; ++i) PyEval_RestoreThread(PyEval_SaveThread());
}

void foreign_by_hand(long count)
{
    std::thread{[count] {
        PyGILState_STATE held = PyGILState_Ensure();
        PyThreadState* state = PyEval_SaveThread();
        for (long i = 0; i < count; ++i) {
            PyEval_RestoreThread(state);
            PyEval_SaveThread();
        }
        PyEval_RestoreThread(state);
        PyGILState_Release(held);
    }}.join();
}

PyObject* add_one(PyObject*, PyObject* const* arguments, Py_ssize_t size)
{
    if (size != 1) {
        PyErr_SetString(PyExc_TypeError, "add_one() takes one argument");
        return nullptr;
    }
    const long value = PyLong_AsLong(arguments[0]);
    if (value == -1 && PyErr_Occurred() != nullptr) return nullptr;
    return PyLong_FromLong(value + 1);
}

PyObject* callback_by_hand() PYHOST_NEEDS_GIL
{
    static PyMethodDef method{"add_one", reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(&add_one)), METH_FASTCALL, nullptr};
    return PyCFunction_New(&method, nullptr);
}
PyObject* callback_pyhost() PYHOST_NEEDS_GIL
{
    return py::expose([](long n) { return n + 1; }, "add_one").release();
}

void import_by_hand(long count)
{
    const py::gil_guard gil;
    PyObject* name = PyUnicode_InternFromString("math");
    drop(PyImport_Import(name));
    for (long i = 0; i < count; ++i) drop(PyImport_GetModule(name));
}
void import_pyhost(long count)
{
    const py::gil_guard gil;
    for (long i = 0; i < count; ++i) keep(py::import_module("math"));
}

const enter rows[] = {
    {"raise in Python, seen in C++", "by hand", &catch_by_hand},
    {"raise in Python, seen in C++", "pyhost", &catch_pyhost},
    {"raise in Python, thrown in C++", "by hand", &throw_by_hand},
    {"raise in Python, thrown in C++", "pyhost", &throw_pyhost},
    {"message and frames of an error", "by hand", &read_by_hand},
    {"message and frames of an error", "pyhost", &read_pyhost},
    {"attach when attached", "by hand", &attached_by_hand},
    {"attach when attached", "pyhost", &nest<py::gil_guard, py::gil_guard>},
    {"release and retake the GIL", "by hand", &release_by_hand},
    {"release and retake the GIL", "pyhost", &nest<py::gil_guard, py::gil_release>},
    {"attach from a foreign thread", "by hand", &foreign_by_hand},
    {"attach from a foreign thread", "pyhost", &nest_on_new_thread<py::gil_guard>},
    {"callback from C", "by hand", &callback<&callback_by_hand>},
    {"callback from C", "pyhost", &callback<&callback_pyhost>},
    {"callback from a Python loop", "by hand", &callback_loop<&callback_by_hand>},
    {"callback from a Python loop", "pyhost", &callback_loop<&callback_pyhost>},
    {"import of a loaded module", "by hand", &import_by_hand},
    {"import of a loaded module", "pyhost", &import_pyhost},
};

}  // namespace
