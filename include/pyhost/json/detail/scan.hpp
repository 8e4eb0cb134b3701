// SPDX-License-Identifier: MIT
// Sixteen bytes of text at a time: where a string of JSON ends, or has what is written otherwise in it.
#pragma once

#include <pyhost/detail/json_escape.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace pyhost::inline v0::detail {

inline constexpr std::uint64_t every_byte = 0x0101010101010101u, high_bits = 0x8080808080808080u;

/// Not zero where one of eight bytes is a quote, a backslash or a control character: what JSON escapes.
constexpr std::uint64_t escaped_bytes(std::uint64_t word) noexcept
{
    const auto zeros = [](std::uint64_t w) { return (w - every_byte) & ~w & high_bits; };
    return zeros(word ^ (every_byte * '"')) | zeros(word ^ (every_byte * '\\')) | ((word - every_byte * 0x20) & ~word & high_bits);
}

/// Sixteen bytes of text.
struct text_block {
#if defined(__SSE2__)
    __m128i bytes;

    static text_block at(const char* text) noexcept { return {_mm_loadu_si128(reinterpret_cast<const __m128i*>(text))}; }
    static text_block of(std::uint64_t first, std::uint64_t last) noexcept
    {
        return {_mm_set_epi64x(static_cast<long long>(last), static_cast<long long>(first))};
    }
    [[nodiscard]] bool has_escaped() const noexcept
    {
        const __m128i controls = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1F)), bytes);
        const __m128i marks = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\')));
        return _mm_movemask_epi8(_mm_or_si128(controls, marks)) != 0;
    }
    [[nodiscard]] bool is_ascii() const noexcept { return _mm_movemask_epi8(bytes) == 0; }
    void put(char* to) const noexcept { _mm_storeu_si128(reinterpret_cast<__m128i*>(to), bytes); }
#else
    std::uint64_t words[2];

    static text_block at(const char* text) noexcept
    {
        text_block made;
        std::memcpy(made.words, text, 16);
        return made;
    }
    static text_block of(std::uint64_t first, std::uint64_t last) noexcept { return {{first, last}}; }
    [[nodiscard]] bool has_escaped() const noexcept { return (escaped_bytes(words[0]) | escaped_bytes(words[1])) != 0; }
    [[nodiscard]] bool is_ascii() const noexcept { return ((words[0] | words[1]) & high_bits) == 0; }
    void put(char* to) const noexcept { std::memcpy(to, words, 16); }
#endif
};

/// The first byte from `at` that JSON escapes, or `end`. `is_ascii` stays true where those before it are ASCII.
inline const char* find_escaped(const char* at, const char* end, bool& is_ascii) noexcept
{
    for (; end - at >= 16; at += 16) {
        const text_block block = text_block::at(at);
        if (block.has_escaped()) break;
        is_ascii &= block.is_ascii();
    }
    for (; at != end && !is_escaped(*at); ++at) is_ascii &= static_cast<unsigned char>(*at) < 0x80;
    return at;
}

}  // namespace pyhost::inline v0::detail
