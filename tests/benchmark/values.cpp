// SPDX-License-Identifier: MIT
// Rows of conversions.
#include "rows.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

namespace py = pyhost;
using benchmark::enter;
using benchmark::keep;
using benchmark::place;
using benchmark::python_code;
using benchmark::raw;
using benchmark::require;
using benchmark::texts;

namespace {

/// list[T] to vector<T>, with `read` for one item.
template <class T, class Read>
std::vector<T> list_by_hand(PyObject* list, Read read) PYHOST_NEEDS_GIL
{
    require(PyList_Check(list));
    std::vector<T> made;
    made.reserve(static_cast<std::size_t>(PyList_GET_SIZE(list)));
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(list); ++i) made.push_back(read(PyList_GET_ITEM(list, i)));
    return made;
}

void integers_by_hand(long count)
{
    const py::gil_guard gil;
    PyObject* list = raw("integers");
    for (long i = 0; i < count; ++i)
        keep(list_by_hand<long>(list, [](PyObject* item) {
            const long value = PyLong_AsLong(item);
            require(value != -1 || PyErr_Occurred() == nullptr);
            return value;
        }));
}
void integers_pyhost(long count)
{
    const py::gil_guard gil;
    const py::object list = python_code()["integers"];
    for (long i = 0; i < count; ++i) keep(list.cast<std::vector<long>>());
}

void floats_by_hand(long count)
{
    const py::gil_guard gil;
    PyObject* list = raw("floats");
    for (long i = 0; i < count; ++i)
        keep(list_by_hand<double>(list, [](PyObject* item) {
            if (PyFloat_CheckExact(item)) [[likely]]
                return PyFloat_AS_DOUBLE(item);
            const double value = PyFloat_AsDouble(item);
            require(value != -1 || PyErr_Occurred() == nullptr);
            return value;
        }));
}
void floats_pyhost(long count)
{
    const py::gil_guard gil;
    const py::object list = python_code()["floats"];
    for (long i = 0; i < count; ++i) keep(list.cast<std::vector<double>>());
}

template <std::size_t Size>
void to_list_by_hand(long count)
{
    const py::gil_guard gil;
    const std::vector<double> values(Size, 1.5);
    for (long i = 0; i < count; ++i) {
        PyObject* list = PyList_New(static_cast<Py_ssize_t>(values.size()));
        require(list != nullptr);
        for (std::size_t at = 0; at < values.size(); ++at) {
            PyObject* item = PyFloat_FromDouble(values[at]);
            require(item != nullptr);
            PyList_SET_ITEM(list, static_cast<Py_ssize_t>(at), item);
        }
        Py_DECREF(list);
    }
}
template <std::size_t Size>
void to_list_pyhost(long count)
{
    const py::gil_guard gil;
    const std::vector<double> values(Size, 1.5);
    for (long i = 0; i < count; ++i) keep(py::to_python(values));
}

void texts_by_hand(long count)
{
    const py::gil_guard gil;
    const std::vector<std::string> values = texts();
    for (long i = 0; i < count; ++i) {
        PyObject* list = PyList_New(static_cast<Py_ssize_t>(values.size()));
        require(list != nullptr);
        for (std::size_t at = 0; at < values.size(); ++at) {
            PyObject* item = PyUnicode_FromStringAndSize(values[at].data(), static_cast<Py_ssize_t>(values[at].size()));
            require(item != nullptr);
            PyList_SET_ITEM(list, static_cast<Py_ssize_t>(at), item);
        }
        Py_DECREF(list);
    }
}
void texts_pyhost(long count)
{
    const py::gil_guard gil;
    const std::vector<std::string> values = texts();
    for (long i = 0; i < count; ++i) keep(py::to_python(values));
}

using counts = std::unordered_map<std::string, long>;

void from_dict_by_hand(long count)
{
    const py::gil_guard gil;
    PyObject* dict = raw("counts");
    for (long i = 0; i < count; ++i) {
        counts made;
        made.reserve(static_cast<std::size_t>(PyDict_GET_SIZE(dict)));
        PyObject *key = nullptr, *item = nullptr;
        for (Py_ssize_t at = 0; PyDict_Next(dict, &at, &key, &item) != 0;) {
            Py_ssize_t size = 0;
            const char* text = PyUnicode_AsUTF8AndSize(key, &size);
            const long value = PyLong_AsLong(item);
            require(text != nullptr && (value != -1 || PyErr_Occurred() == nullptr));
            made.emplace(std::string{text, static_cast<std::size_t>(size)}, value);
        }
        keep(made);
    }
}
void from_dict_pyhost(long count)
{
    const py::gil_guard gil;
    const py::object dict = python_code()["counts"];
    for (long i = 0; i < count; ++i) keep(dict.cast<counts>());
}

void to_dict_by_hand(long count)
{
    const py::gil_guard gil;
    const counts values = py::object{python_code()["counts"]}.cast<counts>();
    for (long i = 0; i < count; ++i) {
        PyObject* dict = PyDict_New();
        require(dict != nullptr);
        for (const auto& [name, value] : values) {
            PyObject* key = PyUnicode_FromStringAndSize(name.data(), static_cast<Py_ssize_t>(name.size()));
            PyObject* item = PyLong_FromLong(value);
            require(key != nullptr && item != nullptr && PyDict_SetItem(dict, key, item) == 0);
            Py_DECREF(key);
            Py_DECREF(item);
        }
        Py_DECREF(dict);
    }
}
void to_dict_pyhost(long count)
{
    const py::gil_guard gil;
    const counts values = py::object{python_code()["counts"]}.cast<counts>();
    for (long i = 0; i < count; ++i) keep(py::to_python(values));
}

using triple = std::tuple<long, std::string, double>;

void tuple_by_hand(long count)
{
    const py::gil_guard gil;
    PyObject* o = raw("triple");
    for (long i = 0; i < count; ++i) {
        require(PyTuple_Check(o) && PyTuple_GET_SIZE(o) == 3);
        const long first = PyLong_AsLong(PyTuple_GET_ITEM(o, 0));
        require(first != -1 || PyErr_Occurred() == nullptr);
        Py_ssize_t size = 0;
        const char* text = PyUnicode_AsUTF8AndSize(PyTuple_GET_ITEM(o, 1), &size);
        require(text != nullptr);
        const double third = PyFloat_AsDouble(PyTuple_GET_ITEM(o, 2));
        require(third != -1 || PyErr_Occurred() == nullptr);
        keep(triple{first, std::string{text, static_cast<std::size_t>(size)}, third});
    }
}
void tuple_pyhost(long count)
{
    const py::gil_guard gil;
    const py::object o = python_code()["triple"];
    for (long i = 0; i < count; ++i) keep(o.cast<triple>());
}

void attributes_by_hand(long count)
{
    const py::gil_guard gil;
    PyObject* o = raw("one_place");
    PyObject *x_name = PyUnicode_InternFromString("x"), *y_name = PyUnicode_InternFromString("y");
    PyObject* name_name = PyUnicode_InternFromString("name");
    for (long i = 0; i < count; ++i) {
        PyObject *x = PyObject_GetAttr(o, x_name), *y = PyObject_GetAttr(o, y_name), *name = PyObject_GetAttr(o, name_name);
        require(x != nullptr && y != nullptr && name != nullptr);
        place made{PyFloat_AsDouble(x), PyFloat_AsDouble(y), {}};
        require((made.x != -1 && made.y != -1) || PyErr_Occurred() == nullptr);
        Py_ssize_t size = 0;
        const char* text = PyUnicode_AsUTF8AndSize(name, &size);
        require(text != nullptr);
        made.name.assign(text, static_cast<std::size_t>(size));
        Py_DECREF(x);
        Py_DECREF(y);
        Py_DECREF(name);
        keep(made);
    }
}
void attributes_pyhost(long count)
{
    const py::gil_guard gil;
    const py::object o = python_code()["one_place"];
    for (long i = 0; i < count; ++i)
        keep(place{o.attr("x").cast<double>(), o.attr("y").cast<double>(), o.attr("name").cast<std::string>()});
}

void bytes_by_hand(long count)
{
    const py::gil_guard gil;
    PyObject* o = raw("block");
    for (long i = 0; i < count; ++i) {
        require(PyBytes_Check(o));
        keep(PyBytes_AS_STRING(o));
        keep(PyBytes_GET_SIZE(o));
    }
}
void bytes_pyhost(long count)
{
    const py::gil_guard gil;
    const py::object o = python_code()["block"];
    for (long i = 0; i < count; ++i) {
        const auto view = o.cast<std::span<const std::byte>>();
        keep(view.data());
        keep(view.size());
    }
}

void none_by_hand(long count)
{
    const py::gil_guard gil;
    PyObject* o = raw("nothing");
    for (long i = 0; i < count; ++i) {
        std::optional<long> made;
        if (o != Py_None) {
            made = PyLong_AsLong(o);
            require(*made != -1 || PyErr_Occurred() == nullptr);
        }
        keep(made.has_value());
        keep(o);
    }
}
void none_pyhost(long count)
{
    const py::gil_guard gil;
    const py::object o = python_code()["nothing"];
    for (long i = 0; i < count; ++i) {
        keep(o.cast<std::optional<long>>().has_value());
        keep(o);
    }
}

const enter rows[] = {
    {"list[int] 1000 to vector", "by hand", &integers_by_hand},
    {"list[int] 1000 to vector", "pyhost", &integers_pyhost},
    {"list[float] 1000 to vector", "by hand", &floats_by_hand},
    {"list[float] 1000 to vector", "pyhost", &floats_pyhost},
    {"vector<double> 1000 to list", "by hand", &to_list_by_hand<1000>},
    {"vector<double> 1000 to list", "pyhost", &to_list_pyhost<1000>},
    {"vector<double> 1000000 to list", "by hand", &to_list_by_hand<1'000'000>},
    {"vector<double> 1000000 to list", "pyhost", &to_list_pyhost<1'000'000>},
    {"vector<string> 100 to list", "by hand", &texts_by_hand},
    {"vector<string> 100 to list", "pyhost", &texts_pyhost},
    {"dict[str, int] 100 to hash map", "by hand", &from_dict_by_hand},
    {"dict[str, int] 100 to hash map", "pyhost", &from_dict_pyhost},
    {"hash map 100 to dict", "by hand", &to_dict_by_hand},
    {"hash map 100 to dict", "pyhost", &to_dict_pyhost},
    {"tuple of int, str, float", "by hand", &tuple_by_hand},
    {"tuple of int, str, float", "pyhost", &tuple_pyhost},
    {"object with 3 attributes to struct", "by hand", &attributes_by_hand},
    {"object with 3 attributes to struct", "pyhost", &attributes_pyhost},
    {"bytes 1 MiB to view", "by hand", &bytes_by_hand},
    {"bytes 1 MiB to view", "pyhost", &bytes_pyhost},
    {"None to nullopt", "by hand", &none_by_hand},
    {"None to nullopt", "pyhost", &none_pyhost},
};

}  // namespace
