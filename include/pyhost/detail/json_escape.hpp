// SPDX-License-Identifier: MIT
// Characters that a string of JSON has in another form (RFC 8259, 7).
#pragma once

#include <pyhost/macros.hpp>

#include <initializer_list>

namespace pyhost::inline v0::detail {

constexpr bool is_escaped(char c) noexcept { return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20; }

/// What JSON writes for a character that it escapes: at most six bytes.
inline char* put_escaped(char* to, unsigned char c) noexcept
{
    constexpr const char *names = "bfnrt", *meant = "\b\f\n\r\t", *digits = "0123456789abcdef";
    *to++ = '\\';
    if (c == '"' || c == '\\') {
        *to++ = static_cast<char>(c);
        return to;
    }
    for (int i = 0; i < 5; ++i)
        if (static_cast<unsigned char>(meant[i]) == c) {
            *to++ = names[i];
            return to;
        }
    for (const char one : {'u', '0', '0', digits[c >> 4], digits[c & 15]}) *to++ = one;
    return to;
}

}  // namespace pyhost::inline v0::detail
