// SPDX-License-Identifier: MIT
// What JSON writes with a backslash, as UTF-8.
#pragma once

#include <pyhost/json/detail/scan.hpp>

#include <string>

#if PYHOST_DETAIL_BODIES || PYHOST_DETAIL_BRIDGE_BODIES

namespace pyhost::inline v0::detail {

inline void append_utf8(std::string& to, std::uint32_t code)
{
    const auto add = [&](std::uint32_t byte) { to += static_cast<char>(static_cast<unsigned char>(byte)); };
    if (code < 0x80) return add(code);
    if (code < 0x800) {
        add(0xC0 | code >> 6);
    } else if (code < 0x10000) {
        add(0xE0 | code >> 12);
        add(0x80 | (code >> 6 & 0x3F));
    } else {
        add(0xF0 | code >> 18);
        add(0x80 | (code >> 12 & 0x3F));
        add(0x80 | (code >> 6 & 0x3F));
    }
    add(0x80 | (code & 0x3F));
}

/// Four hexadecimal digits; false where there are none.
inline bool read_hex(const char*& at, const char* end, std::uint32_t& code) noexcept
{
    code = 0;
    for (int i = 0; i < 4; ++i, ++at) {
        if (at == end) return false;
        const char lower = static_cast<char>(*at | 0x20);
        if (*at >= '0' && *at <= '9') code = code << 4 | static_cast<std::uint32_t>(*at - '0');
        else if (lower >= 'a' && lower <= 'f') code = code << 4 | static_cast<std::uint32_t>(lower - 'a' + 10);
        else return false;
    }
    return true;
}

/// The character behind "\u", of two such where it is beyond 16 bits. What is missing, or null.
inline const char* read_character(const char*& at, const char* end, std::string& to)
{
    constexpr const char* half = "the other half of a character (\\ud800 to \\udfff stand in pairs)";
    std::uint32_t code = 0, low = 0;
    if (!read_hex(at, end, code)) return "four hexadecimal digits";
    if (code >= 0xDC00 && code < 0xE000) return half;
    if (code >= 0xD800 && code < 0xDC00) {
        if (end - at < 2 || at[0] != '\\' || at[1] != 'u') return half;
        at += 2;
        if (!read_hex(at, end, low)) return "four hexadecimal digits";
        if (low < 0xDC00 || low >= 0xE000) return half;
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    append_utf8(to, code);
    return nullptr;
}

/// Appends the rest of a text from `at`, which stands on what JSON escapes, up to its quote, and goes behind that. What is missing, or
/// null.
inline const char* unescape(const char*& at, const char* end, std::string& to)
{
    for (;;) {
        if (at == end) return "'\"' at the end of a text";
        if (*at == '"') return ++at, nullptr;
        if (*at != '\\') return "no control character in a text, but its escape";
        if (++at == end) return "an escape";
        constexpr const char *names = "\"\\/bfnrt", *meant = "\"\\/\b\f\n\r\t";
        const char name = *at;
        std::size_t which = 0;
        while (names[which] != 0 && names[which] != name) ++which;
        if (name == 'u') {
            ++at;
            if (const char* missing = read_character(at, end, to)) return missing;
        } else if (name != 0 && names[which] != 0) {
            to += meant[which];
            ++at;
        } else {
            return "one of the escapes \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u";
        }
        bool is_ascii = true;  // does not count here
        const char* plain = at;
        at = find_escaped(at, end, is_ascii);
        to.append(plain, at);
    }
}

}  // namespace pyhost::inline v0::detail

#endif
