// SPDX-License-Identifier: MIT
// Dropping a reference on any thread: at once when attached, queued when not, left when the interpreter has ended.
#pragma once

#include <pyhost/detail/thread.hpp>

namespace pyhost::inline v0::detail {

struct deferred_drop {
    PyObject* dropped;
    std::uint64_t generation;
    deferred_drop* next;
};

/// Releases what was dropped without the GIL. Objects of an earlier run are left: their interpreter is gone.
inline void drain_deferred(process_state& p) noexcept PYHOST_NEEDS_GIL
{
    const std::uint64_t now = gate_word::generation_of(p.gate.load());
    deferred_drop* next = p.deferred.exchange(nullptr);
    while (deferred_drop* drop = next) {
        next = drop->next;
        if (drop->generation == now) Py_DECREF(drop->dropped);
        p.live_deferred.fetch_sub(1);
        delete drop;
    }
}

/// What Python's pending call runs; it never fails.
inline int drain_from_pending_call(void* state) PYHOST_DETAIL_NO_ANALYSIS
{
    drain_deferred(*static_cast<process_state*>(state));
    return 0;
}

/// Queues a reference for the next guard, the next pending call or stop(), whichever comes first.
///
/// Counting itself `inside` keeps the interpreter from ending under Py_AddPendingCall. Out of memory, or after the
/// end, the reference is left.
PYHOST_DETAIL_COLD inline void defer_drop(PyObject* o) noexcept
{
    process_state& p = process();
    p.inside.fetch_add(1);
    const std::uint64_t word = p.gate.load();
    const phase at = gate_word::phase_of(word);
    if (at == phase::open || at == phase::closing || at == phase::stuck) {
        if (auto* drop = new (std::nothrow) deferred_drop{o, gate_word::generation_of(word), nullptr}) {
            p.live_deferred.fetch_add(1);
            deferred_drop* first = p.deferred.load();
            do drop->next = first;
            while (!p.deferred.replace(first, drop));
            if (first == nullptr) Py_AddPendingCall(p.operations.drain_deferred, &p);
        }
    }
    p.inside.fetch_sub(1);
}

/// Whether this thread is attached; a few instructions under a guard of this binary.
PYHOST_DETAIL_INLINE bool attached() noexcept
{
    const PyThreadState* mine = own;
    return mine != nullptr ? is_attached(mine) : is_attached();
}

/// Drops one reference. Needs: nothing.
PYHOST_DETAIL_INLINE void drop(PyObject* o) noexcept
{
    if (attached()) [[likely]]
        Py_DECREF(o);
    else
        defer_drop(o);
}

/// Deletes the thread states of threads that have ended, on a thread of its own.
///
/// Deleting another thread's state clears the deleting thread's own slot from 3.12 on, so no lasting thread may do it.
inline void delete_retired_threads(void* state) PYHOST_DETAIL_NO_ANALYSIS
{
    process_state& p = *static_cast<process_state*>(state);
    do {
        p.inside.fetch_add(1);
        const std::uint64_t word = p.gate.load();
        PyThreadState* mine = gate_word::phase_of(word) == phase::open ? PyThreadState_New(PyInterpreterState_Main()) : nullptr;
        if (mine != nullptr) {
            PyEval_RestoreThread(mine);
            thread_record* next = p.retired.exchange(nullptr);
            while (thread_record* record = next) {
                next = record->next;
                if (record->open_word == word) {
                    PyThreadState_Clear(record->kept);
                    PyThreadState_Delete(record->kept);
                }
                p.live_thread_states.fetch_sub(1);
                delete record;
            }
            PyThreadState_Clear(mine);
            PyThreadState_DeleteCurrent();
        }
        p.janitors.store(0);
        p.inside.fetch_sub(1);
        if (mine == nullptr) return;
    } while (p.retired.load() != nullptr && p.janitors.exchange(1) == 0);
}

inline const process_operations& own_operations() noexcept
{
    static constexpr process_operations operations{&drain_from_pending_call, &delete_retired_threads};
    return operations;
}

}  // namespace pyhost::inline v0::detail
