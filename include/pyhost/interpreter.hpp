// SPDX-License-Identifier: MIT
// The interpreter as a C++ object: starts CPython, lets go of the GIL, and ends it in order.
#pragma once

#include <pyhost/config.hpp>
#include <pyhost/detail/process_state.hpp>
#include <pyhost/detail/stop_report.hpp>

#if PYHOST_DETAIL_BODIES
#include <pyhost/detail/own_guards.hpp>
#include <pyhost/detail/start_steps.hpp>
#include <pyhost/detail/stop.hpp>
#include <pyhost/detail/throw.hpp>
#include <pyhost/environment.hpp>

#include <cstdio>
#include <stdexcept>
#endif

namespace pyhost::inline v0 {

/// CPython in this process, from construction to stop() or destruction.
///
/// After the start no thread holds the GIL: any thread attaches by gil_guard, or calls a function. There is one at a time;
/// another may follow when it has ended. It may be a static object, be started on one thread and stopped on another.
class interpreter {
public:
    /// Starts CPython as `wanted` says. Throws: startup_error, with everything as before: what was wanted, what was looked at, what to do.
    explicit interpreter(const config& wanted = {});

    /// stop(); tells on stderr when the interpreter had to be left running: at the deadline, or since this thread is
    /// inside Python (std::exit in a callback). Then too atexit functions run and output is flushed.
    ~interpreter();

    interpreter(const interpreter&) = delete;
    interpreter& operator=(const interpreter&) = delete;

    /// Ends the interpreter: new guards throw interpreter_closed, guards in use and Python's threads are waited for,
    /// atexit functions run, CPython finalises.
    ///
    /// After config::shutdown_timeout it gives up: atexit functions run, output is flushed, nothing is torn down.
    /// Needs: this thread not to be inside Python (a callback, or a guard of another library). Any thread will do;
    /// on a free-threaded CPython 3.13 built for debugging only the one that started it (its allocator asserts that).
    /// Throws: std::logic_error when it is; std::bad_alloc, and the interpreter goes on.
    /// Calling it again does nothing; from another thread it waits for the first.
    stop_report stop();

    /// Adds a module that is defined in C++ (expose/module_def.hpp) to the present run: `import host` works from now on.
    ///
    /// Throws: interpreter_closed; what making the module raises.
    void add(const detail::module_registration& added);

private:
    static std::uint64_t begin(detail::process_state& p);
    void open(detail::process_state& p, std::uint64_t generation);
    static bool is_inside_python() noexcept;
    void leave_running();
    void wait_for_other(const detail::process_state& p) const noexcept;

    std::uint64_t generation_ = 0;
    long long limit_ms_;
};

}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

/// Says why the interpreter goes on after its destructor.
inline void tell_left_running(const stop_report& report)
{
    std::string text = "pyhost: the interpreter was left running, since the time to stop it (config::shutdown_timeout) was over";
    for (const std::string& what : report.waited_for) text += "; waited for " + what;
    std::fprintf(stderr, "%s\n", text.c_str());
}

}  // namespace pyhost::inline v0::detail

namespace pyhost::inline v0 {

PYHOST_DETAIL_BODY interpreter::interpreter(const config& wanted) PYHOST_DETAIL_NO_ANALYSIS
    : limit_ms_{detail::settings_of(wanted).shutdown_timeout_ms}
{
    detail::process_state& p = detail::process();
    const std::uint64_t generation = begin(p);
    try {
        const environment chosen = find_environment(wanted);
        detail::start_python(detail::settings_of(wanted), detail::candidate_of(chosen));
        open(p, generation);
    } catch (...) {
        p.gate.store(detail::gate_word::pack(generation + 1, detail::phase::closed));
        throw;
    }
}

PYHOST_DETAIL_BODY void interpreter::add(const detail::module_registration& added) PYHOST_DETAIL_NO_ANALYSIS
{
    const gil_guard gil;
    if (generation_ != detail::generation())
        throw interpreter_closed("interpreter::add: this interpreter was stopped; add modules to the one that runs");
    const detail::owned_pointer made{added.create(added.definition.get())};
    if (!made || PyDict_SetItemString(PyImport_GetModuleDict(), added.name.c_str(), made.get()) < 0) detail::throw_raised();
}

PYHOST_DETAIL_BODY interpreter::~interpreter()
{
    try {
        if (is_inside_python()) leave_running();
        else if (const stop_report report = stop(); report.timed_out) detail::tell_left_running(report);
    } catch (const std::exception& e) {
        std::fprintf(stderr, "pyhost: %s\n", e.what());
    }
}

PYHOST_DETAIL_BODY stop_report interpreter::stop() PYHOST_DETAIL_NO_ANALYSIS
{
    detail::process_state& p = detail::process();
    const std::uint64_t now = p.gate.load();
    const detail::phase at = detail::gate_word::phase_of(now);
    if (detail::gate_word::generation_of(now) != generation_ || at == detail::phase::stuck || at == detail::phase::forked) return {};
    if (is_inside_python())
        throw std::logic_error("interpreter::stop: this thread is inside Python (a callback, or a guard that is not pyhost's); "
                               "return from it first, or stop on another thread");
    detail::own_guards guards{p, generation_};
    stop_report report;
    try {
        std::uint64_t word = detail::gate_word::pack(generation_, detail::phase::open);
        if (p.gate.replace(word, detail::gate_word::pack(generation_, detail::phase::closing)))
            report = detail::shutdown{p, limit_ms_}.run();
        else wait_for_other(p);
    } catch (...) {
        guards.restore();
        throw;
    }
    if (detail::generation() == generation_) guards.restore();  // it runs on
    return report;
}

/// Claims the process for this start.
PYHOST_DETAIL_BODY std::uint64_t interpreter::begin(detail::process_state& p)
{
    std::uint64_t word = p.gate.load();
    const std::uint64_t generation = detail::gate_word::generation_of(word) + 1;
    if (detail::is_forked())
        throw startup_error("start: this process is the child of a fork() that Python does not know of (Python ran in its parent); "
                            "fork by pyhost::fork() or os.fork(), or before Python starts");
    if (detail::gate_word::phase_of(word) != detail::phase::closed ||
        !p.gate.replace(word, detail::gate_word::pack(generation, detail::phase::starting)))
        throw startup_error("start: an interpreter runs already (a process has one pyhost::interpreter at a time); "
                            "use that one, or stop it first");
    if (Py_IsInitialized() != 0) {
        p.gate.store(detail::gate_word::pack(generation - 1, detail::phase::closed));
        throw startup_error("start: Python runs already (other code called Py_Initialize, or this is a Python process); "
                            "let pyhost::interpreter start it instead");
    }
    if (const std::string left = detail::wait_for_survivors(p); !left.empty()) {
        p.gate.store(detail::gate_word::pack(generation - 1, detail::phase::closed));
        throw startup_error("start: the daemon thread '" + left +
                            "' of the interpreter that ended is still inside a call of Python, "
                            "and would crash the process when it comes back (up to Python 3.13); end such threads before stop()");
    }
    return generation;
}

/// Detaches the starting thread and lets guards in.
PYHOST_DETAIL_BODY void interpreter::open(detail::process_state& p, std::uint64_t generation)
{
    generation_ = generation;
    const std::uint64_t word = detail::gate_word::pack(generation, detail::phase::open);
    p.parking.store(PyThread_allocate_lock());  // of the run before: left to the threads that wait there for ever
    detail::thread_record& record = detail::this_record();
    detail::note_main_thread(p);
    record.kept = p.first_state = PyThreadState_Get();
    record.open_word = word;
    record.owned = false;
    PyEval_SaveThread();
    p.gate.store(word);
}

/// Whether this thread returns to Python, or to another library's guard, when the caller returns.
PYHOST_DETAIL_BODY bool interpreter::is_inside_python() noexcept
{
    const detail::thread_record* record = detail::existing_record();
    if (record != nullptr && (record->callbacks > 0 || record->ends_interpreter)) return true;
    return detail::attached() && !detail::has_outermost_guard();
}

PYHOST_DETAIL_BODY void interpreter::leave_running() PYHOST_DETAIL_NO_ANALYSIS
{
    detail::process_state& p = detail::process();
    std::uint64_t word = detail::gate_word::pack(generation_, detail::phase::open);
    if (p.gate.load() != word) return;
    detail::own_guards guards{p, generation_};
    if (!p.gate.replace(word, detail::gate_word::pack(generation_, detail::phase::closing))) return guards.restore();
    detail::shutdown{p, limit_ms_}.give_up();
    guards.restore();
    std::fputs("pyhost: the interpreter was left running, since it was destroyed inside Python (in a callback, or under a guard "
               "that is not pyhost's); destroy it, and call std::exit, outside of calls of Python\n",
               stderr);
}

PYHOST_DETAIL_BODY void interpreter::wait_for_other(const detail::process_state& p) const noexcept
{
    const auto stopping = [&] {
        const std::uint64_t word = p.gate.load();
        const detail::phase at = detail::gate_word::phase_of(word);
        return detail::gate_word::generation_of(word) == generation_ && (at == detail::phase::closing || at == detail::phase::sealed);
    };
    while (stopping()) detail::sleep_microseconds(500);
}

}  // namespace pyhost::inline v0

#endif
