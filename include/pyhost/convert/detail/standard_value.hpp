// SPDX-License-Identifier: MIT
// What the converters of values of Python's standard library share.
#pragma once

#include <pyhost/convert.hpp>
#include <pyhost/detail/standard_class.hpp>

namespace pyhost::inline v0::detail {

/// A converter made of a function for each way.
template <class T, std::optional<T> (*Load)(PyObject*, failure&), PyObject* (*Store)(const T&)>
struct value_converter {
    static std::optional<T> load(PyObject* from, failure& why) PYHOST_NEEDS_GIL { return Load(from, why); }
    static PyObject* store(const T& value) PYHOST_NEEDS_GIL { return Store(value); }
};

/// Whether an object is an instance of a class of the standard library; otherwise the reason is in `why`.
bool is_of_class(PyObject* from, const literal_name& module, const literal_name& name, failure& why, const char* expected) PYHOST_NEEDS_GIL;

/// The instance that this class makes of an argument, whose reference it takes over; null with an exception raised.
PyObject* make_of_class(const literal_name& module, const literal_name& name, PyObject* argument) PYHOST_NEEDS_GIL;

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY bool is_of_class(PyObject* from, const literal_name& module, const literal_name& name, failure& why,
                                    const char* expected)
{
    const owned_pointer type{standard_class(module, name)};
    const int is_instance = type ? PyObject_IsInstance(from, type.get()) : -1;
    if (is_instance < 0) why.raised();
    if (is_instance == 0) why.mismatch(expected, from);
    return is_instance > 0;
}

PYHOST_DETAIL_BODY PyObject* make_of_class(const literal_name& module, const literal_name& name, PyObject* argument)
{
    const owned_pointer owner{argument};
    const owned_pointer type{owner ? standard_class(module, name) : nullptr};
    return type ? PyObject_CallFunctionObjArgs(type.get(), argument, nullptr) : nullptr;
}

}  // namespace pyhost::inline v0::detail

#endif
