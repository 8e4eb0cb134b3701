// SPDX-License-Identifier: MIT
// What one thread keeps between its guards, found from every binary, until the thread ends.
#pragma once

#include <pyhost/detail/process.hpp>
#include <pyhost/detail/thread_list.hpp>

#include <utility>

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

/// Whether the thread_locals of this binary are being destroyed on this thread. Guards work on, without keeping a pointer.
inline constinit thread_local PYHOST_DETAIL_TLS bool is_over = false;

/// This binary's part in the record of a thread whose thread_locals are gone: for guards in static destructors.
inline constinit thread_local PYHOST_DETAIL_TLS binary_state late_part;

/// Memory for the next error of this thread, left by its last one.
inline constinit thread_local PYHOST_DETAIL_TLS void* spare_memory = nullptr;

/// The record of this thread, when any binary made one and the thread goes on.
inline thread_record* existing_record() noexcept
{
    if (known_record != nullptr) return known_record;
    process_state& p = process();
    auto* record = static_cast<thread_record*>(p.threads.get());
    return record != p.ended_thread ? record : nullptr;
}

/// Whether an outermost guard of any binary lives on this thread.
bool has_outermost_guard() noexcept;

/// The record of this thread, made on first use; null when the thread has ended but for other libraries' last functions.
thread_record* find_record();

[[noreturn]] PYHOST_DETAIL_COLD void throw_closed(std::uint64_t word, const char* operation = "attach");

/// The same for a guard that the gate, or the end of this thread, refuses.
[[noreturn]] PYHOST_DETAIL_COLD void throw_refused();

/// The record of this thread. Throws: interpreter_closed when the thread has ended.
inline thread_record& this_record()
{
    thread_record* record = known_record != nullptr ? known_record : find_record();
    if (record == nullptr) throw_refused();
    return *record;
}

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

/// This binary's part in the record of a thread, from its first guard until its thread_locals are destroyed.
class record_link {
public:
    explicit record_link(thread_record& record) noexcept : record_{record}, here_{&own, record.binaries}
    {
        const scoped_lock held{record.process->records_lock};
        record.binaries = &here_;
    }
    ~record_link()
    {
        known_record = nullptr;
        is_over = true;
        ::operator delete(std::exchange(spare_memory, nullptr));
        late_part.own = &own;
        if (own != nullptr) return;  // std::exit under a guard: the guard counts on, and this storage stays with its thread
        late_part.own = nullptr;
        const scoped_lock held{record_.process->records_lock};
        binary_state** at = &record_.binaries;
        while (*at != &here_) at = &(*at)->next;
        *at = here_.next;
    }
    record_link(const record_link&) = delete;
    record_link& operator=(const record_link&) = delete;

private:
    thread_record& record_;
    binary_state here_;
};

/// Puts what is left of this binary into the record, once.
inline void put_late_part(thread_record& record) noexcept
{
    if (late_part.own != nullptr) return;
    const scoped_lock held{record.process->records_lock};
    late_part.own = &own;
    late_part.next = record.binaries;
    record.binaries = &late_part;
}

PYHOST_DETAIL_BODY bool has_outermost_guard() noexcept
{
    bool found = false;
    for_each_binary(existing_record(), [&](const binary_state& binary) { found = found || *binary.own != nullptr; });
    return found;
}

PYHOST_DETAIL_BODY thread_record* find_record()
{
    process_state& p = process();
    auto* record = static_cast<thread_record*>(p.threads.get());
    if (record == p.ended_thread) return nullptr;
    if (record == nullptr) {
        record = new thread_record{&p};
        put_on_list(p, *record);
        p.threads.set(record);
    }
    if (is_over) {
        put_late_part(*record);
        return record;
    }
    thread_local const record_link link{*record};
    return known_record = record;
}

PYHOST_DETAIL_BODY void throw_closed(std::uint64_t word, const char* operation)
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
    if (p == phase::forked)
        throw interpreter_closed(what + ": this process is the child of a fork() that Python does not know of (the interpreter is its "
                                        "parent's); fork by pyhost::fork() or os.fork(), or use exec here");
    if (p == phase::open)
        throw interpreter_closed(what +
                                 ": this thread has ended (what runs now is the last function of a library); use Python before that");
    throw interpreter_closed(what + ": the interpreter is ending (its pyhost::interpreter is being stopped); "
                                    "let this thread finish its work without Python");
}

PYHOST_DETAIL_BODY void throw_refused() { throw_closed(process().gate.load()); }

}  // namespace pyhost::inline v0::detail

#endif
