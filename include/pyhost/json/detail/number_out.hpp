// SPDX-License-Identifier: MIT
// Numbers of Python as JSON writes them.
#pragma once

#include <pyhost/detail/owned_pointer.hpp>
#include <pyhost/json/detail/text_buffer.hpp>

#include <charconv>
#include <cmath>

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

inline void put_integer(text_buffer& out, long long value)
{
    constexpr std::size_t most = 24;
    char* to = out.room(most);
    out.to(std::to_chars(to, to + most, value).ptr);
}

/// Any int, in its own digits; false with an exception raised.
inline bool put_wide_integer(text_buffer& out, PyObject* o) PYHOST_NEEDS_GIL
{
    const owned_pointer text{PyLong_Type.tp_repr(o)};  // not what a class derived from int shows
    if (!text) return false;
    out.put({ascii_data(text.get()), static_cast<std::size_t>(text_length(text.get()))});
    return true;
}

/// The shortest text that reads as the same float, with a point or an exponent; false for what is not finite.
inline bool put_float(text_buffer& out, double value)
{
    if (!std::isfinite(value)) return false;
    constexpr std::size_t most = 32;
    char *begin = out.room(most + 2), *end = std::to_chars(begin, begin + most, value).ptr;
    bool has_mark = false;
    for (const char* at = begin; at != end && !has_mark; ++at) has_mark = *at == '.' || *at == 'e';
    if (!has_mark) {
        *end++ = '.';
        *end++ = '0';
    }
    out.to(end);
    return true;
}

}  // namespace pyhost::inline v0::detail

#endif
