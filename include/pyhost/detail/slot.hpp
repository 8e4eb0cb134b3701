// SPDX-License-Identifier: MIT
// Objects kept for the length of a run: keyword tuples, the type of C++ callables. stop() lets go of them.
#pragma once

#include <pyhost/detail/linked_list.hpp>
#include <pyhost/detail/process.hpp>

namespace pyhost::inline v0::detail {

/// On the heap and in the list of the process, since the binary that made it may be closed.
struct cache_slot {
    atomic<PyObject*> kept{nullptr};
    cache_slot* next = nullptr;
};

/// Adds a slot to the list of the process, which has it for ever.
inline cache_slot& add_slot(cache_slot* made)
{
    process_state& p = process();
    const scoped_lock lock{p.slots_lock};
    made->next = p.slots;
    p.slots = made;
    return *made;
}

PYHOST_DETAIL_COLD PYHOST_DETAIL_NOINLINE inline cache_slot& make_slot(atomic<cache_slot*>& place)
{
    auto* made = new cache_slot;
    cache_slot* known = nullptr;
    if (!place.replace(known, made)) {
        delete made;
        return *known;
    }
    return add_slot(made);
}

/// The one slot behind a constant-initialised pointer of a binary.
PYHOST_DETAIL_INLINE cache_slot& slot_of(atomic<cache_slot*>& place)
{
    if (cache_slot* known = place.load_acquire()) [[likely]]
        return *known;
    return make_slot(place);
}

/// Keeps `made`, unless another thread was first. Returns what is kept, borrowed.
PyObject* keep_in(cache_slot& slot, PyObject* made) PYHOST_NEEDS_GIL;

/// What is found once in a run of the interpreter and let go at its end, in something that may end at any time.
struct run_slot {
    static constexpr std::uint64_t never = UINT64_MAX;

    PyObject* found = nullptr;                // written before `generation`, and read after it: threads find it without a lock
    atomic<std::uint64_t> generation{never};  // of the run that it was found in
    run_slot* newer = nullptr;
    run_slot* older = nullptr;
};

/// Keeps an object for the present run, unless another thread has; the one that is kept, borrowed.
PyObject* keep_in(run_slot& slot, PyObject* o) PYHOST_NEEDS_GIL;

/// Takes what a slot has found, or what any has where it is null: a reference, or null. Any thread.
PyObject* take_found(run_slot* slot) noexcept;

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

/// Lets go of everything kept; part of the end of the interpreter.
inline void forget_slots(process_state& p) PYHOST_NEEDS_GIL
{
    for (cache_slot* slot = p.slots; slot != nullptr; slot = slot->next) Py_XDECREF(slot->kept.exchange(nullptr));
}

/// The same for what came after that, when the interpreter has ended.
inline void abandon_slots(process_state& p) noexcept
{
    for (cache_slot* slot = p.slots; slot != nullptr; slot = slot->next) slot->kept.store(nullptr);
}

PYHOST_DETAIL_BODY PyObject* take_found(run_slot* slot) noexcept
{
    process_state& p = process();
    const scoped_lock held{p.slots_lock};
    if (slot == nullptr) slot = p.run_slots;
    if (slot == nullptr || slot->found == nullptr) return nullptr;
    remove_node(p.run_slots, *slot);
    slot->generation.store(run_slot::never);
    p.live_refs.fetch_sub(1);
    return std::exchange(slot->found, nullptr);
}

/// Lets go of all, one at a time: what that runs may make and end others.
inline void forget_run_slots() PYHOST_NEEDS_GIL
{
    while (PyObject* found = take_found(nullptr)) Py_DECREF(found);
}

/// The same for what came after that, when the interpreter has ended.
inline void abandon_run_slots() noexcept
{
    while (take_found(nullptr) != nullptr) {}
}

PYHOST_DETAIL_BODY PyObject* keep_in(run_slot& slot, PyObject* o)
{
    process_state& p = process();
    const std::uint64_t run = generation();
    const scoped_lock held{p.slots_lock};
    if (slot.found != nullptr) return slot.found;
    slot.found = new_reference(o);
    push_node(p.run_slots, slot);
    p.live_refs.fetch_add(1);
    slot.generation.store(run);
    return slot.found;
}

PYHOST_DETAIL_BODY PyObject* keep_in(cache_slot& slot, PyObject* made)
{
    PyObject* known = nullptr;
    if (made == nullptr || slot.kept.replace(known, made)) return made;
    Py_DECREF(made);
    return known;
}

}  // namespace pyhost::inline v0::detail

#endif
