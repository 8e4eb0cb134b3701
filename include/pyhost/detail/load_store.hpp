// SPDX-License-Identifier: MIT
// Which converter serves a type: pyhost's own, a user's, or one of another library.
#pragma once

#include <pyhost/accessor.hpp>
#include <pyhost/detail/failure.hpp>
#include <pyhost/detail/signature.hpp>
#include <pyhost/detail/stack_room.hpp>
#include <pyhost/detail/translate.hpp>

#include <optional>

namespace pyhost::inline v0::detail {

/// A converter of pyhost's own: nothing is thrown for a value that does not fit, the reason is written to `why`.
template <class T>
concept loads = requires(PyObject* from, failure& why) {
    { converter<T>::load(from, why) } -> std::same_as<std::optional<T>>;
};

/// One that tells the common values at a glance, `is_plain`, and reads them; nothing but memory for a copy may be short then.
template <class T>
concept reads_plain = requires(PyObject* from) {
    { converter<T>::is_plain(from) } -> std::same_as<bool>;
    static_cast<T>(converter<T>::read_plain(from));
};

/// A user's converter.
template <class T>
concept has_from_python = requires(handle from) {
    { converter<T>::from_python(from) } -> std::convertible_to<T>;
};

/// A converter of pyhost's own: a new reference, or null with an exception raised.
template <class T>
concept stores = requires(const T& value) {
    { converter<T>::store(value) } -> std::same_as<PyObject*>;
};

template <class T>
concept has_to_python = requires(const T& value) {
    { converter<T>::to_python(value) } -> std::convertible_to<object>;
};

/// Conversions of another library, for types that have no converter; pyhost/pybind11.hpp defines it.
template <class T>
struct fallback_converter;

template <class T>
concept fallback_loads = requires(PyObject* from, failure& why) { fallback_converter<T>::load(from, why); };

template <class T>
concept fallback_stores = requires(const T& value) { fallback_converter<T>::store(value); };

/// Calls a user's from_python; its exception becomes the raised one. It may call itself, so its depth is Python's.
template <class T>
std::optional<T> load_by_user(PyObject* from, failure& why) PYHOST_NEEDS_GIL
{
    if (!has_stack_room() || Py_EnterRecursiveCall(" in a conversion to C++") != 0) return why.raised();
    std::optional<T> loaded;
    try {
        loaded.emplace(converter<T>::from_python(handle{from}));
    } catch (...) {
        raise_current_exception();
        why.raised();
    }
    Py_LeaveRecursiveCall();
    return loaded;
}

/// The C++ value of `from`, or nothing and the reason in `why`.
template <class T>
PYHOST_DETAIL_INLINE std::optional<T> load(PyObject* from, failure& why) PYHOST_NEEDS_GIL
{
    if constexpr (loads<T>) {
        return converter<T>::load(from, why);
    } else if constexpr (!has_from_python<T> && fallback_loads<T>) {
        return fallback_converter<T>::load(from, why);
    } else {
        static_assert(has_from_python<T>, "pyhost: no conversion from Python to this type; include the header of its family "
                                          "(pyhost/convert/...), or specialise pyhost::converter<T> with from_python(handle)");
        return load_by_user<T>(from, why);
    }
}

/// Calls a user's to_python, which may call itself too. Null with an exception raised when it fails.
template <class T>
PyObject* store_by_user(const T& value) PYHOST_NEEDS_GIL
{
    if (!has_stack_room() || Py_EnterRecursiveCall(" in a conversion to Python") != 0) return nullptr;
    PyObject* stored = nullptr;
    try {
        stored = converter<T>::to_python(value).release();
        if (stored == nullptr)
            PyErr_SetString(PyExc_SystemError, "converter::to_python: it returned an empty object; return py::none{} for None");
    } catch (...) {
        raise_current_exception();
    }
    Py_LeaveRecursiveCall();
    return stored;
}

/// A new reference to the Python value of `value`, or null with an exception raised.
template <class T>
PYHOST_DETAIL_INLINE PyObject* store(const T& value) PYHOST_NEEDS_GIL
{
    if constexpr (is_object_type<T>) {
        return new_reference(value.resolve().ptr());
    } else if constexpr (std::derived_from<T, operations<T>>) {
        return value.get().release();
    } else if constexpr (stores<T>) {
        return converter<T>::store(value);
    } else if constexpr (!has_to_python<T> && fallback_stores<T>) {
        return fallback_converter<T>::store(value);
    } else if constexpr (has_to_python<T>) {
        return store_by_user(value);
    } else {
        static_assert(!callable_without_signature<T>,
                      "pyhost: a callable needs one signature; a generic lambda or an overloaded call operator has none; "
                      "write the types of its parameters, or pass a lambda that does");
        static_assert(callable_without_signature<T>, "pyhost: no conversion to Python from this type; include the header of its family "
                                                     "(pyhost/convert/...), or specialise pyhost::converter<T> with to_python(const T&)");
        return nullptr;
    }
}

}  // namespace pyhost::inline v0::detail
