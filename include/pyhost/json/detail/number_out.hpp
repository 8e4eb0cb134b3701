// SPDX-License-Identifier: MIT
// Numbers of Python as JSON writes them.
#pragma once

#include <pyhost/detail/owned_pointer.hpp>
#include <pyhost/json/detail/scan.hpp>
#include <pyhost/json/detail/shortest.hpp>
#include <pyhost/json/detail/text_buffer.hpp>

#include <bit>
#include <charconv>
#include <cstdint>
#include <cstring>

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

/// Eight digits of a number below 10^8, one in each byte, the first one lowest: halves of halves.
PYHOST_DETAIL_INLINE constexpr std::uint64_t split_eight(std::uint32_t number) noexcept
{
    const std::uint32_t upper = number / 10'000;
    const std::uint64_t fours = upper | std::uint64_t{number - upper * 10'000} << 32;
    const std::uint64_t hundreds = fours * 10486 >> 20 & 0x0000007F0000007Fu;  // 10486 / 2^20 is 1/100, near enough below 10^4
    const std::uint64_t twos = hundreds | (fours - hundreds * 100) << 16;
    const std::uint64_t tens = twos * 103 >> 10 & 0x000F000F000F000Fu;  // and 103 / 2^10 is 1/10 below 100
    return tens | (twos - tens * 10) << 8;
}

/// A number below 10^8 without the zeros before it.
PYHOST_DETAIL_INLINE char* put_eight(char* to, std::uint32_t number) noexcept
{
    const std::uint64_t digits = split_eight(number);
    const int zeros = std::countr_zero(digits | std::uint64_t{1} << 56) & 56;  // bits of them; the last digit always counts
    put_word(to, (digits | every_byte * '0') >> zeros);
    return to + 8 - zeros / 8;
}

/// A number below 10^16 without the zeros before it. Up to eight bytes more are written.
PYHOST_DETAIL_INLINE char* put_natural(char* to, std::uint64_t number) noexcept
{
    if (number < ten_to[8]) return put_eight(to, static_cast<std::uint32_t>(number));
    const std::uint64_t above = number / ten_to[8];
    to = put_eight(to, static_cast<std::uint32_t>(above));
    put_word(to, split_eight(static_cast<std::uint32_t>(number - above * ten_to[8])) | every_byte * '0');
    return to + 8;
}

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

/// The text of 17 digits of a number above zero: one, eight and eight. Zeros at its end do not count.
struct seventeen_digits {
    char top;
    std::uint64_t upper, lower;
    int count;
    int first;  // the power of ten of the first one

    explicit seventeen_digits(const decimal_digits& number) noexcept : first{number.first}
    {
        const std::uint64_t above = number.digits / ten_to[8], below = number.digits - above * ten_to[8], highest = above / ten_to[8];
        upper = split_eight(static_cast<std::uint32_t>(above - highest * ten_to[8]));
        lower = split_eight(static_cast<std::uint32_t>(below));
        count = lower != 0 ? 17 - (std::countl_zero(lower) >> 3) : upper != 0 ? 9 - (std::countl_zero(upper) >> 3) : 1;
        top = static_cast<char>('0' + highest);
        upper |= every_byte * '0';
        lower |= every_byte * '0';
    }

    void put_all(char* to) const noexcept
    {
        *to = top;
        put_rest(to + 1);
    }
    void put_rest(char* to) const noexcept
    {
        put_word(to, upper);
        put_word(to + 8, lower);
    }
    /// Those behind the first `passed` + 1: up to 16 bytes, of which the last are no text.
    void put_from(char* to, int passed) const noexcept
    {
        const int bits = 8 * (passed & 7);
        const std::uint64_t carried = bits != 0 ? lower << (64 - bits) : 0;
        put_word(to, passed < 8 ? upper >> bits | carried : lower >> bits);
        put_word(to + 8, lower >> bits);
    }
};

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
PYHOST_DETAIL_INLINE char* put_decimal(char* to, decimal_digits number) noexcept
{
    const seventeen_digits digits{number};
    if (digits.first >= 0 && digits.first < 16) {
        digits.put_all(to);
        to += digits.first + 1;
        to[0] = '.';
        digits.put_from(to + 1, digits.first);
        if (digits.count > digits.first + 1) return to + digits.count - digits.first;
        to[1] = '0';
        return to + 2;
    }
    if (digits.first >= -4 && digits.first < 0) {
        constexpr char zeros[] = {'0', '.', '0', '0', '0'};
        std::memcpy(to, zeros, sizeof zeros);
        digits.put_all(to + 1 - digits.first);
        return to + 1 - digits.first + digits.count;
    }
    to[0] = digits.top;
    to[1] = '.';
    digits.put_rest(to + 2);
    return put_exponent(to + (digits.count == 1 ? 1 : digits.count + 1), digits.first);
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
