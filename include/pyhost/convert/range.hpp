// SPDX-License-Identifier: MIT
// Ranges and views of the standard library and of others, to Python only.
#pragma once

#include <pyhost/convert/sequence.hpp>

#include <iterator>

namespace pyhost::inline v0 {
namespace detail {

template <class T>
using item_of_range = std::remove_cvref_t<decltype(*std::declval<T&>().begin())>;

/// A range that is read as it is, or as a copy, as views are whose begin() is not const. What is text or has keys is none, nor is a range
/// of itself, or an object of pybind11.
template <class T>
concept other_range = std::copy_constructible<T> && requires(T& c) {
    c.begin() == c.end();
    *c.begin();
    requires std::input_iterator<decltype(c.begin())>;
    requires !std::same_as<item_of_range<T>, T> && !character<item_of_range<T>>;
} && !requires { typename T::traits_type; } && !requires { typename T::key_type; } && !requires(const T& c) {
    c.inc_ref();
} && !growing_sequence<T> && !fixed_sequence<T> && !value_span<T> && !record<T> && !is_object_type<T>;

template <class Range>
PyObject* store_items(Range& range) PYHOST_NEEDS_GIL
{
    owned_pointer list{PyList_New(0)};
    if (!list) return nullptr;
    const auto end = range.end();
    for (auto at = range.begin(); at != end; ++at) {
        const owned_pointer item{new_value(*at)};
        if (!item || PyList_Append(list.get(), item.get()) < 0) return nullptr;
    }
    return list.release();
}

}  // namespace detail

/// `std::ranges::iota_view<int, int>` and other ranges and views, to Python only: list.
///
/// Throws: what the range throws, as Python names it: RuntimeError, or the one that its class stands for.
template <detail::other_range T>
struct converter<T> {
    static PyObject* store(const T& range) PYHOST_NEEDS_GIL
    {
        static_assert(!std::same_as<decltype(std::declval<T&>().end()), std::unreachable_sentinel_t>,
                      "pyhost: a range without an end does not fit into a list; take a part of it: std::views::take(n)");
        try {
            if constexpr (requires { range.begin() == range.end(); }) {
                return detail::store_items(range);
            } else {
                T copy{range};
                return detail::store_items(copy);
            }
        } catch (...) {
            detail::raise_current_exception();
            return nullptr;
        }
    }
};

}  // namespace pyhost::inline v0
