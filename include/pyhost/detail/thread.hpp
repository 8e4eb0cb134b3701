// SPDX-License-Identifier: MIT
// Attaching and detaching a thread through the gate; gil.hpp gives it the public names.
#pragma once

#include <pyhost/detail/process.hpp>

namespace pyhost::inline v0 {

/// Thrown by a guard when no interpreter runs, or when it is ending.
class interpreter_closed : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

}  // namespace pyhost::inline v0

namespace pyhost::inline v0::detail {

/// This thread's state while an outermost guard of this binary lives; null says nothing.
inline constinit thread_local PYHOST_DETAIL_TLS PyThreadState* own = nullptr;

/// This thread's record as known to this binary.
inline constinit thread_local PYHOST_DETAIL_TLS thread_record* known_record = nullptr;

/// Hands the state of an ending thread to the janitor; the thread never waits for the GIL here.
///
/// It may be joined by one that holds the GIL, so it must not attach.
inline void retire(thread_record* record) noexcept
{
    process_state& p = process();
    PyThread_tss_set(&p.thread_key, nullptr);
    if (!record->owned || record->open_word != p.gate.load()) {
        if (record->owned) p.live_thread_states.fetch_sub(1);  // deleted by the end of its interpreter
        delete record;
        return;
    }
    thread_record* first = p.retired.load();
    do record->next = first;
    while (!p.retired.replace(first, record));
    if (p.janitors.exchange(1) == 0)
        if (PyThread_start_new_thread(p.operations.delete_retired_threads, &p) == PYTHREAD_INVALID_THREAD_ID) p.janitors.store(0);
}

/// The record of this thread, when any binary made one. Until the thread ends it has what every binary knows.
inline thread_record* existing_record() noexcept
{
    return known_record != nullptr ? known_record : static_cast<thread_record*>(PyThread_tss_get(&process().thread_key));
}

/// Whether an outermost guard of any binary lives on this thread.
inline bool has_outermost_guard() noexcept
{
    bool found = false;
    for_each_outermost_guard(existing_record(), [&](PyThreadState*) { found = true; });
    return found;
}

/// Takes this binary out of the record at the end of the thread, and retires the record if this binary made it.
///
/// The maker is the first to be constructed, so it is the last to be destroyed.
struct record_owner {
    thread_record* made = nullptr;
    binary_state here{&own};

    ~record_owner()
    {
        if (known_record != nullptr) unlink(*known_record);
        known_record = nullptr;
        if (made != nullptr) retire(made);
    }

    void unlink(thread_record& record) noexcept
    {
        binary_state** at = &record.binaries;
        while (*at != nullptr && *at != &here) at = &(*at)->next;
        if (*at != nullptr) *at = here.next;
    }
};

inline thread_record& find_record()
{
    thread_local record_owner owner;
    process_state& p = process();
    auto* record = static_cast<thread_record*>(PyThread_tss_get(&p.thread_key));
    if (record == nullptr) {
        record = owner.made = new thread_record;
        PyThread_tss_set(&p.thread_key, record);
    }
    owner.here.next = record->binaries;
    record->binaries = &owner.here;
    return *(known_record = record);
}

inline thread_record& this_record() { return known_record != nullptr ? *known_record : find_record(); }

[[noreturn]] PYHOST_DETAIL_COLD inline void throw_closed(std::uint64_t word, const char* operation = "attach")
{
    const std::string what{operation};
    const phase p = gate_word::phase_of(word);
    const bool never = p == phase::starting || (p == phase::closed && gate_word::generation_of(word) == 0);
    if (never)
        throw interpreter_closed(what + ": no interpreter runs yet (this process has no pyhost::interpreter); "
                                        "create one, and keep it alive while threads use Python");
    if (p == phase::closed)
        throw interpreter_closed(what + ": the interpreter has ended (its pyhost::interpreter was stopped or destroyed); "
                                        "join the threads that use Python before that, or catch this exception in them");
    throw interpreter_closed(what + ": the interpreter is ending (its pyhost::interpreter is being stopped); "
                                    "let this thread finish its work without Python");
}

/// Whether a thread of Python's own that left the GIL in this run may take it again.
inline bool may_return(std::uint64_t word, std::uint64_t generation) noexcept
{
    const phase at = gate_word::phase_of(word);
    return gate_word::generation_of(word) == generation && (at == phase::open || at == phase::closing || at == phase::stuck);
}

/// Waits until stop() gives up on finalising, and for ever when it does not or the run is over.
///
/// CPython up to 3.13 would end the thread by unwinding its C++ frames instead.
inline void park(process_state& p, std::uint64_t generation) noexcept
{
    const bool may_wake = gate_word::generation_of(p.gate.load()) == generation;
    PyThread_type_lock lock = may_wake ? p.parking : p.never;
    PyThread_acquire_lock(lock, WAIT_LOCK);
    PyThread_release_lock(lock);
}

/// The first outermost guard of a thread in this run: finds or makes the state that the next ones restore.
///
/// A state that Python or a user of PyGILState_Ensure made is used but not kept: it may end before the thread does.
inline PyThreadState* first_state(process_state& p, std::uint64_t word)
{
    thread_record& record = this_record();
    if (PyThreadState* state = PyGILState_GetThisThreadState()) return state;
    PyThreadState* made = PyThreadState_New(PyInterpreterState_Main());
    if (made == nullptr) throw std::bad_alloc{};
    if (record.owned) p.live_thread_states.fetch_sub(1);  // the kept one ended with its interpreter
    p.live_thread_states.fetch_add(1);
    record.kept = made;
    record.open_word = word;
    record.owned = true;
    return made;
}

/// Whether the gate lets this thread in. While it shuts, it does when the thread has a guard already, of another binary
/// and in a release scope now: stop() waits for that one, so this one ends in time too.
inline bool may_enter(std::uint64_t word) noexcept
{
    const phase at = gate_word::phase_of(word);
    if (at == phase::open) return true;
    return (at == phase::closing || at == phase::stuck) && has_outermost_guard();
}

PYHOST_DETAIL_NOINLINE inline PyThreadState* enter_first(process_state& p, std::uint64_t word)
{
    PyThreadState* state = nullptr;
    try {
        if (may_enter(word)) state = first_state(p, word);
    } catch (...) {
        p.inside.fetch_sub(1);
        throw;
    }
    if (state != nullptr) PyEval_RestoreThread(state);
    else p.inside.fetch_sub(1);
    return state;
}

/// Enters the gate and attaches; null when the gate is shut.
PYHOST_DETAIL_INLINE PyThreadState* try_enter(process_state& p) PYHOST_DETAIL_NO_ANALYSIS
{
    p.inside.fetch_add(1);
    const std::uint64_t word = p.gate.load();
    const thread_record* record = known_record;
    PyThreadState* state = nullptr;
    if (record != nullptr && record->open_word == word) [[likely]] {
        state = record->kept;
        PyEval_RestoreThread(state);
    } else {
        state = enter_first(p, word);
        if (state == nullptr) return nullptr;
    }
    own = state;
    if (p.deferred.load_relaxed() != nullptr) drain_deferred(p);
    return state;
}

/// Detaches and leaves the gate.
///
/// When this thread itself stopped the interpreter under the guard there is nothing left to detach.
PYHOST_DETAIL_INLINE void leave(process_state& p, PyThreadState* state) noexcept
{
    if (own != state) return;
    own = nullptr;
    if (gate_word::phase_of(p.gate.load()) != phase::closed) PyEval_SaveThread();
    p.inside.fetch_sub(1);
}

/// A thread that left the GIL: what reattach() needs.
struct detached {
    PyThreadState* state = nullptr;
    std::uint64_t generation = 0;  // of the run, where stop() does not wait for this thread
};

/// Detaches for a release scope, or for the end of a guard inside one.
inline detached detach() noexcept
{
    if (own != nullptr) return {PyEval_SaveThread()};
    process_state& p = process();
    if (known_record != nullptr && known_record->callbacks > 0) p.frames.fetch_sub(known_record->callbacks);
    const std::uint64_t generation = gate_word::generation_of(p.gate.load());
    return {PyEval_SaveThread(), generation};
}

/// Whether this thread stopped the interpreter inside the scope that detached it, so that there is nothing to return to.
inline bool has_left(const detached& from) noexcept
{
    const thread_record* record = existing_record();
    return from.generation == 0 || (record != nullptr && record->left == from.generation && !record->ends_interpreter);
}

/// Attaches again. Threads counted in `inside` always may; Python's own threads park once the gate is sealed.
inline void reattach(const detached& from) noexcept
{
    if (own != nullptr) return PyEval_RestoreThread(from.state);
    if (has_left(from)) return;
    process_state& p = process();
    p.reattaching.fetch_add(1);
    while (!may_return(p.gate.load(), from.generation) && !this_record().ends_interpreter) {
        p.reattaching.fetch_sub(1);
        park(p, from.generation);
        p.reattaching.fetch_add(1);
    }
    PyEval_RestoreThread(from.state);
    if (known_record != nullptr && known_record->callbacks > 0) p.frames.fetch_add(known_record->callbacks);
    p.reattaching.fetch_sub(1);
}

/// Counts a callback of C++ on the stack of one of Python's own threads, so that the end waits for it.
class callback_scope {
public:
    callback_scope() PYHOST_NEEDS_GIL
    {
        if (own != nullptr) return;
        process_state& p = process();
        record_ = &this_record();
        p.frames.fetch_add(1);
        if (gate_word::phase_of(p.gate.load()) == phase::sealed && !record_->ends_interpreter) [[unlikely]] {
            p.frames.fetch_sub(1);
            reattach(detach());
            p.frames.fetch_add(1);
        }
        ++record_->callbacks;
    }
    ~callback_scope()
    {
        if (record_ == nullptr) return;
        --record_->callbacks;
        process().frames.fetch_sub(1);
    }
    callback_scope(const callback_scope&) = delete;
    callback_scope& operator=(const callback_scope&) = delete;

private:
    thread_record* record_ = nullptr;
};

}  // namespace pyhost::inline v0::detail
