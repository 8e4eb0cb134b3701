// SPDX-License-Identifier: MIT
// Containers told apart by what they offer, so that no converter includes the header of one.
#pragma once

#include <pyhost/detail/work.hpp>

#include <cstddef>
#include <new>
#include <utility>

namespace pyhost::inline v0::detail {

/// Anything that holds values, but no string, and no type such as filesystem::path that is a range of itself.
template <class T>
concept value_range = requires(const T& c) {
    typename T::value_type;
    c.begin();
    c.end();
    requires !std::same_as<std::remove_cvref_t<decltype(*c.begin())>, T>;
} && !requires { typename T::traits_type; } && !declared_class<T>;

/// vector, deque, list.
template <class T>
concept growing_sequence = value_range<T> && requires(T& c, typename T::value_type& value) {
    c.size();
    c.push_back(std::move(value));
};

/// std::array.
template <class T>
concept fixed_sequence = value_range<T> && requires(T& c) {
    std::tuple_size<T>::value;
    c[0];
};

/// std::span.
template <class T>
concept value_span = value_range<T> && !fixed_sequence<T> && requires(const T& c) {
    typename T::element_type;
    c.size();
    c.subspan(0);
};

/// map, unordered_map; no multimap, since a dict would lose items of it.
template <class T>
concept unique_map = value_range<T> && requires(T& c, typename T::key_type& key, typename T::mapped_type& value) {
    { c.try_emplace(std::move(key), std::move(value)).second } -> std::convertible_to<bool>;
};

/// set, unordered_set; no multiset.
template <class T>
concept unique_set = value_range<T> && !unique_map<T> && requires(T& c, typename T::key_type& key) {
    { c.insert(std::move(key)).second } -> std::convertible_to<bool>;
};

/// Contiguous std::byte: vector, array or span.
template <class T>
concept byte_range = (growing_sequence<T> || fixed_sequence<T> || value_span<T>) && std::same_as<typename T::value_type, std::byte> &&
                     requires(const T& c) { c.data(); };

/// Refuses a size that Python claims and no memory holds; reserve() and resize() would throw std::length_error.
template <class T>
void check_size(const T& made, std::size_t size)
{
    if constexpr (requires { made.max_size(); })
        if (size > made.max_size()) throw std::bad_alloc{};
}

template <value_span T>
inline constexpr bool is_view<T> = true;

}  // namespace pyhost::inline v0::detail
