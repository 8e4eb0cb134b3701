// SPDX-License-Identifier: MIT
// Any type that pybind11 converts, in pyhost: classes and enums that it knows, types that have a caster, Eigen's among them.
#pragma once

#include <pyhost/call.hpp>
#include <pyhost/convert/object.hpp>
#include <pyhost/convert/range.hpp>
#include <pyhost/detail/pybind11_eigen.hpp>
#include <pyhost/detail/pybind11_instance.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <pybind11/pybind11.h>
#include <string>
#include <typeindex>
#include <utility>

namespace pyhost::inline v0::detail {

/// Whether to look for a caster: what belongs to neither library, and a smart pointer only to what py::class_ may have registered.
template <class T>
inline constexpr bool may_have_caster = (std::is_class_v<T> || std::is_union_v<T> || std::is_enum_v<T>) && !is_object_type<T> &&
                                        !std::derived_from<T, pybind11::handle> && !std::same_as<T, std::byte>;
template <class T>
inline constexpr bool may_have_caster<T*> = std::is_class_v<T> || std::is_union_v<T>;
template <class T>
inline constexpr bool may_have_caster<std::shared_ptr<T>> = registered_class<T>;
template <class T, class D>
inline constexpr bool may_have_caster<std::unique_ptr<T, D>> = false;  // pybind11_holder.hpp

/// A pointer to an instance is a view: it lives as long as the Python object.
template <class T>
    requires(std::is_class_v<T> || std::is_union_v<T>)
inline constexpr bool is_view<T*> = true;
template <class T>
inline constexpr bool is_view<std::reference_wrapper<T>> = true;

template <class T>
concept loads_by_caster =
    may_have_caster<T> && std::is_void_v<typename instance_of<T>::type> && requires(caster_of<T>& caster, pybind11::handle from) {
        caster.load(from, true);
        requires std::constructible_from<T, decltype(pybind11::detail::cast_op<T>(std::move(caster)))>;
    };

/// A pointer or reference to an instance, and never to what a caster made for the conversion.
template <class T>
concept loads_instance = may_have_caster<T> && registered_class<typename instance_of<T>::type>;

/// A class that pybind11 alone keeps objects of.
template <class T>
concept kept_by_pybind11 = may_have_caster<T> && !loads<T> && !has_from_python<T> && registered_class<T>;

/// A reference is to the object itself. A const one is to a copy, which an implicit conversion may have made, where the class copies and
/// has no virtual functions, which a copy might lose.
template <kept_by_pybind11 T>
    requires(!std::is_const_v<T>)
struct parameter_value<T&> {
    using type = std::reference_wrapper<T>;
};
template <kept_by_pybind11 T>
    requires(!loads_by_caster<T> || std::is_polymorphic_v<T>)
struct parameter_value<const T&> {
    using type = std::reference_wrapper<const T>;
};

template <class T, class Value>
concept stores_by_caster = may_have_caster<T> && (!registered_class<T> || std::constructible_from<T, Value>) &&
                           requires(Value value, pybind11::return_value_policy policy) {
                               caster_of<T>::cast(std::forward<Value>(value), policy, pybind11::handle{});
                           };

/// What a message calls the type; a pointer is called what it points to.
template <class T>
std::string name_by_pybind11()
{
    using instance = typename instance_of<T>::type;
    const char* advice = eigen_view<T> ? " (a view of a numpy array of its type and layout; take a matrix for all others)" : "";
    return pybind11::type_id<std::conditional_t<std::is_void_v<instance>, T, instance>>() + advice;
}

/// Stands where a view is read: what an implicit conversion makes for it would not outlive the conversion, and so is refused.
struct no_temporaries {};

/// Refers to the object of Python; nothing when there is none.
template <loads_instance T>
std::optional<T> refer_to_instance(PyObject* from) PYHOST_NEEDS_GIL
{
    using instance = std::remove_cv_t<typename instance_of<T>::type>;
    if constexpr (std::is_pointer_v<T>)
        if (from == Py_None) return std::optional<T>{nullptr};
    pybind11::detail::type_caster_base<instance> caster;
    if (!find_instance(caster, from)) return std::nullopt;
    if constexpr (std::is_pointer_v<T>) return static_cast<instance*>(caster);
    else return T{static_cast<instance&>(caster)};
}

/// Reads what no caster of pybind11 does; pybind11_python_part.hpp.
template <class T>
struct special_caster;

/// Reads by a caster. What an implicit conversion makes on the way lives as long as `temporaries`, so that it can be copied.
template <class T>
std::optional<T> take_by_caster(PyObject* from) PYHOST_NEEDS_GIL
{
    if constexpr (loads_instance<T>) {
        return refer_to_instance<T>(from);
    } else if constexpr (requires { special_caster<T>::take(from); }) {
        return special_caster<T>::take(from);
    } else {
        [[maybe_unused]] const std::conditional_t<is_view<T>, no_temporaries, pybind11::detail::loader_life_support> temporaries{};
        caster_of<T> caster;
        if (!caster.load(from, true)) return std::nullopt;
        return std::optional<T>{std::in_place, pybind11::detail::cast_op<T>(std::move(caster))};
    }
}

/// The same; nothing and the reason in `why` when it does not fit, is not all made, or is more than a copy could keep.
template <class T>
std::optional<T> load_by_caster(PyObject* from, failure& why, std::string (*name)()) PYHOST_NEEDS_GIL
{
    try {
        if constexpr (!std::derived_from<T, pybind11::handle>)
            if (is_half_made(from)) return why.mismatch(name(), described(from) + ", whose __init__ has not run");
        if constexpr (plain_class<T> && std::is_polymorphic_v<T>)
            if (is_more_than<T>(from))
                return why.mismatch(name() + " (by pointer, reference or shared_ptr: a copy would lose what its class adds)", from);
        if (std::optional<T> taken = take_by_caster<T>(from)) return taken;
    } catch (const pybind11::cast_error&) {  // these two know less of the value than the message does
    } catch (const pybind11::reference_cast_error&) {
    } catch (...) {
        raise_current_exception();
        return why.raised();
    }
    return why.mismatch(name(), from);
}

/// A new reference, or null with an exception raised.
template <class T, class Value>
PyObject* store_by_caster(Value&& value, pybind11::return_value_policy policy) PYHOST_NEEDS_GIL
{
    try {
        PyObject* made = caster_of<T>::cast(std::forward<Value>(value), policy, pybind11::handle{}).ptr();
        if (made == nullptr && PyErr_Occurred() == nullptr) raise_no_caster(pybind11::type_id<T>());
        return made;
    } catch (...) {
        raise_current_exception();
        return nullptr;
    }
}

/// A copy as an instance of the class, or what is moved out of the value; never a part of something more.
template <class T>
PyObject* store_instance(const T& value, void* (*construct)(const void*)) PYHOST_NEEDS_GIL
{
    if (is_part_of_more(value)) {
        raise_text(PyExc_TypeError, "to_python: a copy as " + pybind11::type_id<T>() + " would lose what " +
                                        pybind11::detail::clean_type_id(typeid(value).name()) +
                                        " adds; give a pointer, std::ref or what owns it");
        return nullptr;
    }
    try {
        return make_instance({construct, &value}, typeid(T));
    } catch (...) {
        raise_current_exception();
        return nullptr;
    }
}

/// The class of Python that pybind11 registered for a class or an enum; null when it did not.
template <class T>
PyObject* registered_as() PYHOST_NEEDS_GIL
{
    if constexpr (std::is_enum_v<T>)
        if (const pybind11::handle native = pybind11::detail::global_internals_native_enum_type_map_get_item(typeid(T)))
            return native.ptr();
    const auto* known = pybind11::detail::get_type_info(typeid(T));
    return known != nullptr ? reinterpret_cast<PyObject*>(known->type) : nullptr;
}

/// Whether a class, or the one that the value is of, is registered by py::class_.
template <class T>
bool is_registered(const T& value) PYHOST_NEEDS_GIL
{
    return registered_as<T>() != nullptr || pybind11::detail::get_type_info(typeid(value)) != nullptr;
}

/// Whether a value is a range of a class that pybind11 does not know, and so a list.
template <class T>
bool is_range_alone([[maybe_unused]] const T& value) PYHOST_NEEDS_GIL
{
    if constexpr (registered_class<T>) return !is_registered(value);
    else return false;
}

/// Copies what a view of a tensor shows.
template <tensor_view T>
PyObject* store_tensor(const T& value) PYHOST_NEEDS_GIL
{
    using tensor = typename viewed_tensor<T>::type;
    return store_by_caster<tensor>(tensor(value), pybind11::return_value_policy::move);
}

/// Classes and enums that pybind11 knows, pointers and references to their instances, and types with a caster, also a user's.
template <class T>
    requires may_have_caster<T>
struct fallback_converter<T> {
    PYHOST_NEEDS_GIL static std::optional<T> load(PyObject* from, failure& why)
        requires(loads_by_caster<T> || loads_instance<T>)
    {
        return load_by_caster<T>(from, why, &name_by_pybind11<T>);
    }

    /// Copies values, and the memory that a view of Eigen shows; refers to what pointers and references refer to.
    PYHOST_NEEDS_GIL static PyObject* store(const T& value)
        requires stores_by_caster<T, const T&>
    {
        using policy = pybind11::return_value_policy;
        if constexpr (range_stores<T>)
            if (is_range_alone(value)) return range_converter<T>::store(value);
        if constexpr (plain_class<T>) return store_instance(value, constructors_of<T>::copy());
        else if constexpr (tensor_view<T>) return store_tensor(value);
        else return store_by_caster<T>(value, eigen_view<T> ? policy::copy : policy::automatic_reference);
    }

    /// Moves the value into an object of Python, also one that does not copy.
    PYHOST_NEEDS_GIL static PyObject* store_moved(T&& value)
        requires(stores_by_caster<T, T> && !eigen_view<T>)
    {
        if constexpr (range_stores<T>)
            if (is_range_alone(value)) return range_converter<T>::store(value);
        constexpr auto policy = pybind11::return_value_policy::automatic_reference;
        if constexpr (plain_class<T>) return store_instance(value, constructors_of<T>::move());
        else return store_by_caster<T>(std::move(value), pybind11::detail::return_value_policy_override<T>::policy(policy));
    }

    PYHOST_NEEDS_GIL static bool is_exact(PyObject* from)
        requires(registered_class<T> || std::is_enum_v<T> || loads_instance<T>)
    {
        using instance = std::conditional_t<loads_instance<T>, typename instance_of<T>::type, T>;
        return reinterpret_cast<PyObject*>(Py_TYPE(from)) == registered_as<std::remove_cv_t<instance>>();
    }
};

}  // namespace pyhost::inline v0::detail
