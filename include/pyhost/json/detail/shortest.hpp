// SPDX-License-Identifier: MIT
// The shortest decimal that reads as a float, by the method of Raffaello Giulietti ("The Schubfach way to render doubles", 2022).
#pragma once

#include <pyhost/json/detail/powers_of_ten.hpp>

#include <bit>

namespace pyhost::inline v0::detail {

/// digits * 10^exponent
struct decimal_digits {
    std::uint64_t digits;
    int exponent;
};

/// The upper 64 bits of 192 of the product, with the last one set where anything is lost but what g may be too large by.
constexpr std::uint64_t round_to_odd(const bits_128& g, std::uint64_t factor) noexcept
{
    const bits_128 below = multiply(g.low, factor), above = multiply(g.high, factor);
    const std::uint64_t lost = above.low + below.high;
    return (above.high + (lost < below.high)) | (lost > 1);
}

/// Of a float that is finite and above zero. Of the shortest ones the nearest, of those the even.
constexpr decimal_digits shortest_decimal(double value) noexcept
{
    // value is c * 2^q. Four times it and the ends of what reads as it are whole numbers; an end belongs to it where c is even.
    const auto bits = std::bit_cast<std::uint64_t>(value);
    const std::uint64_t fraction = bits & ((std::uint64_t{1} << 52) - 1), biased = bits >> 52 & 0x7FF;
    const std::uint64_t c = biased == 0 ? fraction : fraction | std::uint64_t{1} << 52;
    const int q = (biased == 0 ? 1 : static_cast<int>(biased)) - 1075;
    const bool is_closer_below = fraction == 0 && biased > 1;  // the float before it is only half as far

    // 10^k is at most the length of that, and 10^(k + 1) above it; log10(2) * 2^22, log10(4/3) * 2^22, log2(10) * 2^19
    const int k = (q * 1262611 - (is_closer_below ? 524031 : 0)) >> 22;
    const int shift = q + ((-k * 1741647) >> 19) + 1;
    const bits_128& g = powers_of_ten[static_cast<std::size_t>(-k - least_power_of_ten)];
    const std::uint64_t is_odd = c & 1;
    const std::uint64_t from = round_to_odd(g, (4 * c - (is_closer_below ? 1 : 2)) << shift) + is_odd;
    const std::uint64_t middle = round_to_odd(g, 4 * c << shift);
    const std::uint64_t to = round_to_odd(g, (4 * c + 2) << shift) - is_odd;

    // Now all are in units of 10^k / 4. One digit less is enough for at most one decimal inside.
    const std::uint64_t whole = middle / 4;
    if (whole >= 10) {
        const std::uint64_t tens = whole / 10;
        const bool is_below = from <= 40 * tens, is_above = 40 * tens + 40 <= to;
        if (is_below != is_above) return {tens + is_above, k + 1};
    }
    const bool is_below = from <= 4 * whole, is_above = 4 * whole + 4 <= to;
    if (is_below != is_above) return {whole + is_above, k};
    const std::uint64_t half = 4 * whole + 2;
    return {whole + (middle > half || (middle == half && (whole & 1) != 0)), k};
}

}  // namespace pyhost::inline v0::detail
