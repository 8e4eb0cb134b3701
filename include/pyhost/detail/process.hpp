// SPDX-License-Identifier: MIT
// The one block of state per process, shared by every executable and plugin that includes pyhost.
#pragma once

#include <pyhost/detail/atomic.hpp>
#include <pyhost/detail/platform.hpp>
#include <pyhost/detail/python.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <stdexcept>
#include <string>

namespace pyhost::inline v0::detail {

struct thread_record;
struct error_state;
struct deferred_drop;
struct name_node;
struct cache_slot;
struct stop_hook;

/// What the gate lets through; findings on each are in gil.hpp.
enum class phase : std::uint64_t { closed, starting, open, closing, sealed, stuck };

/// Number of the run of the interpreter, and its phase, in one word, so that one compare checks both.
struct gate_word {
    static constexpr std::uint64_t pack(std::uint64_t generation, phase p) noexcept
    {
        return generation << 3 | static_cast<std::uint64_t>(p);
    }
    static constexpr phase phase_of(std::uint64_t word) noexcept { return static_cast<phase>(word & 7); }
    static constexpr std::uint64_t generation_of(std::uint64_t word) noexcept { return word >> 3; }
};

/// Functions that Python or another thread calls later; they live in a binary that is pinned.
struct process_operations {
    int (*drain_deferred)(void*);
    void (*delete_retired_threads)(void*);
};

/// Only plain data and pointers to heap memory: a plugin that made the block may be closed.
///
/// Every member keeps its place for as long as `layout` has its number.
struct process_state {
    static constexpr std::uint32_t current_layout = 1;
    static constexpr std::size_t name_buckets = 1024;

    char name[16] = "_pyhost_state";  // first: the address of the block is the address of its name
    std::uint32_t layout = current_layout;
    std::uint32_t size = sizeof(process_state);
    process_operations operations{};

    atomic<std::uint64_t> gate;
    atomic<std::int64_t> inside;        // foreign threads with an outermost guard, release scopes included
    atomic<std::int64_t> frames;        // callbacks of C++ on the stacks of Python's own threads
    atomic<std::int64_t> reattaching;   // Python's own threads on their way back from a release scope
    PyThread_type_lock parking = nullptr;  // held from the seal on; threads that must not return wait for it
    Py_tss_t thread_key{};  // zero is Py_tss_NEEDS_INIT

    atomic<deferred_drop*> deferred;
    atomic<thread_record*> retired;
    atomic<int> janitors;

    spin_lock errors_lock;
    error_state* errors = nullptr;

    spin_lock hooks_lock;
    stop_hook* hooks = nullptr;

    spin_lock slots_lock;
    cache_slot* slots = nullptr;

    atomic<std::int64_t> live_refs;
    atomic<std::int64_t> live_errors;
    atomic<std::int64_t> live_callables;
    atomic<std::int64_t> live_deferred;
    atomic<std::int64_t> live_thread_states;

    atomic<name_node*> names[name_buckets];
};

/// The block that some binary registered, or null.
///
/// CPython's table of frozen modules is the one place that is common to all binaries, needs no GIL and outlives
/// the interpreter (c-api/import: PyImport_FrozenModules may be replaced). Our entry has no code, so that Python
/// itself sees an excluded module, and its name is the block.
inline process_state* registered_process(const _frozen* table) noexcept
{
    for (const _frozen* entry = table; entry != nullptr && entry->name != nullptr; ++entry)
        if (std::strcmp(entry->name, "_pyhost_state") == 0)
            return reinterpret_cast<process_state*>(const_cast<char*>(entry->name));
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
                             "interpreter (state layout " + std::to_string(other.layout) + " was found, layout " +
                             std::to_string(process_state::current_layout) + " is built in); build them with one version");
}

inline process_state& checked_process(process_state& found)
{
    if (found.layout != process_state::current_layout || found.size != sizeof(process_state)) throw_layout_mismatch(found);
    return found;
}

inline const process_operations& own_operations() noexcept;

/// Finds the block of the process, or makes and registers it.
PYHOST_DETAIL_COLD inline process_state& find_process()
{
    for (;;) {
        const _frozen* table = load_shared(PyImport_FrozenModules);
        if (process_state* found = registered_process(table)) return checked_process(*found);

        auto* made = new process_state;
        made->operations = own_operations();
        PyThread_tss_create(&made->thread_key);
        const _frozen* extended = with_entry(table, *made);
        if (replace_shared(PyImport_FrozenModules, table, extended)) {
            pin_binary(reinterpret_cast<const void*>(&own_operations));
            return *made;
        }
        PyThread_tss_delete(&made->thread_key);
        delete[] extended;
        delete made;
    }
}

inline constinit atomic<process_state*> known_process{nullptr};

/// The block of the process; it exists from the first use on and is never freed.
PYHOST_DETAIL_INLINE process_state& process()
{
    if (process_state* known = known_process.load_relaxed()) [[likely]]
        return *known;
    process_state& found = find_process();
    known_process.store(&found);
    return found;
}

/// The number of the present or last run of the interpreter.
inline std::uint64_t generation() { return gate_word::generation_of(process().gate.load()); }

}  // namespace pyhost::inline v0::detail
