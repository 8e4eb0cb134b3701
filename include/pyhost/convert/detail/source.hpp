// SPDX-License-Identifier: MIT
// What Python offers as a sequence, mapping or key view, collected into objects that only the conversion knows.
#pragma once

#include <pyhost/convert.hpp>
#include <pyhost/detail/standard_class.hpp>

namespace pyhost::inline v0::detail {

/// Whether `o` is an instance of a class of collections.abc: 1, 0, or -1 with an exception raised.
int is_instance_of_abc(PyObject* o, const literal_name& class_name) PYHOST_NEEDS_GIL;

/// The items of a collections.abc.Sequence as a list; null and the reason in `why` for anything else.
///
/// Lists, tuples and buffers are the caller's.
PyObject* collect_sequence(PyObject* from, failure& why, std::string (*expected)()) PYHOST_NEEDS_GIL;

/// The items of a set, frozenset or key view as a list; null and the reason in `why` for anything else.
///
/// A subclass of set counts by what it holds, whatever its __iter__ says.
PyObject* collect_set(PyObject* from, failure& why, std::string (*expected)()) PYHOST_NEEDS_GIL;

/// The keys and values of a dict in turn, from position `at` of PyDict_Next on: a tuple, or null with an exception raised.
PyObject* dict_items(PyObject* dict, Py_ssize_t at, Py_ssize_t count) PYHOST_NEEDS_GIL;

/// The keys and values of a collections.abc.Mapping in turn, by its items(); null and the reason in `why` for anything else.
PyObject* collect_mapping(PyObject* from, failure& why, std::string (*expected)()) PYHOST_NEEDS_GIL;

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY int is_instance_of_abc(PyObject* o, const literal_name& class_name)
{
    const owned_pointer abc{standard_class("collections.abc", class_name)};
    return abc ? PyObject_IsInstance(o, abc.get()) : -1;
}

/// Values that are no container in any reading, known without asking collections.abc.
inline bool is_scalar(PyObject* o) noexcept PYHOST_NEEDS_GIL
{
    return o == Py_None || PyUnicode_Check(o) || PyLong_Check(o) || PyFloat_Check(o);
}

/// A new list of what iterating gives; its __len__ is not asked, since it may lie. Null with an exception raised.
inline PyObject* collect(PyObject* iterable) PYHOST_NEEDS_GIL
{
    const owned_pointer iterator{PyObject_GetIter(iterable)};
    owned_pointer items{iterator ? PyList_New(0) : nullptr};
    if (!items) return nullptr;
    while (PyObject* next = PyIter_Next(iterator.get())) {
        const owned_pointer item{next};
        if (PyList_Append(items.get(), item.get()) < 0) return nullptr;
    }
    return PyErr_Occurred() == nullptr ? items.release() : nullptr;
}

PYHOST_DETAIL_BODY PyObject* collect_sequence(PyObject* from, failure& why, std::string (*expected)())
{
    const bool is_other = is_scalar(from) || PyDict_Check(from) || PyAnySet_Check(from) || PyBytes_Check(from) || PyByteArray_Check(from);
    const int is_sequence = is_other ? 0 : is_instance_of_abc(from, "Sequence");
    if (is_sequence == 0) {
        why.mismatch(expected(), from);
        return nullptr;
    }
    PyObject* items = is_sequence > 0 ? collect(from) : nullptr;
    if (items == nullptr) why.raised();
    return items;
}

PYHOST_DETAIL_BODY PyObject* collect_set(PyObject* from, failure& why, std::string (*expected)())
{
    if (PyAnySet_Check(from)) {
        const owned_pointer exact{PyAnySet_CheckExact(from) ? new_reference(from) : PyFrozenSet_New(from)};
        PyObject* items = exact ? PySequence_List(exact.get()) : nullptr;
        if (items == nullptr) why.raised();
        return items;
    }
    const bool is_other = is_scalar(from) || PyList_Check(from) || PyTuple_Check(from) || PyDict_Check(from);
    const int is_view = PyDictKeys_Check(from) ? 1 : is_other ? 0 : is_instance_of_abc(from, "KeysView");
    if (is_view == 0) {
        why.mismatch(expected(), from);
        return nullptr;
    }
    PyObject* items = is_view > 0 ? collect(from) : nullptr;
    if (items == nullptr) why.raised();
    return items;
}

PYHOST_DETAIL_BODY PyObject* dict_items(PyObject* dict, Py_ssize_t at, Py_ssize_t count)
{
    owned_pointer items{PyTuple_New(2 * count)};
    if (!items) return nullptr;
    PyObject *key = nullptr, *value = nullptr;
    Py_ssize_t filled = 0;
    const object_lock lock{dict};
    while (filled < count && PyDict_Next(dict, &at, &key, &value) != 0) {
        PyTuple_SET_ITEM(items.get(), 2 * filled, new_reference(key));
        PyTuple_SET_ITEM(items.get(), 2 * filled + 1, new_reference(value));
        ++filled;
    }
    if (filled == count && PyDict_Next(dict, &at, &key, &value) == 0) return items.release();
    PyErr_SetString(PyExc_RuntimeError, "dictionary changed size during conversion");
    return nullptr;
}

PYHOST_DETAIL_BODY PyObject* collect_mapping(PyObject* from, failure& why, std::string (*expected)())
{
    const bool is_other = is_scalar(from) || PyList_Check(from) || PyTuple_Check(from) || PyAnySet_Check(from);
    const int is_mapping = is_other ? 0 : is_instance_of_abc(from, "Mapping");
    if (is_mapping == 0) {
        why.mismatch(expected(), from);
        return nullptr;
    }
    const owned_pointer pairs{is_mapping > 0 ? PyMapping_Items(from) : nullptr};
    owned_pointer items{pairs ? PyTuple_New(2 * PyList_GET_SIZE(pairs.get())) : nullptr};
    if (!items) {
        why.raised();
        return nullptr;
    }
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(pairs.get()); ++i) {
        PyObject* pair = PyList_GET_ITEM(pairs.get(), i);
        if (!PyTuple_Check(pair) || PyTuple_GET_SIZE(pair) != 2) {
            why.mismatch("pairs of key and value from items()", pair);
            return nullptr;
        }
        PyTuple_SET_ITEM(items.get(), 2 * i, new_reference(PyTuple_GET_ITEM(pair, 0)));
        PyTuple_SET_ITEM(items.get(), 2 * i + 1, new_reference(PyTuple_GET_ITEM(pair, 1)));
    }
    return items.release();
}

}  // namespace pyhost::inline v0::detail

#endif
