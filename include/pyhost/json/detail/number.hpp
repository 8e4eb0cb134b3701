// SPDX-License-Identifier: MIT
// Numbers of JSON as int and float of Python.
#pragma once

#include <pyhost/detail/python.hpp>

#include <bit>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <system_error>

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

/// A number as its text has it.
struct json_number {
    const char* begin = nullptr;
    const char* end = nullptr;
    std::uint64_t digits = 0;       // as a number, when there are at most 19
    std::size_t count = 0;          // of the digits but for zeros before them
    std::int64_t exponent = 0;      // of ten, with what stands behind the point
    bool is_negative = false;
    bool is_integer = true;
};

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

inline void add_digit(json_number& number, char c) noexcept
{
    if (number.count != 0 || c != '0') ++number.count;
    if (number.count <= 19) number.digits = number.digits * 10 + static_cast<std::uint64_t>(c - '0');
}

/// Whether eight bytes are digits, and the number that they write (Lemire 2022; on a machine that has the first one lowest).
inline bool read_eight(const char* at, std::uint64_t& value) noexcept
{
    std::uint64_t word = 0;
    std::memcpy(&word, at, 8);
    if (((word & 0xF0F0F0F0F0F0F0F0u) | (((word + 0x0606060606060606u) & 0xF0F0F0F0F0F0F0F0u) >> 4)) != 0x3333333333333333u) return false;
    word = (word & 0x0F0F0F0F0F0F0F0Fu) * 2561 >> 8;
    word = (word & 0x00FF00FF00FF00FFu) * 6553601 >> 16;
    value = (word & 0x0000FFFF0000FFFFu) * 42949672960001u >> 32;
    return true;
}

/// Goes over digits; those behind the first that is not zero count.
inline void scan_digits(const char*& at, const char* end, json_number& number) noexcept
{
    while (at != end && *at == '0' && number.count == 0) ++at;
    if constexpr (std::endian::native == std::endian::little)
        for (std::uint64_t eight = 0; end - at >= 8 && number.count <= 11 && read_eight(at, eight); at += 8) {
            number.digits = number.digits * 100'000'000 + eight;
            number.count += 8;
        }
    for (; at != end && is_digit(*at); ++at) add_digit(number, *at);
}

/// Reads one; `at` is behind it then, or where it is none. What is missing there, or null.
inline const char* scan_number(const char*& at, const char* end, json_number& number) noexcept
{
    const auto has_digit = [&] { return at != end && is_digit(*at); };
    number.begin = at;
    if (*at == '-') number.is_negative = true, ++at;
    if (!has_digit()) return "a digit";
    if (*at == '0') ++at;
    else scan_digits(at, end, number);
    if (at != end && *at == '.') {
        number.is_integer = false;
        ++at;
        if (!has_digit()) return "a digit";
        const char* fraction = at;
        scan_digits(at, end, number);
        number.exponent -= at - fraction;
    }
    if (at != end && (*at == 'e' || *at == 'E')) {
        number.is_integer = false;
        ++at;
        const bool is_below = at != end && *at == '-';
        if (at != end && (*at == '-' || *at == '+')) ++at;
        if (!has_digit()) return "a digit";
        std::int64_t exponent = 0;
        for (; has_digit(); ++at)
            if (exponent < 1'000'000'000) exponent = exponent * 10 + (*at - '0');
        number.exponent += is_below ? -exponent : exponent;
    }
    number.end = at;
    return nullptr;
}

/// The nearest float, by one operation with the 64 bits of an extended float; false where that does not tell.
///
/// It rounds twice, to 64 bits and to 53, which is wrong only from the middle between two floats: then the last 11 bits say so.
inline bool to_float_by_extended(const json_number& number, double& value) noexcept
{
    if constexpr (std::numeric_limits<long double>::digits == 64) {
        constexpr long double powers[] = {1e0L,  1e1L,  1e2L,  1e3L,  1e4L,  1e5L,  1e6L,  1e7L,  1e8L,  1e9L,  1e10L, 1e11L, 1e12L, 1e13L,
                                          1e14L, 1e15L, 1e16L, 1e17L, 1e18L, 1e19L, 1e20L, 1e21L, 1e22L, 1e23L, 1e24L, 1e25L, 1e26L, 1e27L};
        if (number.count > 19 || number.digits == 0 || number.exponent < -27 || number.exponent > 27) return false;
        const auto digits = static_cast<long double>(number.digits);
        const long double extended = number.exponent < 0 ? digits / powers[-number.exponent] : digits * powers[number.exponent];
        std::uint64_t bits = 0;
        std::memcpy(&bits, &extended, sizeof(bits));
        if ((bits & 0x7FFu) == 0x400u) return false;
        value = static_cast<double>(extended);
        if (number.is_negative) value = -value;
        return true;
    } else {
        return false;
    }
}

/// Whether an extended float has its 64 bits in this process; valgrind gives it 53.
inline bool has_extended_floats() noexcept
{
    const volatile long double one = 1;
    return std::numeric_limits<long double>::digits == 64 && one + 0x1p-60L != one;
}

/// The nearest float; false where there is none that is finite. What is too near to zero is zero.
inline bool to_float(const json_number& number, double& value, bool has_extended) noexcept
{
    constexpr double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    constexpr std::uint64_t largest_exact = std::uint64_t{1} << 53;
    if (number.count <= 19 && number.digits <= largest_exact && number.exponent >= -22 && number.exponent <= 22) {
        // Both are exact, so one operation rounds once (Clinger 1990).
        const auto digits = static_cast<double>(number.digits);
        value = number.exponent < 0 ? digits / powers[-number.exponent] : digits * powers[number.exponent];
        if (number.is_negative) value = -value;
        return true;
    }
    if (has_extended && to_float_by_extended(number, value)) return true;
    const std::from_chars_result read = std::from_chars(number.begin, number.end, value);
    if (read.ec != std::errc::result_out_of_range) return true;
    if (number.count != 0 && number.exponent + static_cast<std::int64_t>(number.count) > 0) return false;
    value = number.is_negative ? -0.0 : 0.0;
    return true;
}

/// An int or float; null where a float would not be finite, or with an exception raised.
inline PyObject* new_number(const json_number& number, bool has_extended) PYHOST_NEEDS_GIL
{
    if (!number.is_integer) {
        double value = 0;
        return to_float(number, value, has_extended) ? PyFloat_FromDouble(value) : nullptr;
    }
    if (number.count <= 18) {
        const auto value = static_cast<long long>(number.digits);
        return PyLong_FromLongLong(number.is_negative ? -value : value);
    }
    return PyLong_FromString(std::string{number.begin, number.end}.c_str(), nullptr, 10);
}

}  // namespace pyhost::inline v0::detail

#endif
