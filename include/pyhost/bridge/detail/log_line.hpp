// SPDX-License-Identifier: MIT
// What is logged of a front end, which may have put anything into it.
#pragma once

#include <pyhost/macros.hpp>

#include <string>
#include <string_view>

namespace pyhost::inline v0::detail {

/// A line as terminals and logs may have it: no control characters, and bytes that are no UTF-8 as "?".
std::string printable(std::string_view line);

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BRIDGE_BODIES

#include <pyhost/detail/json_text.hpp>

#include <algorithm>

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BRIDGE_BODY std::string printable(std::string_view line)
{
    std::string made;
    for (std::size_t at = 0; at < line.size();) {
        const std::size_t size = utf8_length(line.substr(at));
        const auto first = static_cast<unsigned char>(line[at]);
        const bool is_control =
            first < ' ' || first == 0x7F || (size == 2 && first == 0xC2 && static_cast<unsigned char>(line[at + 1]) < 0xA0);
        if (is_control) made += ' ';
        else if (size == 0) made += '?';
        else made += line.substr(at, size);
        at += std::max(size, std::size_t{1});
    }
    return made;
}

}  // namespace pyhost::inline v0::detail

#endif
