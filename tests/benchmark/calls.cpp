// SPDX-License-Identifier: MIT
// Rows of calls from C++ to Python.
#include "rows.hpp"

#include <string>
#include <type_traits>
#include <vector>

namespace py = pyhost;
using namespace py::literals;
using benchmark::drop;
using benchmark::enter;
using benchmark::module_with_add;
using benchmark::python_code;
using benchmark::raw;
using benchmark::require;

namespace {

PyObject* made(long value) PYHOST_NEEDS_GIL { return PyLong_FromLong(value); }
PyObject* made(double value) PYHOST_NEEDS_GIL { return PyFloat_FromDouble(value); }

/// The number that a call returned, which is consumed.
template <class T>
T number(PyObject* result) PYHOST_NEEDS_GIL
{
    require(result != nullptr);
    T value{};
    if constexpr (std::is_same_v<T, double>) value = PyFloat_AsDouble(result);
    else value = PyLong_AsLong(result);
    require(value != -1 || PyErr_Occurred() == nullptr);
    Py_DECREF(result);
    return value;
}

/// A call with two arguments that are consumed.
PyObject* call_two(PyObject* f, PyObject* a, PyObject* b) PYHOST_NEEDS_GIL
{
    require(a != nullptr && b != nullptr);
    PyObject* arguments[] = {nullptr, a, b};
    PyObject* result = PyObject_Vectorcall(f, arguments + 1, 2 | PY_VECTORCALL_ARGUMENTS_OFFSET, nullptr);
    Py_DECREF(a);
    Py_DECREF(b);
    return result;
}

void noop_by_hand(long count)
{
    const py::gil_guard gil;
    PyObject* f = raw("noop");
    for (long i = 0; i < count; ++i) drop(PyObject_CallNoArgs(f));
}
void noop_pyhost(long count)
{
    const py::gil_guard gil;
    const py::object f = python_code()["noop"];
    for (long i = 0; i < count; ++i) f();
}

template <class T>
void add_by_hand(long count)
{
    const py::gil_guard gil;
    PyObject* f = raw("add");
    for (long i = 0; i < count; ++i) require(number<T>(call_two(f, made(T{1}), made(T{2}))) == 3);
}
template <class T>
void add_pyhost(long count)
{
    const py::gil_guard gil;
    const py::object f = python_code()["add"];
    for (long i = 0; i < count; ++i) require(f(T{1}, T{2}).template cast<T>() == 3);
}
void add_typed_pyhost(long count)
{
    const py::gil_guard gil;
    const py::function<int(int, int)> f{python_code()["add"].get()};
    for (long i = 0; i < count; ++i) require(f(1, 2) == 3);
}

void attribute_by_hand(long count)
{
    const py::gil_guard gil;
    PyObject* module = module_with_add();
    PyObject* name = PyUnicode_InternFromString("add");
    for (long i = 0; i < count; ++i) {
        PyObject* f = PyObject_GetAttr(module, name);
        require(f != nullptr);
        require(number<long>(call_two(f, made(1L), made(2L))) == 3);
        Py_DECREF(f);
    }
}
void attribute_pyhost(long count)
{
    const py::gil_guard gil;
    const py::object module = py::object::steal(module_with_add());
    for (long i = 0; i < count; ++i) require(module.attr("add")(1, 2).cast<int>() == 3);
}

void text_by_hand(long count)
{
    const py::gil_guard gil;
    PyObject* f = raw("echo");
    const std::string text = "hello world";
    for (long i = 0; i < count; ++i) {
        PyObject* argument = PyUnicode_FromStringAndSize(text.data(), static_cast<Py_ssize_t>(text.size()));
        require(argument != nullptr);
        PyObject* result = PyObject_CallOneArg(f, argument);
        Py_DECREF(argument);
        require(result != nullptr);
        Py_ssize_t size = 0;
        const char* data = PyUnicode_AsUTF8AndSize(result, &size);
        require(data != nullptr);
        const std::string back{data, static_cast<std::size_t>(size)};
        Py_DECREF(result);
        require(back.size() == text.size());
    }
}
void text_pyhost(long count)
{
    const py::gil_guard gil;
    const py::object f = python_code()["echo"];
    const std::string text = "hello world";
    for (long i = 0; i < count; ++i) require(f(text).cast<std::string>().size() == text.size());
}

void keyword_by_hand(long count)
{
    const py::gil_guard gil;
    PyObject* f = raw("scale");
    PyObject* names = Py_BuildValue("(s)", "by");
    PyUnicode_InternInPlace(&PyTuple_GET_ITEM(names, 0));
    for (long i = 0; i < count; ++i) {
        PyObject *x = PyLong_FromLong(1), *by = PyLong_FromLong(2);
        PyObject* arguments[] = {nullptr, x, by};
        PyObject* result = PyObject_Vectorcall(f, arguments + 1, 1 | PY_VECTORCALL_ARGUMENTS_OFFSET, names);
        Py_DECREF(x);
        Py_DECREF(by);
        require(number<long>(result) == 1);
    }
}
void keyword_pyhost(long count)
{
    const py::gil_guard gil;
    const py::object f = python_code()["scale"];
    for (long i = 0; i < count; ++i) require(f(1, "by"_a = 2).cast<int>() == 1);
}

void method_by_hand(long count)
{
    const py::gil_guard gil;
    PyObject* o = raw("one_point");
    PyObject* name = PyUnicode_InternFromString("move");
    for (long i = 0; i < count; ++i) {
        PyObject* by = PyLong_FromLong(1);
        PyObject* arguments[] = {o, by};
        PyObject* result = PyObject_VectorcallMethod(name, arguments, 2 | PY_VECTORCALL_ARGUMENTS_OFFSET, nullptr);
        Py_DECREF(by);
        require(number<long>(result) == 1);
    }
}
void method_pyhost(long count)
{
    const py::gil_guard gil;
    const py::object o = python_code()["one_point"];
    for (long i = 0; i < count; ++i) require(o.attr("move")(1).cast<int>() == 1);
}

void map_by_hand(long count)
{
    const py::gil_guard gil;
    PyObject* f = raw("scale");
    const std::vector<long> values(100, 7);
    for (long i = 0; i < count; ++i) {
        std::vector<long> results;
        for (const long value : values) {
            PyObject* x = PyLong_FromLong(value);
            require(x != nullptr);
            PyObject* result = PyObject_CallOneArg(f, x);
            Py_DECREF(x);
            results.push_back(number<long>(result));
        }
        require(results.back() == 7);
    }
}
void map_pyhost(long count)
{
    const py::gil_guard gil;
    const py::function<long(long)> f{py::object{python_code()["scale"]}};
    const std::vector<long> values(100, 7);
    for (long i = 0; i < count; ++i) require(py::map(f, values).back() == 7);
}

const enter rows[] = {
    {"call noop()", "by hand", &noop_by_hand},
    {"call noop()", "pyhost", &noop_pyhost},
    {"int add(int, int)", "by hand", &add_by_hand<long>},
    {"int add(int, int)", "pyhost", &add_pyhost<long>},
    {"int add(int, int) as a function<>", "by hand", &add_by_hand<long>},
    {"int add(int, int) as a function<>", "pyhost", &add_typed_pyhost},
    {"module attribute by literal", "by hand", &attribute_by_hand},
    {"module attribute by literal", "pyhost", &attribute_pyhost},
    {"float add(float, float)", "by hand", &add_by_hand<double>},
    {"float add(float, float)", "pyhost", &add_pyhost<double>},
    {"str to str", "by hand", &text_by_hand},
    {"str to str", "pyhost", &text_pyhost},
    {"call with one keyword", "by hand", &keyword_by_hand},
    {"call with one keyword", "pyhost", &keyword_pyhost},
    {"method call", "by hand", &method_by_hand},
    {"method call", "pyhost", &method_pyhost},
    {"100 calls as one map", "by hand", &map_by_hand},
    {"100 calls as one map", "pyhost", &map_pyhost},
};

}  // namespace
