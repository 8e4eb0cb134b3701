// SPDX-License-Identifier: MIT
// Eight bytes of text at a time: where a string of JSON ends, or has what is written otherwise in it.
#pragma once

#include <pyhost/detail/json_escape.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace pyhost::inline v0::detail {

inline constexpr std::uint64_t every_byte = 0x0101010101010101u, high_bits = 0x8080808080808080u;

/// Not zero where one of eight bytes is a quote, a backslash or a control character: what JSON escapes.
constexpr std::uint64_t escaped_bytes(std::uint64_t word) noexcept
{
    const auto zeros = [](std::uint64_t w) { return (w - every_byte) & ~w & high_bits; };
    return zeros(word ^ (every_byte * '"')) | zeros(word ^ (every_byte * '\\')) | ((word - every_byte * 0x20) & ~word & high_bits);
}

/// The first byte from `at` that JSON escapes, or `end`. `seen` gathers the high bits of those before it: none says that all are ASCII.
inline const char* find_escaped(const char* at, const char* end, std::uint64_t& seen) noexcept
{
    for (std::uint64_t word = 0; end - at >= 8; at += 8) {
        std::memcpy(&word, at, 8);
        if (escaped_bytes(word) != 0) break;
        seen |= word & high_bits;
    }
    for (; at != end && !is_escaped(*at); ++at) seen |= static_cast<unsigned char>(*at) & 0x80u;
    return at;
}

}  // namespace pyhost::inline v0::detail
