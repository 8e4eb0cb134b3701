// SPDX-License-Identifier: MIT
// What an app knows of a command, and of those of its calls that run or wait for their turn.
#pragma once

#include <pyhost/bridge/command_options.hpp>
#include <pyhost/bridge/detail/bridge_call.hpp>
#include <pyhost/object.hpp>

#include <deque>
#include <memory>
#include <string>

namespace pyhost::inline v0::detail {

/// What is called: a function of Python, or one of C++.
class command_target {
public:
    command_target() = default;
    virtual ~command_target() = default;
    command_target(const command_target&) = delete;
    command_target& operator=(const command_target&) = delete;

    /// Reads the arguments and calls it: what it returns. Throws: refused_call for arguments that do not fit; what it throws.
    virtual object call(const std::shared_ptr<bridge_call>& now) const PYHOST_NEEDS_GIL = 0;
};

/// Why the arguments of a call are refused.
class refused_call : public std::exception {
public:
    explicit refused_call(call_refusal made) : why{std::move(made)} {}
    [[nodiscard]] const char* what() const noexcept override { return why.message.c_str(); }
    call_refusal why;
};

class running_call;

struct command_record {
    std::string name;
    bridge::command_options options;
    std::unique_ptr<const command_target> target;

    // Of the app's lock.
    mutable std::size_t running = 0;
    mutable std::deque<std::shared_ptr<running_call>> waiting = {};
};

}  // namespace pyhost::inline v0::detail
