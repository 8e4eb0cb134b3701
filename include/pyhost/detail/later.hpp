// SPDX-License-Identifier: MIT
// What Python or another thread runs later: draining deferred drops, deleting the states of ended threads.
#pragma once

#include <pyhost/detail/thread_list.hpp>

#include <new>

namespace pyhost::inline v0::detail {

struct deferred_drop {
    PyObject* dropped;
    std::uint64_t generation;
    deferred_drop* next = nullptr;
    void (*finish)(deferred_drop*, std::uint64_t now) = nullptr;  // does the rest, and deletes this, where more than a reference is dropped
};

/// Releases what was dropped without the GIL. Objects of an earlier run are left: their interpreter is gone.
PYHOST_DETAIL_COLD PYHOST_DETAIL_NOINLINE inline void drain_deferred(process_state& p) noexcept PYHOST_NEEDS_GIL
{
    const std::uint64_t now = gate_word::generation_of(p.gate.load());
    deferred_drop* next = p.deferred.exchange(nullptr);
    while (deferred_drop* drop = next) {
        next = drop->next;
        p.live_deferred.fetch_sub(1);
        if (drop->finish != nullptr) {
            drop->finish(drop, now);
            continue;
        }
        if (drop->generation == now) Py_DECREF(drop->dropped);
        delete drop;
    }
}

/// What Python's pending call runs; it never fails.
inline int drain_from_pending_call(void* state) PYHOST_DETAIL_NO_ANALYSIS
{
    drain_deferred(*static_cast<process_state*>(state));
    return 0;
}

/// Deletes the thread states of threads that have ended, on a thread of its own.
///
/// Deleting another thread's state clears the deleting thread's own slot from 3.12 on, so no lasting thread may do it.
/// The seal waits for it, not the wait for guards, whose report names threads of the program.
inline void delete_retired_threads(void* state) PYHOST_DETAIL_NO_ANALYSIS
{
    process_state& p = *static_cast<process_state*>(state);
    do {
        p.reattaching.fetch_add(1);
        const std::uint64_t word = p.gate.load();
        PyThreadState* mine = gate_word::phase_of(word) == phase::open ? new_thread_state(p) : nullptr;
        if (mine != nullptr) {
            PyEval_RestoreThread(mine);
            thread_record* next = p.retired.exchange(nullptr);
            while (thread_record* record = next) {
                next = record->next;
                int found = retirement::waits;
                if (record->open_word == word && record->retirement.replace(found, retirement::begun)) {
                    unbind_thread(record->kept);
                    PyThreadState_Clear(record->kept);
                    PyThreadState_Delete(record->kept);
                    p.live_thread_states.fetch_sub(1);
                }
                record->retirement.store(retirement::over);
                release_record(record);
            }
            PyThreadState_Clear(mine);
            PyThreadState_DeleteCurrent();
        }
        p.janitors.store(0);
        p.reattaching.fetch_sub(1);
        if (mine == nullptr) return;
    } while (p.retired.load() != nullptr && p.janitors.exchange(1) == 0);
}

/// How long a thread without a GIL waits for the janitor to begin when it ends, and then for its end, in microseconds. To begin, the
/// janitor has to wait itself while CPython stops all threads, one of which may be joining this thread; then it runs what Python has for
/// the end of the thread's objects, which may have to wait too.
inline constexpr long long longest_wait_for_janitor = 100'000;
inline constexpr long long longest_wait_for_its_end = 1'000'000;

template <class Condition>
void wait_while(long long microseconds, Condition condition) noexcept
{
    const long long end = steady_microseconds() + microseconds;
    for (int tries = 0; condition() && steady_microseconds() < end; ++tries) {
        if (tries < 16) yield_thread();
        else sleep_microseconds(20);
    }
}

/// Without a GIL, CPython's allocator knows threads by an address that the next thread may have, and that one would be taken for the owner
/// of memory that the janitor is just giving back. So a thread ends later than its state, or its state is not touched any more. Only where
/// the end of its objects takes longer than a thread may wait does it go before.
inline void wait_for_janitor(const process_state& p, thread_record* record) noexcept
{
    wait_while(longest_wait_for_janitor,
               [&] { return record->retirement.load() == retirement::waits && record->open_word == p.gate.load(); });
    int found = retirement::waits;
    if (!record->retirement.replace(found, retirement::left))
        wait_while(longest_wait_for_its_end, [&] { return record->retirement.load() == retirement::begun; });
    release_record(record);
}

/// Hands the state of a thread that ends to the janitor; the thread never waits for the GIL here.
///
/// It may be joined by one that holds the GIL, so it must not attach.
inline void retire_thread(void* value) noexcept
{
    auto* record = static_cast<thread_record*>(value);
    process_state& p = *record->process;
    p.threads.set(p.ended_thread);
    if (record == p.ended_thread) return;
    take_off_list(p, *record);
    if (!record->owned || record->open_word != p.gate.load()) {  // the state is another's, or goes with its interpreter
        delete record;
        return;
    }
    if constexpr (!has_gil) record->parties.store(2);
    thread_record* first = p.retired.load();
    do record->next = first;
    while (!p.retired.replace(first, record));
    if (p.janitors.exchange(1) == 0)
        if (PyThread_start_new_thread(p.operations.delete_retired_threads, &p) == PYTHREAD_INVALID_THREAD_ID) p.janitors.store(0);
    if constexpr (!has_gil) wait_for_janitor(p, record);
}

inline const process_operations& own_operations() noexcept
{
    static constexpr process_operations operations{&drain_from_pending_call, &delete_retired_threads, &retire_thread};
    return operations;
}

}  // namespace pyhost::inline v0::detail
