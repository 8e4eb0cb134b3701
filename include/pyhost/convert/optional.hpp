// SPDX-License-Identifier: MIT
// The converter of std::optional: None is nullopt.
#pragma once

#include <pyhost/convert/detail/element.hpp>

namespace pyhost::inline v0 {
namespace detail {

template <class T>
inline constexpr bool is_view<std::optional<T>> = is_view<T>;

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

}  // namespace detail

/// `std::optional<int>`: None, or what the type in it takes. To Python: None, or what its value becomes.
template <class T>
struct converter<std::optional<T>> {
    static_assert(!detail::is_optional<T>,
                  "pyhost: std::optional<std::optional<T>> does not convert: None cannot tell which of the two is empty");

    static std::optional<std::optional<T>> load(PyObject* from, detail::failure& why) PYHOST_NEEDS_GIL
    {
        if (from == Py_None) return std::optional<std::optional<T>>{std::in_place};
        std::optional<T> loaded = detail::load<T>(from, why);
        if (!loaded) [[unlikely]]
            return std::nullopt;
        return std::optional<std::optional<T>>{std::in_place, std::move(loaded)};
    }
    static bool is_plain(PyObject* from) noexcept
    {
        if constexpr (detail::reads_plain<T>) return from == Py_None || converter<T>::is_plain(from);
        else return from == Py_None;
    }
    static std::optional<T> read_plain(PyObject* from)
    {
        if constexpr (detail::reads_plain<T>)
            if (from != Py_None) return std::optional<T>{std::in_place, converter<T>::read_plain(from)};
        return std::nullopt;
    }
    static PyObject* store(const std::optional<T>& value) PYHOST_NEEDS_GIL
    {
        return value ? detail::store<T>(*value) : detail::new_reference(Py_None);
    }
    PYHOST_NEEDS_GIL static PyObject* store_moved(std::optional<T>&& value)
        requires detail::moves_to_python<T>
    {
        return value ? detail::store_moved(*std::move(value)) : detail::new_reference(Py_None);
    }
    static bool is_exact(PyObject* from) noexcept PYHOST_NEEDS_GIL { return from == Py_None || detail::is_exact<T>(from); }
};

/// `std::nullopt_t`, to Python only: None.
template <>
struct converter<std::nullopt_t> {
    static PyObject* store(std::nullopt_t) noexcept PYHOST_NEEDS_GIL { return detail::new_reference(Py_None); }
};

}  // namespace pyhost::inline v0
