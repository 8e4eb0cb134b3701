// SPDX-License-Identifier: MIT
// How a process ends around an interpreter: std::exit from anywhere, quick_exit, an exception out of main, a leaked interpreter.
#include <support/lifecycle.hpp>

#include <pyhost/expose.hpp>
#include <pyhost/pyhost.hpp>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>

namespace py = pyhost;
using namespace std::chrono_literals;
using support::check;

namespace {

std::optional<py::interpreter> static_interpreter;

/// A running static interpreter, whose atexit function says "last words" on sys.stderr.
void start_static()
{
    static_interpreter.emplace(py::config::isolated().shutdown_timeout(500ms));
    const py::gil_guard gil;
    py::exec("import atexit, sys\n"
             "def say(): print('last words', file=sys.stderr)\n"
             "atexit.register(say)\n");
}

/// Calls `f` from Python, on this thread or a thread of Python's own.
template <class F>
void call_from_python(F f, std::string_view statement)
{
    const py::gil_guard gil;
    const py::dict globals;
    globals["f"] = py::expose(std::move(f));
    py::exec(statement, globals);
}

const std::string left_running = "last words\npyhost: the interpreter was left running, since it was destroyed inside Python "
                                 "\\(in a callback, or under a guard that is not pyhost's\\); destroy it, and call std::exit, "
                                 "outside of calls of Python\n";

}  // namespace

LIFECYCLE_CASE(exit_without_a_guard_stops_a_static_interpreter, .exit_code = 3, .stderr_pattern = "last words\n")
{
    start_static();
    std::exit(3);
}

LIFECYCLE_CASE(exit_under_a_guard_stops_a_static_interpreter, .exit_code = 3, .stderr_pattern = "last words\n")
{
    start_static();
    const py::gil_guard gil;
    std::exit(3);
}

LIFECYCLE_CASE(exit_inside_a_release_scope_stops_a_static_interpreter, .exit_code = 3, .stderr_pattern = "last words\n")
{
    start_static();
    const py::gil_guard gil;
    const py::gil_release nogil;
    std::exit(3);
}

LIFECYCLE_CASE(exit_on_another_thread_stops_a_static_interpreter, .exit_code = 3, .stderr_pattern = "last words\n")
{
    start_static();
    std::thread{[] {
        const py::gil_guard gil;
        std::exit(3);
    }}.join();
}

LIFECYCLE_CASE(exit_in_a_callback_leaves_the_interpreter_after_its_last_words, .exit_code = 3, .stderr_pattern = left_running)
{
    start_static();
    call_from_python([] { std::exit(3); }, "f()");
}

LIFECYCLE_CASE(exit_in_a_callback_of_a_python_thread_leaves_the_interpreter_after_its_last_words, .exit_code = 3,
               .stderr_pattern = left_running)
{
    start_static();
    call_from_python([] { std::exit(3); }, "import threading\n"
                                           "t = threading.Thread(target=f)\n"
                                           "t.start()\n"
                                           "t.join()\n");
}

LIFECYCLE_CASE(
    exit_while_another_thread_holds_a_guard_gives_up_after_the_deadline, .exit_code = 3,
    .stderr_pattern = "last words\npyhost: the interpreter was left running.*waited for thread '[a-z_]+' \\([0-9]+\\) with a gil_guard\n")
{
    start_static();
    std::atomic<bool> inside{false};
    std::thread{[&] {
        const py::gil_guard gil;
        const py::gil_release nogil;
        inside = true;
        std::this_thread::sleep_for(60s);
    }}.detach();
    while (!inside) std::this_thread::yield();
    std::exit(3);
}

LIFECYCLE_CASE(quick_exit_ends_at_once_and_runs_what_was_asked_for, .exit_code = 4, .stderr_pattern = "last words\n")
{
    start_static();
    std::at_quick_exit([] { static_interpreter->stop(); });
    const py::gil_guard gil;
    std::quick_exit(4);
}

LIFECYCLE_CASE(quick_exit_under_a_guard_leaves_python_alone, .exit_code = 4)
{
    start_static();
    const py::gil_guard gil;
    std::quick_exit(4);
}

LIFECYCLE_CASE(an_exception_that_leaves_main_ends_the_process_as_without_python, .exit_code = 6)
{
    std::set_terminate([] { std::_Exit(6); });
    const py::interpreter python;
    const py::gil_guard gil;
    throw 7;  // main catches std::exception alone
}

LIFECYCLE_CASE(a_leaked_interpreter_and_leaked_values_do_no_harm)
{
    const auto* python = new py::interpreter{py::config::isolated()};
    check(python != nullptr);
    const py::gil_guard gil;
    check(new py::object{py::eval("[1]")} != nullptr);
    const py::function<int(int)> twice{py::eval("lambda i: 2 * i")};
    check(twice(2) == 4);
    std::exit(0);
}

LIFECYCLE_CASE(stopping_in_an_atexit_function_is_refused)
{
    static int refusals = 0;
    {
        start_static();
        call_from_python(
            [] {
                try {
                    static_interpreter->stop();
                } catch (const std::logic_error&) {
                    ++refusals;
                }
            },
            "import atexit\n"
            "atexit._clear()\n"
            "atexit.register(f)\n");
    }
    check(static_interpreter->stop().finalised);
    check(refusals == 1);
}

LIFECYCLE_CASE(stopping_on_two_threads_at_once_ends_it_once)
{
    for (int round = 0; round < 20; ++round) {
        py::interpreter python{py::config::isolated().site(false)};
        std::atomic<int> finalised{0};
        {
            std::jthread first{[&] { finalised += python.stop().finalised ? 1 : 0; }};
            std::jthread second{[&] { finalised += python.stop().finalised ? 1 : 0; }};
        }
        check(finalised == 1);
        check(Py_IsInitialized() == 0);
    }
}

LIFECYCLE_CASE(a_daemon_thread_that_waits_for_a_mutex_at_the_end_does_not_keep_it)
{
    static std::mutex mutex;
    std::unique_lock ours{mutex};
    static std::atomic<bool> waits{false};
    {
        py::interpreter python{py::config::isolated()};
        call_from_python(
            [] {
                waits = true;
                const auto theirs = py::lock(mutex);
            },
            "import threading\n"
            "threading.Thread(target=f, daemon=True).start()\n");
        while (!waits) std::this_thread::yield();
        std::this_thread::sleep_for(20ms);
        check(python.stop().finalised);
    }
    ours.unlock();  // now the thread gets it, and must park without it
    std::this_thread::sleep_for(20ms);
    ours.lock();
    std::_Exit(0);  // the parked thread holds its callback
}

LIFECYCLE_CASE(call_once_calls_again_in_the_next_run)
{
    static py::once_flag flag;
    py::ref<> kept;
    for (int run = 0; run < 3; ++run) {
        const py::interpreter python{py::config::isolated().site(false)};
        const py::gil_guard gil;
        for (int i = 0; i < 2; ++i) py::call_once(flag, [&]() PYHOST_NEEDS_GIL { kept = py::ref<>{py::eval("[1, 2]")}; });
        check(py::len(kept.get()) == 2);
    }
}

namespace {

/// Stops the interpreter when it dies, and notes that this was refused.
struct stops_at_its_end {
    py::interpreter* python;
    int* refusals;
    ~stops_at_its_end()
    {
        try {
            python->stop();
        } catch (const std::logic_error&) {
            ++*refusals;
        }
    }
};

/// Stops the interpreter under a guard, when the static objects of the program die.
struct stops_in_a_static_destructor {
    bool is_wanted = false;
    ~stops_in_a_static_destructor()
    {
        if (!is_wanted) return;
        const py::gil_guard gil;
        if (!static_interpreter->stop().finalised) std::_Exit(1);
    }
} stopper;

}  // namespace

LIFECYCLE_CASE(stopping_in_the_destructor_of_a_callable_is_refused)
{
    int refusals = 0;
    py::interpreter python;
    {
        const py::gil_guard gil;
        for (const char* name : {"dropped_by_code", "dropped_by_the_end"}) {
            const auto last = std::make_shared<stops_at_its_end>(&python, &refusals);
            py::import_module("sys").attr(std::string{name}) = py::expose([last] {});
        }
        py::exec("import sys\n"
                 "items = [1, 2]\n"
                 "del sys.dropped_by_code\n"
                 "assert len(items) == 2\n");
        check(refusals == 1);
    }
    check(python.stop().finalised);
    check(refusals == 2);
}

LIFECYCLE_CASE(a_guard_in_a_static_destructor_may_stop_the_interpreter, .stderr_pattern = "last words\n")
{
    stopper.is_wanted = true;
    start_static();
}

LIFECYCLE_CASE(call_once_before_any_start_is_refused)
{
    py::once_flag flag;
    int calls = 0;
    bool refused = false;
    [&]() PYHOST_DETAIL_NO_ANALYSIS {
        try {
            py::call_once(flag, [&] { ++calls; });
        } catch (const py::interpreter_closed&) {
            refused = true;
        }
    }();
    check(refused && calls == 0);
}
