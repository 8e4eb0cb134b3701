// SPDX-License-Identifier: MIT
// Attaching and detaching a thread through the gate; gil.hpp gives it the public names.
#pragma once

#include <pyhost/detail/thread_record.hpp>
#include <pyhost/detail/turns.hpp>

#if PYHOST_DETAIL_BODIES
#include <pyhost/detail/main_thread.hpp>
#endif

namespace pyhost::inline v0::detail {

/// Waits until stop() gives up on finalising, and for ever when it does not or the run is over.
///
/// CPython up to 3.13 would end the thread by unwinding its C++ frames instead.
void park(process_state& p, std::uint64_t generation) noexcept;

/// A thread that left the GIL: what reattach() needs.
struct detached {
    PyThreadState* state = nullptr;
    std::uint64_t generation = 0;  // of the run, where stop() does not wait for this thread
    std::int64_t frames = 0;       // callbacks that are not counted meanwhile
};

/// Detaches for a release scope, or for the end of a guard inside one.
detached detach() noexcept;

bool try_reattach_python_thread(const detached& from) noexcept;

/// Attaches again, unless this thread has to park first: false, and nothing is changed. Threads counted in `inside`
/// always may; Python's own threads may not once the gate is sealed.
PYHOST_DETAIL_INLINE bool try_reattach(const detached& from) noexcept
{
    if (own == nullptr) return try_reattach_python_thread(from);
    PyEval_RestoreThread(from.state);
    return true;
}

/// Attaches again, after parking where it must.
PYHOST_DETAIL_INLINE void reattach(const detached& from) noexcept
{
    while (!try_reattach(from)) park(process(), from.generation);
}

/// Marks that this thread returns to Python, where C++ is called by it but for a callback: stop() is refused meanwhile.
class inside_python_scope {
public:
    inside_python_scope() noexcept : record_{existing_record()}
    {
        if (record_ != nullptr) ++record_->callbacks;
    }
    ~inside_python_scope()
    {
        if (record_ != nullptr) --record_->callbacks;
    }
    inside_python_scope(const inside_python_scope&) = delete;
    inside_python_scope& operator=(const inside_python_scope&) = delete;

private:
    thread_record* record_;
};

/// Counts a callback of C++ on the stack: stop() is refused under it, and on one of Python's own threads waits for it.
class callback_scope {
public:
    callback_scope() PYHOST_NEEDS_GIL : record_{this_record()}, is_counted_{own == nullptr}
    {
        ++record_.callbacks;
        if (is_counted_) enter_frame();
    }
    ~callback_scope()
    {
        --record_.callbacks;
        if (!is_counted_) return;
        --record_.frames;
        process().frames.fetch_sub(1);
    }
    callback_scope(const callback_scope&) = delete;
    callback_scope& operator=(const callback_scope&) = delete;

private:
    void enter_frame() PYHOST_NEEDS_GIL;

    thread_record& record_;
    bool is_counted_;
};

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

/// Whether a thread of Python's own that left the GIL in this run may take it again.
inline bool may_return(std::uint64_t word, std::uint64_t generation) noexcept
{
    const phase at = gate_word::phase_of(word);
    return gate_word::generation_of(word) == generation && (at == phase::open || at == phase::closing || at == phase::stuck);
}

/// The first outermost guard of a thread in this run: finds or makes the state that the next ones restore; null when the
/// thread has ended.
///
/// A state that Python or a user of PyGILState_Ensure made is used but not kept: it may end before the thread does.
inline PyThreadState* first_state(process_state& p, std::uint64_t word)
{
    thread_record* record = known_record != nullptr ? known_record : find_record();
    if (record == nullptr) return nullptr;
    if (PyThreadState* state = PyGILState_GetThisThreadState()) return state;
    PyThreadState* made = new_thread_state(p);
    if (made == nullptr) throw std::bad_alloc{};
    p.live_thread_states.fetch_add(1);
    record->kept = made;
    record->open_word = word;
    record->owned = true;
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

PYHOST_DETAIL_NOINLINE inline PyThreadState* enter_first(process_state& p, std::uint64_t word) PYHOST_DETAIL_NO_ANALYSIS
{
    PyThreadState* state = nullptr;
    try {
        if (may_enter(word)) state = first_state(p, word);
    } catch (...) {
        p.inside.fetch_sub(1);
        throw;
    }
    if (state == nullptr) {
        p.inside.fetch_sub(1);
        return nullptr;
    }
    PyEval_RestoreThread(state);
    store_own(own, state);
    settle_main_thread(p);
    return state;
}

/// Enters the gate and attaches; null when the gate is shut.
PYHOST_DETAIL_INLINE PyThreadState* try_enter(process_state& p) PYHOST_DETAIL_NO_ANALYSIS
{
    const bool is_alone = p.inside.fetch_add(1) == 0 || !has_gil;
    const std::uint64_t word = p.gate.load();
    thread_record* record = known_record;
    const bool is_known = record != nullptr && record->open_word == word;
    PyThreadState* state = is_known ? record->kept : enter_first(p, word);
    if (state == nullptr) return nullptr;
    if (is_known) [[likely]] {
        if (is_alone) [[likely]]
            PyEval_RestoreThread(state);
        else attach_in_turn(p, *record);
        store_own(own, state);
    }
    if constexpr (has_gil) store_shared(p.turns.is_held, 1);
    if (p.deferred.load_acquire() != nullptr) [[unlikely]]
        drain_deferred(p);
    return state;
}

/// Detaches and leaves the gate.
///
/// When this thread itself stopped the interpreter under the guard there is nothing left to detach.
PYHOST_DETAIL_INLINE void leave(process_state& p, PyThreadState* state) noexcept
{
    if constexpr (has_gil) store_shared(p.turns.is_held, 0);
    if (own != state) return;
    store_own(own, nullptr);
    if (gate_word::phase_of(p.gate.load()) != phase::closed) PyEval_SaveThread();
    p.inside.fetch_sub(1);
}

/// Whether this thread stopped the interpreter inside the scope that detached it, or is in the child of a plain fork(), so
/// that there is nothing to return to.
inline bool has_left(const detached& from) noexcept
{
    if (is_forked()) return true;
    const thread_record* record = existing_record();
    return from.generation == 0 || (record != nullptr && record->left == from.generation && !record->ends_interpreter);
}

PYHOST_DETAIL_BODY PYHOST_DETAIL_NOINLINE void park(process_state& p, std::uint64_t generation) noexcept
{
    const bool may_wake = gate_word::generation_of(p.gate.load()) == generation;
    if (auto* parked = new (std::nothrow) survivor{this_thread_id(), nullptr, p.parked.load()})
        while (!p.parked.replace(parked->next, parked)) {}
    PyThread_type_lock lock = may_wake ? p.parking.load() : p.never;
    PyThread_acquire_lock(lock, WAIT_LOCK);
    PyThread_release_lock(lock);
}

PYHOST_DETAIL_BODY detached detach() noexcept
{
    if (own != nullptr) return {PyEval_SaveThread()};
    process_state& p = process();
    thread_record* record = existing_record();  // another binary may have made it
    const std::int64_t frames = record != nullptr ? record->frames - record->frames_away : 0;
    if (frames > 0) {
        record->frames_away += frames;
        p.frames.fetch_sub(frames);
    }
    const std::uint64_t generation = gate_word::generation_of(p.gate.load());
    return {PyEval_SaveThread(), generation, frames};
}

PYHOST_DETAIL_BODY void callback_scope::enter_frame()
{
    process_state& p = process();
    p.frames.fetch_add(1);
    if (gate_word::phase_of(p.gate.load()) == phase::sealed && !record_.ends_interpreter) [[unlikely]] {
        p.frames.fetch_sub(1);
        reattach(detach());
        p.frames.fetch_add(1);
    }
    ++record_.frames;
}

PYHOST_DETAIL_BODY PYHOST_DETAIL_NOINLINE bool try_reattach_python_thread(const detached& from) noexcept
{
    if (has_left(from)) return true;
    process_state& p = process();
    p.reattaching.fetch_add(1);
    thread_record* record = existing_record();
    const bool may = may_return(p.gate.load(), from.generation) || (record != nullptr && record->ends_interpreter);
    if (may) {
        PyEval_RestoreThread(from.state);
        if (from.frames > 0) {
            record->frames_away -= from.frames;
            p.frames.fetch_add(from.frames);
        }
    }
    p.reattaching.fetch_sub(1);
    return may;
}

}  // namespace pyhost::inline v0::detail

#endif
