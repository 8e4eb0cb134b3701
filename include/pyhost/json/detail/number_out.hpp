// SPDX-License-Identifier: MIT
// Numbers of Python as JSON writes them.
#pragma once

#include <pyhost/detail/owned_pointer.hpp>
#include <pyhost/json/detail/scan.hpp>
#include <pyhost/json/detail/shortest.hpp>
#include <pyhost/json/detail/text_buffer.hpp>

#include <array>
#include <bit>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <utility>

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

inline void put_integer(text_buffer& out, long long value)
{
    constexpr std::size_t most = 24;
    char* to = out.room(most);
    out.to(std::to_chars(to, to + most, value).ptr);
}

/// Any int, in its own digits; false with an exception raised.
inline bool put_wide_integer(text_buffer& out, PyObject* o) PYHOST_NEEDS_GIL
{
    const owned_pointer text{PyLong_Type.tp_repr(o)};  // not what a class derived from int shows
    if (!text) return false;
    out.put({ascii_data(text.get()), static_cast<std::size_t>(text_length(text.get()))});
    return true;
}

inline constexpr auto ten_to = [] {
    std::array<std::uint64_t, 18> made;
    std::uint64_t power = 1;
    for (std::uint64_t& one : made) one = std::exchange(power, power * 10);
    return made;
}();

/// How many digits a number below 10^17 has.
inline int count_digits(std::uint64_t number) noexcept
{
    const int near = static_cast<int>(std::bit_width(number)) * 1233 >> 12;  // log10(2) * 2^12
    return near + (number >= ten_to[static_cast<std::size_t>(near)]);
}

/// Eight digits of a number below 10^8, one in each byte, the first one lowest: halves of halves.
constexpr std::uint64_t split_eight(std::uint32_t number) noexcept
{
    const std::uint32_t upper = number / 10'000;
    const std::uint64_t fours = upper | std::uint64_t{number - upper * 10'000} << 32;
    const std::uint64_t hundreds = fours * 10486 >> 20 & 0x0000007F0000007Fu;  // 10486 / 2^20 is 1/100, near enough below 10^4
    const std::uint64_t twos = hundreds | (fours - hundreds * 100) << 16;
    const std::uint64_t tens = twos * 103 >> 10 & 0x000F000F000F000Fu;  // and 103 / 2^10 is 1/10 below 100
    return tens | (twos - tens * 10) << 8;
}

/// Eight bytes, the lowest one first.
PYHOST_DETAIL_INLINE void put_word(char* to, std::uint64_t word) noexcept
{
    if constexpr (std::endian::native == std::endian::little) std::memcpy(to, &word, 8);
    else
        for (int i = 0; i < 8; ++i) to[i] = static_cast<char>(word >> 8 * i);
}

/// The text of 17 digits of a number above zero: one, eight and eight. Zeros at its end do not count.
struct seventeen_digits {
    char top;
    std::uint64_t upper, lower;
    int count;
    int first;  // the power of ten of the first one

    explicit seventeen_digits(decimal_digits number) noexcept
    {
        const int length = count_digits(number.digits);
        first = number.exponent + length - 1;
        number.digits *= ten_to[static_cast<std::size_t>(17 - length)];
        const std::uint64_t above = number.digits / ten_to[8], below = number.digits - above * ten_to[8], highest = above / ten_to[8];
        upper = split_eight(static_cast<std::uint32_t>(above - highest * ten_to[8]));
        lower = split_eight(static_cast<std::uint32_t>(below));
        count = lower != 0 ? 17 - std::countl_zero(lower) / 8 : upper != 0 ? 9 - std::countl_zero(upper) / 8 : 1;
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

/// As Python's repr() has it: with an exponent below 10^-4 and from 10^16 on. Its end; up to 33 bytes are written.
inline char* put_decimal(char* to, decimal_digits number) noexcept
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

inline char* put_zero(char* to) noexcept
{
    constexpr char zero[] = {'0', '.', '0'};
    std::memcpy(to, zero, sizeof zero);
    return to + sizeof zero;
}

/// The shortest text that reads as the same float, with a point or an exponent; false for what is not finite.
inline bool put_float(text_buffer& out, double value)
{
    const auto bits = std::bit_cast<std::uint64_t>(value);
    if ((bits >> 52 & 0x7FF) == 0x7FF) [[unlikely]]
        return false;
    char* to = out.room(40);
    *to = '-';
    to += bits >> 63;
    const double size = std::bit_cast<double>(bits & ~(std::uint64_t{1} << 63));
    const auto whole = size < 1e15 ? static_cast<std::int64_t>(size) : 0;
    if (static_cast<double>(whole) != size) out.to(put_decimal(to, shortest_decimal(size)));
    else if (whole != 0) out.to(put_decimal(to, {static_cast<std::uint64_t>(whole), 0}));
    else out.to(put_zero(to));
    return true;
}

}  // namespace pyhost::inline v0::detail

#endif
