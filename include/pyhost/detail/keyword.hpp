// SPDX-License-Identifier: MIT
// Keyword arguments as they are written: "indent"_a = 2. The name is part of the type, so its tuple is made once.
#pragma once

#include <pyhost/detail/name.hpp>

#include <type_traits>
#include <utility>

namespace pyhost::inline v0 {
namespace detail {

/// A string literal as a template argument.
template <std::size_t N>
struct fixed_text {
    consteval fixed_text(const char (&text)[N])  // NOLINT(google-explicit-constructor): "name"_a
    {
        for (std::size_t i = 0; i < N; ++i) characters[i] = text[i];
    }
    char characters[N]{};
};

/// How another library writes a keyword; pyhost/pybind11.hpp defines it for pybind11's.
template <class Other>
struct foreign_keyword;

/// "name"_a = value: refers to an lvalue, owns a temporary.
template <fixed_text Name, class T>
struct keyword {
    T value;

    template <class Other>
        requires requires(const char* name, const T& given) { foreign_keyword<Other>::with_value(name, given); }
    operator Other() const  // NOLINT(google-explicit-constructor): the same keyword
    {
        return foreign_keyword<Other>::with_value(Name.characters, value);
    }
};

template <fixed_text Name>
struct keyword_name {
    static consteval literal_name name() { return literal_name{Name.characters}; }

    template <class T>
    constexpr keyword<Name, T> operator=(T&& value) const
    {
        return {std::forward<T>(value)};
    }

    template <class Other>
        requires requires(const char* given) { foreign_keyword<Other>::named(given); }
    operator Other() const  // NOLINT(google-explicit-constructor): the same keyword
    {
        return foreign_keyword<Other>::named(Name.characters);
    }
};

template <class T>
inline constexpr bool is_keyword = false;
template <fixed_text Name, class T>
inline constexpr bool is_keyword<keyword<Name, T>> = true;

}  // namespace detail

/// A parameter that a typed function passes by its name: `py::function<std::string(py::dict, py::named<"indent", int>)>`, called with
/// `{2}` or `"indent"_a = 2` in its place.
template <detail::fixed_text Name, class T>
using named = detail::keyword<Name, T>;

namespace literals {

/// Names a keyword argument: f("indent"_a = 2).
template <detail::fixed_text Name>
consteval auto operator""_a()
{
    return detail::keyword_name<Name>{};
}

}  // namespace literals
}  // namespace pyhost::inline v0
