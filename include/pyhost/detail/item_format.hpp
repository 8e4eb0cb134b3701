// SPDX-License-Identifier: MIT
// What the items of a buffer are, by their format in the notation of Python's struct module.
#pragma once

#include <pyhost/macros.hpp>

#include <bit>
#include <cstddef>
#include <string_view>

namespace pyhost::inline v0::detail {

/// Kinds of items; `complex` is a pair of floating numbers, `object` a pointer to a Python object.
enum class item_kind : unsigned char { unknown, boolean, signed_integer, unsigned_integer, floating, complex, object };

/// The format of one item without its size, which the buffer says.
struct item_format {
    item_kind kind = item_kind::unknown;
    bool is_swapped = false;
    char code = '\0';
};

/// Whether items of this kind exist in this size.
constexpr bool has_size(item_kind kind, std::size_t size) noexcept
{
    switch (kind) {
        case item_kind::unknown:
            return false;
        case item_kind::boolean:
            return size == 1;
        case item_kind::object:
            return size == sizeof(void*);
        case item_kind::floating:
            return size == 2 || size == 4 || size == 8 || size == sizeof(long double);
        case item_kind::complex:
            return size == 8 || size == 16 || size == 2 * sizeof(long double);
        default:
            return size == 1 || size == 2 || size == 4 || size == 8;
    }
}

constexpr item_kind kind_of_code(char code) noexcept
{
    constexpr std::string_view signed_codes = "bhilqn", unsigned_codes = "BHILQN", floating_codes = "efdg", complex_codes = "FDG";
    if (code == '?') return item_kind::boolean;
    if (code == 'O') return item_kind::object;
    if (signed_codes.find(code) != std::string_view::npos) return item_kind::signed_integer;
    if (unsigned_codes.find(code) != std::string_view::npos) return item_kind::unsigned_integer;
    if (complex_codes.find(code) != std::string_view::npos) return item_kind::complex;
    return floating_codes.find(code) != std::string_view::npos ? item_kind::floating : item_kind::unknown;
}

/// Reads a format of one code: "d", "<i", and numpy's complex numbers, "Zd"; null stands for unsigned bytes (PEP 3118).
constexpr item_format read_format(const char* text, std::size_t item_size) noexcept
{
    std::string_view rest = text != nullptr ? text : "B";
    bool is_big = std::endian::native == std::endian::big;
    if (!rest.empty() && std::string_view{"@=<>!"}.find(rest.front()) != std::string_view::npos) {
        if (rest.front() == '<') is_big = false;
        if (rest.front() == '>' || rest.front() == '!') is_big = true;
        rest.remove_prefix(1);
    }
    item_format read{.is_swapped = is_big != (std::endian::native == std::endian::big)};
    const bool is_pair = rest.size() == 2 && rest.front() == 'Z' && kind_of_code(rest.back()) == item_kind::floating;
    if (rest.size() != 1 && !is_pair) return read;
    read.code = rest.back();
    const item_kind kind = is_pair ? item_kind::complex : kind_of_code(rest.back());
    if (has_size(kind, item_size)) read.kind = kind;
    return read;
}

}  // namespace pyhost::inline v0::detail
