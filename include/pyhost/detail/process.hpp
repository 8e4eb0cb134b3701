// SPDX-License-Identifier: MIT
// Finds or makes the one block of state of this process.
#pragma once

#include <pyhost/detail/process_state.hpp>

#if PYHOST_DETAIL_BODIES
#include <pyhost/detail/fork_handlers.hpp>

#include <cstring>
#endif

namespace pyhost::inline v0::detail {

/// Finds the block of the process, or makes and registers it; known_process from then on.
PYHOST_DETAIL_COLD process_state& find_process();

inline constinit atomic<process_state*> known_process{nullptr};

/// The block of the process; it exists from the first use on and is never freed.
PYHOST_DETAIL_INLINE process_state& process()
{
    if (process_state* known = known_process.load_acquire()) [[likely]]
        return *known;
    return find_process();
}

/// Whether this process is the child of a fork() that Python does not know of, for a binary that may not have found the block.
PYHOST_DETAIL_COLD bool is_forked_unknown() noexcept;

/// Whether this process is the child of a fork() that Python does not know of.
inline bool is_forked() noexcept
{
    const process_state* known = known_process.load_acquire();
    return known != nullptr ? gate_word::phase_of(known->gate.load()) == phase::forked : is_forked_unknown();
}

/// The number of the present or last run of the interpreter.
inline std::uint64_t generation() { return gate_word::generation_of(process().gate.load()); }

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

/// The block that some binary registered, or null.
///
/// CPython's table of frozen modules is the one place that is common to all binaries, needs no GIL and outlives
/// the interpreter (c-api/import: PyImport_FrozenModules may be replaced). Our entry has no code, so that Python
/// itself sees an excluded module, and its name is the block.
inline process_state* registered_process(const _frozen* table) noexcept
{
    for (const _frozen* entry = table; entry != nullptr && entry->name != nullptr; ++entry)
        if (std::strcmp(entry->name, "_pyhost_state") == 0) return reinterpret_cast<process_state*>(const_cast<char*>(entry->name));
    return nullptr;
}

/// A copy of `table` with an entry for `state`; it is never freed, since Python keeps it.
inline const _frozen* with_entry(const _frozen* table, const process_state& state)
{
    std::size_t count = 0;
    while (table != nullptr && table[count].name != nullptr) ++count;
    auto* copy = new _frozen[count + 2]{};
    for (std::size_t i = 0; i < count; ++i) copy[i] = table[i];
    copy[count].name = state.name;
    return copy;
}

[[noreturn]] inline void throw_layout_mismatch(const process_state& other)
{
    throw std::runtime_error("pyhost: two binaries of this process were built with versions of pyhost that cannot share an "
                             "interpreter (state layout " +
                             std::to_string(other.layout) + " was found, layout " + std::to_string(process_state::current_layout) +
                             " is built in); build them with one version");
}

inline process_state& checked_process(process_state& found)
{
    if (found.layout != process_state::current_layout || found.size != sizeof(process_state)) throw_layout_mismatch(found);
    return found;
}

inline process_state& registered_or_new_process()
{
    for (;;) {
        const _frozen* table = load_shared(PyImport_FrozenModules);
        if (process_state* found = registered_process(table)) return checked_process(*found);

        auto* made = new process_state{own_operations()};
        made->ended_thread = new thread_record{made};
        made->never = PyThread_allocate_lock();
        made->turns.next = PyThread_allocate_lock();
        if (made->never == nullptr || made->turns.next == nullptr) throw std::bad_alloc{};
        PyThread_acquire_lock(made->never, NOWAIT_LOCK);
        const _frozen* extended = with_entry(table, *made);
        if (replace_shared(PyImport_FrozenModules, table, extended)) {
            pin_binary(reinterpret_cast<const void*>(made->operations.drain_deferred));
            pin_binary(reinterpret_cast<const void*>(made->operations.delete_retired_threads));
            pin_binary(reinterpret_cast<const void*>(made->operations.retire_thread));
            watch_forks(*made);
            return *made;
        }
        delete made->ended_thread;
        PyThread_release_lock(made->never);
        PyThread_free_lock(made->never);
        PyThread_free_lock(made->turns.next);
        delete[] extended;
        delete made;
    }
}

PYHOST_DETAIL_BODY process_state& find_process()
{
    process_state& found = registered_or_new_process();
    known_process.store(&found);
    return found;
}

PYHOST_DETAIL_BODY bool is_forked_unknown() noexcept
{
    const process_state* found = registered_process(load_shared(PyImport_FrozenModules));
    if (found == nullptr || found->layout != process_state::current_layout || found->size != sizeof(process_state)) return false;
    return gate_word::phase_of(found->gate.load()) == phase::forked;
}

}  // namespace pyhost::inline v0::detail

#endif
