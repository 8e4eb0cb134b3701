// SPDX-License-Identifier: MIT
// How many threads the process has, those that nobody joins included.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <thread>

namespace support {

inline std::ptrdiff_t thread_count() { return std::distance(std::filesystem::directory_iterator{"/proc/self/task"}, {}); }

/// Waits until the process has no more than `count` threads. A fork beside a thread that starts or ends may find a lock of the address
/// sanitizer held, which GCC 12's does not let go of in the child. The thread sanitizer starts a thread of its own, at any time.
inline void wait_for_thread_count([[maybe_unused]] std::ptrdiff_t count)
{
#if !defined(__SANITIZE_THREAD__)
    while (thread_count() > count) std::this_thread::sleep_for(std::chrono::milliseconds{1});
#endif
}

}  // namespace support
