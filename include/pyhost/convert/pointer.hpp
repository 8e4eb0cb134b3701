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

/// A value that has a conversion of its own, of pyhost or of a user. A pointer to one that has none may be another library's, which shares
/// the object that it points to.
template <class T>
concept has_own_load = is_object_type<T> || loads<T> || has_from_python<T>;
template <class T>
concept has_own_store = is_object_type<T> || stores<T> || has_to_python<T>;

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
        if constexpr (!has_own_load<value> && fallback_loads<Pointer>) {
            return fallback_converter<Pointer>::load(from, why);
        } else {
            if (from == Py_None) return std::optional<Pointer>{std::in_place};
            std::optional<value> loaded = detail::load<value>(from, why);
            if (!loaded) return std::nullopt;
            return std::optional<Pointer>{std::in_place, new T(*std::move(loaded))};
        }
    }
    static PyObject* store(const Pointer& pointer) PYHOST_NEEDS_GIL
    {
        if constexpr (!has_own_store<value> && fallback_stores<Pointer>) return fallback_converter<Pointer>::store(pointer);
        else return pointer ? detail::store<value>(*pointer) : new_reference(Py_None);
    }
    static bool is_exact(PyObject* from) noexcept PYHOST_NEEDS_GIL { return from == Py_None || detail::is_exact<value>(from); }
};

}  // namespace detail

/// `std::unique_ptr<int>`: None is null; else a new value, from what the type in it takes. To Python: None, or what its value becomes.
///
/// It is the value that crosses: two shared pointers to one value become two objects.
template <class T>
    requires(!std::is_array_v<T>)
struct converter<std::unique_ptr<T>> : detail::pointer_converter<std::unique_ptr<T>, T> {};

/// `std::shared_ptr<int>`: as std::unique_ptr. To Python: None, or what its value becomes.
///
/// One to a class that only pybind11 knows is pybind11's, and shares the object.
template <class T>
    requires(!std::is_array_v<T>)
struct converter<std::shared_ptr<T>> : detail::pointer_converter<std::shared_ptr<T>, T> {};

}  // namespace pyhost::inline v0
