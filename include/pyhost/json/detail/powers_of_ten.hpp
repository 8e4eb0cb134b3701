// SPDX-License-Identifier: MIT
// Powers of ten with 128 bits, for what turns floats into decimals.
#pragma once

#include <pyhost/macros.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace pyhost::inline v0::detail {

struct bits_128 {
    std::uint64_t high = 0;
    std::uint64_t low = 0;
};

inline constexpr int least_power_of_ten = -292, greatest_power_of_ten = 324;

constexpr bits_128 multiply(std::uint64_t a, std::uint64_t b) noexcept
{
#if defined(__SIZEOF_INT128__)
    __extension__ using wide = unsigned __int128;
    const wide product = wide{a} * b;
    return {static_cast<std::uint64_t>(product >> 64), static_cast<std::uint64_t>(product)};
#else
    const std::uint64_t a1 = a >> 32, a0 = a & 0xFFFFFFFFu, b1 = b >> 32, b0 = b & 0xFFFFFFFFu;
    const std::uint64_t middle = a1 * b0 + (a0 * b0 >> 32), other = a0 * b1 + (middle & 0xFFFFFFFFu);
    return {a1 * b1 + (middle >> 32) + (other >> 32), a * b};
#endif
}

/// Natural numbers of up to 1,280 bits, as far as the table needs them.
class wide_natural {
public:
    constexpr explicit wide_natural(int power_of_two) { words_[static_cast<std::size_t>(power_of_two / 32)] = 1u << power_of_two % 32; }

    constexpr void multiply_by_ten()
    {
        std::uint64_t carry = 0;
        for (std::uint32_t& word : words_) {
            carry += std::uint64_t{word} * 10;
            word = static_cast<std::uint32_t>(carry);
            carry >>= 32;
        }
    }

    /// What is left over is dropped.
    constexpr void divide_by_ten()
    {
        std::uint64_t rest = 0;
        for (std::size_t i = count; i-- != 0;) {
            rest = rest << 32 | words_[i];
            words_[i] = static_cast<std::uint32_t>(rest / 10);
            rest %= 10;
        }
    }

    /// Its first 128 bits, rounded up where others follow or `is_inexact`.
    constexpr bits_128 first_bits(bool is_inexact) const
    {
        std::size_t top = count - 1;
        while (words_[top] == 0) --top;
        int shift = 0;
        while ((words_[top] << shift & 0x80000000u) == 0) ++shift;
        std::uint32_t found[4] = {};
        for (std::size_t i = 0; i < 4; ++i) {
            found[i] = word(top, i) << shift;
            if (shift != 0) found[i] |= word(top, i + 1) >> (32 - shift);
        }
        if (shift != 0 && word(top, 4) << shift != 0) is_inexact = true;
        for (std::size_t i = shift != 0 ? 5 : 4; i <= top; ++i) is_inexact |= words_[top - i] != 0;
        bits_128 made{std::uint64_t{found[0]} << 32 | found[1], std::uint64_t{found[2]} << 32 | found[3]};
        if (is_inexact && ++made.low == 0) ++made.high;
        return made;
    }

private:
    static constexpr std::size_t count = 40;
    constexpr std::uint32_t word(std::size_t top, std::size_t below) const { return below <= top ? words_[top - below] : 0; }

    std::array<std::uint32_t, count> words_ = {};  // the least first
};

constexpr auto make_powers_of_ten()
{
    std::array<bits_128, greatest_power_of_ten - least_power_of_ten + 1> made;
    wide_natural up{0}, down{1279};
    const auto at = [&](int e) -> bits_128& { return made[static_cast<std::size_t>(e - least_power_of_ten)]; };
    for (int e = 0; e <= greatest_power_of_ten; ++e) {
        at(e) = up.first_bits(false);
        up.multiply_by_ten();
    }
    for (int e = -1; e >= least_power_of_ten; --e) {
        down.divide_by_ten();
        at(e) = down.first_bits(true);
    }
    return made;
}

/// 10^e is in (g - 1, g] times a power of two, and g has its first bit set.
inline constexpr auto powers_of_ten = make_powers_of_ten();

}  // namespace pyhost::inline v0::detail
