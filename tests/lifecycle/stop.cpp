// SPDX-License-Identifier: MIT
// The end of the interpreter while threads use it: nothing crashes, nothing hangs, every thread joins.
#include <support/lifecycle.hpp>

#include <pyhost/expose.hpp>
#include <pyhost/pyhost.hpp>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <optional>
#include <pthread.h>
#include <string>
#include <thread>
#include <vector>

namespace py = pyhost;
using namespace std::chrono_literals;
using support::check;

namespace {

/// Rounds of the stress cases: 200 here, PYHOST_STRESS_ROUNDS elsewhere.
int rounds()
{
    const char* wanted = std::getenv("PYHOST_STRESS_ROUNDS");
    return wanted != nullptr ? static_cast<int>(std::strtol(wanted, nullptr, 10)) : 200;
}

py::config fast() { return py::config::isolated().site(false).shutdown_timeout(20s); }

/// A thread inside a release scope, which stop() waits for until go_on(). Then it uses Python once more, and ends.
class waiting_thread {
public:
    waiting_thread()
    {
        while (!is_inside_) std::this_thread::yield();
    }
    void go_on()
    {
        may_go_on_ = true;
        thread_.join();
    }

private:
    std::atomic<bool> is_inside_{false};
    std::atomic<bool> may_go_on_{false};
    std::jthread thread_{[this] {
        pthread_setname_np(pthread_self(), "waiter");
        const py::gil_guard gil;
        {
            const py::gil_release nogil;
            is_inside_ = true;
            while (!may_go_on_) std::this_thread::sleep_for(1ms);
        }
        check(py::eval("1 + 1").cast<int>() == 2);
    }};
};

/// The thread states that CPython itself has.
int states_of_cpython() PYHOST_NEEDS_GIL
{
    int count = 0;
    for (PyThreadState* state = PyInterpreterState_ThreadHead(PyInterpreterState_Main()); state != nullptr;
         state = PyThreadState_Next(state))
        ++count;
    return count;
}

/// Calls Python until the interpreter refuses.
void call_until_closed(const py::function<double(double, double)>& hypot, std::atomic<int>& calls)
{
    try {
        for (;;) {
            check(hypot(3, 4) == 5);
            ++calls;
        }
    } catch (const py::interpreter_closed&) {
    }
}

/// Stops on another thread, while an atexit function and a __del__ call PyGILState_Ensure, as ctypes and pybind11 do.
///
/// It waits for the GIL when the thread that calls it has another state than the one that holds the GIL.
void stop_with_late_ensure(bool uses_python_before)
{
    int calls = 0;
    py::interpreter python{py::config::isolated()};
    {
        const py::gil_guard gil;
        const py::dict globals;
        globals["count"] = py::expose([&calls] { ++calls; });
        py::exec(
            "import atexit, ctypes\n"
            "def ask_for_the_gil(ensure=ctypes.pythonapi.PyGILState_Ensure, release=ctypes.pythonapi.PyGILState_Release, count=count):\n"
            "    release(ensure())\n"
            "    count()\n"
            "class dropped_late:\n"
            "    def __del__(self, ask=ask_for_the_gil): ask()\n"
            "atexit.register(ask_for_the_gil)\n"
            "import __main__\n"
            "__main__.keep = dropped_late()\n",
            globals);
    }
    std::jthread{[&] {
        if (uses_python_before) const py::gil_guard gil;
        check(python.stop().finalised);
    }}.join();
    check(calls == 2);
}

}  // namespace

LIFECYCLE_CASE(eight_threads_call_while_the_interpreter_stops, .limit_seconds = 300)
{
    const py::function<double(double, double)> hypot{"math", "hypot"};
    for (int round = 0; round < rounds(); ++round) {
        py::interpreter python{fast()};
        std::atomic<int> calls{0};
        std::vector<std::jthread> threads;
        for (int i = 0; i < 8; ++i) threads.emplace_back(call_until_closed, std::cref(hypot), std::ref(calls));
        while (calls < 20) std::this_thread::yield();
        check(python.stop().finalised);
    }
}

LIFECYCLE_CASE(threads_attach_release_and_nest_while_the_interpreter_stops, .limit_seconds = 300)
{
    for (int round = 0; round < rounds() / 4; ++round) {
        py::interpreter python{fast()};
        std::atomic<int> turns{0};
        std::vector<std::jthread> threads;
        for (int i = 0; i < 16; ++i)
            threads.emplace_back([&] {
                try {
                    for (;; ++turns) {
                        const py::gil_guard gil;
                        const py::gil_release nogil;
                        const py::gil_guard again;
                        const py::object made = py::eval("[1, 2, 3]");
                        check(py::len(made) == 3);
                    }
                } catch (const py::interpreter_closed&) {
                }
            });
        while (turns < 50) std::this_thread::yield();
        check(python.stop().finalised);
    }
}

LIFECYCLE_CASE(daemon_threads_of_python_inside_a_callback_do_not_outlive_the_seal, .limit_seconds = 120)
{
    for (int round = 0; round < rounds() / 10; ++round) {
        py::interpreter python{py::config::isolated().shutdown_timeout(20s)};
        std::atomic<int> calls{0};
        {
            const py::gil_guard gil;
            const py::dict globals;
            globals["callback"] = py::expose([&calls] {
                py::without_gil([] { std::this_thread::sleep_for(1ms); });
                ++calls;
            });
            py::exec("import threading\n"
                     "def work():\n"
                     "    while True: callback()\n"
                     "for _ in range(2): threading.Thread(target=work, daemon=True).start()\n",
                     globals);
        }
        while (calls < 4) std::this_thread::yield();
        check(python.stop().finalised);
        const int after = calls;
        std::this_thread::sleep_for(3ms);
        check(calls == after);
    }
    std::_Exit(0);  // parked threads never return, and what their callbacks refer to lives on this stack
}

LIFECYCLE_CASE(a_python_thread_that_is_no_daemon_is_waited_for_and_named)
{
    py::interpreter python;
    {
        const py::gil_guard gil;
        py::exec("import threading, time\n"
                 "threading.Thread(target=lambda: time.sleep(0.2), name='worker').start()\n");
    }
    const py::stop_report report = python.stop();
    check(report.finalised);
    check(report.waited_for == std::vector<std::string>{"Python thread worker"});
}

LIFECYCLE_CASE(a_guard_that_does_not_end_is_given_up_after_the_deadline,
               .stderr_pattern = "pyhost: the interpreter was left running, since the time to stop it "
                                 "\\(config::shutdown_timeout\\) was over; waited for thread 'waiter' \\([0-9]+\\) with a gil_guard\n")
{
    std::optional<waiting_thread> other;
    {
        py::interpreter python{py::config{}.shutdown_timeout(300ms)};
        other.emplace();
    }
    other->go_on();
    bool refused = false;
    try {
        const py::gil_guard gil;
    } catch (const py::interpreter_closed&) {
        refused = true;
    }
    check(refused);
    std::_Exit(0);  // Python still runs: its thread states are alive
}

LIFECYCLE_CASE(a_running_call_is_waited_for)
{
    py::interpreter python;
    std::atomic<bool> inside{false};
    std::jthread other{[&] {
        const py::function<void(double)> sleep{"time", "sleep"};
        inside = true;
        try {
            sleep(0.2);
        } catch (const py::interpreter_closed&) {  // the stop was faster than the first guard
        }
    }};
    while (!inside) std::this_thread::yield();
    std::this_thread::sleep_for(20ms);
    check(python.stop().finalised);
}

LIFECYCLE_CASE(stopping_twice_does_nothing_the_second_time)
{
    py::interpreter python;
    check(python.stop().finalised);
    check(!python.stop().finalised);
}

LIFECYCLE_CASE(stopping_from_another_thread_works)
{
    py::interpreter python;
    {
        const py::gil_guard gil;
        py::exec("import threading, atexit");
    }
    std::jthread{[&] { check(python.stop().finalised); }}.join();
}

LIFECYCLE_CASE(what_the_end_runs_may_ask_for_the_gil_on_a_thread_that_is_new_to_python) { stop_with_late_ensure(false); }
LIFECYCLE_CASE(what_the_end_runs_may_ask_for_the_gil_on_a_thread_that_used_python) { stop_with_late_ensure(true); }

LIFECYCLE_CASE(stopping_inside_a_release_scope_leaves_nothing_to_return_to)
{
    py::interpreter python;
    {
        const py::gil_guard gil;
        const py::gil_release nogil;
        check(python.stop().finalised);
    }
    const py::gil_guard refused{std::try_to_lock};
    check(!refused);
}

LIFECYCLE_CASE(stopping_under_a_guard_inside_a_release_scope_ends_both)
{
    py::interpreter python;
    {
        const py::gil_guard gil;
        const py::gil_release nogil;
        const py::gil_guard again;
        check(python.stop().finalised);
    }
    const py::gil_guard refused{std::try_to_lock};
    check(!refused);
}

LIFECYCLE_CASE(giving_up_inside_a_release_scope_does_not_keep_the_gil, .limit_seconds = 20)
{
    static py::interpreter python{py::config{}.shutdown_timeout(100ms)};
    waiting_thread other;
    {
        const py::gil_guard gil;
        const py::gil_release nogil;
        check(python.stop().timed_out);
    }
    other.go_on();  // what is inside still works, and gets the GIL
    std::_Exit(0);  // Python still runs
}

LIFECYCLE_CASE(an_interpreter_that_was_stopped_does_not_touch_the_next_one)
{
    py::interpreter first{fast()};
    check(first.stop().finalised);
    py::interpreter second{fast()};
    const py::gil_guard gil;
    check(!first.stop().finalised);
    check(py::is_attached());
    check(py::eval("6 * 7").cast<int>() == 42);
}

LIFECYCLE_CASE(stopping_inside_a_callback_is_refused)
{
    py::interpreter python;
    std::string refusal;
    {
        const py::gil_guard gil;
        const py::object stop = py::expose([&] {
            try {
                python.stop();
            } catch (const std::logic_error& e) {
                refusal = e.what();
            }
        });
        py::dict globals;
        globals["stop"] = stop;
        py::exec("import threading\n"
                 "t = threading.Thread(target=stop)\n"
                 "t.start()\n"
                 "t.join()\n",
                 globals);
    }
    check(refusal.find("inside Python") != std::string::npos);
}

LIFECYCLE_CASE(stopping_inside_a_callback_is_refused_under_a_guard_too)
{
    py::interpreter python;
    int refusals = 0;
    const auto stop = [&] {
        try {
            python.stop();
        } catch (const std::logic_error&) {
            ++refusals;
        }
    };
    {
        const py::gil_guard gil;
        py::expose(stop)();
    }
    {
        const py::gil_guard gil;
        py::eval("lambda f: f()")(stop);
    }
    check(refusals == 2);
    check(python.stop().finalised);
}

LIFECYCLE_CASE(stopping_again_after_the_deadline_leaves_the_own_guard_alone, .limit_seconds = 20)
{
    static py::interpreter python{py::config{}.shutdown_timeout(100ms)};
    waiting_thread other;
    {
        const py::gil_guard gil;
        check(python.stop().timed_out);
        check(py::is_attached());
        check(!python.stop().finalised);
        check(py::is_attached());
        check(py::eval("6 * 7").cast<int>() == 42);
    }
    check(!py::is_attached());
    other.go_on();
    std::_Exit(0);  // Python still runs
}

LIFECYCLE_CASE(a_guard_in_the_destructor_of_a_thread_local_works)
{
    struct says_goodbye {
        std::atomic<int>* calls = nullptr;
        ~says_goodbye()
        {
            if (calls == nullptr) return;
            const py::gil_guard gil;
            if (py::eval("1 + 1").cast<int>() == 2) ++*calls;
        }
    };
    py::interpreter python{fast()};
    std::atomic<int> calls{0};
    for (int i = 0; i < 300; ++i)
        std::jthread{[&] {
            thread_local says_goodbye last;  // made before the first guard, so destroyed after what the guard needs
            last.calls = &calls;
            const py::gil_guard gil;
        }}.join();
    check(calls == 300);
    check(python.stop().finalised);
    check(py::counters().thread_states == 0);
}

LIFECYCLE_CASE(a_guard_in_the_last_function_of_another_library_is_refused)
{
    struct uses_python_again {
        bool is_used = false;
        ~uses_python_again()
        {
            if (is_used) const py::gil_guard gil;
        }
    };
    static std::atomic<int> refused{0};
    static pthread_key_t last{};
    py::interpreter python{fast()};
    pthread_key_create(&last, [](void*) {
        const py::gil_guard gil{std::try_to_lock};  // later than what pyhost registered before
        if (!gil) ++refused;
    });
    for (int i = 0; i < 100; ++i)
        std::jthread{[] {
            thread_local uses_python_again late;
            late.is_used = true;
            pthread_setspecific(last, &last);
            const py::gil_guard gil;
        }}.join();
    check(refused == 100);
    check(python.stop().finalised);
}

LIFECYCLE_CASE(stopping_under_the_own_guard_ends_that_guard)
{
    for (int run = 0; run < 2; ++run) {
        py::interpreter python{fast()};
        const py::gil_guard gil;
        const py::stop_report report = python.stop();
        check(report.finalised);
        check(report.waited_for.empty());
    }
}

LIFECYCLE_CASE(atexit_functions_run_and_may_call_cpp)
{
    py::interpreter python;
    bool called = false;
    {
        const py::gil_guard gil;
        py::import_module("atexit").attr("register")(py::expose([&called] {
            const py::gil_guard nested;
            const py::gil_release nogil;
            called = true;
        }));
    }
    check(python.stop().finalised);
    check(called);
}

LIFECYCLE_CASE(a_guard_after_the_end_throws)
{
    {
        py::interpreter python;
    }
    try {
        const py::gil_guard gil;
        check(false);
    } catch (const py::interpreter_closed& e) {
        check(std::string{e.what()}.find("has ended") != std::string::npos);
    }
    const py::gil_guard polite{std::try_to_lock};
    check(!polite);
}

LIFECYCLE_CASE(ten_thousand_short_threads_leave_no_thread_states)
{
    py::interpreter python{fast()};
    std::int64_t most = 0;
    for (int i = 0; i < 10'000; ++i) {
        std::jthread{[] { const py::gil_guard gil; }}.join();
        most = std::max(most, py::counters().thread_states);
    }
    check(most < 2'000);
    const py::gil_guard gil;
    check(states_of_cpython() < 2'000);
}

LIFECYCLE_CASE(a_thread_that_holds_the_gil_may_join_one_that_used_it)
{
    py::interpreter python{fast()};
    const py::gil_guard gil;
    std::atomic<bool> has_used_it{false}, may_end{false};
    std::jthread other{[&] {
        {
            const py::gil_guard theirs;
        }
        has_used_it = true;
        while (!may_end) std::this_thread::yield();
    }};
    {
        const py::gil_release nogil;
        while (!has_used_it) std::this_thread::yield();
    }
    may_end = true;
    other.join();
}

// A new state has to wait while all threads stop, which waits for the one that stays attached here.
LIFECYCLE_CASE(without_a_gil_a_thread_whose_state_cannot_be_deleted_leaves_it_to_the_end)
{
    py::interpreter python{fast()};
    const auto attach = [] { const py::gil_guard gil; };
    std::jthread{attach}.join();
    const auto before = py::counters().thread_states;
    {
        std::atomic<bool> has_attached{false}, may_end{false}, collects{false};
        std::atomic<std::size_t> entered{0};
        std::jthread ending{[&] {
            attach();
            has_attached = true;
            while (!may_end) std::this_thread::yield();
        }};
        while (!has_attached) std::this_thread::yield();
        std::jthread collector;
        std::vector<std::jthread> probes;
        const py::gil_guard gil;
        collector = std::jthread{[&] {
            const py::gil_guard theirs;
            collects = true;
            py::import_module("gc").attr("collect")();
        }};
        while (!collects) std::this_thread::yield();
        while (entered == probes.size()) {  // until a thread cannot attach
            probes.emplace_back([&] {
                attach();
                ++entered;
            });
            std::this_thread::sleep_for(100ms);
        }
        may_end = true;
        ending.join();
        const py::gil_release nogil;
        collector.join();
        probes.clear();
    }
    std::jthread{attach}.join();
    check(py::counters().thread_states == before + 1);
}

LIFECYCLE_CASE(the_main_thread_of_python_is_the_one_that_started_it_whichever_imports_threading_first)
{
    for (int run = 0; run < 3; ++run) {
        py::interpreter python{fast()};  // no site, which may import threading
        std::jthread{[] {
            const py::gil_guard gil;
            py::exec("import threading\n"
                     "assert threading.current_thread() is not threading.main_thread()\n");
        }}.join();
        {
            const py::gil_guard gil;
            py::exec("import sys\n"
                     "main = threading.main_thread()\n"
                     "assert main is threading.current_thread()\n"
                     "assert main.ident == threading.get_ident()\n"
                     "assert main.native_id == threading.get_native_id() or sys.version_info >= (3, 13)\n"
                     "assert main.is_alive() and not main.daemon\n"
                     "assert [t for t in threading.enumerate() if not t.daemon] == [main]\n"
                     "class Worker(threading.Thread):\n"
                     "    joined = threading.Event()\n"
                     "    def run(self): self.joined.wait()\n"
                     "    def join(self, timeout=None):\n"
                     "        self.joined.set()\n"
                     "        super().join(timeout)\n"
                     "Worker(name='worker').start()\n");
        }
        const py::stop_report report = python.stop();
        check(report.finalised);
        check(report.waited_for == std::vector<std::string>{"Python thread worker"});
    }
}
