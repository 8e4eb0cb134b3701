// SPDX-License-Identifier: MIT
// One call that may be interrupted, from its begin to its end, and the exception that interrupts it.
#pragma once

#include <pyhost/async/cancelled_error.hpp>

#include <chrono>
#include <cstdint>
#include <optional>

namespace pyhost::inline v0::detail {

/// In the list of the interrupting thread while it lives. Needs: to be attached, on the thread of the call.
class interruption {
public:
    using time = std::chrono::steady_clock::time_point;

    explicit interruption(std::optional<time> until) PYHOST_NEEDS_GIL;
    ~interruption() PYHOST_DETAIL_NO_ANALYSIS;
    interruption(const interruption&) = delete;
    interruption& operator=(const interruption&) = delete;

    /// Interrupts it. Any thread.
    void request() noexcept;

    /// For an error that leaves the call: throws what is to be told when it is this interruption's.
    void check(error& thrown) PYHOST_NEEDS_GIL;

    interruption* newer = nullptr;  // in the list of the interrupting thread, with its lock
    interruption* older = nullptr;

private:
    friend class interrupting_thread;

    void raise_again_in_outer() const PYHOST_NEEDS_GIL;

    const std::optional<time> until_;
    const unsigned long thread_;
    const std::uint64_t run_;  // of the interpreter
    PyObject* exception_class_;  // borrowed: kept for this run
    interruption* outer_;        // of the same thread
    bool is_requested_ = false;  // these are of that thread too
    bool is_raising_ = false;
    bool is_raised_ = false;
    bool is_to_take_back_ = false;
    bool is_seen_ = false;  // by check()
};

/// Runs `f`; what interrupts it is thrown as the error that tells of that.
template <class F>
decltype(auto) run_interruptibly(interruption& here, F f) PYHOST_NEEDS_GIL
{
    try {
        return f();
    } catch (error& e) {
        here.check(e);
        throw;
    }
}

}  // namespace pyhost::inline v0::detail
