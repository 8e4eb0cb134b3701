// SPDX-License-Identifier: MIT
// Converters of std::unique_ptr and std::shared_ptr to values: None is null.
#pragma once

#include <pyhost/convert/detail/type_name.hpp>
#include <pyhost/convert/optional.hpp>

#include <memory>

namespace pyhost::inline v0 {
namespace detail {

template <class T>
inline constexpr bool is_optional<std::unique_ptr<T>> = true;
template <class T>
inline constexpr bool is_optional<std::shared_ptr<T>> = true;

/// A pointer that another library may share with Python, to a value that has no conversion of its own, of pyhost or of a user.
template <class Pointer, class T>
concept may_share_loaded =
    !is_object_type<T> && !loads<T> && !has_from_python<T> && requires { fallback_converter<Pointer>::shares_objects(); };
template <class Pointer, class T>
concept may_share_stored = !is_object_type<T> && !stores<T> && !has_to_python<T> &&
                           requires(const Pointer& pointer) { fallback_converter<Pointer>::store(pointer); };

/// One that gives Python what it owns.
template <class Pointer, class T>
concept may_give_away = !is_object_type<T> && !stores<T> && !has_to_python<T> &&
                        requires(Pointer&& pointer) { fallback_converter<Pointer>::store_moved(std::move(pointer)); };

/// What both pointers share; T is a value, no array.
template <class Pointer, class T>
struct pointer_converter {
    using value = std::remove_const_t<T>;

    static_assert(!is_optional<T>,
                  "pyhost: a pointer to a pointer, or to a std::optional, does not convert: None cannot tell which of the two is empty");

    static std::string name()
    {
        return std::string{std::same_as<Pointer, std::shared_ptr<T>> ? "std::shared_ptr<" : "std::unique_ptr<"} + type_name<T>() + ">";
    }
    static std::optional<Pointer> load(PyObject* from, failure& why) PYHOST_NEEDS_GIL
    {
        refuse_views<value>();
        constexpr bool may_copy = !may_share_loaded<Pointer, value> || fallback_loads<value>;
        if constexpr (may_share_loaded<Pointer, value>)
            if (!may_copy || fallback_converter<Pointer>::shares_objects()) return fallback_converter<Pointer>::load(from, why);
        if (from == Py_None) return std::optional<Pointer>{std::in_place};
        if constexpr (may_copy)
            if (std::optional<value> loaded = detail::load<value>(from, why))
                return std::optional<Pointer>{std::in_place, new T(*std::move(loaded))};
        return std::nullopt;
    }
    static PyObject* store(const Pointer& pointer) PYHOST_NEEDS_GIL
    {
        constexpr bool may_copy = !may_share_stored<Pointer, value> || fallback_stores<value> || range_stores<value>;
        if constexpr (may_share_stored<Pointer, value>)
            if (!may_copy || fallback_converter<Pointer>::shares_objects()) return fallback_converter<Pointer>::store(pointer);
        if constexpr (may_copy)
            if (pointer) return detail::store<value>(*pointer);
        return new_reference(Py_None);
    }
    PYHOST_NEEDS_GIL static PyObject* store_moved(Pointer&& pointer)
        requires may_give_away<Pointer, value>
    {
        return fallback_converter<Pointer>::store_moved(std::move(pointer));
    }
    static bool is_exact(PyObject* from) noexcept PYHOST_NEEDS_GIL { return from == Py_None || detail::is_exact<value>(from); }
};

}  // namespace detail

/// `std::unique_ptr<int>`: None is null; else a new value, from what the type in it takes. To Python: None, or what its value becomes.
///
/// It is the value that crosses: two shared pointers to one value become two objects. One to a class that only pybind11 knows gives Python
/// the object when it is moved or returned, and takes it from Python when the class is registered with py::smart_holder.
template <class T>
    requires(!std::is_array_v<T>)
struct converter<std::unique_ptr<T>> : detail::pointer_converter<std::unique_ptr<T>, T> {};

/// `std::shared_ptr<int>`: as std::unique_ptr. To Python: None, or what its value becomes.
///
/// One to a class that only pybind11 knows shares the object, when the class is registered with std::shared_ptr or py::smart_holder.
template <class T>
    requires(!std::is_array_v<T>)
struct converter<std::shared_ptr<T>> : detail::pointer_converter<std::shared_ptr<T>, T> {};

}  // namespace pyhost::inline v0
