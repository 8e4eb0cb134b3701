// SPDX-License-Identifier: MIT
// The digits of whole numbers as text, many at a time: halves of halves, with multiplications in place of divisions.
#pragma once

#include <pyhost/json/detail/scan.hpp>

#include <array>
#include <bit>
#include <cstdint>
#include <utility>

namespace pyhost::inline v0::detail {

inline constexpr auto ten_to = [] {
    std::array<std::uint64_t, 18> made;
    std::uint64_t power = 1;
    for (std::uint64_t& one : made) one = std::exchange(power, power * 10);
    return made;
}();

/// Eight digits of a number below 10^8, one in each byte, the first one lowest.
PYHOST_DETAIL_INLINE constexpr std::uint64_t split_eight(std::uint32_t number) noexcept
{
    const std::uint32_t upper = number / 10'000;
    const std::uint64_t fours = upper | std::uint64_t{number - upper * 10'000} << 32;
    const std::uint64_t hundreds = fours * 10486 >> 20 & 0x0000007F0000007Fu;  // 10486 / 2^20 is 1/100, near enough below 10^4
    const std::uint64_t twos = hundreds | (fours - hundreds * 100) << 16;
    const std::uint64_t tens = twos * 103 >> 10 & 0x000F000F000F000Fu;  // and 103 / 2^10 is 1/10 below 100
    return tens | (twos - tens * 10) << 8;
}

/// Sixteen digits of two numbers below 10^8.
class sixteen_digits {
public:
#if defined(__SSE2__)
    sixteen_digits(std::uint32_t upper, std::uint32_t lower) noexcept
    {
        const __m128i eights = _mm_set_epi64x(lower, upper);
        const __m128i above = _mm_srli_epi64(_mm_mul_epu32(eights, _mm_set1_epi64x(0xD1B71759)), 45);  // 10^-4 * 2^45, rounded up
        const __m128i below = _mm_sub_epi64(eights, _mm_mul_epu32(above, _mm_set1_epi64x(10'000)));
        const __m128i fours = _mm_or_si128(above, _mm_slli_epi64(below, 32));
        const __m128i hundreds = _mm_srli_epi16(_mm_mulhi_epu16(fours, _mm_set1_epi16(5243)), 3);  // 5243 / 2^19 is 1/100
        const __m128i ones = _mm_sub_epi16(fours, _mm_mullo_epi16(hundreds, _mm_set1_epi16(100)));
        const __m128i twos = _mm_or_si128(hundreds, _mm_slli_epi32(ones, 16));
        const __m128i tens = _mm_mulhi_epu16(twos, _mm_set1_epi16(6554));  // 6554 / 2^16 is 1/10
        bytes_ = _mm_or_si128(tens, _mm_slli_epi16(_mm_sub_epi16(twos, _mm_mullo_epi16(tens, _mm_set1_epi16(10))), 8));
    }

    /// How many there are without the zeros at the end.
    [[nodiscard]] int count() const noexcept
    {
        const int others = _mm_movemask_epi8(_mm_cmpgt_epi8(bytes_, _mm_setzero_si128()));
        return static_cast<int>(std::bit_width(static_cast<unsigned>(others)));
    }
    void put(char* to) const noexcept { text_block{text()}.put(to); }

    /// Those behind the first ones, of which there are up to 15.
    void put_from(char* to, int passed) const noexcept
    {
        const __m128i all = text();
        put_words_from(to, passed, static_cast<std::uint64_t>(_mm_cvtsi128_si64(all)),
                       static_cast<std::uint64_t>(_mm_cvtsi128_si64(_mm_unpackhi_epi64(all, all))));
    }

private:
    [[nodiscard]] __m128i text() const noexcept { return _mm_or_si128(bytes_, _mm_set1_epi8('0')); }

    __m128i bytes_;
#else
    sixteen_digits(std::uint32_t upper, std::uint32_t lower) noexcept : upper_{split_eight(upper)}, lower_{split_eight(lower)} {}

    /// How many there are without the zeros at the end.
    [[nodiscard]] int count() const noexcept
    {
        return lower_ != 0 ? 16 - (std::countl_zero(lower_) >> 3) : 8 - (std::countl_zero(upper_) >> 3);
    }
    void put(char* to) const noexcept { put_words_from(to, 0, upper_ | every_byte * '0', lower_ | every_byte * '0'); }

    /// Those behind the first ones, of which there are up to 15.
    void put_from(char* to, int passed) const noexcept { put_words_from(to, passed, upper_ | every_byte * '0', lower_ | every_byte * '0'); }

private:
    std::uint64_t upper_, lower_;
#endif
    static void put_words_from(char* to, int passed, std::uint64_t upper, std::uint64_t lower) noexcept
    {
        const int bits = 8 * (passed & 7);
        const std::uint64_t carried = bits != 0 ? lower << (64 - bits) : 0;
        put_word(to, passed < 8 ? upper >> bits | carried : lower >> bits);
        put_word(to + 8, lower >> bits);
    }
};

/// A number below 100 without a zero before it. Two bytes are written.
PYHOST_DETAIL_INLINE char* put_two(char* to, std::uint32_t number) noexcept
{
    const std::uint32_t tens = number * 103 >> 10, is_short = number < 10;
    const std::uint32_t text = ((number - tens * 10) << 8 | tens | 0x3030u) >> 8 * is_short;
    to[0] = static_cast<char>(text);
    to[1] = static_cast<char>(text >> 8);
    return to + 2 - is_short;
}

/// A number below 10^8 without the zeros before it. Up to eight bytes are written.
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
    if (number < 100) return put_two(to, static_cast<std::uint32_t>(number));
    if (number < ten_to[8]) return put_eight(to, static_cast<std::uint32_t>(number));
    const std::uint64_t above = number / ten_to[8];
    to = put_eight(to, static_cast<std::uint32_t>(above));
    put_word(to, split_eight(static_cast<std::uint32_t>(number - above * ten_to[8])) | every_byte * '0');
    return to + 8;
}

}  // namespace pyhost::inline v0::detail
