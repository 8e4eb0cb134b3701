// SPDX-License-Identifier: MIT
// Calling a method of an object of asyncio, and times that no limit of a user's overflows.
#pragma once

#include <pyhost/call.hpp>

#include <chrono>

namespace pyhost::inline v0::detail {

/// Without arguments: a new reference, or null with an exception raised.
inline PyObject* call_named(PyObject* o, const literal_name& name) PYHOST_NEEDS_GIL
{
    PyObject* text = intern(name);
    return text != nullptr ? call_method_raw(o, text) : nullptr;
}

/// This long from now; a century at most.
template <class Rep, class Period>
std::chrono::steady_clock::time_point later_by(std::chrono::duration<Rep, Period> limit)
{
    constexpr std::chrono::hours longest{24 * 365 * 100};
    const auto now = std::chrono::steady_clock::now();
    if (limit > longest) return now + longest;
    if (limit < -longest) return now - longest;
    return now + std::chrono::ceil<std::chrono::steady_clock::duration>(limit);
}

}  // namespace pyhost::inline v0::detail
