// SPDX-License-Identifier: MIT
// Threads that attach for short calls take turns, instead of handing the GIL over at each call.
#pragma once

#include <pyhost/detail/thread_list.hpp>

namespace pyhost::inline v0::detail {

/// Whether this thread may go on calling while others wait: it is its turn, or nobody's yet.
bool has_turn(turn_state& turns, const thread_record& record) noexcept;

/// What the thread that attached last does.
enum class activity { rests, is_in_a_call, makes_short_calls };

/// Watches that thread for a moment.
activity watched(const turn_state& turns) noexcept;

/// Waits while that thread makes short calls, for the length of a turn, and tells it that its turn is over.
void wait_for_turn(turn_state& turns) noexcept;

/// Attaches a thread while others do so too.
///
/// CPython wakes one of the threads that wait for the GIL each time that a thread lets go of it: a system call, and mostly in vain, since
/// the thread that let go takes it again for its next call before another has woken up. So only one thread waits for the GIL, the next one,
/// and that only when the turn of the thread that calls is over, or when it makes no calls: it is in a long one, in one that let go of
/// the GIL, or elsewhere. All others wait for being the next one. All of these waits end by themselves: they save time, and order nothing.
void attach_in_turn(process_state& p, const thread_record& record) noexcept PYHOST_DETAIL_NO_ANALYSIS;

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

// In microseconds.
inline constexpr long long turn_length = 1000;
inline constexpr long long longest_queue = 100'000;  // for being the next one
inline constexpr long long watch_length = 20;  // on the processor
inline constexpr long long rest_length = 2;  // without a call: Python is free
inline constexpr long nap_length = 100;

/// How many threads attach as they come after one has waited in vain.
inline constexpr int unwatched = 64;

PYHOST_DETAIL_BODY bool has_turn(turn_state& turns, const thread_record& record) noexcept
{
    if (turns.waiting.load() == 0 || turns.is_over.load() != 0) return false;
    const thread_record* owner = nullptr;
    return turns.owner.replace(owner, &record) || owner == &record;
}

PYHOST_DETAIL_BODY activity watched(const turn_state& turns) noexcept
{
    const long seen = turns.calls.load();
    long long free_since = 0;
    for (long long now = steady_microseconds(), end = now + watch_length; now < end; now = steady_microseconds()) {
        if (turns.calls.load() != seen) return activity::makes_short_calls;
        if (load_shared(turns.is_held) != 0) free_since = 0;
        else if (free_since == 0) free_since = now;
        else if (now - free_since >= rest_length) return activity::rests;
    }
    sleep_microseconds(nap_length);  // it may wait for the processor that this thread is on
    if (turns.calls.load() != seen) return activity::makes_short_calls;
    return load_shared(turns.is_held) != 0 ? activity::is_in_a_call : activity::rests;
}

PYHOST_DETAIL_BODY void wait_for_turn(turn_state& turns) noexcept
{
    const activity other = watched(turns);
    if (other == activity::is_in_a_call) turns.unwatched.store(unwatched);
    if (other == activity::makes_short_calls) {
        const long long end = steady_microseconds() + turn_length;
        for (long seen = -1; turns.calls.load() != seen && steady_microseconds() < end; sleep_microseconds(nap_length))
            seen = turns.calls.load();
    }
    turns.is_over.store(1);
    for (const long long end = steady_microseconds() + nap_length; load_shared(turns.is_held) != 0 && steady_microseconds() < end;) {}
}

PYHOST_DETAIL_BODY PYHOST_DETAIL_NOINLINE void attach_in_turn(process_state& p, const thread_record& record) noexcept
    PYHOST_DETAIL_NO_ANALYSIS
{
    turn_state& turns = p.turns;
    if (has_turn(turns, record)) {
        turns.calls.store(turns.calls.load() + 1);
        return PyEval_RestoreThread(record.kept);
    }
    const bool is_contended = load_shared(turns.is_held) != 0 || turns.waiting.load() != 0;
    if (!is_contended) return PyEval_RestoreThread(record.kept);
    if (turns.unwatched.load() > 0) {
        turns.unwatched.fetch_sub(1);
        return PyEval_RestoreThread(record.kept);
    }
    turns.waiting.fetch_add(1);
    const bool is_next = PyThread_acquire_lock_timed(turns.next, longest_queue, 0) == PY_LOCK_ACQUIRED;
    if (is_next) wait_for_turn(turns);
    PyEval_RestoreThread(record.kept);
    if (is_next) {
        turns.owner.store(&record);
        turns.is_over.store(0);
        PyThread_release_lock(turns.next);
    }
    if (turns.waiting.fetch_sub(1) == 1) turns.owner.store(nullptr);
}

}  // namespace pyhost::inline v0::detail

#endif
