// SPDX-License-Identifier: MIT
// Rows of nested, large and shared values.
#include "rows.hpp"

#include <pyhost/buffer/buffer_view.hpp>
#include <pyhost/buffer/to_buffer.hpp>
#include <pyhost/convert/chrono.hpp>
#include <pyhost/convert/record.hpp>

#include <chrono>
#include <cstdint>
#include <datetime.h>
#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

namespace py = pyhost;
using namespace py::literals;
using benchmark::enter;
using benchmark::keep;
using benchmark::python_code;
using benchmark::require;

namespace benchmark {

struct order {
    long number;
    double price;
    std::string name;
    bool is_paid;
    long count;
};

PYHOST_FIELDS(order, number, price, name, is_paid, count)

}  // namespace benchmark

namespace {

using benchmark::order;
using std::chrono::microseconds;
using time_point = std::chrono::sys_time<microseconds>;

constexpr const char* source = R"(
numbers = set(range(100))
table = [[10 * row + column for column in range(10)] for row in range(10)]
import datetime
moment = datetime.datetime(2026, 2, 3, 4, 5, 6, 789, datetime.timezone(datetime.timedelta(hours=2)))
class order:
    def __init__(self):
        self.number, self.price, self.name, self.is_paid, self.count = 12345, 2.5, 'a thing', True, 3
one_order = order()
import array
reals = array.array('d', floats)
)";

/// The values of these rows, beside a copy of those of all: what more there is in Python moves the counts of other rows.
py::dict nested_code() PYHOST_NEEDS_GIL
{
    py::dict names = python_code();
    py::exec(source, names);
    return names;
}

/// One of them for the C API, kept to the end of the program.
PyObject* raw_nested(const char* name) PYHOST_NEEDS_GIL
{
    py::dict names = nested_code();
    PyObject* found = py::object{names[name]}.release();
    static_cast<void>(names.release());
    return found;
}

long integer_of(PyObject* o) PYHOST_NEEDS_GIL
{
    const long value = PyLong_AsLong(o);
    require(value != -1 || PyErr_Occurred() == nullptr);
    return value;
}

double real_of(PyObject* o) PYHOST_NEEDS_GIL
{
    if (PyFloat_CheckExact(o)) [[likely]]
        return PyFloat_AS_DOUBLE(o);
    const double value = PyFloat_AsDouble(o);
    require(value != -1 || PyErr_Occurred() == nullptr);
    return value;
}

void set_by_hand(long count)
{
    const py::gil_guard gil;
    PyObject* set = raw_nested("numbers");
    for (long i = 0; i < count; ++i) {
        require(PyAnySet_Check(set));
        std::unordered_set<long> made;
        made.reserve(static_cast<std::size_t>(PySet_GET_SIZE(set)));
        PyObject* items = PyObject_GetIter(set);
        require(items != nullptr);
        while (PyObject* item = PyIter_Next(items)) {
            made.insert(integer_of(item));
            Py_DECREF(item);
        }
        require(PyErr_Occurred() == nullptr);
        Py_DECREF(items);
        keep(made);
    }
}
void set_pyhost(long count)
{
    const py::gil_guard gil;
    const py::object set = nested_code()["numbers"];
    for (long i = 0; i < count; ++i) keep(set.cast<std::unordered_set<long>>());
}

void table_by_hand(long count)
{
    const py::gil_guard gil;
    PyObject* table = raw_nested("table");
    for (long i = 0; i < count; ++i) {
        require(PyList_Check(table));
        std::vector<std::vector<long>> made;
        made.reserve(static_cast<std::size_t>(PyList_GET_SIZE(table)));
        for (Py_ssize_t row = 0; row < PyList_GET_SIZE(table); ++row) {
            PyObject* items = PyList_GET_ITEM(table, row);
            require(PyList_Check(items));
            std::vector<long>& to = made.emplace_back();
            to.reserve(static_cast<std::size_t>(PyList_GET_SIZE(items)));
            for (Py_ssize_t at = 0; at < PyList_GET_SIZE(items); ++at) to.push_back(integer_of(PyList_GET_ITEM(items, at)));
        }
        keep(made);
    }
}
void table_pyhost(long count)
{
    const py::gil_guard gil;
    const py::object table = nested_code()["table"];
    for (long i = 0; i < count; ++i) keep(table.cast<std::vector<std::vector<long>>>());
}

/// The fields of an aware datetime, its offset from UTC by the object's own method.
void time_by_hand(long count)
{
    const py::gil_guard gil;
    PyDateTime_IMPORT;
    PyObject *o = raw_nested("moment"), *name = PyUnicode_InternFromString("utcoffset");
    for (long i = 0; i < count; ++i) {
        require(PyDateTime_Check(o));
        PyObject* offset = PyObject_CallMethodNoArgs(o, name);
        require(offset != nullptr && PyDelta_Check(offset));
        using namespace std::chrono;
        const sys_days day = year{PyDateTime_GET_YEAR(o)} / PyDateTime_GET_MONTH(o) / PyDateTime_GET_DAY(o);
        const auto time = hours{PyDateTime_DATE_GET_HOUR(o)} + minutes{PyDateTime_DATE_GET_MINUTE(o)} +
                          seconds{PyDateTime_DATE_GET_SECOND(o)} + microseconds{PyDateTime_DATE_GET_MICROSECOND(o)};
        const auto east = days{PyDateTime_DELTA_GET_DAYS(offset)} + seconds{PyDateTime_DELTA_GET_SECONDS(offset)} +
                          microseconds{PyDateTime_DELTA_GET_MICROSECONDS(offset)};
        Py_DECREF(offset);
        keep(time_point{day + time - east});
    }
}
void time_pyhost(long count)
{
    const py::gil_guard gil;
    const py::object o = nested_code()["moment"];
    for (long i = 0; i < count; ++i) keep(o.cast<time_point>());
}

void record_by_hand(long count)
{
    const py::gil_guard gil;
    PyObject* o = raw_nested("one_order");
    PyObject* names[5];
    const char* const texts[] = {"number", "price", "name", "is_paid", "count"};
    for (std::size_t i = 0; i < 5; ++i) names[i] = PyUnicode_InternFromString(texts[i]);
    for (long i = 0; i < count; ++i) {
        PyObject* fields[5];
        for (std::size_t at = 0; at < 5; ++at) require((fields[at] = PyObject_GetAttr(o, names[at])) != nullptr);
        Py_ssize_t size = 0;
        const char* text = PyUnicode_AsUTF8AndSize(fields[2], &size);
        require(text != nullptr && PyBool_Check(fields[3]));
        keep(order{integer_of(fields[0]),
                   real_of(fields[1]),
                   {text, static_cast<std::size_t>(size)},
                   fields[3] == Py_True,
                   integer_of(fields[4])});
        for (PyObject* field : fields) Py_DECREF(field);
    }
}
void record_pyhost(long count)
{
    const py::gil_guard gil;
    const py::object o = nested_code()["one_order"];
    for (long i = 0; i < count; ++i) keep(o.cast<order>());
}

void view_by_hand(long count)
{
    const py::gil_guard gil;
    PyObject* o = raw_nested("reals");
    for (long i = 0; i < count; ++i) {
        Py_buffer view;
        require(PyObject_GetBuffer(o, &view, PyBUF_FORMAT | PyBUF_ND) == 0);
        require(view.itemsize == 8 && view.format != nullptr && view.format[0] == 'd' && view.format[1] == '\0');
        keep(static_cast<const double*>(view.buf));
        keep(view.len / 8);
        PyBuffer_Release(&view);
    }
}
void view_pyhost(long count)
{
    const py::gil_guard gil;
    const py::object o = nested_code()["reals"];
    for (long i = 0; i < count; ++i) {
        const py::buffer_view<const double> view{o};
        keep(view.data());
        keep(view.size());
    }
}

/// An object that owns a vector and exports its memory, as an extension would write it.
struct vector_object {
    PyObject_HEAD
    std::vector<double>* values;
    Py_ssize_t size;
};

int export_vector(PyObject* o, Py_buffer* view, int flags)
{
    auto* self = reinterpret_cast<vector_object*>(o);
    static Py_ssize_t step = 8;
    static char format[] = "d";
    *view = {self->values->data(),
             o,
             8 * self->size,
             8,
             0,
             1,
             format,
             &self->size,
             (flags & PyBUF_STRIDES) != 0 ? &step : nullptr,
             nullptr,
             nullptr};
    Py_INCREF(o);
    return 0;
}

void drop_vector(PyObject* o)
{
    delete reinterpret_cast<vector_object*>(o)->values;
    PyTypeObject* type = Py_TYPE(o);
    type->tp_free(o);
    Py_DECREF(type);
}

PyTypeObject* vector_type() PYHOST_NEEDS_GIL
{
    static PyType_Slot slots[] = {
        {Py_tp_dealloc, reinterpret_cast<void*>(&drop_vector)}, {Py_bf_getbuffer, reinterpret_cast<void*>(&export_vector)}, {0, nullptr}};
    static PyType_Spec spec{"benchmark.vector", sizeof(vector_object), 0, Py_TPFLAGS_DEFAULT, slots};
    return reinterpret_cast<PyTypeObject*>(PyType_FromSpec(&spec));
}

void export_by_hand(long count)
{
    const py::gil_guard gil;
    PyTypeObject* type = vector_type();
    for (long i = 0; i < count; ++i) {
        auto* made = reinterpret_cast<vector_object*>(type->tp_alloc(type, 0));
        require(made != nullptr);
        made->values = new std::vector<double>(1000);
        made->size = static_cast<Py_ssize_t>(made->values->size());
        PyObject* view = PyMemoryView_FromObject(reinterpret_cast<PyObject*>(made));
        require(view != nullptr);
        Py_DECREF(made);
        Py_DECREF(view);
    }
}
void export_pyhost(long count)
{
    const py::gil_guard gil;
    for (long i = 0; i < count; ++i) {
        const py::object made = py::to_buffer(std::vector<double>(1000));
        PyObject* view = PyMemoryView_FromObject(made.ptr());
        require(view != nullptr);
        Py_DECREF(view);
    }
}

void million_by_hand(long count)
{
    const py::gil_guard gil;
    const py::object million = py::eval("[0.5] * 1000000");  // not for all rows: the collector of cycles walks over it
    PyObject* list = million.ptr();
    for (long i = 0; i < count; ++i) {
        require(PyList_Check(list));
        std::vector<double> made;
        made.reserve(static_cast<std::size_t>(PyList_GET_SIZE(list)));
        for (Py_ssize_t at = 0; at < PyList_GET_SIZE(list); ++at) made.push_back(real_of(PyList_GET_ITEM(list, at)));
        keep(made);
    }
}
void million_pyhost(long count)
{
    const py::gil_guard gil;
    const py::object list = py::eval("[0.5] * 1000000");
    for (long i = 0; i < count; ++i) keep(list.cast<std::vector<double>>());
}

const enter rows[] = {
    {"set[int] 100 to hash set", "by hand", &set_by_hand},
    {"set[int] 100 to hash set", "pyhost", &set_pyhost},
    {"list of 10 lists of 10 int", "by hand", &table_by_hand},
    {"list of 10 lists of 10 int", "pyhost", &table_pyhost},
    {"aware datetime to sys_time", "by hand", &time_by_hand},
    {"aware datetime to sys_time", "pyhost", &time_pyhost},
    {"object with 5 fields to record", "by hand", &record_by_hand},
    {"object with 5 fields to record", "pyhost", &record_pyhost},
    {"double array 1000 to buffer_view", "by hand", &view_by_hand},
    {"double array 1000 to buffer_view", "pyhost", &view_pyhost},
    {"vector<double> 1000 to memoryview", "by hand", &export_by_hand},
    {"vector<double> 1000 to memoryview", "pyhost", &export_pyhost},
    {"list[float] 1000000 to vector", "by hand", &million_by_hand},
    {"list[float] 1000000 to vector", "pyhost", &million_pyhost},
};

}  // namespace
