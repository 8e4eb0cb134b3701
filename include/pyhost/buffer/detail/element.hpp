// SPDX-License-Identifier: MIT
// The C++ types that can be items of a buffer, and their formats in the notation of Python's struct module (PEP 3118).
#pragma once

#include <pyhost/convert/detail/type_name.hpp>
#include <pyhost/detail/item_format.hpp>

#include <complex>
#include <cstddef>

namespace pyhost::inline v0::detail {

template <class T>
concept plain_floating = std::same_as<T, float> || std::same_as<T, double> || std::same_as<T, long double>;  // no format for others

template <class T>
inline constexpr bool is_complex_element = false;
template <plain_floating T>
inline constexpr bool is_complex_element<std::complex<T>> = true;

/// What stands in the memory of arrays: bool, integers, char, floating and complex numbers, std::byte.
template <class T>
concept buffer_element =
    std::same_as<T, std::remove_cvref_t<T>> && (std::same_as<T, bool> || integer<T> || std::same_as<T, char> || plain_floating<T> ||
                                                is_complex_element<T> || std::same_as<T, std::byte>);

/// The same, or a const one.
template <class T>
concept viewed_element = buffer_element<std::remove_const_t<T>> && !std::is_volatile_v<T>;

template <buffer_element T>
inline constexpr item_kind kind_of_element = std::same_as<T, bool>                                 ? item_kind::boolean
                                             : plain_floating<T>                                   ? item_kind::floating
                                             : is_complex_element<T>                               ? item_kind::complex
                                             : std::same_as<T, std::byte> || std::same_as<T, char> ? item_kind::unsigned_integer
                                             : std::is_signed_v<T>                                 ? item_kind::signed_integer
                                                                                                   : item_kind::unsigned_integer;

/// The format that pyhost gives `T`: of the types of one size the one that numpy calls int64, so "l" where long has 8 bytes.
template <buffer_element T>
consteval const char* format_of()
{
    if constexpr (std::same_as<T, bool>) return "?";
    else if constexpr (std::same_as<T, char> || std::same_as<T, std::byte>) return "B";
    else if constexpr (is_complex_element<T>)
        return std::same_as<T, std::complex<float>> ? "Zf" : std::same_as<T, std::complex<double>> ? "Zd" : "Zg";
    else if constexpr (plain_floating<T>) return std::same_as<T, float> ? "f" : std::same_as<T, double> ? "d" : "g";
    else if constexpr (sizeof(T) == 8) return std::is_signed_v<T> ? (sizeof(long) == 8 ? "l" : "q") : (sizeof(long) == 8 ? "L" : "Q");
    else {
        constexpr bool is_signed = std::is_signed_v<T>;
        return sizeof(T) == 1 ? (is_signed ? "b" : "B") : sizeof(T) == 2 ? (is_signed ? "h" : "H") : (is_signed ? "i" : "I");
    }
}

/// Whether items of a format stand in memory as `T` does. char takes any byte; bytes take every format, item by item.
template <buffer_element T>
constexpr bool is_item(const char* format, Py_ssize_t item_size) noexcept
{
    if constexpr (std::same_as<T, std::byte>) return true;
    if (item_size != static_cast<Py_ssize_t>(sizeof(T))) return false;
    if constexpr (std::same_as<T, char>) {
        const item_format found = read_format(format, 1);
        return found.code == 'c' || found.kind == item_kind::signed_integer || found.kind == item_kind::unsigned_integer;
    } else {
        const item_format found = read_format(format, sizeof(T));
        return found.kind == kind_of_element<T> && (!found.is_swapped || sizeof(T) == 1);
    }
}

/// The same for the formats that are one letter, which most arrays have; false is no answer.
template <buffer_element T>
constexpr bool is_plain_item(const char* format, Py_ssize_t item_size) noexcept
{
    return format != nullptr && format[0] == format_of<T>()[0] && format[1] == '\0' && item_size == static_cast<Py_ssize_t>(sizeof(T));
}

/// "const double", as a view's user writes it.
template <viewed_element T>
std::string element_name()
{
    using plain = std::remove_const_t<T>;
    std::string name = std::is_const_v<T> ? "const " : "";
    if constexpr (integer<plain>) return name + plain_name<plain>();
    else return name + type_name<plain>();
}

}  // namespace pyhost::inline v0::detail
