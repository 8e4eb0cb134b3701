// SPDX-License-Identifier: MIT
// What a command may be told besides its function: where it runs, how often at a time, for how long.
#pragma once

#include <pyhost/macros.hpp>

#include <chrono>
#include <cstddef>
#include <string>

namespace pyhost::inline v0::bridge {

/// Where the function of a command is called.
enum class runs {
    in_pool,    // on a thread of the app
    in_place,   // on the thread that hands the message over, where that may wait for the GIL: for what is over in microseconds
    on_loop,    // on the thread of the shared event loop: for functions that need a running loop before they return an awaitable
};

/// Coroutines, wherever they are called, run on the shared event loop; generators in the pool, asynchronous ones on the loop.
struct command_options {
    bridge::runs runs = bridge::runs::in_pool;
    std::size_t concurrent = 0;            // calls of it that run at one time; 0 for as many as come
    std::size_t queued = 64;               // that wait for their turn beyond those; one more is told "busy"
    std::chrono::milliseconds timeout{0};  // then it is cancelled and answered with "timed_out"; 0 for none. A message may ask for less
    std::string job = {};                  // the parameter of a Python function that takes the job; empty for none
};

}  // namespace pyhost::inline v0::bridge
