// SPDX-License-Identifier: MIT
// Texts of Python as JSON writes them.
#pragma once

#include <pyhost/detail/json_escape.hpp>
#include <pyhost/detail/python.hpp>
#include <pyhost/json/detail/scan.hpp>
#include <pyhost/json/detail/text_buffer.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

/// What is left of a text in UTF-8, and the quote behind it. Needs: room for it, its quote and 16 bytes.
PYHOST_DETAIL_NOINLINE inline void put_rest(text_buffer& out, char* to, const char* at, const char* end)
{
    for (;;) {
        for (unsigned escaped = 0; escaped == 0 && end - at >= 16;) {
            const text_block block = text_block::at(at);
            block.put(to);
            escaped = block.escaped();
            const int plain = escaped != 0 ? std::countr_zero(escaped) : 16;
            at += plain;
            to += plain;
        }
        for (; at != end && !is_escaped(*at); ++at) *to++ = *at;
        if (at == end) break;
        out.to(to);
        to = put_escaped(out.room(6 + static_cast<std::size_t>(end - at) + 1 + 16), static_cast<unsigned char>(*at));
        ++at;
    }
    *to++ = '"';
    out.to(to);
}

/// UTF-8 in quotes.
inline void put_utf8(text_buffer& out, std::string_view text)
{
    char* to = out.room(1 + text.size() + 1 + 16);
    *to++ = '"';
    put_rest(out, to, text.data(), text.data() + text.size());
}

/// A text of ASCII as it is, where nothing in it is escaped; else null. Up to 16 bytes more are written. A str has a header of more than
/// 16 bytes before it, to which others may write where there is no GIL.
PYHOST_DETAIL_INLINE char* put_plain(char* to, const char* at, std::size_t size) noexcept
{
    const char* end = at + size;
    if (size >= 16) {
        for (; end - at > 16; at += 16, to += 16) {
            const text_block block = text_block::at(at);
            if (block.escaped() != 0) return nullptr;
            block.put(to);
        }
        const text_block last = text_block::at(end - 16);  // of which some is there already
        if (last.escaped() != 0) return nullptr;
        to += end - at;
        last.put(to - 16);
        return to;
    }
    if constexpr (!has_gil) {
        char copy[16] = {'a', 'a', 'a', 'a', 'a', 'a', 'a', 'a', 'a', 'a', 'a', 'a', 'a', 'a', 'a', 'a'};
        std::memcpy(copy, at, size);
        text_block::at(copy).put(to);
        return text_block::at(copy).escaped() == 0 ? to + size : nullptr;
    }
    if ((text_block::at(end - 16).escaped() << size & 0xFFFF0000u) != 0) return nullptr;
    if (size >= 8) put_word(to, word_at(at));
    to += size;
    if (size >= 8) put_word(to - 8, word_at(end - 8));
    else put_word(to - size, word_at(end - 8) >> ((0 - 8 * size) & 63));
    return to;
}

/// Apart, so that put_ascii() need not keep anything over a call.
PYHOST_DETAIL_NOINLINE inline void put_odd_ascii(text_buffer& out, char before, PyObject* str)
{
    out.put(before);
    put_utf8(out, {ascii_data(str), static_cast<std::size_t>(text_length(str))});
}

/// A str of ASCII in quotes.
PYHOST_DETAIL_INLINE void put_ascii(text_buffer& out, char before, PyObject* str)
{
    const auto size = static_cast<std::size_t>(text_length(str));
    if (!out.has_room(2 + size + 1 + 16)) [[unlikely]]
        return put_odd_ascii(out, before, str);
    char* begin = out.room(0);
    char* end = put_plain(begin + 2, ascii_data(str), size);
    if (end == nullptr) [[unlikely]]
        return put_odd_ascii(out, before, str);
    begin[0] = before;
    begin[1] = '"';
    end[0] = '"';
    out.to(end + 1);
}

/// Bytes as base64 (RFC 4648) in quotes.
inline void put_base64(text_buffer& out, const unsigned char* data, std::size_t size)
{
    constexpr const char* digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char* to = out.room(1 + (size + 2) / 3 * 4 + 1);
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
