// SPDX-License-Identifier: MIT
// What a fork() leaves in the child: one thread, with the gate and its counters as they are for that thread alone.
#pragma once

#include <pyhost/detail/final_state.hpp>
#include <pyhost/detail/later.hpp>
#include <pyhost/detail/main_thread.hpp>

#include <utility>

namespace pyhost::inline v0::detail {

/// The block of the process, for handlers that get no argument. They are in the binary that made it, which stays loaded.
inline constinit process_state* forked_process = nullptr;

/// How long a fork waits for threads that make a thread state, in microseconds. They wait for memory alone, or for the GIL, which the
/// thread that forks has, where tracemalloc counts it.
inline constexpr long long longest_wait_for_states = 100'000;

/// Whether this fork holds states_lock.
inline constinit bool fork_holds_states = false;

/// In the child nobody would let go of a lock that another thread holds at the fork.
inline void before_fork() noexcept
{
    const long long end = steady_microseconds() + longest_wait_for_states;
    bool is_locked = forked_process->states_lock.try_lock();
    for (; !is_locked && steady_microseconds() < end; is_locked = forked_process->states_lock.try_lock()) yield_thread();
    fork_holds_states = is_locked || fork_holds_states;
    forked_process->records_lock.lock();
    forked_process->errors_lock.lock();
    forked_process->hooks_lock.lock();
    forked_process->loop_lock.lock();
    forked_process->slots_lock.lock();
}

/// The record of the thread that forks; it has let go of the locks.
inline thread_record* forking_thread() noexcept
{
    process_state& p = *forked_process;
    p.slots_lock.unlock();
    p.loop_lock.unlock();
    p.hooks_lock.unlock();
    p.errors_lock.unlock();
    p.records_lock.unlock();
    if (std::exchange(fork_holds_states, false)) p.states_lock.unlock();
    auto* record = static_cast<thread_record*>(p.threads.get());
    return record != p.ended_thread ? record : nullptr;
}

inline void after_fork_in_parent() noexcept
{
    if (thread_record* record = forking_thread()) record->forks_through_python = false;
}

/// What is counted of the other threads is void: guards, callbacks, thread states. Their records are left: a child may
/// not free memory before it is sure to be no child of a fork for exec.
inline void count_only(process_state& p, thread_record* record) noexcept
{
    p.records = record;
    if (record != nullptr) {
        record->newer = record->older = nullptr;
        record->id = this_thread_id();
    }
    std::int64_t guards = 0;
    for_each_binary(record, [&](const binary_state& binary) { guards += *binary.own != nullptr ? 1 : 0; });
    if (record != nullptr && record->ends_interpreter) --guards;  // stop() attaches without being counted
    p.inside.store(guards);
    p.frames.store(record != nullptr ? record->frames - record->frames_away : 0);
    p.reattaching.store(0);
    p.retired.store(nullptr);
    p.janitors.store(0);
    p.turns.is_held = 0;
    p.turns.waiting.store(0);
    p.turns.is_over.store(0);
    p.turns.owner.store(nullptr);
    p.live_thread_states.store(record != nullptr && record->owned ? 1 : 0);
}

/// Python forks: what it is about to delete, the states of all other threads, is not used again.
inline void go_on_in_child(process_state& p, thread_record& record) noexcept
{
    PyThreadState* current = current_state();
    if (record.kept != current) {  // on another state of this thread; up to 3.11 CPython itself loses its way then
        record.kept = nullptr;
        record.open_word = 0;
        record.owned = false;
        p.live_thread_states.store(0);
    }
    if (PyThread_type_lock free = PyThread_allocate_lock()) p.turns.next = free;  // a thread that is gone may hold the other
    note_main_thread(p);
    const std::uint64_t word = p.gate.load();
    const phase at = gate_word::phase_of(word);
    if (at == phase::open && p.first_state != current && !outlive_fork(p.first_state)) p.first_state = nullptr;
    const bool stopper_is_gone = (at == phase::closing || at == phase::sealed) && !record.ends_interpreter;
    if (stopper_is_gone) p.gate.store(gate_word::pack(gate_word::generation_of(word), phase::stuck));
}

/// Nothing of Python is ready for a child here: guards are refused, and scopes that live find nothing to do.
inline void close_in_child(process_state& p, thread_record* record) noexcept
{
    const std::uint64_t word = p.gate.load();
    if (gate_word::phase_of(word) == phase::closed || gate_word::phase_of(word) == phase::forked) return;
    p.gate.store(gate_word::pack(gate_word::generation_of(word), phase::forked));
    p.inside.store(0);  // no scope of this thread counts down any more
    p.frames.store(0);
    if (record == nullptr) return;
    record->left = gate_word::generation_of(word);
    record->ends_interpreter = false;
    for_each_binary(record, [](const binary_state& binary) { store_own(*binary.own, nullptr); });
}

inline void after_fork_in_child() noexcept
{
    process_state& p = *forked_process;
    thread_record* record = forking_thread();
    p.states_lock.unlock();
    count_only(p, record);
    if (record == nullptr || !record->forks_through_python) return close_in_child(p, record);
    record->forks_through_python = false;
    go_on_in_child(p, *record);
}

/// Called once in the process, by the binary that made its block.
inline void watch_forks(process_state& p) noexcept
{
    forked_process = &p;
    at_every_fork(&before_fork, &after_fork_in_parent, &after_fork_in_child);
}

}  // namespace pyhost::inline v0::detail
