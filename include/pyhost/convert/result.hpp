// SPDX-License-Identifier: MIT
// py::result and std::expected: a value or the error that stands in its place, both ways.
#pragma once

#include <pyhost/convert/detail/type_name.hpp>

#include <system_error>

namespace pyhost::inline v0 {
namespace detail {

template <class T>
inline constexpr bool is_view<result<T>> = is_view<T>;

/// Whether an error is about a value: an Exception, and no MemoryError.
bool says_why_not(const error& e) PYHOST_NEEDS_GIL;

/// An error that can be thrown as an exception: an exception, a std::error_code or std::error_condition, or text.
template <class E>
concept throwable_error =
    std::derived_from<E, std::exception> || std::same_as<E, std::error_code> || std::same_as<E, std::error_condition> ||
    std::convertible_to<E, std::string_view> || std::convertible_to<E, std::string>;

/// The text of an error; a null pointer has none.
template <class E>
std::string text_of_error(const E& reason)
{
    if constexpr (std::is_pointer_v<E>)
        if (reason == nullptr) return "an error without a text";
    if constexpr (std::convertible_to<E, std::string_view>) return std::string{static_cast<std::string_view>(reason)};
    else return static_cast<std::string>(reason);
}

/// Raises in Python what `reason` is when it is thrown; null.
template <throwable_error E>
PyObject* raise_error(const E& reason) PYHOST_NEEDS_GIL
{
    try {
        if constexpr (std::derived_from<E, std::exception>) throw reason;
        else if constexpr (std::same_as<E, std::error_code>) throw std::system_error(reason);
        else if constexpr (std::same_as<E, std::error_condition>) throw std::system_error(reason.value(), reason.category());
        else throw std::runtime_error(text_of_error(reason));
    } catch (...) {
        raise_current_exception();
        return nullptr;
    }
}

/// A value or the reason why there is none; nothing where the conversion ended for another: the memory is short, or Python is asked to stop
/// by a KeyboardInterrupt or SystemExit.
template <class T>
std::optional<result<T>> load_outcome(PyObject* from, failure& why) PYHOST_NEEDS_GIL
{
    result<T> outcome = load_result<T>(from);
    if (outcome.has_value() || says_why_not(outcome.error())) return std::optional<result<T>>{std::move(outcome)};
    outcome.error().restore();
    return why.raised();
}

/// The value of a result or expected, or its error raised.
template <class Either>
PyObject* store_either(const Either& either) PYHOST_NEEDS_GIL
{
    if (!either.has_value()) return raise_error(either.error());
    if constexpr (std::is_void_v<typename Either::value_type>) return new_reference(Py_None);
    else return store<typename Either::value_type>(either.value());
}

}  // namespace detail

/// `py::result<int>`: what the type in it takes, and of anything else the error that says why not. To Python: what its value becomes.
///
/// A container of results so has all that converts, and a reason for each item that does not. An error that goes to Python is raised there.
/// Throws: MemoryError, and what ends a program: KeyboardInterrupt, SystemExit. They are no reasons of an item.
template <class T>
struct converter<result<T>> {
    static std::string name() { return "py::result<" + detail::type_name<T>() + ">"; }
    static std::optional<result<T>> load(PyObject* from, detail::failure& why) PYHOST_NEEDS_GIL
    {
        return detail::load_outcome<T>(from, why);
    }
    static PyObject* store(const result<T>& value) PYHOST_NEEDS_GIL { return detail::store_either(value); }
};

#if defined(__cpp_lib_expected)

namespace detail {

template <class T, class E>
inline constexpr bool is_view<std::expected<T, E>> = is_view<T>;

/// Only a py::error says why a value does not convert.
template <class T, class E>
struct expected_loader {};
template <class T>
struct expected_loader<T, error> {
    static std::optional<std::expected<T, error>> load(PyObject* from, failure& why) PYHOST_NEEDS_GIL
    {
        std::optional<result<T>> outcome = load_outcome<T>(from, why);
        if (!outcome) return std::nullopt;
        return std::optional<std::expected<T, error>>{std::move(*outcome).to_expected()};
    }
};

}  // namespace detail

/// `std::expected<int, py::error>`: as py::result. To Python: what its value becomes.
///
/// With another error to Python only, where that is raised: a C++ exception as one that is thrown, a std::error_code or
/// std::error_condition as OSError, text as RuntimeError.
template <class T, class E>
struct converter<std::expected<T, E>> : detail::expected_loader<T, E> {
    static PyObject* store(const std::expected<T, E>& value) PYHOST_NEEDS_GIL
    {
        static_assert(detail::throwable_error<E>, "pyhost: the error of a std::expected is raised in Python, so it must be an exception, a "
                                                  "std::error_code, a std::error_condition or text");
        if constexpr (detail::throwable_error<E>) return detail::store_either(value);
    }
};

#endif

}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY bool says_why_not(const error& e) { return e.is(handle{PyExc_Exception}) && !e.is(handle{PyExc_MemoryError}); }

}  // namespace pyhost::inline v0::detail

#endif
