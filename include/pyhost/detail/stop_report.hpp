// SPDX-License-Identifier: MIT
// What the end of the interpreter tells; interpreter.hpp is where users find it.
#pragma once

#include <string>
#include <vector>

namespace pyhost::inline v0 {

/// What stop() did and what it had to wait for.
struct stop_report {
    bool finalised = false;               // false: nothing ran, another thread stops it, or the time was over
    bool timed_out = false;               // config::shutdown_timeout was over, or would be; the interpreter was left running
    bool flushed = true;                  // false: Python could not write out a buffered file (Py_FinalizeEx)
    std::vector<std::string> waited_for;  // threads by the names that the system and Python give them
};

}  // namespace pyhost::inline v0
