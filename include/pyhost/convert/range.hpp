// SPDX-License-Identifier: MIT
// Ranges and views of the standard library and of others, to Python only.
#pragma once

#include <pyhost/convert/sequence.hpp>
#include <pyhost/convert/tuple.hpp>

#include <iterator>

namespace pyhost::inline v0::detail {

template <class T>
using iterator_of = decltype(std::declval<T&>().begin());

template <class T>
concept iterable = requires(T& c) {
    c.begin() == c.end();
    requires std::input_iterator<iterator_of<T>>;
};

/// A range that is read as it is, or as a copy, as views are whose begin() is not const. What is text, has keys, is called or is a range of
/// itself is none.
template <class T>
concept other_range =
    (iterable<const T> || (iterable<T> && std::copy_constructible<T>)) &&
    !std::same_as<std::remove_cvref_t<std::iter_reference_t<iterator_of<T>>>, T> && !character<std::iter_value_t<iterator_of<T>>> &&
    !requires { typename T::traits_type; } && !requires(const T& c) { c.has_value(); } && !requires { typename T::key_type; } &&
    !has_call_operator<T> && !growing_sequence<T> && !fixed_sequence<T> && !value_span<T> && !declared_class<T>;

/// An item, or its value where it is a reference of a type of its own, as std::vector<bool> has.
template <class Value, class Reference>
PyObject* store_range_item(Reference&& item) PYHOST_NEEDS_GIL
{
    using plain = std::remove_cvref_t<Reference>;
    if constexpr (std::same_as<plain, Value> || stores<plain> || has_to_python<plain> || !std::convertible_to<Reference, Value>)
        return store<plain>(item);
    else return store<Value>(static_cast<Value>(std::forward<Reference>(item)));
}

template <class Range>
PyObject* store_range(Range& range) PYHOST_NEEDS_GIL
{
    owned_pointer list{PyList_New(0)};
    if (!list) return nullptr;
    auto at = range.begin();
    for (const auto end = range.end(); at != end; ++at) {
        const owned_pointer item{store_range_item<std::iter_value_t<decltype(at)>>(*at)};
        if (!item || PyList_Append(list.get(), item.get()) < 0) return nullptr;
    }
    return list.release();
}

/// `std::ranges::iota_view<int, int>` and other ranges and views that nothing else converts, to Python only: list.
///
/// A user's converter comes first, and so does pybind11 for the classes that it knows, in files that include pyhost/pybind11.hpp. What its
/// begin() gives are the items, so a matrix of rows becomes a list of rows, and one of numbers a flat list. A view that reads a stream
/// reads it to its end. Throws: what the range throws, as Python names it: RuntimeError, or the one that its class stands for.
template <other_range T>
struct range_converter<T> {
    static PyObject* store(const T& range) PYHOST_NEEDS_GIL
    {
        static_assert(!std::same_as<decltype(std::declval<T&>().end()), std::unreachable_sentinel_t>,
                      "pyhost: a range without an end does not fit into a list; take a part of it: std::views::take(n)");
        const recursion_scope scope{" in a conversion to Python"};
        if (!scope.is_in()) return nullptr;
        try {
            if constexpr (iterable<const T>) {
                return store_range(range);
            } else {
                T copy(range);
                return store_range(copy);
            }
        } catch (...) {
            raise_current_exception();
            return nullptr;
        }
    }
};

}  // namespace pyhost::inline v0::detail
