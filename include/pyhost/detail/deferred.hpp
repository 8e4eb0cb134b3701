// SPDX-License-Identifier: MIT
// Dropping a reference on any thread: at once when attached, queued when not, left when the interpreter has ended.
#pragma once

#include <pyhost/detail/thread.hpp>

#include <string>

namespace pyhost::inline v0::detail {

/// Queues a reference for the next guard, the next pending call or stop(), whichever comes first.
///
/// Counting itself `inside` keeps the interpreter from ending under Py_AddPendingCall. Out of memory, or after the
/// end, the reference is left.
PYHOST_DETAIL_COLD void defer_drop(PyObject* o) noexcept;

/// The same for a prepared drop, which is the queue's from then on; false when its run is over, and it stays the caller's.
PYHOST_DETAIL_COLD bool defer(deferred_drop* drop) noexcept;

/// Whether this thread is attached; a few instructions under a guard of this binary.
///
/// The child of a plain fork() never is, although CPython still says so of a thread that held the GIL.
PYHOST_DETAIL_INLINE bool attached() noexcept
{
    const PyThreadState* mine = own;
    return mine != nullptr ? is_attached(mine) : is_attached() && !is_forked();
}

/// Whether this thread is attached by a guard of this binary; false is no answer.
PYHOST_DETAIL_INLINE bool is_under_guard() noexcept
{
    const PyThreadState* mine = own;
    return mine != nullptr && is_attached(mine);
}

/// What would else be a crash in CPython: Python touched by a thread that has no guard, or when there is no interpreter.
[[noreturn]] PYHOST_DETAIL_COLD void throw_detached(const char* operation);

/// Throws unless this thread is attached: interpreter_closed when no interpreter runs, else std::logic_error.
PYHOST_DETAIL_INLINE void need_attached(const char* operation)
{
    if (!attached()) [[unlikely]]
        throw_detached(operation);
}

/// A further reference, for the copy of an object.
PYHOST_DETAIL_INLINE PyObject* copied(PyObject* o)
{
    if (o == nullptr) return nullptr;
    need_attached("copy of an object");
    Py_INCREF(o);
    return o;
}

/// Drops a reference of a run of the interpreter; it is left when that is over, whatever runs now. Needs: nothing.
void drop_of_run(PyObject* o, std::uint64_t generation) noexcept;

/// Whether this thread may drop a reference; where it may not, the reference is put aside to be dropped.
bool may_drop(PyObject* o) noexcept;

/// Drops one reference. Needs: nothing.
PYHOST_DETAIL_INLINE void drop(PyObject* o) noexcept
{
    if (is_under_guard() || may_drop(o)) [[likely]]
        Py_DECREF(o);
}

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY void defer_drop(PyObject* o) noexcept
{
    auto* drop = new (std::nothrow) deferred_drop{o, generation()};
    if (drop != nullptr && !defer(drop)) delete drop;
}

PYHOST_DETAIL_BODY bool may_drop(PyObject* o) noexcept
{
    if (attached()) return true;
    defer_drop(o);
    return false;
}

PYHOST_DETAIL_BODY bool defer(deferred_drop* drop) noexcept
{
    process_state& p = process();
    p.inside.fetch_add(1);
    const std::uint64_t word = p.gate.load();
    const phase at = gate_word::phase_of(word);
    const bool is_open = at == phase::open || at == phase::closing || at == phase::stuck;
    const bool is_due = is_open && drop->generation == gate_word::generation_of(word);
    if (is_due) {
        p.live_deferred.fetch_add(1);
        deferred_drop* first = p.deferred.load();
        do drop->next = first;
        while (!p.deferred.replace(first, drop));
        if (first == nullptr) Py_AddPendingCall(p.operations.drain_deferred, &p);
    }
    p.inside.fetch_sub(1);
    return is_due;
}

PYHOST_DETAIL_BODY void drop_of_run(PyObject* o, std::uint64_t of_run) noexcept
{
    if (attached()) {
        if (of_run == generation()) Py_DECREF(o);
        return;
    }
    auto* drop = new (std::nothrow) deferred_drop{o, of_run};
    if (drop != nullptr && !defer(drop)) delete drop;
}

PYHOST_DETAIL_BODY void throw_detached(const char* operation)
{
    const std::uint64_t word = process().gate.load();
    const phase at = gate_word::phase_of(word);
    if (at == phase::closed || at == phase::starting || at == phase::forked) throw_closed(word, operation);
    throw std::logic_error(std::string{operation} + ": this thread is not attached to Python (no pyhost::gil_guard lives in it, or it is "
                                                    "inside a gil_release); make a gil_guard in this scope");
}

}  // namespace pyhost::inline v0::detail

#endif
