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

/// What both pointers share; T is a value, no array.
template <class Pointer, class T>
struct pointer_converter {
    static_assert(!is_optional<T>,
                  "pyhost: a pointer to a pointer, or to a std::optional, does not convert: None cannot tell which of the two is empty");

    static std::string name()
    {
        return std::string{std::same_as<Pointer, std::shared_ptr<T>> ? "std::shared_ptr<" : "std::unique_ptr<"} + type_name<T>() + ">";
    }
    static std::optional<Pointer> load(PyObject* from, failure& why) PYHOST_NEEDS_GIL
    {
        refuse_views<std::remove_const_t<T>>();
        if (from == Py_None) return std::optional<Pointer>{std::in_place};
        std::optional<std::remove_const_t<T>> loaded = detail::load<std::remove_const_t<T>>(from, why);
        if (!loaded) return std::nullopt;
        return std::optional<Pointer>{std::in_place, new T(*std::move(loaded))};
    }
    static PyObject* store(const Pointer& pointer) PYHOST_NEEDS_GIL
    {
        return pointer ? detail::store<std::remove_const_t<T>>(*pointer) : new_reference(Py_None);
    }
    static bool is_exact(PyObject* from) noexcept PYHOST_NEEDS_GIL
    {
        return from == Py_None || detail::is_exact<std::remove_const_t<T>>(from);
    }
};

}  // namespace detail

/// `std::unique_ptr<int>`: None is null; else a new value, from what the type in it takes. To Python: None, or what its value becomes.
///
/// It is the value that crosses: two shared pointers to one value become two objects.
template <class T>
    requires(!std::is_array_v<T>)
struct converter<std::unique_ptr<T>> : detail::pointer_converter<std::unique_ptr<T>, T> {};

/// `std::shared_ptr<int>`: as std::unique_ptr. To Python: None, or what its value becomes.
template <class T>
    requires(!std::is_array_v<T>)
struct converter<std::shared_ptr<T>> : detail::pointer_converter<std::shared_ptr<T>, T> {};

}  // namespace pyhost::inline v0
