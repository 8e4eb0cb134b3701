// SPDX-License-Identifier: MIT
// How many references 1,000 repetitions of an operation leave behind.
#pragma once

#include <pyhost/call.hpp>
#include <pyhost/convert/arithmetic.hpp>
#include <pyhost/module.hpp>

#include <algorithm>

namespace support {

/// References alive in the whole interpreter; a release build of CPython only knows its allocated blocks.
inline long long live_references() PYHOST_NEEDS_GIL
{
    pyhost::import_module("gc").attr("collect")();
    const pyhost::object sys = pyhost::import_module("sys");
    if (sys.has_attr("gettotalrefcount")) return sys.attr("gettotalrefcount")().cast<long long>();
    return sys.attr("getallocatedblocks")().cast<long long>();
}

template <class F>
long long growth_once(const F& operation) PYHOST_NEEDS_GIL
{
    const long long before = live_references();
    for (int i = 0; i < 1000; ++i) operation();
    return live_references() - before;
}

inline constexpr long long allowed_growth = 100;

/// How much 1,000 repetitions add at least: what caches and free lists take, they take a few times, a leak each time.
template <class F>
long long growth(const F& operation) PYHOST_NEEDS_GIL
{
    long long least = growth_once(operation);
    for (int i = 0; i < 5 && least >= allowed_growth; ++i) least = std::min(least, growth_once(operation));
    return least;
}

}  // namespace support
