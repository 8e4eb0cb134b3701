// SPDX-License-Identifier: MIT
// Threads that attach for short calls take turns, instead of handing the GIL over at each call.
#pragma once

#include <pyhost/detail/thread_list.hpp>

#if PYHOST_DETAIL_BODIES
#include <errno.h>
#endif

namespace pyhost::inline v0::detail {

/// Whether this thread may go on calling while others wait: it is its turn, or nobody's yet.
bool has_turn(turn_state& turns, const thread_record& record) noexcept;

/// What the thread that attached last does.
enum class activity { rests, is_in_a_call, makes_short_calls };

/// Watches that thread for a moment.
activity watched(const turn_state& turns) noexcept;

/// Waits while that thread makes short calls, for the length of a turn, and tells it that its turn is over.
void wait_for_turn(turn_state& turns) noexcept;

/// Whether a thread that wants to be the next one comes from a call, and others wait for that already: it would be before them, since it
/// runs, and they have to be woken.
bool goes_last(const turn_state& turns, const thread_record& record) noexcept;

/// The next one has the GIL: its turn begins. `waited_since` is when it began to wait for it.
void begin_turn(turn_state& turns, thread_record& record, long long waited_since) noexcept;

/// Attaches a thread while others do so too.
///
/// CPython wakes one of the threads that wait for the GIL each time that a thread lets go of it: a system call, and mostly in vain, since
/// the thread that let go takes it again for its next call before another has woken up. So of the threads that call without a pause for
/// longer than a turn only one waits for the GIL, the next one, and that when the turn of the thread that calls is over, or when that
/// thread pauses or is in a long call. The others wait for being the next one. Threads that call now and then attach as they come. All of
/// these waits end by themselves: they save time, and order nothing.
void attach_in_turn(process_state& p, thread_record& record) PYHOST_DETAIL_NO_ANALYSIS;

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

// In microseconds.
inline constexpr long long turn_length = 1000;
inline constexpr long long pause_length = 50;        // from one attach to the next one: not one call after the other
inline constexpr long long longest_queue = 100'000;  // for being the next one
inline constexpr long long watch_length = 20;        // on the processor
inline constexpr long long rest_length = 2;          // without a call: Python is free
inline constexpr long nap_length = 100;

/// How many threads attach as they come after one has waited in vain.
inline constexpr int unwatched = 64;

/// Lets other threads have the processor. Windows sleeps for milliseconds or not at all.
inline void nap() noexcept
{
#if defined(_WIN32)
    for (const long long end = steady_microseconds() + nap_length; steady_microseconds() < end;) yield_thread();
#else
    sleep_microseconds(nap_length);
#endif
}

PYHOST_DETAIL_BODY bool has_turn(turn_state& turns, const thread_record& record) noexcept
{
    if (turns.waiting.load() == 0 || turns.is_over.load() != 0) return false;
    const thread_record* owner = nullptr;
    return turns.owner.replace(owner, &record) || owner == &record;
}

PYHOST_DETAIL_BODY activity watched(const turn_state& turns) noexcept
{
    const unsigned seen = turns.calls.load();
    long long free_since = 0;
    for (long long now = steady_microseconds(), end = now + watch_length; now < end; now = steady_microseconds()) {
        if (load_shared(turns.is_held) != 0) free_since = 0;
        else if (free_since == 0) free_since = now;
        else if (now - free_since >= rest_length) return activity::rests;
    }
    if (turns.calls.load() == seen) nap();  // it may wait for the processor that this thread is on
    if (turns.calls.load() != seen) return activity::makes_short_calls;
    return load_shared(turns.is_held) != 0 ? activity::is_in_a_call : activity::rests;
}

PYHOST_DETAIL_BODY void wait_for_turn(turn_state& turns) noexcept
{
    const activity other = watched(turns);
    if (other == activity::makes_short_calls) {
        const long long end = steady_microseconds() + turn_length;
        unsigned seen = 0;
        do {
            seen = turns.calls.load();
            nap();
        } while (turns.calls.load() != seen && steady_microseconds() < end);
    }
    turns.is_over.store(1);
    if (other != activity::makes_short_calls) return;
    for (const long long soon = steady_microseconds() + nap_length; load_shared(turns.is_held) != 0 && steady_microseconds() < soon;) {}
}

/// Whether this thread attaches as it comes, for as long as it paused before, but for a turn at most.
inline bool may_come(const turn_state& turns, thread_record& record) noexcept
{
    if (turns.owner.load() == &record) return false;  // it has had its turn
    const long long now = steady_microseconds();
    const long long pause = now - record.attached_at;
    if (pause > pause_length) record.comes_until = now + (pause < turn_length ? pause : turn_length);
    return now < record.comes_until;
}

inline void leave_queue(turn_state& turns) noexcept
{
    if (turns.waiting.fetch_sub(1) == 1) turns.owner.store(nullptr);
}

PYHOST_DETAIL_BODY bool goes_last(const turn_state& turns, const thread_record& record) noexcept
{
    return turns.waiting.load() > 1 && steady_microseconds() - record.attached_at < pause_length;
}

/// Waits for this thread's turn to wait for the GIL; then it is the next one, and true. False when turns save nothing now, or after too
/// long a time.
inline bool become_next(turn_state& turns, const thread_record& record) noexcept
{
    if (goes_last(turns, record)) nap();
    turns.waiting.fetch_add(1);
    if (PyThread_acquire_lock_timed(turns.next, longest_queue, 0) != PY_LOCK_ACQUIRED) {
        turns.unwatched.store(unwatched);
    } else if (turns.unwatched.load() > 0) {
        PyThread_release_lock(turns.next);
    } else {
        wait_for_turn(turns);
        return true;
    }
    leave_queue(turns);
    return false;
}

PYHOST_DETAIL_BODY void begin_turn(turn_state& turns, thread_record& record, long long waited_since) noexcept
{
    const bool is_shared = record.attached_at - waited_since > turn_length;  // with a long call, or with a thread of Python's own
    if (is_shared) turns.unwatched.store(unwatched);
    record.comes_until = 0;
    turns.owner.store(&record);
    turns.is_over.store(0);
    store_shared(turns.is_held, 1);  // for the one that this wakes
    PyThread_release_lock(turns.next);
    leave_queue(turns);
}

PYHOST_DETAIL_BODY PYHOST_DETAIL_NOINLINE void attach_in_turn(process_state& p, thread_record& record) PYHOST_DETAIL_NO_ANALYSIS
{
    turn_state& turns = p.turns;
    const int error = errno;
    bool is_next = false;
    if (has_turn(turns, record)) {
        turns.calls.store(turns.calls.load() + 1);
    } else if ((load_shared(turns.is_held) != 0 || turns.waiting.load() != 0) && !may_come(turns, record)) {
        if (turns.unwatched.load() > 0) turns.unwatched.fetch_sub(1);
        else is_next = become_next(turns, record);
    }
    const long long since = is_next ? steady_microseconds() : 0;
    PyEval_RestoreThread(record.kept);
    record.attached_at = steady_microseconds();
    if (is_next) begin_turn(turns, record, since);
    errno = error;
}

}  // namespace pyhost::inline v0::detail

#endif
