// SPDX-License-Identifier: MIT
// Lifecycle cases: functions that each run in a process of their own, checked from outside by run_lifecycle.py.
//
//     LIFECYCLE_CASE(stop_twice_is_a_no_op) { ... check(x == y); ... }
//     LIFECYCLE_CASE(exit_code_survives, .exit_code = 3, .stderr_pattern = "bye\n") { ... std::exit(3); }
//     LIFECYCLE_CASE(two_locks, .limit_seconds = 3, .hangs = true) { ... }
//
// A case that declares nothing must end within 30 s with status 0, an empty stderr and nothing of pyhost alive.
#pragma once

#include <source_location>
#include <string>
#include <vector>

namespace support {

/// What the process of a case must look like from outside.
struct expectation {
    int exit_code = 0;                ///< negative: the number of the signal that ends it
    std::string stderr_pattern = {};  ///< Python regular expression that the whole of stderr matches
    int limit_seconds = 30;
    bool hangs = false;  ///< the case passes only when the limit ends it
};

struct lifecycle_case {
    std::string name;
    void (*run)();
    expectation expected;
};

/// All cases of the program, in no promised order.
inline std::vector<lifecycle_case>& lifecycle_cases()
{
    static std::vector<lifecycle_case> cases;
    return cases;
}

/// Ends the process with status 1 and the place on stderr when `condition` is false.
void check(bool condition, std::source_location where = std::source_location::current());

}  // namespace support

#define LIFECYCLE_CASE(name, ...)                                                                                         \
    static void name();                                                                                                   \
    [[maybe_unused]] static const auto& name##_case =                                                                     \
        support::lifecycle_cases().emplace_back(support::lifecycle_case{#name, name, support::expectation{__VA_ARGS__}}); \
    static void name()
