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

/// One that fills a value that is there already, and says whether it could; for values that cost more to move than to make.
template <class T>
concept loads_into = requires(T& made, PyObject* from, failure& why) {
    { converter<T>::load_into(made, from, why) } -> std::same_as<bool>;
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

/// One that gives Python the value itself, which may be of a type that does not copy, or is dear to.
template <class T>
concept moves_to_python = !std::is_reference_v<T> && !std::is_const_v<T> && !is_object_type<T> && (requires(T&& value) {
    converter<T>::store_moved(std::move(value));
} || (!stores<T> && !has_to_python<T> && requires(T&& value) { fallback_converter<T>::store_moved(std::move(value)); }));

/// A number, text, container or record by a reference that may change it: a call reads a copy of it, and drops that.
template <class A, class T = std::remove_cvref_t<A>>
concept changed_copy =
    std::is_lvalue_reference_v<A> && !std::is_const_v<std::remove_reference_t<A>> && !is_object_type<T> && !is_view<T> &&
    (std::is_arithmetic_v<T> || std::is_enum_v<T> || record<T> || requires { std::tuple_size<T>::value; } ||
     requires(T& value) { value.insert(value.begin(), *value.begin()); });

/// What is read for a parameter of a C++ callable: its value, or a reference to the object itself where another library has it.
template <class A>
struct parameter_value {
    static_assert(!changed_copy<A>,
                  "pyhost: a parameter is a copy of what Python has, and changes of it would be lost: take it by value or "
                  "const reference and return what changed, or take a py::object or a py::buffer_view");
    using type = std::remove_cvref_t<A>;
};
template <class A>
using read_as = typename parameter_value<A>::type;

/// What becomes of a range that has no converter, of another library neither; convert/range.hpp defines it.
template <class T>
struct range_converter;

template <class T>
concept range_stores = requires(const T& value) { range_converter<T>::store(value); };

/// What a user's from_python throws, in the catch block. What C++ code says of a value, by a failed cast, a type_error of its own or
/// std::invalid_argument, is a failure as pyhost's own are: it gets its path, and a variant goes on. All else becomes the raised exception.
PYHOST_DETAIL_COLD std::nullopt_t take_thrown(failure& why) PYHOST_NEEDS_GIL;

/// Calls a user's from_python. It may call itself, so its depth is Python's.
template <class T>
std::optional<T> load_by_user(PyObject* from, failure& why) PYHOST_NEEDS_GIL
{
    const recursion_scope scope{" in a conversion to C++"};
    if (!scope.is_in()) return why.raised();
    try {
        return std::optional<T>{std::in_place, converter<T>::from_python(handle{from})};
    } catch (...) {
        return take_thrown(why);
    }
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
    const recursion_scope scope{" in a conversion to Python"};
    if (!scope.is_in()) return nullptr;
    try {
        PyObject* stored = static_cast<object>(converter<T>::to_python(value)).release();
        if (stored == nullptr)
            PyErr_SetString(PyExc_SystemError, "converter::to_python: it returned an empty object; return py::none{} for None");
        return stored;
    } catch (...) {
        raise_current_exception();
        return nullptr;
    }
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
    } else if constexpr (range_stores<T>) {
        return range_converter<T>::store(value);
    } else {
        static_assert(!callable_without_signature<T>,
                      "pyhost: a callable needs one signature; a generic lambda or an overloaded call operator has none; "
                      "write the types of its parameters, or pass a lambda that does");
        static_assert(callable_without_signature<T>, "pyhost: no conversion to Python from this type; include the header of its family "
                                                     "(pyhost/convert/...), or specialise pyhost::converter<T> with to_python(const T&)");
        return nullptr;
    }
}

/// The same for a value that nobody needs after it.
template <moves_to_python T>
PyObject* store_moved(T&& value) PYHOST_NEEDS_GIL
{
    if constexpr (requires { converter<T>::store_moved(std::forward<T>(value)); }) return converter<T>::store_moved(std::forward<T>(value));
    else return fallback_converter<T>::store_moved(std::forward<T>(value));
}

/// The one or the other.
template <class Value>
PYHOST_DETAIL_INLINE PyObject* store_value(Value&& value) PYHOST_NEEDS_GIL
{
    if constexpr (moves_to_python<Value>) return store_moved(std::forward<Value>(value));
    else return store<std::remove_cvref_t<Value>>(value);
}

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

#include <stdexcept>
#include <typeinfo>

namespace pyhost::inline v0::detail {

/// Where the path begins in the message of the exception that is being handled, at its end for one that has none; nothing when no C++ code
/// made it to say that a value does not fit.
inline std::optional<std::size_t> path_in_handled() noexcept
{
    try {
        throw;
    } catch (const error& e) {
        const error_state& state = error_access::state(e);
        if (state.path_at != 0) return state.path_at;
        return state.is_made_in_cpp ? std::optional{std::string::npos} : std::nullopt;
    } catch (const std::logic_error&) {
        return std::string::npos;
    } catch (const std::range_error&) {
        return std::string::npos;
    } catch (const std::overflow_error&) {
        return std::string::npos;
    } catch (const std::bad_cast&) {
        return std::string::npos;
    } catch (...) {  // bad_alloc, errors of the system, and what another library throws
        return std::nullopt;
    }
}

/// The class of the raised exception when it is one that a failure has; null for all others, their subclasses too.
inline PyObject* class_of_refusal() noexcept PYHOST_NEEDS_GIL
{
    for (PyObject* known : {PyExc_TypeError, PyExc_ValueError, PyExc_OverflowError})
        if (PyErr_Occurred() == known) return known;
    return nullptr;
}

PYHOST_DETAIL_BODY std::nullopt_t take_thrown(failure& why)
{
    const std::optional<std::size_t> path_at = path_in_handled();
    raise_current_exception();
    PyObject* refusal = path_at ? class_of_refusal() : nullptr;
    if (refusal == nullptr) return why.raised();
    const owned_pointer raised{take_raised()};
    const owned_pointer text{PyObject_Str(raised.get())};
    if (!text) return why.raised();
    std::string message = utf8_or(text.get(), "");
    if (*path_at >= message.size()) return why.refused(refusal, std::move(message), {});
    std::string path = message.substr(*path_at + std::string_view{" at "}.size());
    message.resize(*path_at);
    return why.refused(refusal, std::move(message), std::move(path));
}

}  // namespace pyhost::inline v0::detail

#endif
