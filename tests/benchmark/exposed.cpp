// SPDX-License-Identifier: MIT
// Rows of functions with named parameters that Python calls.
#include "rows.hpp"

#include <pyhost/expose.hpp>

namespace py = pyhost;
using namespace py::literals;
using benchmark::drop;
using benchmark::enter;
using benchmark::require;

namespace {

/// sum(a, b=1): the best that METH_FASTCALL | METH_KEYWORDS allows.
PyObject* sum_by_hand(PyObject*, PyObject* const* arguments, Py_ssize_t given, PyObject* keywords)
{
    static PyObject* names[] = {PyUnicode_InternFromString("a"), PyUnicode_InternFromString("b")};
    PyObject* values[2] = {given > 0 ? arguments[0] : nullptr, given > 1 ? arguments[1] : nullptr};
    if (given > 2) {
        PyErr_SetString(PyExc_TypeError, "sum() takes from 1 to 2 positional arguments");
        return nullptr;
    }
    for (Py_ssize_t i = 0; keywords != nullptr && i < PyTuple_GET_SIZE(keywords); ++i) {
        PyObject* name = PyTuple_GET_ITEM(keywords, i);
        const int at = name == names[0] ? 0 : name == names[1] ? 1 : -1;
        if (at < 0 || values[at] != nullptr) {
            PyErr_SetString(PyExc_TypeError, "sum() got an unexpected keyword argument");
            return nullptr;
        }
        values[at] = arguments[given + i];
    }
    if (values[0] == nullptr) {
        PyErr_SetString(PyExc_TypeError, "sum() missing 1 required positional argument: 'a'");
        return nullptr;
    }
    const long a = PyLong_AsLong(values[0]);
    if (a == -1 && PyErr_Occurred() != nullptr) return nullptr;
    const long b = values[1] != nullptr ? PyLong_AsLong(values[1]) : 1;
    if (b == -1 && PyErr_Occurred() != nullptr) return nullptr;
    return PyLong_FromLong(a + b);
}

PyObject* make_by_hand() PYHOST_NEEDS_GIL
{
    static PyMethodDef method{"sum", reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(&sum_by_hand)),
                              METH_FASTCALL | METH_KEYWORDS, nullptr};
    return PyCFunction_New(&method, nullptr);
}

PyObject* make_pyhost() PYHOST_NEEDS_GIL
{
    py::module_def host{"host"};
    host.def("sum", [](long a, long b) { return a + b; }, "a"_a, "b"_a = 1L);
    const py::detail::module_registration added = host;
    const py::object module = py::object::steal(added.create(added.definition.get()));
    return module.attr("sum").get().release();
}

/// Calls it as CPython does: with `positional` arguments, and with one by keyword.
template <PyObject* (*Make)(), Py_ssize_t Positional, bool HasKeyword>
void call(long count)
{
    const py::gil_guard gil;
    PyObject *f = Make(), *one = PyLong_FromLong(1), *names = HasKeyword ? Py_BuildValue("(N)", PyUnicode_InternFromString("b")) : nullptr;
    for (long i = 0; i < count; ++i) {
        PyObject* arguments[] = {nullptr, one, one};
        drop(PyObject_Vectorcall(f, arguments + 1, static_cast<std::size_t>(Positional) | PY_VECTORCALL_ARGUMENTS_OFFSET, names));
    }
    Py_XDECREF(names);
    Py_DECREF(one);
    Py_DECREF(f);
}

const enter rows[] = {
    {"exposed call with two arguments", "by hand", &call<&make_by_hand, 2, false>},
    {"exposed call with two arguments", "pyhost", &call<&make_pyhost, 2, false>},
    {"exposed call with a keyword", "by hand", &call<&make_by_hand, 1, true>},
    {"exposed call with a keyword", "pyhost", &call<&make_pyhost, 1, true>},
};

}  // namespace
