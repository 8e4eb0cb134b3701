// SPDX-License-Identifier: MIT
// What is wrong with a text of JSON, and where.
#pragma once

#include <pyhost/detail/builtin_exceptions.hpp>

#include <algorithm>
#include <string>
#include <string_view>

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

/// The character that stands at a place, for a message.
inline std::string shown_character(std::string_view rest)
{
    if (rest.empty()) return "the end";
    const auto first = static_cast<unsigned char>(rest.front());
    if (first >= 0x20 && first < 0x7F) return std::string{"'"}.append(1, rest.front()).append("'");
    constexpr const char* digits = "0123456789abcdef";
    return std::string{"the byte 0x"}.append(1, digits[first >> 4]).append(1, digits[first & 15]);
}

/// "line 3, column 5": both from one; a column counts bytes.
inline std::string shown_place(std::string_view before)
{
    const std::size_t line = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1;
    const std::size_t begin = before.rfind('\n') + 1;  // npos + 1 is 0
    return std::string{"line "}.append(std::to_string(line)).append(", column ").append(std::to_string(before.size() - begin + 1));
}

[[noreturn]] PYHOST_DETAIL_COLD inline void throw_bad_json(std::string_view text, std::size_t at, std::string_view expected)
{
    throw value_error(std::string{"json: expected "}
                          .append(expected)
                          .append(", got ")
                          .append(shown_character(text.substr(at)))
                          .append(" (")
                          .append(shown_place(text.substr(0, at)))
                          .append(")"));
}

}  // namespace pyhost::inline v0::detail

#endif
