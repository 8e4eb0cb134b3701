// SPDX-License-Identifier: MIT
// The error of a start that failed; config.hpp is where users find it.
#pragma once

#include <stdexcept>

namespace pyhost::inline v0 {

/// A start that failed: what was wanted, what was looked at in order, and what to do.
///
/// The process is as before, and a second start may follow.
class startup_error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

}  // namespace pyhost::inline v0
