// SPDX-License-Identifier: MIT
// The part of the bridge that is written in Python: what a command has of its call.
#pragma once

#include <pyhost/macros.hpp>

namespace pyhost::inline v0::detail {

inline constexpr const char* job_script_text = R"(
class Job:
    """What a command may ask of its call: progress(value), emit(event, value), is_cancelled, check(), window, origin."""

    __slots__ = ('progress', 'emit', 'asks', 'window', 'origin')

    def __init__(self, progress, emit, asks, window, origin):
        self.progress, self.emit, self.asks, self.window, self.origin = progress, emit, asks, window, origin

    @property
    def is_cancelled(self):
        return self.asks()

    def check(self):
        """Raises what ends a cancelled command."""
        if self.asks():
            import asyncio
            raise asyncio.CancelledError


async def just(value):
    return value
)";

}  // namespace pyhost::inline v0::detail
