// SPDX-License-Identifier: MIT
// What pyhost keeps for each thread, and the list of all, from which stop() names those that it waits for.
#pragma once

#include <pyhost/detail/linked_list.hpp>
#include <pyhost/detail/process_state.hpp>

#if PYHOST_DETAIL_BODIES
#include <vector>
#endif

namespace pyhost::inline v0::detail {

/// What one binary knows of one thread: its state while an outermost guard of that binary lives.
struct binary_state {
    PyThreadState** own = nullptr;
    binary_state* next = nullptr;
    PyThreadState* left = nullptr;  // what `own` was, while the thread stops the interpreter under its guard
};

/// What one thread keeps between its guards. One per thread, found from every binary through process_state::threads.
struct thread_record {
    process_state* process = nullptr;
    PyThreadState* kept = nullptr;   // to restore in the next outermost guard
    std::uint64_t open_word = 0;     // the gate while `kept` is valid and guards may enter
    bool owned = false;              // made for this thread, to be deleted after it
    std::int64_t callbacks = 0;      // callbacks of C++ on this thread's stack
    std::int64_t frames = 0;         // those of them that the gate counts, being on a thread of Python's own
    std::int64_t frames_away = 0;    // those of `frames` that a release scope does not count for its time
    bool forks_through_python = false;  // Python is about to fork on this thread
    bool ends_interpreter = false;   // this thread is inside stop(): the seal is not for it
    long long attached_at = 0;       // while others attach too (turns.hpp), in steady_microseconds()
    long long comes_until = 0;       // the time until which it attaches as it comes
    std::uint64_t left = 0;          // generation of the run whose scopes this thread left by stopping it
    binary_state* binaries = nullptr;
    thread_record* next = nullptr;   // in process_state::retired
    atomic<int> parties{1};          // who still need the record of a thread that ends
    atomic<int> retirement{0};       // of a thread that ends: how far its state is deleted

    unsigned long id = this_thread_id();  // the system's
    thread_record* newer = nullptr;       // in process_state::records
    thread_record* older = nullptr;
};

/// What becomes of the state of a thread that ends, where there is no GIL.
namespace retirement {
inline constexpr int waits = 0, begun = 1, over = 2;
inline constexpr int left = 3;  // the thread could not wait: it goes with the interpreter
}  // namespace retirement

/// Lets go of the record of a thread that has ended, for one of the parties.
inline void release_record(thread_record* record) noexcept
{
    if (record->parties.fetch_sub(1) == 1) delete record;
}

/// Calls `f(binary)` for each binary that this thread has used pyhost in.
template <class F>
void for_each_binary(const thread_record* record, F f)
{
    if (record == nullptr) return;
    for (binary_state* binary = record->binaries; binary != nullptr; binary = binary->next) f(*binary);
}

/// Puts the record of a new thread on the list.
inline void put_on_list(process_state& p, thread_record& record) noexcept
{
    const scoped_lock held{p.records_lock};
    push_node(p.records, record);
}

/// Takes the record of a thread that ends off the list.
inline void take_off_list(process_state& p, thread_record& record) noexcept
{
    const scoped_lock held{p.records_lock};
    remove_node(p.records, record);
}

/// Tells whether an outermost guard of this binary lives, to this thread and to a stop() on another.
PYHOST_DETAIL_INLINE void store_own(PyThreadState*& own, PyThreadState* state) noexcept { store_shared(own, state); }

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

/// The system's numbers of the threads that have an outermost guard now.
inline std::vector<unsigned long> threads_with_guard(process_state& p)
{
    std::vector<unsigned long> found;
    const scoped_lock held{p.records_lock};
    for (const thread_record* record = p.records; record != nullptr; record = record->older) {
        bool has_guard = false;
        for_each_binary(record, [&](const binary_state& binary) { has_guard = has_guard || load_shared(*binary.own) != nullptr; });
        if (has_guard) found.push_back(record->id);
    }
    return found;
}

}  // namespace pyhost::inline v0::detail

#endif
