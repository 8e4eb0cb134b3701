// SPDX-License-Identifier: MIT
// Proves that the time limit of the lifecycle cases works: a case that can only be ended by it.
#include <support/lifecycle.hpp>

#include <mutex>
#include <semaphore>
#include <thread>

LIFECYCLE_CASE(deliberate_deadlock, .limit_seconds = 3, .hangs = true)
{
    std::mutex first;
    std::mutex second;
    std::binary_semaphore first_is_held{0};
    std::binary_semaphore second_is_held{0};
    std::jthread other{[&] {
        const std::scoped_lock holds{second};
        second_is_held.release();
        first_is_held.acquire();
        const std::scoped_lock waits{first};
    }};
    const std::scoped_lock holds{first};
    first_is_held.release();
    second_is_held.acquire();
    const std::scoped_lock waits{second};
}
