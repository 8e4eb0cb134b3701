// SPDX-License-Identifier: MIT
// Numbers of Python as JSON writes them.
#pragma once

#include <pyhost/detail/owned_pointer.hpp>
#include <pyhost/json/detail/digits.hpp>
#include <pyhost/json/detail/shortest.hpp>
#include <pyhost/json/detail/text_buffer.hpp>

#include <bit>
#include <charconv>
#include <cstdint>
#include <cstring>

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_INLINE void put_integer(text_buffer& out, char before, long long value)
{
    constexpr std::size_t most = 24;
    char* to = out.room(1 + most);
    *to++ = before;
    *to = '-';
    const auto number = static_cast<std::uint64_t>(value);
    const std::uint64_t size = value < 0 ? 0 - number : number;
    out.to(size < ten_to[16] ? put_natural(to + (value < 0), size) : std::to_chars(to, to + most, value).ptr);
}

/// Any int, in its own digits; false with an exception raised.
inline bool put_wide_integer(text_buffer& out, char before, PyObject* o) PYHOST_NEEDS_GIL
{
    const owned_pointer text{PyLong_Type.tp_repr(o)};  // not what a class derived from int shows
    if (!text) return false;
    out.put(before);
    out.put({ascii_data(text.get()), static_cast<std::size_t>(text_length(text.get()))});
    return true;
}

/// Bytes that are written for a float at most, with the one before it and those behind its text.
inline constexpr std::size_t longest_float = 40;

inline char* put_exponent(char* to, int exponent) noexcept
{
    *to++ = 'e';
    *to++ = exponent < 0 ? '-' : '+';
    const int size = exponent < 0 ? -exponent : exponent;
    if (size >= 100) *to++ = static_cast<char>('0' + size / 100);
    *to++ = static_cast<char>('0' + size / 10 % 10);
    *to++ = static_cast<char>('0' + size % 10);
    return to;
}

/// As Python's repr() has it: with an exponent below 10^-4 and from 10^16 on. Its end.
PYHOST_DETAIL_INLINE char* put_decimal(char* to, const decimal_digits& number) noexcept
{
    const std::uint64_t above = number.digits / ten_to[8], top = above / ten_to[8];
    const sixteen_digits others{static_cast<std::uint32_t>(above - top * ten_to[8]),
                                static_cast<std::uint32_t>(number.digits - above * ten_to[8])};
    const auto first = static_cast<char>('0' + top);
    const int count = others.count();
    if (number.first >= -4 && number.first < 0) {
        constexpr char zeros[] = {'0', '.', '0', '0', '0'};
        std::memcpy(to, zeros, sizeof zeros);
        to += 1 - number.first;
        *to = first;
        others.put(to + 1);
        return to + 1 + count;
    }
    *to = first;
    if (number.first >= 0 && number.first < 16) {
        others.put(to + 1);
        to += number.first + 1;
        to[0] = '.';
        others.put_from(to + 1, number.first);
        if (count > number.first) return to + 1 + count - number.first;
        to[1] = '0';
        return to + 2;
    }
    to[1] = '.';
    others.put(to + 2);
    return put_exponent(to + (count == 0 ? 1 : count + 2), number.first);
}

inline char* put_whole(char* to, std::uint64_t number) noexcept
{
    to = put_natural(to, number);
    to[0] = '.';
    to[1] = '0';
    return to + 2;
}

inline bool put_float(text_buffer& out, char before, double value);

/// A float for which there was no room, or that one product does not tell. Apart, so that put_float() need not keep anything over a call.
PYHOST_DETAIL_NOINLINE inline bool put_odd_float(text_buffer& out, char before, double value)
{
    const auto bits = std::bit_cast<std::uint64_t>(value);
    if ((bits >> 52 & 0x7FF) == 0x7FF) return false;
    if (!out.has_room(longest_float)) {
        static_cast<void>(out.room(longest_float));
        return put_float(out, before, value);
    }
    char* to = out.room(0);
    *to++ = before;
    *to = '-';
    out.to(put_decimal(to + (bits >> 63), shortest_of_any(binary_digits::of(value))));
    return true;
}

/// The shortest text that reads as the same float, with a point or an exponent; false for what is not finite.
inline bool put_float(text_buffer& out, char before, double value)
{
    if (!out.has_room(longest_float)) [[unlikely]]
        return put_odd_float(out, before, value);
    const auto bits = std::bit_cast<std::uint64_t>(value);
    char* to = out.room(0);
    *to++ = before;
    *to = '-';
    to += bits >> 63;
    const double size = std::bit_cast<double>(bits & ~(std::uint64_t{1} << 63));
    const auto whole = size < 1e15 ? static_cast<std::int64_t>(size) : -1;
    if (static_cast<double>(whole) == size) {
        out.to(put_whole(to, static_cast<std::uint64_t>(whole)));
        return true;
    }
    const decimal_digits shortest = shortest_by_one_product(bits);
    if (shortest.digits == 0) [[unlikely]]
        return put_odd_float(out, before, value);
    out.to(put_decimal(to, shortest));
    return true;
}

}  // namespace pyhost::inline v0::detail

#endif
