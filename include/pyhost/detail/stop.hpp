// SPDX-License-Identifier: MIT
// The end of the interpreter: refuse, drain, join, seal, render, finalise; or give up at the deadline.
#pragma once

#include <pyhost/detail/deadline.hpp>
#include <pyhost/detail/end_work.hpp>
#include <pyhost/detail/final_state.hpp>
#include <pyhost/detail/host_signals.hpp>
#include <pyhost/detail/last_objects.hpp>
#include <pyhost/detail/stop_hooks.hpp>
#include <pyhost/detail/stop_report.hpp>
#include <pyhost/detail/survivors.hpp>

#include <string>
#include <vector>

namespace pyhost::inline v0::detail {

/// Runs last words and what Python registered with atexit, and flushes its streams, for an end without finalisation.
inline void run_exit_functions(void* argument) PYHOST_DETAIL_NO_ANALYSIS
{
    PyThread_type_lock done = argument;  // a void*, as CPython declares it
    const PyGILState_STATE state = PyGILState_Ensure();
    run_stop_hooks(process(), stop_step::last_words);
    PyRun_SimpleString("import atexit, sys\n"
                       "atexit._run_exitfuncs()\n"
                       "for stream in (sys.stdout, sys.stderr):\n"
                       "    if stream is not None: stream.flush()\n");
    PyGILState_Release(state);
    PyThread_release_lock(done);
}

inline std::string described_thread(unsigned long id)
{
    if (id == 0) return "a thread";
    const std::string name = thread_name(id);
    return (name.empty() ? "thread " : "thread '" + name + "' ") + "(" + std::to_string(id) + ")";
}

/// One end of the interpreter, step by step.
class shutdown {
public:
    /// Throws: std::bad_alloc when this thread can have no state of Python; the gate is open again then.
    shutdown(process_state& p, long long limit_ms)
        : p_{p}, limit_{limit_ms}, generation_{gate_word::generation_of(p.gate.load())}, state_{final_state(p.first_state)}
    {
        if (state_ != nullptr || ends_on_first_state) return;
        set(phase::open);
        throw std::bad_alloc{};
    }

    /// Needs: the gate is `closing`, and this thread is detached.
    stop_report run() PYHOST_DETAIL_NO_ANALYSIS
    {
        try {
            run_stop_hooks(p_, stop_step::refuse);
            if (drain_guards() && attach() && end_work() && seal()) finalise();
        } catch (...) {
            give_up();
            throw;
        }
        report_.timed_out = !report_.finalised;
        if (report_.timed_out) give_up();
        else run_stop_hooks(p_, stop_step::over);
        return std::move(report_);
    }

    /// Leaves the interpreter running: guards are refused, threads that wait may go on, nothing is torn down under those
    /// that run.
    void give_up() PYHOST_DETAIL_NO_ANALYSIS
    {
        if (is_attached()) PyEval_SaveThread();
        store_own(own, nullptr);
        if (thread_record* record = existing_record()) record->ends_interpreter = false;
        const bool was_sealed = gate_word::phase_of(p_.gate.load()) == phase::sealed;
        set(phase::stuck);
        if (was_sealed) PyThread_release_lock(p_.parking.load());
        run_stop_hooks(p_, stop_step::over);
        PyThread_type_lock done = PyThread_allocate_lock();
        if (done == nullptr) return;
        PyThread_acquire_lock(done, WAIT_LOCK);
        // On a thread of its own, since a thread that keeps the GIL for ever would keep this one too. The lock is left.
        if (PyThread_start_new_thread(&run_exit_functions, done) != PYTHREAD_INVALID_THREAD_ID)
            PyThread_acquire_lock_timed(done, exit_functions_limit, 0);
    }

private:
    void set(phase to) noexcept { p_.gate.store(gate_word::pack(generation_, to)); }

    /// The closed gate has a number of its own, so that what belongs to this run is told by one compare.
    void close() noexcept
    {
        p_.gate.store(gate_word::pack(generation_ + 1, phase::closed));
        thread_record* next = p_.retired.exchange(nullptr);
        while (thread_record* record = next) {
            next = record->next;
            release_record(record);
        }
        p_.live_thread_states.store(0);  // they went with the interpreter
    }

    bool drain_guards()
    {
        if (p_.inside.load() == 0) return true;
        for (const unsigned long id : threads_with_guard(p_)) report_.waited_for.push_back(described_thread(id) + " with a gil_guard");
        return wait_until(limit_, [this] { return p_.inside.load() == 0; });
    }

    bool attach()
    {
        if (p_.first_state == nullptr) {  // where outlive_fork() cannot keep it
            report_.waited_for.emplace_back("the thread that started Python, which this child of a fork does not have");
            return false;
        }
        if (!gil_is_free(limit_)) {
            report_.waited_for.emplace_back(has_gil ? "the GIL, which a thread does not let go" : "a thread that stays attached to Python");
            return false;
        }
        if (!take_state()) {
            report_.waited_for.emplace_back("the thread that started Python, which is inside Python");
            return false;
        }
        this_record().ends_interpreter = true;
        store_own(own, state_);
        return true;
    }

    /// Attaches on the final state; false when the thread that it belongs to is inside Python until the deadline.
    bool take_state() PYHOST_DETAIL_NO_ANALYSIS
    {
        const bool is_others = is_first_of_another_thread(state_);
        while (wait_until(limit_, [&] { return !is_others || !is_in_use(state_); })) {
            if (is_others) unbind_thread(state_);
            PyEval_RestoreThread(state_);
            if (!is_others || !is_in_use(state_)) return true;  // with the GIL it is sure
            PyEval_SaveThread();
        }
        return false;
    }

    bool end_work() PYHOST_NEEDS_GIL
    {
        run_stop_hooks(p_, stop_step::last_words);
        bool all_ended = true;
        for (const joined_thread& thread : end_python_work(static_cast<double>(limit_.left()) / 1e6)) {
            all_ended = all_ended && !thread.is_alive;
            report_.waited_for.push_back(thread.name);
        }
        return all_ended;
    }

    /// Shuts the gate for Python's own threads too, and waits until none is inside C++ or on its way back.
    bool seal() PYHOST_NEEDS_GIL
    {
        PyThread_acquire_lock(p_.parking.load(), NOWAIT_LOCK);
        set(phase::sealed);
        const auto quiet = [this] { return p_.inside.load() == 0 && p_.frames.load() == 0 && p_.reattaching.load() == 0; };
        while (!quiet()) {
            PyEval_SaveThread();
            if (!wait_until(limit_, quiet) || !gil_is_free(limit_)) {
                report_.waited_for.emplace_back("threads of Python that are inside C++");
                return false;
            }
            PyEval_RestoreThread(state_);
        }
        return true;
    }

    void finalise() PYHOST_NEEDS_GIL
    {
        note_survivors(p_);
        release_last_objects(p_);
        {
            const returned_signals after_that{p_};
            report_.flushed = Py_FinalizeEx() == 0;
        }
        report_.finalised = true;
        store_own(own, nullptr);
        this_record().ends_interpreter = false;
        abandon_last_objects(p_);
        close();
    }

    static constexpr PY_TIMEOUT_T exit_functions_limit = 1'000'000;  // microseconds

    process_state& p_;
    deadline limit_;
    std::uint64_t generation_;
    PyThreadState* state_;
    stop_report report_;
};

}  // namespace pyhost::inline v0::detail
