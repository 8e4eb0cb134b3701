// SPDX-License-Identifier: MIT
// How an app runs its commands, and what it takes from a front end at most.
#pragma once

#include <pyhost/json/dump_options.hpp>
#include <pyhost/json/parse_options.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>

namespace pyhost::inline v0::bridge {

/// A message beyond one of these is refused with an error that says so; nothing is dropped.
struct app_options {
    bool development = false;                 // errors carry the traceback, which shows paths and code of the host
    std::size_t workers = 4;                  // threads for commands that run in the pool; each starts when it is first needed
    std::size_t max_calls = 1024;             // on their way at one time, of all channels
    std::size_t max_calls_per_channel = 256;  // of one
    std::size_t credit = 16;  // items of a stream that are sent before the front end asks for more, where it says nothing
    std::chrono::milliseconds closing{5000};  // how long close() waits for commands that do not end
    json::parse_options arguments = {};  // limits of a message: its size, its depth, the digits of its integers
    json::dump_options results = {};  // policies of what is sent: NaN, wide integers, keys; bytes are attachments or base64

    /// Told of each call_refusal and each failure: one line, with the window and the command. Any thread; it must not throw. What
    /// close() has left to its thread calls it when it ends.
    std::function<void(const std::string&)> log = nullptr;
};

}  // namespace pyhost::inline v0::bridge
