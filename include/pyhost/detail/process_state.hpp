// SPDX-License-Identifier: MIT
// The layout of the one block of state per process, shared by every executable and plugin that includes pyhost.
#pragma once

#include <pyhost/detail/atomic.hpp>
#include <pyhost/detail/platform.hpp>
#include <pyhost/detail/python.hpp>

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>

namespace pyhost::inline v0::detail {

struct thread_record;
struct error_state;
struct deferred_drop;
struct name_node;
struct cache_slot;
struct run_slot;
struct stop_hook;
struct exception_mapping;
struct host_signals;

/// A thread of Python's own that outlived its interpreter.
struct survivor {
    unsigned long id;           // of the system
    const std::string* name;    // null when only the number matters
    survivor* next;
};

/// What the gate lets through; the steps of the end are in stop.hpp.
///
/// `forked`: this process is the child of a fork() that Python did not know of, and cannot use Python.
enum class phase : std::uint64_t { closed, starting, open, closing, sealed, stuck, forked };

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
    void (*retire_thread)(void*);
};

/// Which of the threads that attach for short calls may do so (turns.hpp).
struct turn_state {
    int is_held = 0;                       // whether the last outermost guard that began or ended did begin; a hint
    atomic<int> waiting;                   // threads that wait for their turn
    atomic<int> is_over;                   // the next one wants its turn
    atomic<unsigned> calls;                    // of the thread whose turn it is, while others wait
    atomic<int> unwatched;                 // threads that attach as they come, after one waited in vain
    atomic<const thread_record*> owner;    // whose turn it is, while others wait; only compared
    PyThread_type_lock next = nullptr;     // held by the thread whose turn comes next
};

/// Only plain data, handles of the system and pointers to heap memory: a plugin that made the block may be closed.
///
/// Every member keeps its place for as long as `layout` has its number.
struct process_state {  // NOLINT(clang-analyzer-optin.performance.Padding): the places are fixed
    explicit process_state(const process_operations& later) : operations{later}, threads{later.retire_thread} {}

    static constexpr std::uint32_t current_layout = 10;
    static constexpr std::size_t name_buckets = 1024;
    static constexpr int no_allocator = -1;

    char name[16] = "_pyhost_state";  // first: the address of the block is the address of its name
    std::uint32_t layout = current_layout;
    std::uint32_t size = sizeof(process_state);
    process_operations operations;

    atomic<int> first_allocator{no_allocator};  // PyMemAllocatorName of the first start
    atomic<std::uint64_t> gate;
    atomic<std::int64_t> inside;        // foreign threads with an outermost guard, release scopes included
    atomic<std::int64_t> frames;        // callbacks of C++ on the stacks of Python's own threads
    atomic<std::int64_t> reattaching;   // Python's own threads on their way back from a release scope; the janitor
    atomic<PyThread_type_lock> parking;  // of this run; held from the seal on: threads that must not return wait for it
    PyThread_type_lock never = nullptr;    // held for ever: for threads of a run that is over
    thread_slot threads;                    // the record of each thread
    thread_record* ended_thread = nullptr;  // the record of all threads whose own one is gone

    PyThreadState* first_state = nullptr;  // of this run: the starting thread's

    turn_state turns;

    atomic<deferred_drop*> deferred;
    atomic<thread_record*> retired;
    atomic<int> janitors;

    spin_lock states_lock;  // of threads that make a thread state, without the GIL

    spin_lock records_lock;
    thread_record* records = nullptr;  // of all threads but those that have ended

    spin_lock errors_lock;
    error_state* errors = nullptr;

    spin_lock hooks_lock;
    stop_hook* hooks = nullptr;       // that run first
    stop_hook* last_words = nullptr;  // that run attached
    stop_hook* over_hooks = nullptr;  // that run last

    spin_lock loop_lock;
    void* shared_loop = nullptr;  // of this run: a std::shared_ptr of async/detail/loop_core.hpp, on the heap
    void* loops = nullptr;        // that run: the first of them

    unsigned long main_thread = 0;  // that started this run, as threading.get_ident() numbers it
    unsigned long main_thread_native = 0;
    atomic<int> main_thread_is_known;  // threading has it, or finds it by itself

    host_signals* signals = nullptr;  // of the last start; never freed

    survivor* survivors = nullptr;  // of ended runs, where they are dangerous
    atomic<survivor*> parked;       // those that wait in C++ for ever

    atomic<exception_mapping*> mappings;     // of exception classes, the last one first
    atomic<cache_slot*> original_type;       // of what keeps C++ exceptions in Python's, of all binaries

    spin_lock slots_lock;
    cache_slot* slots = nullptr;
    run_slot* run_slots = nullptr;  // that have found something in this run

    atomic<std::int64_t> live_refs;
    atomic<std::int64_t> live_errors;
    atomic<std::int64_t> live_callables;
    atomic<std::int64_t> live_views;
    atomic<std::int64_t> live_exports;
    atomic<std::int64_t> live_awaits;
    atomic<std::uint64_t> late_completions;  // of calls and awaits whose loop had ended
    atomic<std::int64_t> live_deferred;
    atomic<std::int64_t> live_thread_states;

    atomic<name_node*> names[name_buckets];
};

/// A state for this thread, which need not be attached; null when memory is short.
///
/// CPython makes it under a lock of its own. Up to 3.11 the child of a fork waits for that lock for ever where another thread held it at
/// the fork, so forks wait until no thread of pyhost does (PyOS_AfterFork_Child makes the lock anew after it has deleted other states).
inline PyThreadState* new_thread_state(process_state& p) noexcept
{
    const scoped_lock held{p.states_lock};
    return PyThreadState_New(PyInterpreterState_Main());
}

}  // namespace pyhost::inline v0::detail
