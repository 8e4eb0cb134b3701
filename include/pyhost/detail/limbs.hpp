// SPDX-License-Identifier: MIT
// Natural numbers of any size, as 32-bit limbs, the least first: what the value types big_int and fraction calculate with.
#pragma once

#include <pyhost/macros.hpp>

#include <algorithm>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pyhost::inline v0::detail {

/// The last limb is not zero; zero has none.
using limbs = std::vector<std::uint32_t>;

inline void trim(limbs& number)
{
    while (!number.empty() && number.back() == 0) number.pop_back();
}

inline limbs limbs_of(std::uint64_t value)
{
    limbs made{static_cast<std::uint32_t>(value), static_cast<std::uint32_t>(value >> 32)};
    trim(made);
    return made;
}

inline std::strong_ordering compare(const limbs& a, const limbs& b) noexcept
{
    if (a.size() != b.size()) return a.size() <=> b.size();
    for (std::size_t i = a.size(); i-- > 0;)
        if (a[i] != b[i]) return a[i] <=> b[i];
    return std::strong_ordering::equal;
}

/// number * factor + more.
inline void multiply_add(limbs& number, std::uint32_t factor, std::uint32_t more)
{
    std::uint64_t carry = more;
    for (std::uint32_t& limb : number) {
        carry += std::uint64_t{limb} * factor;
        limb = static_cast<std::uint32_t>(carry);
        carry >>= 32;
    }
    if (carry != 0) number.push_back(static_cast<std::uint32_t>(carry));
}

/// Divides by a small number; the remainder.
inline std::uint32_t divide(limbs& number, std::uint32_t divisor)
{
    std::uint64_t rest = 0;
    for (std::size_t i = number.size(); i-- > 0;) {
        rest = rest << 32 | number[i];
        number[i] = static_cast<std::uint32_t>(rest / divisor);
        rest %= divisor;
    }
    trim(number);
    return static_cast<std::uint32_t>(rest);
}

/// Cost: the product of the sizes.
inline limbs multiply(const limbs& a, const limbs& b)
{
    limbs product(a.size() + b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::uint64_t carry = 0;
        for (std::size_t j = 0; j < b.size(); ++j) {
            carry += std::uint64_t{a[i]} * b[j] + product[i + j];
            product[i + j] = static_cast<std::uint32_t>(carry);
            carry >>= 32;
        }
        product[i + b.size()] = static_cast<std::uint32_t>(carry);
    }
    trim(product);
    return product;
}

/// a - b. Needs: a is not the smaller one.
inline void subtract(limbs& a, const limbs& b)
{
    std::uint64_t borrow = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const std::uint64_t taken = (i < b.size() ? b[i] : 0) + borrow;
        borrow = a[i] < taken ? 1 : 0;
        a[i] = static_cast<std::uint32_t>(a[i] - taken);
    }
    trim(a);
}

/// The decimal digits. Cost: the square of their number.
inline std::string decimal_text(limbs number)
{
    if (number.empty()) return "0";
    std::string reversed;
    while (!number.empty()) {
        std::uint32_t nine = divide(number, 1'000'000'000);
        for (int digit = 0; digit < 9 && (nine != 0 || !number.empty()); ++digit, nine /= 10)
            reversed += static_cast<char>('0' + nine % 10);
    }
    std::reverse(reversed.begin(), reversed.end());
    return reversed;
}

/// Digits of base 16, without a prefix; "0" for zero.
inline std::string hexadecimal_text(const limbs& number)
{
    std::string text;
    for (std::size_t i = number.size(); i-- > 0;)
        for (int shift = 28; shift >= 0; shift -= 4) {
            const std::uint32_t digit = number[i] >> shift & 15;
            if (digit != 0 || !text.empty()) text += "0123456789abcdef"[digit];
        }
    return text.empty() ? "0" : text;
}

/// The value of a digit in a base up to 16, or -1.
constexpr int digit_value(char digit, int base) noexcept
{
    const int value = digit >= '0' && digit <= '9'   ? digit - '0'
                      : digit >= 'a' && digit <= 'f' ? digit - 'a' + 10
                      : digit >= 'A' && digit <= 'F' ? digit - 'A' + 10
                                                     : 16;
    return value < base ? value : -1;
}

/// Reads digits of base 10 or 16; false when there is none or another character. Cost: the square of their number for base 10.
inline bool read_digits(limbs& number, std::string_view digits, int base)
{
    if (digits.empty()) return false;
    if (base == 16) number.assign((digits.size() + 7) / 8, 0);
    std::size_t place = digits.size();
    for (const char digit : digits) {
        const int value = digit_value(digit, base);
        if (value < 0) return false;
        --place;
        if (base == 16) number[place / 8] |= static_cast<std::uint32_t>(value) << place % 8 * 4;
        else multiply_add(number, 10, static_cast<std::uint32_t>(value));
    }
    trim(number);
    return true;
}

/// Divides by two until the number is odd; how often. Needs: not zero.
inline std::size_t make_odd(limbs& number)
{
    std::size_t twos = 0;
    while (number.front() == 0) {
        number.erase(number.begin());
        twos += 32;
    }
    while (number.front() % 2 == 0) {
        divide(number, 2);
        ++twos;
    }
    return twos;
}

/// The greatest common divisor. Cost: the square of the sizes.
inline limbs greatest_divisor(limbs a, limbs b)
{
    if (a.empty() || b.empty()) return a.empty() ? b : a;
    const std::size_t twos = std::min(make_odd(a), make_odd(b));
    for (std::strong_ordering order = compare(a, b); order != 0; order = compare(a, b)) {
        limbs& larger = order > 0 ? a : b;
        subtract(larger, order > 0 ? b : a);
        make_odd(larger);
    }
    for (std::size_t i = 0; i < twos; ++i) multiply_add(a, 2, 0);
    return a;
}

/// The quotient of a division that leaves nothing, bit by bit. Cost: the square of the sizes, times 32.
inline limbs divide_exactly(const limbs& number, const limbs& divisor)
{
    limbs quotient(number.size()), rest;
    for (std::size_t bit = number.size() * 32; bit-- > 0;) {
        multiply_add(rest, 2, number[bit / 32] >> bit % 32 & 1);
        if (compare(rest, divisor) < 0) continue;
        subtract(rest, divisor);
        quotient[bit / 32] |= std::uint32_t{1} << bit % 32;
    }
    trim(quotient);
    return quotient;
}

}  // namespace pyhost::inline v0::detail
