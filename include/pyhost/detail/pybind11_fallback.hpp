// SPDX-License-Identifier: MIT
// Any type that pybind11 converts, in pyhost: classes and enums that it knows, types that have a caster, Eigen's among them.
#pragma once

#include <pyhost/call.hpp>
#include <pyhost/convert/object.hpp>
#include <pyhost/convert/range.hpp>

#include <functional>
#include <memory>
#include <pybind11/pybind11.h>
#include <typeindex>

namespace pyhost::inline v0::detail {

template <class T>
using caster_of = pybind11::detail::make_caster<T>;

/// A class that pybind11 converts by what py::class_ registered of it, and not by a caster of its own.
template <class T>
concept registered_class =
    (std::is_class_v<T> || std::is_union_v<T>) && std::derived_from<caster_of<T>, pybind11::detail::type_caster_base<std::remove_cv_t<T>>>;

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

/// Eigen's Ref, Map and Block: they show the memory of something else.
template <class T>
concept eigen_view = requires {
    typename T::StorageKind;
    typename T::PlainObject;
    requires !std::same_as<T, typename T::PlainObject>;
};
template <eigen_view T>
inline constexpr bool is_view<T> = true;

/// What a type refers to, when that is an instance; void when it is a value.
template <class T>
struct instance_of {
    using type = void;
};
template <class T>
struct instance_of<T*> {
    using type = T;
};
template <class T>
struct instance_of<std::reference_wrapper<T>> {
    using type = T;
};

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

/// A reference is to the object itself. A const one is to a copy, which an implicit conversion may have made, where the class copies.
template <kept_by_pybind11 T>
    requires(!std::is_const_v<T>)
struct parameter_value<T&> {
    using type = std::reference_wrapper<T>;
};
template <kept_by_pybind11 T>
    requires(!loads_by_caster<T>)
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

/// For what must not outlive the conversion that makes it.
struct no_temporaries {};

/// Reads by a caster. What an implicit conversion makes on the way lives as long as `temporaries`, so that it can be copied.
template <class T>
std::optional<T> take_by_caster(PyObject* from) PYHOST_NEEDS_GIL
{
    if constexpr (loads_instance<T>) {
        using instance = typename instance_of<T>::type;
        pybind11::detail::type_caster_base<std::remove_cv_t<instance>> caster;
        if (!caster.load(from, true)) return std::nullopt;
        if constexpr (std::is_pointer_v<T>) return static_cast<std::remove_cv_t<instance>*>(caster);
        else return T{static_cast<std::remove_cv_t<instance>&>(caster)};
    } else {
        [[maybe_unused]] const std::conditional_t<is_view<T>, no_temporaries, pybind11::detail::loader_life_support> temporaries{};
        caster_of<T> caster;
        if (!caster.load(from, true)) return std::nullopt;
        return std::optional<T>{std::in_place, pybind11::detail::cast_op<T>(std::move(caster))};
    }
}

/// The same; nothing and the reason in `why` when it does not fit.
template <class T>
std::optional<T> load_by_caster(PyObject* from, failure& why, std::string (*name)()) PYHOST_NEEDS_GIL
{
    try {
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
        if (made == nullptr && PyErr_Occurred() == nullptr)
            raise_text(PyExc_TypeError, "to_python: pybind11 cannot convert " + pybind11::type_id<T>() +
                                            "; register it by pybind11::class_, or give it a type caster");
        return made;
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
        return store_by_caster<T>(value, eigen_view<T> ? policy::copy : policy::automatic_reference);
    }

    /// Moves the value into an object of Python, also one that does not copy.
    PYHOST_NEEDS_GIL static PyObject* store_moved(T&& value)
        requires(stores_by_caster<T, T> && !eigen_view<T>)
    {
        if constexpr (range_stores<T>)
            if (is_range_alone(value)) return range_converter<T>::store(value);
        constexpr auto policy = pybind11::return_value_policy::automatic_reference;
        return store_by_caster<T>(std::move(value), pybind11::detail::return_value_policy_override<T>::policy(policy));
    }

    PYHOST_NEEDS_GIL static bool is_exact(PyObject* from)
        requires(registered_class<T> || std::is_enum_v<T> || loads_instance<T>)
    {
        using instance = std::conditional_t<loads_instance<T>, typename instance_of<T>::type, T>;
        return reinterpret_cast<PyObject*>(Py_TYPE(from)) == registered_as<std::remove_cv_t<instance>>();
    }
};

}  // namespace pyhost::inline v0::detail
