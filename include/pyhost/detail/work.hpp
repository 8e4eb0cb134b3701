// SPDX-License-Identifier: MIT
// What objects need from the layers above them: conversions and calls, declared here and defined there.
#pragma once

#include <pyhost/detail/throw.hpp>
#include <pyhost/fwd.hpp>

#include <concepts>
#include <string>
#include <string_view>
#include <type_traits>

namespace pyhost::inline v0::detail {

/// An aggregate with PYHOST_FIELDS, whatever else it looks like (convert/record.hpp).
template <class T>
concept record = requires { pyhost_detail_fields(std::type_identity<T>{}); };

/// A record, or a class of a binding (bindings/instance.hpp): its members say nothing of how it converts.
template <class T>
concept declared_class = record<T> || std::is_base_of_v<instance, T>;

/// A value of C++ from a borrowed object, or an error of the conversion (convert.hpp).
template <class T>
T cast_borrowed(PyObject* from) PYHOST_NEEDS_GIL;

/// The same from a reference that ends with the conversion: it is dropped with no check, since this thread is attached.
/// `place` is where the path to an element that does not fit begins.
template <class T, class Place = const char*>
T cast_consuming(PyObject* from, Place place = "") PYHOST_NEEDS_GIL;

template <class T>
result<T> try_cast_borrowed(PyObject* from) PYHOST_NEEDS_GIL;

/// A new reference to the Python value of `value`, or null with an exception raised (convert.hpp).
template <class T>
PyObject* new_value(T&& value) PYHOST_NEEDS_GIL;

/// Calls `callable`: a new reference, or null with an exception raised (call.hpp).
template <class... Args>
PyObject* call_raw(PyObject* callable, Args&&... args) PYHOST_NEEDS_GIL;

/// Calls `callable` and converts what it returns, or throws (call.hpp).
template <class R, class... Args>
R call_typed(PyObject* callable, const Args&... args) PYHOST_NEEDS_GIL;

/// Calls the method `name` of `self` without making a bound method (call.hpp).
template <class... Args>
PyObject* call_method_raw(PyObject* self, PyObject* name, Args&&... args) PYHOST_NEEDS_GIL;

/// Returns `o`, or throws the raised exception when it is null.
PYHOST_DETAIL_INLINE PyObject* checked(PyObject* o) PYHOST_NEEDS_GIL
{
    if (o == nullptr) [[unlikely]]
        throw_raised();
    return o;
}

/// Throws the raised exception when a C API function reported failure by -1.
PYHOST_DETAIL_INLINE int checked(int status) PYHOST_NEEDS_GIL
{
    if (status < 0) [[unlikely]]
        throw_raised();
    return status;
}

/// Text that names something at run time; literals take literal_name, which an array of char would hide.
template <class T>
concept runtime_text =
    std::same_as<T, std::string> || std::same_as<T, std::string_view> || std::same_as<T, const char*> || std::same_as<T, char*>;

/// The result would point into an object that is gone when the expression ends.
template <class T>
inline constexpr bool is_view = false;
template <>
inline constexpr bool is_view<std::string_view> = true;
template <>
inline constexpr bool is_view<const char*> = true;

}  // namespace pyhost::inline v0::detail
