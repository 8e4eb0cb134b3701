// SPDX-License-Identifier: MIT
// What an executor is given to run.
#pragma once

#include <pyhost/macros.hpp>

namespace pyhost::inline v0 {

/// The rest of a coroutine that waited: to be called once, on any thread, without the GIL. Two pointers, which copy.
class continuation {
public:
    continuation(void (*run)(void*) noexcept, void* data) noexcept : run_{run}, data_{data} {}
    void operator()() const noexcept { run_(data_); }

private:
    void (*run_)(void*) noexcept;
    void* data_;
};

}  // namespace pyhost::inline v0
