// SPDX-License-Identifier: MIT
// What containers and variants ask of the types in them: which Python type is theirs, and which values are safe to read in place.
#pragma once

#include <pyhost/convert/arithmetic.hpp>
#include <pyhost/convert/object.hpp>
#include <pyhost/convert/text.hpp>

#include <compare>

namespace pyhost::inline v0::detail {

/// Whether the Python type of `from` is exactly the one that `T` becomes, no subclass and nothing that merely converts.
template <class T>
PYHOST_DETAIL_INLINE bool is_exact(PyObject* from) noexcept PYHOST_NEEDS_GIL
{
    if constexpr (requires { converter<T>::is_exact(from); }) return converter<T>::is_exact(from);
    else if constexpr (!loads<T> && !has_from_python<T> && requires { fallback_converter<T>::is_exact(from); })
        return fallback_converter<T>::is_exact(from);
    else return false;
}

/// Whether reading an exact value of `T` runs no Python code.
template <class T>
inline constexpr bool reads_quietly = integer<T> || std::floating_point<T> || std::same_as<T, bool> || std::same_as<T, std::string>;
template <class T>
inline constexpr bool reads_quietly<std::optional<T>> = reads_quietly<T>;

/// Whether converting `item` to `T` runs no Python code, so that the container it was borrowed from stays as it is.
///
/// Never without a GIL: there another thread can change the container at any time.
template <class T>
PYHOST_DETAIL_INLINE bool is_quiet(PyObject* item) noexcept PYHOST_NEEDS_GIL
{
    if constexpr (!has_gil) return false;
    else if constexpr (std::derived_from<T, object>) return true;
    else if constexpr (reads_quietly<T>) return is_exact<T>(item);
    else return false;
}

/// load(), with what a converter tells at a glance read in place, where that saves a call for each element.
template <class T>
PYHOST_DETAIL_INLINE std::optional<T> load_element(PyObject* from, failure& why) PYHOST_NEEDS_GIL
{
    if constexpr (std::same_as<T, std::string>) {
        if (converter<T>::is_plain(from)) [[likely]]
            return std::optional<T>{std::in_place, converter<T>::read_plain(from)};
    }
    return load<T>(from, why);
}

/// A type of which some values have no order: double, decimal, and pairs or vectors of them.
template <class T>
concept partly_ordered = requires { requires std::same_as<std::compare_three_way_result_t<T>, std::partial_ordering>; };

/// Whether a container that sorts its keys has no place for `key`: NaN, or what has one in it, is not even equal to itself.
template <class Container, class Key>
bool has_no_place([[maybe_unused]] const Key& key) noexcept
{
    if constexpr (partly_ordered<Key> && requires { typename Container::key_compare; }) return !(key == key);
    else return false;
}

/// A view into an element would outlive what the conversion keeps of the container.
template <class T>
consteval void refuse_views()
{
    static_assert(!is_view<T>, "pyhost: a container of views (std::string_view, std::span) into Python objects would dangle; "
                               "use an owning element type such as std::string");
}

}  // namespace pyhost::inline v0::detail
