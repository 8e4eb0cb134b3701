// SPDX-License-Identifier: MIT
// Converters of std::tuple and std::pair.
#pragma once

#include <pyhost/convert/detail/type_name.hpp>

#include <tuple>

namespace pyhost::inline v0 {
namespace detail {

/// What std::tuple and std::pair share.
template <class T, class... Items>
struct tuple_converter {
    static std::optional<T> load(PyObject* from, failure& why) PYHOST_NEEDS_GIL
    {
        static_assert((std::same_as<Items, std::remove_cvref_t<Items>> && ...),
                      "pyhost: a tuple of references or of const items is made to be read; take a tuple of values from Python");
        if (!PyTuple_Check(from)) [[unlikely]]
            return why.mismatch(type_name<T>(), from);
        if (PyTuple_GET_SIZE(from) != static_cast<Py_ssize_t>(sizeof...(Items))) [[unlikely]]
            return why.bad_value(template_name<T>() + " of " + std::to_string(sizeof...(Items)) + " items",
                                 Py_TYPE(from)->tp_name + (" of " + std::to_string(PyTuple_GET_SIZE(from))) + " items");
        return load_items(from, why);
    }

    static bool is_plain(PyObject* from) noexcept
        requires(reads_plain<Items> && ...)
    {
        return PyTuple_CheckExact(from) && PyTuple_GET_SIZE(from) == static_cast<Py_ssize_t>(sizeof...(Items)) &&
               are_plain(from, std::index_sequence_for<Items...>{});
    }
    static T read_plain(PyObject* from)
        requires(reads_plain<Items> && ...)
    {
        return read_items(from, std::index_sequence_for<Items...>{});
    }

    static PyObject* store(const T& values) PYHOST_NEEDS_GIL
    {
        owned_pointer tuple{PyTuple_New(sizeof...(Items))};
        if (!tuple || !store_items(tuple.get(), values, std::index_sequence_for<Items...>{})) [[unlikely]]
            return nullptr;
        return tuple.release();
    }
    static bool is_exact(PyObject* from) noexcept { return PyTuple_CheckExact(from); }

private:
    template <std::size_t... I>
    PYHOST_DETAIL_INLINE static bool are_plain([[maybe_unused]] PyObject* from, std::index_sequence<I...>) noexcept
    {
        return (converter<Items>::is_plain(PyTuple_GET_ITEM(from, I)) && ...);
    }
    template <std::size_t... I>
    PYHOST_DETAIL_INLINE static T read_items([[maybe_unused]] PyObject* from, std::index_sequence<I...>)
    {
        if constexpr (sizeof...(Items) == 1) return T{static_cast<Items>(converter<Items>::read_plain(PyTuple_GET_ITEM(from, I)))...};
        else return T(converter<Items>::read_plain(PyTuple_GET_ITEM(from, I))...);  // texts are made in their place
    }

    /// Loads one item after the other, so that the first that does not fit ends it.
    template <class... Loaded>
    PYHOST_DETAIL_INLINE static std::optional<T> load_items(PyObject* from, failure& why, Loaded&... loaded) PYHOST_NEEDS_GIL
    {
        constexpr std::size_t at = sizeof...(Loaded);
        if constexpr (at == sizeof...(Items)) {
            return std::optional<T>{std::in_place, std::move(loaded)...};
        } else {
            auto item = detail::load<std::tuple_element_t<at, T>>(PyTuple_GET_ITEM(from, at), why);
            if (!item) [[unlikely]]
                return why.at_index(at);
            return load_items(from, why, loaded..., *item);
        }
    }

    template <std::size_t... I>
    PYHOST_DETAIL_INLINE static bool store_items([[maybe_unused]] PyObject* tuple, const T& values, std::index_sequence<I...>)
        PYHOST_NEEDS_GIL
    {
        return (store_item<I>(tuple, detail::store<std::remove_cvref_t<std::tuple_element_t<I, T>>>(std::get<I>(values))) && ...);
    }
    template <std::size_t I>
    PYHOST_DETAIL_INLINE static bool store_item(PyObject* tuple, PyObject* item) PYHOST_NEEDS_GIL
    {
        PyTuple_SET_ITEM(tuple, I, item);
        return item != nullptr;
    }
};

template <class... Items>
inline constexpr bool is_view<std::tuple<Items...>> = (is_view<Items> || ...);
template <class First, class Second>
inline constexpr bool is_view<std::pair<First, Second>> = is_view<First> || is_view<Second>;

}  // namespace detail

/// `std::tuple<int, int>`: a tuple of this length, subclasses such as a NamedTuple included; never a list. To Python: tuple.
///
/// Throws: ValueError when the length differs; the first item that does not fit, with its index.
template <class... Items>
struct converter<std::tuple<Items...>> : detail::tuple_converter<std::tuple<Items...>, Items...> {};

/// `std::pair<int, int>`: as a std::tuple of two. To Python: tuple.
template <class First, class Second>
struct converter<std::pair<First, Second>> : detail::tuple_converter<std::pair<First, Second>, First, Second> {};

}  // namespace pyhost::inline v0
