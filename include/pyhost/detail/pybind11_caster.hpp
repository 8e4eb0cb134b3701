// SPDX-License-Identifier: MIT
// What pyhost converts, as arguments and results of pybind11's functions and in its containers.
#pragma once

#include <pyhost/convert/enum.hpp>
#include <pyhost/convert/record.hpp>
#include <pyhost/detail/pybind11_fallback.hpp>
#include <pyhost/function.hpp>
#include <pyhost/values/big_int.hpp>
#include <pyhost/values/decimal.hpp>
#include <pyhost/values/fraction.hpp>
#include <pyhost/values/timedelta.hpp>
#include <pyhost/values/uuid.hpp>

#include <memory>
#include <optional>
#include <pybind11/pybind11.h>
#include <string_view>
#include <utility>

namespace pyhost::inline v0 {
namespace detail {

/// How the docstring of a function of pybind11 calls the type.
template <class T>
constexpr auto name_for_pybind11()
{
    if constexpr (requires { std::string_view{converter<T>::python_hint}; }) {
        return []<std::size_t... I>(std::index_sequence<I...>) {
            return pybind11::detail::descr<sizeof...(I)>{converter<T>::python_hint[I]...};
        }(std::make_index_sequence<std::string_view{converter<T>::python_hint}.size()>{});
    } else {
        return pybind11::detail::const_name<T>();
    }
}

}  // namespace detail

/// pyhost's conversion of `T` as a caster of pybind11, for a type that has a converter of one's own. Beside that converter, at global
/// namespace scope: `template <> struct pybind11::detail::type_caster<money> : pyhost::pybind11_caster<money> {};`
///
/// A value that does not fit makes pybind11 try the next overload; what the object's own code raises ends the call. Where an argument
/// must not be converted, as in the first round over overloads, only what is exactly the type's own in Python fits, if that is known.
template <class T>
struct pybind11_caster {
    static constexpr auto name = detail::name_for_pybind11<T>();
    template <class U>
    using cast_op_type = pybind11::detail::movable_cast_op_type<U>;

    bool load(pybind11::handle from, bool convert) PYHOST_DETAIL_NO_ANALYSIS
    {
        value_.reset();  // of an earlier load: pybind11 keeps some casters
        if (!from || (!convert && !may_be_exact(from.ptr()))) return false;
        detail::failure why;
        std::optional<T> loaded = detail::load<T>(from.ptr(), why);
        if (loaded) value_.emplace(*std::move(loaded));
        else if (why.is_raised()) throw pybind11::error_already_set{};
        return value_.has_value();
    }

    PYHOST_DETAIL_NO_ANALYSIS static pybind11::handle cast(const T& value, pybind11::return_value_policy, pybind11::handle)
        requires(detail::stores<T> || detail::has_to_python<T>)
    {
        PyObject* stored = detail::store<T>(value);
        if (stored == nullptr) throw pybind11::error_already_set{};
        return stored;
    }
    static pybind11::handle cast(const T* value, pybind11::return_value_policy policy, pybind11::handle parent)
        requires(detail::stores<T> || detail::has_to_python<T>)
    {
        using policies = pybind11::return_value_policy;
        const bool is_given = policy == policies::take_ownership || policy == policies::automatic;
        const std::unique_ptr<const T> owner{is_given ? value : nullptr};
        return value != nullptr ? cast(*value, policy, parent) : pybind11::none().release();
    }

    operator T*() { return &*value_; }                 // NOLINT(google-explicit-constructor): pybind11's protocol, as those below
    operator T&() { return *value_; }                  // NOLINT(google-explicit-constructor)
    operator T&&() && { return *std::move(value_); }   // NOLINT(google-explicit-constructor)

private:
    static bool may_be_exact(PyObject* from) PYHOST_NEEDS_GIL
    {
        if constexpr (requires { converter<T>::is_exact(from); }) {
            const bool is_exact = converter<T>::is_exact(from);
            if (PyErr_Occurred() != nullptr) throw pybind11::error_already_set{};
            return is_exact;
        } else {
            return true;
        }
    }

    std::optional<T> value_;
};

namespace detail {

/// A type that py::class_ or py::enum_ may register too, in this file or in another module: then it is pybind11's, else pyhost's.
///
/// It is no base of a caster of instances: what it makes lives as long as it does, so that pybind11 refuses references out of a cast.
template <class T, class Registered>
class caster_of_either {
public:
    using registered_caster = Registered;
    static constexpr auto name = Registered::name;
    template <class U>
    using cast_op_type = pybind11::detail::movable_cast_op_type<U>;

    bool load(pybind11::handle from, bool convert) PYHOST_DETAIL_NO_ANALYSIS
    {
        is_ours_ = registered_as<T>() == nullptr;
        return is_ours_ ? ours_.load(from, convert) : registered_.load(from, convert);
    }
    template <class Value>
    static pybind11::handle cast(Value&& value, pybind11::return_value_policy policy, pybind11::handle parent) PYHOST_DETAIL_NO_ANALYSIS
    {
        if (registered_as<T>() == nullptr) return pybind11_caster<T>::cast(std::forward<Value>(value), policy, parent);
        return Registered::cast(std::forward<Value>(value), policy, parent);
    }

    operator T*() { return is_ours_ ? static_cast<T*>(ours_) : static_cast<T*>(registered_); }  // NOLINT(google-explicit-constructor)
    operator T&() { return is_ours_ ? static_cast<T&>(ours_) : static_cast<T&>(registered_); }  // NOLINT(google-explicit-constructor)
    operator T&&() &&  // NOLINT(google-explicit-constructor)
    {
        if (is_ours_) return std::move(static_cast<T&>(ours_));
        if constexpr (std::copy_constructible<T>) return std::move(copied_.emplace(static_cast<const T&>(static_cast<T&>(registered_))));
        else throw pybind11::cast_error("a class that only moves leaves no object of Python by value; take a reference");
    }

private:
    Registered registered_;
    pybind11_caster<T> ours_;
    std::optional<T> copied_;  // the object stays Python's
    bool is_ours_ = false;
};

}  // namespace detail
}  // namespace pyhost::inline v0

namespace pybind11::detail {

/// pyhost's objects as arguments and results of pybind11 functions, at the cost of one reference.
template <class T>
    requires std::derived_from<T, pyhost::object>
class type_caster<T> {
public:
    static constexpr auto name = const_name("object");
    template <class>
    using cast_op_type = T&&;

    bool load(handle from, bool) PYHOST_DETAIL_NO_ANALYSIS
    {
        if (!from || !is(from)) return false;
        value_ = T{pyhost::detail::borrowed_t{}, from.ptr()};
        return true;
    }
    static handle cast(const pyhost::object& value, return_value_policy, handle) PYHOST_DETAIL_NO_ANALYSIS
    {
        return handle{value.resolve().ptr()}.inc_ref();
    }
    operator T&&() && { return std::move(value_); }  // NOLINT(google-explicit-constructor): pybind11's protocol

private:
    static bool is(handle from)
    {
        if constexpr (std::same_as<T, pyhost::object>) return true;
        else return T::check(from.ptr());
    }

    T value_{pyhost::detail::stolen_t{}, nullptr};
};

/// Types that are pyhost's own.
template <>
struct type_caster<pyhost::big_int> : pyhost::pybind11_caster<pyhost::big_int> {};
template <>
struct type_caster<pyhost::decimal> : pyhost::pybind11_caster<pyhost::decimal> {};
template <>
struct type_caster<pyhost::fraction> : pyhost::pybind11_caster<pyhost::fraction> {};
template <>
struct type_caster<pyhost::timedelta> : pyhost::pybind11_caster<pyhost::timedelta> {};
template <>
struct type_caster<pyhost::uuid> : pyhost::pybind11_caster<pyhost::uuid> {};
template <class R, class... A>
struct type_caster<pyhost::function<R(A...)>> : pyhost::pybind11_caster<pyhost::function<R(A...)>> {};

/// Records of PYHOST_FIELDS.
template <pyhost::detail::record T>
struct type_caster<T> : pyhost::detail::caster_of_either<T, type_caster_base<T>> {};

/// Enums of PYHOST_ENUM.
template <pyhost::detail::listed_enum E>
struct type_caster_enum_type_enabled<E> : std::false_type {};
template <pyhost::detail::listed_enum E>
struct type_caster<E> : pyhost::detail::caster_of_either<E, type_caster_enum_type<E>> {};

}  // namespace pybind11::detail
