// SPDX-License-Identifier: MIT
// What a host that polls an event loop is told.
#pragma once

namespace pyhost::inline v0 {

/// Of hosted_loop::poll().
enum class poll_result : unsigned char {
    idle,   ///< nothing to do before the descriptor is readable
    more,   ///< the time was over: there is more to do at once, and the descriptor is readable
    closed  ///< the loop has ended, and has nothing to do any more
};

}  // namespace pyhost::inline v0
