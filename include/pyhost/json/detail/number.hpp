// SPDX-License-Identifier: MIT
// Numbers of JSON as int and float of Python.
#pragma once

#include <pyhost/detail/python.hpp>
#include <pyhost/json/detail/digits.hpp>
#include <pyhost/json/detail/powers_of_ten.hpp>

#include <bit>
#include <charconv>
#include <cstdint>
#include <string>
#include <system_error>

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

/// A number as its text has it.
struct json_number {
    const char* begin = nullptr;
    const char* end = nullptr;
    std::uint64_t digits = 0;       // as a number, when there are at most 19
    std::size_t count = 0;          // of the digits; beyond 19 without the zeros before them
    std::int64_t exponent = 0;      // of ten, with what stands behind the point
    bool is_negative = false;
    bool is_integer = true;
};

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

/// The number that eight bytes of digits write, the first one lowest; zero bytes before them do not count. Halves of halves.
constexpr std::uint64_t read_eight(std::uint64_t word) noexcept
{
    word = (word & 0x0F0F0F0F0F0F0F0Fu) * 2561 >> 8;
    word = (word & 0x00FF00FF00FF00FFu) * 6553601 >> 16;
    return (word & 0x0000FFFF0000FFFFu) * 42949672960001u >> 32;
}

/// Goes over digits, which it appends to a number; what that loses, beyond 19, is not noticed.
PYHOST_DETAIL_INLINE const char* scan_digits(const char* at, const char* end, std::uint64_t& digits) noexcept
{
    std::uint64_t found = digits;
    for (; end - at >= 8; at += 8) {
        const std::uint64_t word = word_at(at), values = word ^ every_byte * '0';
        const std::uint64_t others = (((values & ~high_bits) + every_byte * 0x76) | values) & high_bits;  // high bits of what is no digit
        if (others != 0) {
            const int bits = std::countr_zero(others) & 56;  // of the digits before
            digits = found * ten_to[static_cast<std::size_t>(bits / 8)] + read_eight(word << 8 << (56 - bits));
            return at + bits / 8;
        }
        found = found * ten_to[8] + read_eight(word);
    }
    for (; at != end && is_digit(*at); ++at) found = found * 10 + static_cast<std::uint64_t>(*at - '0');
    digits = found;
    return at;
}

/// How many digits there are from the first one that is not zero.
PYHOST_DETAIL_COLD inline std::size_t count_significant(const char* at, const char* end) noexcept
{
    std::size_t count = 0;
    for (; at != end && *at != 'e' && *at != 'E'; ++at)
        if (is_digit(*at) && (count != 0 || *at != '0')) ++count;
    return count;
}

/// The exponent behind an "e"; where it ends, or null where it has no digit.
inline const char* scan_exponent(const char* at, const char* end, std::int64_t& exponent) noexcept
{
    const bool is_below = at != end && *at == '-';
    if (at != end && (*at == '-' || *at == '+')) ++at;
    if (at == end || !is_digit(*at)) return nullptr;
    std::int64_t found = 0;
    for (; at != end && is_digit(*at); ++at)
        if (found < 1'000'000'000) found = found * 10 + (*at - '0');
    exponent += is_below ? -found : found;
    return at;
}

/// Reads one; `at` is behind it then, or where it is none. What is missing there, or null.
PYHOST_DETAIL_INLINE const char* scan_number(const char*& at, const char* end, json_number& number) noexcept
{
    constexpr const char* missing = "a digit";
    const auto has_digit = [&] { return at != end && is_digit(*at); };
    number.begin = at;
    number.is_negative = *at == '-';
    at += number.is_negative;
    if (!has_digit()) return missing;
    const char* first = at;
    at = *at == '0' ? at + 1 : scan_digits(at, end, number.digits);
    number.count = static_cast<std::size_t>(at - first);
    if (at != end && *at == '.') {
        ++at;
        if (!has_digit()) return missing;
        const char* fraction = at;
        at = scan_digits(at, end, number.digits);
        number.is_integer = false;
        number.exponent = fraction - at;
        number.count += static_cast<std::size_t>(at - fraction);
    }
    if (at != end && (*at | 0x20) == 'e') {
        const char* behind = scan_exponent(++at, end, number.exponent);
        if (behind == nullptr) {
            if (at != end && (*at == '-' || *at == '+')) ++at;
            return missing;
        }
        number.is_integer = false;
        at = behind;
    }
    number.end = at;
    if (number.count > 19) [[unlikely]]
        number.count = count_significant(first, at);
    return nullptr;
}

/// The nearest float, by the 128 bits of a power of ten; false where these do not tell, or where it is not normal.
///
/// Of the product with digits of 64 bits only the last word is unsure, since g is less than one too large. (After Lemire, "Number parsing
/// at a gigabyte per second", 2021, which proves bounds in place of looking at that word.)
PYHOST_DETAIL_INLINE bool to_float_by_power(const json_number& number, double& value) noexcept
{
    if (number.count > 19) return false;
    if (number.digits == 0) {
        value = number.is_negative ? -0.0 : 0.0;
        return true;
    }
    if (number.exponent < least_power_of_ten || number.exponent > greatest_power_of_ten) return false;
    const int e = static_cast<int>(number.exponent), zeros = std::countl_zero(number.digits);
    const bits_128& g = powers_of_ten[static_cast<std::size_t>(e - least_power_of_ten)];
    const std::uint64_t digits = number.digits << zeros;
    const bits_128 below = multiply(g.low, digits), above = multiply(g.high, digits);
    const std::uint64_t middle = above.low + below.high, top = above.high + (middle < below.high);

    const int spare = 10 + static_cast<int>(top >> 63);  // bits of the top word behind the 53 of a float
    std::uint64_t mantissa = top >> spare;
    const std::uint64_t rest = top & ((std::uint64_t{1} << spare) - 1), half = std::uint64_t{1} << (spare - 1);
    if (rest == half && middle == 0) return false;  // the middle between two floats, or next to it
    mantissa += rest >= half;
    const int carried = static_cast<int>(mantissa >> 53);
    const int exponent = 1023 + 64 + ((e * 1741647) >> 19) - zeros - (11 - spare) + carried;  // log2(10) * 2^19
    if (exponent <= 0 || exponent >= 2047) return false;
    constexpr std::uint64_t fraction = (std::uint64_t{1} << 52) - 1;
    value = std::bit_cast<double>(std::uint64_t{number.is_negative} << 63 | static_cast<std::uint64_t>(exponent) << 52 |
                                  (mantissa >> carried & fraction));
    return true;
}

/// The nearest float of any text; false where there is none that is finite. What is too near to zero is zero.
PYHOST_DETAIL_COLD inline bool to_float_of_any(const json_number& number, double& value) noexcept
{
    const std::from_chars_result read = std::from_chars(number.begin, number.end, value);
    if (read.ec != std::errc::result_out_of_range) return true;
    if (number.count != 0 && number.exponent + static_cast<std::int64_t>(number.count) > 0) return false;
    value = number.is_negative ? -0.0 : 0.0;
    return true;
}

/// An int or float; null where a float would not be finite, or with an exception raised.
PYHOST_DETAIL_INLINE PyObject* new_number(const json_number& number) PYHOST_NEEDS_GIL
{
    if (number.is_integer) {
        const auto value = static_cast<long long>(number.digits);
        if (number.count <= 18) [[likely]]
            return PyLong_FromLongLong(number.is_negative ? -value : value);
        return PyLong_FromString(std::string{number.begin, number.end}.c_str(), nullptr, 10);
    }
    double value = 0;
    if (to_float_by_power(number, value)) [[likely]]
        return PyFloat_FromDouble(value);
    const json_number kept = number;  // so that the other one may stay in registers
    return to_float_of_any(kept, value) ? PyFloat_FromDouble(value) : nullptr;
}

}  // namespace pyhost::inline v0::detail

#endif
