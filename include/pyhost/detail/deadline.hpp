// SPDX-License-Identifier: MIT
// Waiting until a deadline: for a condition, and for the GIL.
#pragma once

#include <pyhost/detail/capability.hpp>
#include <pyhost/detail/platform.hpp>
#include <pyhost/detail/process.hpp>

namespace pyhost::inline v0::detail {

class deadline {
public:
    explicit deadline(long long milliseconds) noexcept
        : end_{steady_microseconds() + (milliseconds < longest_ms ? milliseconds : longest_ms) * 1000}
    {
    }
    long long left() const noexcept { return end_ - steady_microseconds(); }
    bool passed() const noexcept { return left() <= 0; }

private:
    static constexpr long long longest_ms = 1'000'000'000'000;  // 31 years

    long long end_;
};

/// Polls until `done` says so; false when the deadline passes first. The stop is rare, so that guards pay nothing for it.
template <class Done>
bool wait_until(const deadline& limit, Done done)
{
    for (long pause = 20; !done(); pause = pause < 1000 ? pause * 2 : pause) {
        if (limit.passed()) return false;
        sleep_microseconds(pause);
    }
    return true;
}

/// Has all other threads of a free-threaded CPython pause once: what the end runs may do so, and waits for each that is attached.
inline void pause_others() PYHOST_NEEDS_GIL
{
    PyObject* current_frames = PySys_GetObject("_current_frames");
    Py_XDECREF(current_frames != nullptr ? PyObject_CallNoArgs(current_frames) : nullptr);
    PyErr_Clear();
}

/// Takes the GIL once, on a thread of its own, and tells that it could.
inline void probe_gil(void* argument) PYHOST_DETAIL_NO_ANALYSIS
{
    PyThread_type_lock done = argument;  // a void*, as CPython declares it
    if (PyThreadState* state = new_thread_state(process())) {
        PyEval_RestoreThread(state);
        if constexpr (!has_gil) pause_others();
        PyThreadState_Clear(state);
        PyThreadState_DeleteCurrent();
    }
    PyThread_release_lock(done);
}

/// Whether the GIL can be had before the deadline. A thread that keeps it for ever would keep this one too.
inline bool gil_is_free(const deadline& limit)
{
    PyThread_type_lock done = PyThread_allocate_lock();
    if (done == nullptr) return true;
    PyThread_acquire_lock(done, WAIT_LOCK);
    if (PyThread_start_new_thread(&probe_gil, done) == PYTHREAD_INVALID_THREAD_ID) return true;
    const bool in_time = PyThread_acquire_lock_timed(done, limit.left() > 0 ? limit.left() : 0, 0) == PY_LOCK_ACQUIRED;
    if (in_time) PyThread_free_lock(done);  // else the other thread still has it
    return in_time;
}

}  // namespace pyhost::inline v0::detail
