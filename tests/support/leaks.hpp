// SPDX-License-Identifier: MIT
// The leak proof: what pyhost counts as alive must be nothing when a test program is done.
#pragma once

#include <pyhost/counters.hpp>

#include <cstdio>

namespace support {

/// Prints the counters that are not zero to stderr; returns how many.
inline int report_leaks()
{
    const auto alive = pyhost::counters();
    int leaks = 0;
    const auto expect_zero = [&](const char* name, auto count) {
        if (count == 0) return;
        std::fprintf(stderr, "leak: %lld %s alive at the end\n", static_cast<long long>(count), name);
        ++leaks;
    };
    expect_zero("refs", alive.refs);
    expect_zero("errors", alive.errors);
#if !defined(Py_GIL_DISABLED) || PY_VERSION_HEX >= 0x030E0000  // 3.13t makes classes and functions immortal, with all they refer to
    expect_zero("callables", alive.callables);
#endif
    expect_zero("awaits", alive.awaits);
    expect_zero("deferred drops", alive.deferred);
    expect_zero("thread states", alive.thread_states);
    return leaks;
}

}  // namespace support
