// SPDX-License-Identifier: MIT
// The shortest decimal that reads as a float, by the method of Raffaello Giulietti ("The Schubfach way to render doubles", 2022).
#pragma once

#include <pyhost/json/detail/digits.hpp>
#include <pyhost/json/detail/powers_of_ten.hpp>

#include <bit>

namespace pyhost::inline v0::detail {

/// Seventeen digits, of which the last ones may be zeros, and the power of ten of the first one.
struct decimal_digits {
    std::uint64_t digits;
    int first;
};

/// digits * 10^exponent, of up to 17 digits.
constexpr decimal_digits with_zeros(std::uint64_t digits, int exponent) noexcept
{
    const int near = static_cast<int>(std::bit_width(digits)) * 1233 >> 12;  // log10(2) * 2^12
    const int length = near + (digits >= ten_to[static_cast<std::size_t>(near)]);
    return {digits * ten_to[static_cast<std::size_t>(17 - length)], exponent + length - 1};
}

/// A float above zero as c * 2^q.
struct binary_digits {
    std::uint64_t c;
    int q;
    bool is_closer_below;  // the float before it is only half as far

    static constexpr binary_digits of(double value) noexcept
    {
        const auto bits = std::bit_cast<std::uint64_t>(value);
        const std::uint64_t fraction = bits & ((std::uint64_t{1} << 52) - 1), biased = bits >> 52 & 0x7FF;
        if (biased == 0) return {fraction, -1074, false};
        return {fraction | std::uint64_t{1} << 52, static_cast<int>(biased) - 1075, fraction == 0 && biased > 1};
    }
};

/// The power of ten 10^k that is at most the length of what reads as the float, which 10^(k + 1) is above; the table's 10^-k; and how far
/// c is shifted for it.
struct decimal_scale {
    int k;
    int shift;
    const bits_128& g;

    constexpr explicit decimal_scale(const binary_digits& v) noexcept
        // log10(2) * 2^22, log10(4/3) * 2^22, log2(10) * 2^19
        : k{(v.q * 1262611 - (v.is_closer_below ? 524031 : 0)) >> 22},
          shift{v.q + ((-k * 1741647) >> 19) + 1},
          g{powers_of_ten[static_cast<std::size_t>(-k - least_power_of_ten)]}
    {
    }
};

/// The upper 64 bits of 192 of the product, with the last one set where anything is lost but what g may be too large by.
constexpr std::uint64_t round_to_odd(const bits_128& g, std::uint64_t factor) noexcept
{
    const bits_128 below = multiply(g.low, factor), above = multiply(g.high, factor);
    const std::uint64_t lost = above.low + below.high;
    return (above.high + (lost < below.high)) | (lost > 1);
}

/// Of the shortest decimals the nearest, of those the even: for every float.
PYHOST_DETAIL_COLD constexpr decimal_digits shortest_of_any(const binary_digits& v) noexcept
{
    // Four times the float and the ends of what reads as it are whole numbers; an end belongs to it where c is even.
    const decimal_scale scale{v};
    const std::uint64_t c = v.c, is_odd = c & 1;
    const std::uint64_t from = round_to_odd(scale.g, (4 * c - (v.is_closer_below ? 1 : 2)) << scale.shift) + is_odd;
    const std::uint64_t middle = round_to_odd(scale.g, 4 * c << scale.shift);
    const std::uint64_t to = round_to_odd(scale.g, (4 * c + 2) << scale.shift) - is_odd;

    // Now all are in units of 10^k / 4. One digit less is enough for at most one decimal inside.
    const std::uint64_t whole = middle / 4;
    if (whole >= 10) {
        const std::uint64_t tens = whole / 10;
        const bool is_below = from <= 40 * tens, is_above = 40 * tens + 40 <= to;
        if (is_below != is_above) return with_zeros(tens + is_above, scale.k + 1);
    }
    const bool is_below = from <= 4 * whole, is_above = 4 * whole + 4 <= to;
    if (is_below != is_above) return with_zeros(whole + is_above, scale.k);
    const std::uint64_t half = 4 * whole + 2;
    return with_zeros(whole + (middle > half || (middle == half && (whole & 1) != 0)), scale.k);
}

/// The same of the bits of a float by one product in place of three, where it tells: nearly always. Else no digits.
PYHOST_DETAIL_INLINE constexpr decimal_digits shortest_by_one_product(std::uint64_t bits) noexcept
{
    const std::uint64_t fraction = bits & ((std::uint64_t{1} << 52) - 1), biased = bits >> 52 & 0x7FF;
    if (fraction == 0 || biased == 0 || biased == 0x7FF) [[unlikely]]
        return {0, 0};
    const decimal_scale scale{{fraction | std::uint64_t{1} << 52, static_cast<int>(biased) - 1075, false}};
    const std::uint64_t factor = (fraction | std::uint64_t{1} << 52) << scale.shift;
    const bits_128 below = multiply(scale.g.low, factor), above = multiply(scale.g.high, factor);
    const std::uint64_t behind = above.low + below.high, whole = above.high + (behind < below.high);  // of 16 digits or 17

    // From the decimal with one digit less below it, in units of 10^k / 2^59: the float, and half the length of what reads as it. Both are
    // right up to one, and an end or a middle that is nearer than that is not told.
    const std::uint64_t tens = whole / 10;
    const auto from_tens = static_cast<std::int64_t>((whole - tens * 10) << 59 | behind >> 5);
    const auto half = static_cast<std::int64_t>(scale.g.high >> (6 - scale.shift));
    const std::int64_t beyond_lower = from_tens - half, beyond_upper = (std::int64_t{10} << 59) - from_tens - half;
    const auto is_near = [](std::uint64_t distance) { return distance + 2 <= 4; };
    if (is_near(static_cast<std::uint64_t>(beyond_lower)) || is_near(static_cast<std::uint64_t>(beyond_upper)) ||
        is_near(behind - (std::uint64_t{1} << 63))) [[unlikely]]
        return {0, 0};

    // Without branches, which would be as random as the digits: one of the two with a digit less if it is inside, else the nearest.
    const auto is_lower = static_cast<std::uint64_t>(beyond_lower >> 63), is_upper = static_cast<std::uint64_t>(beyond_upper >> 63);
    const std::uint64_t shorter = tens * 10 + (is_upper & 10), nearest = whole + (behind >> 63);
    const std::uint64_t digits = nearest + ((shorter - nearest) & (is_lower | is_upper));
    const bool is_long = digits >= ten_to[16];
    return {digits + (digits * 9 & (std::uint64_t{is_long} - 1)), scale.k + 15 + is_long};
}

}  // namespace pyhost::inline v0::detail
