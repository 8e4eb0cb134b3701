// SPDX-License-Identifier: MIT
// Mutexes and the GIL together: lock and call_once let the GIL go while they wait, so that neither waits for the other.
#pragma once

#include <pyhost/gil.hpp>

#include <mutex>
#include <utility>

namespace pyhost::inline v0 {

namespace detail {

/// Locks while this thread is detached. Where the thread has to park, for the interpreter ended, it parks without the lock.
template <class Mutex>
void lock_detached(Mutex& mutex) PYHOST_DETAIL_NO_ANALYSIS
{
    for (;;) {
        const detached left = detach();
        try {
            mutex.lock();
        } catch (...) {
            reattach(left);
            throw;
        }
        if (try_reattach(left)) return;
        mutex.unlock();
        reattach(left);
    }
}

}  // namespace detail

/// Locks a mutex that threads with the GIL share with others; the result holds it.
///
/// A plain `std::lock_guard` under a gil_guard deadlocks as soon as the thread that has the mutex asks for the GIL. This
/// one waits without the GIL and has it again when it returns; the same helps on a free-threaded CPython, whose
/// collector waits for attached threads. For std::shared_mutex: `std::shared_lock l{m, std::defer_lock}; auto held = lock(l);`
/// Needs: nothing; without the GIL it is a plain lock(). The mutex: lock, try_lock, unlock, as std::mutex has.
/// Throws: what the mutex throws. Lifetime: the mutex must outlive the result.
/// Cost: one try_lock when the mutex is free; else PyEval_SaveThread and PyEval_RestoreThread.
template <class Mutex>
[[nodiscard]] std::unique_lock<Mutex> lock(Mutex& mutex)
{
    if (!mutex.try_lock()) {
        if (is_attached()) detail::lock_detached(mutex);
        else mutex.lock();
    }
    return std::unique_lock{mutex, std::adopt_lock};
}

/// Tells call_once whether its function has run; a static or a member.
class once_flag {
public:
    constexpr once_flag() noexcept = default;
    once_flag(const once_flag&) = delete;
    once_flag& operator=(const once_flag&) = delete;

private:
    template <class F>
    friend void call_once(once_flag& flag, F&& f) PYHOST_NEEDS_GIL;

    static constexpr std::uint64_t never = UINT64_MAX;

    std::mutex running_;
    detail::atomic<std::uint64_t> done_{never};  // the number of the run that it was done in
};

/// Calls `f` once per run of the interpreter, on one thread; the others wait for it without the GIL.
///
/// `static` variables and std::call_once deadlock when what they call lets the GIL go, as any import does. Per run,
/// since what `f` keeps of Python ends with the interpreter. When `f` throws, the next caller calls it again.
/// Needs: the GIL. `f` must not come back to the same flag. Throws: what `f` throws; std::logic_error or interpreter_closed without the
/// GIL, unless it is done. Lifetime: what `f` wrote is seen by every caller that returns. Cost: two loads when it is done.
template <class F>
void call_once(once_flag& flag, F&& f) PYHOST_NEEDS_GIL
{
    const std::uint64_t run = detail::generation();
    if (flag.done_.load() == run) return;
    detail::need_attached("call_once");
    const auto running = lock(flag.running_);
    if (flag.done_.load() == run) return;
    std::forward<F>(f)();
    flag.done_.store(run);
}

}  // namespace pyhost::inline v0
