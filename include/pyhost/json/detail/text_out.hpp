// SPDX-License-Identifier: MIT
// Texts of Python as JSON writes them.
#pragma once

#include <pyhost/detail/json_escape.hpp>
#include <pyhost/detail/python.hpp>
#include <pyhost/json/detail/scan.hpp>
#include <pyhost/json/detail/text_buffer.hpp>

#include <cstdint>
#include <cstring>
#include <string_view>

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

/// UTF-8 in quotes.
inline void put_text(text_buffer& out, std::string_view text)
{
    const char *at = text.data(), *end = at + text.size();
    char* to = out.room(text.size() + 2 + 8);  // eight bytes are copied at a time
    *to++ = '"';
    for (;;) {
        std::uint64_t word = 0;
        for (; end - at >= 8; at += 8, to += 8) {
            std::memcpy(&word, at, 8);
            if (escaped_bytes(word) != 0) break;
            std::memcpy(to, &word, 8);
        }
        for (; at != end && !is_escaped(*at); ++at) *to++ = *at;
        if (at == end) break;
        out.to(to);
        to = put_escaped(out.room(6 + static_cast<std::size_t>(end - at) + 1 + 8), static_cast<unsigned char>(*at));
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
