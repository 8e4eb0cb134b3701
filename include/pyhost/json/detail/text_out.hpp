// SPDX-License-Identifier: MIT
// Texts of Python as JSON writes them.
#pragma once

#include <pyhost/detail/json_escape.hpp>
#include <pyhost/detail/python.hpp>
#include <pyhost/json/detail/scan.hpp>
#include <pyhost/json/detail/text_buffer.hpp>

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

template <class Word>
PYHOST_DETAIL_INLINE std::uint64_t word_of(const char* at) noexcept
{
    Word word = 0;
    std::memcpy(&word, at, sizeof word);
    return word;
}

/// Up to seven bytes as a word, with letters in the place of those that are missing.
PYHOST_DETAIL_INLINE std::uint64_t short_word(const char* at, std::size_t size) noexcept
{
    constexpr std::uint64_t letters = every_byte * 'a';
    if (size == 0) return letters;
    std::uint64_t word = 0;
    if (size >= 4) word = word_of<std::uint32_t>(at) | word_of<std::uint32_t>(at + size - 4) << 8 * (size - 4);
    else
        for (const std::size_t i : {std::size_t{0}, size / 2, size - 1}) word |= word_of<std::uint8_t>(at + i) << 8 * i;
    return word | letters << 8 * size;
}

/// UTF-8, up to the first byte that is escaped, or the end; where it goes on. Up to 16 bytes more are written.
PYHOST_DETAIL_INLINE const char* put_plain(char*& to, const char* at, const char* end) noexcept
{
    for (; end - at >= 16; at += 16, to += 16) {
        const text_block block = text_block::at(at);
        if (block.has_escaped()) break;
        block.put(to);
    }
    if (std::endian::native == std::endian::little && end - at < 16) {
        const auto size = static_cast<std::size_t>(end - at);
        const bool is_long = size >= 8;
        const std::uint64_t first = is_long ? word_of<std::uint64_t>(at) : short_word(at, size);
        const std::uint64_t last = is_long ? word_of<std::uint64_t>(end - 8) : first;
        if (!text_block::of(first, last).has_escaped()) {
            std::memcpy(to, &first, 8);
            if (is_long) std::memcpy(to + size - 8, &last, 8);
            to += size;
            return end;
        }
    }
    for (; at != end && !is_escaped(*at); ++at) *to++ = *at;
    return at;
}

/// UTF-8 in quotes.
inline void put_text(text_buffer& out, std::string_view text)
{
    const char *at = text.data(), *end = at + text.size();
    char* to = out.room(text.size() + 2 + 16);
    *to++ = '"';
    for (;;) {
        at = put_plain(to, at, end);
        if (at == end) break;
        out.to(to);
        to = put_escaped(out.room(6 + static_cast<std::size_t>(end - at) + 1 + 16), static_cast<unsigned char>(*at));
        ++at;
    }
    *to++ = '"';
    out.to(to);
}

/// Bytes as base64 (RFC 4648) in quotes.
inline void put_base64(text_buffer& out, const unsigned char* data, std::size_t size)
{
    constexpr const char* digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char* to = out.room((size + 2) / 3 * 4 + 2);
    *to++ = '"';
    for (std::size_t i = 0; i < size; i += 3) {
        const std::size_t left = size - i;
        const unsigned word = static_cast<unsigned>(data[i]) << 16 | (left > 1 ? static_cast<unsigned>(data[i + 1]) << 8 : 0u) |
                              (left > 2 ? static_cast<unsigned>(data[i + 2]) : 0u);
        *to++ = digits[word >> 18];
        *to++ = digits[word >> 12 & 63];
        *to++ = left > 1 ? digits[word >> 6 & 63] : '=';
        *to++ = left > 2 ? digits[word & 63] : '=';
    }
    *to++ = '"';
    out.to(to);
}

}  // namespace pyhost::inline v0::detail

#endif
