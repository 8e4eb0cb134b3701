// SPDX-License-Identifier: MIT
// Sixteen bytes of text at a time: where a string of JSON ends, or has what is written otherwise in it.
#pragma once

#include <pyhost/detail/json_escape.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace pyhost::inline v0::detail {

inline constexpr std::uint64_t every_byte = 0x0101010101010101u, high_bits = 0x8080808080808080u;

/// Eight bytes as a word, the first one lowest.
PYHOST_DETAIL_INLINE std::uint64_t word_at(const char* at) noexcept
{
    std::uint64_t word = 0;
    if constexpr (std::endian::native == std::endian::little) std::memcpy(&word, at, 8);
    else
        for (int i = 0; i < 8; ++i) word |= std::uint64_t{static_cast<unsigned char>(at[i])} << 8 * i;
    return word;
}

/// Eight bytes, the lowest one first.
PYHOST_DETAIL_INLINE void put_word(char* to, std::uint64_t word) noexcept
{
    if constexpr (std::endian::native == std::endian::little) std::memcpy(to, &word, 8);
    else
        for (int i = 0; i < 8; ++i) to[i] = static_cast<char>(word >> 8 * i);
}

#if !defined(__SSE2__)
/// One bit of each byte: its highest.
constexpr unsigned gathered_bits(std::uint64_t word) noexcept
{
    return static_cast<unsigned>((word >> 7 & every_byte) * 0x0102040810204080u >> 56);
}

/// The highest bit of the first of eight bytes that is a quote, a backslash or a control character: what JSON escapes. Behind it others
/// may be set.
constexpr std::uint64_t escaped_bytes(std::uint64_t word) noexcept
{
    const auto zeros = [](std::uint64_t w) { return (w - every_byte) & ~w & high_bits; };
    return zeros(word ^ (every_byte * '"')) | zeros(word ^ (every_byte * '\\')) | ((word - every_byte * 0x20) & ~word & high_bits);
}
#endif

/// Sixteen bytes of text, and one bit for each, the first one lowest.
struct text_block {
#if defined(__SSE2__)
    __m128i bytes;

    static text_block at(const char* text) noexcept { return {_mm_loadu_si128(reinterpret_cast<const __m128i*>(text))}; }
    static text_block of(std::uint64_t first, std::uint64_t last) noexcept
    {
        return {_mm_set_epi64x(static_cast<long long>(last), static_cast<long long>(first))};
    }
    [[nodiscard]] unsigned escaped() const noexcept
    {
        const __m128i changed = _mm_xor_si128(bytes, _mm_set1_epi8(2));  // a quote is next to the control characters then
        const __m128i lowest = _mm_cmpeq_epi8(_mm_min_epu8(changed, _mm_set1_epi8(0x20)), changed);
        return static_cast<unsigned>(_mm_movemask_epi8(_mm_or_si128(lowest, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\')))));
    }
    [[nodiscard]] unsigned wide() const noexcept { return static_cast<unsigned>(_mm_movemask_epi8(bytes)); }
    void put(char* to) const noexcept { _mm_storeu_si128(reinterpret_cast<__m128i*>(to), bytes); }
#else
    std::uint64_t words[2];

    static text_block at(const char* text) noexcept { return {{word_at(text), word_at(text + 8)}}; }
    static text_block of(std::uint64_t first, std::uint64_t last) noexcept { return {{first, last}}; }
    [[nodiscard]] unsigned escaped() const noexcept
    {
        return gathered_bits(escaped_bytes(words[0])) | gathered_bits(escaped_bytes(words[1])) << 8;
    }
    [[nodiscard]] unsigned wide() const noexcept { return gathered_bits(words[0]) | gathered_bits(words[1]) << 8; }
    void put(char* to) const noexcept
    {
        put_word(to, words[0]);
        put_word(to + 8, words[1]);
    }
#endif
};

/// The first byte from `at` that JSON escapes, or `end`. `is_ascii` stays true where those before it are ASCII.
PYHOST_DETAIL_INLINE const char* find_escaped(const char* at, const char* end, bool& is_ascii) noexcept
{
    for (; end - at >= 16; at += 16) {
        const text_block block = text_block::at(at);
        const unsigned escaped = block.escaped();
        if (escaped != 0) {
            is_ascii &= (block.wide() & (escaped - 1) & ~escaped) == 0;
            return at + std::countr_zero(escaped);
        }
        is_ascii &= block.wide() == 0;
    }
    for (; at != end && !is_escaped(*at); ++at) is_ascii &= static_cast<unsigned char>(*at) < 0x80;
    return at;
}

}  // namespace pyhost::inline v0::detail
