// SPDX-License-Identifier: MIT
// What the cases of event loops share: how a call has ended, and how often asyncio can be imported.
#pragma once

#include <pyhost/async.hpp>

/// Whether reading the outcome throws this.
template <class E>
bool ends_with(auto& future)
{
    try {
        future.get();
    } catch (const E&) {
        return true;
    }
    return false;
}

/// CPython 3.12.1 crashes when asyncio is imported again after a restart, in plain C too.
constexpr int runs_at_most(int runs) { return (PY_VERSION_HEX >> 16) == 0x030C ? 1 : runs; }
