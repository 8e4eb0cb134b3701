// SPDX-License-Identifier: MIT
// Forks: the child of a fork that Python knows of works and stops as its parent does; that of any other is refused Python.
#include <support/lifecycle.hpp>

#include <pyhost/expose.hpp>
#include <pyhost/pyhost.hpp>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <optional>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace py = pyhost;
using namespace std::chrono_literals;
using support::check;

namespace {

constexpr unsigned longest_child = 20;  // seconds: then SIGALRM ends it, so that none outlives its case

/// Exit status of a child, or the number of the signal that ended it, negative.
int status_of(pid_t child)
{
    int status = 0;
    check(waitpid(child, &status, 0) == child);
    return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

/// Whether this process is the child of a thread other than the one that started Python.
bool is_child_of_another = false;

bool is_main_thread() { return gettid() == getpid(); }

/// Forks through `fork`, ends the child after `in_child` with status 0, and checks that in the parent.
template <class Fork, class Child>
void fork_and_wait(Fork fork, Child in_child)
{
    const bool from_main = is_main_thread();
    const pid_t child = fork();
    if (child == 0) {
        is_child_of_another = is_child_of_another || !from_main;
        alarm(longest_child);
        in_child();
        std::_Exit(0);
    }
    check(status_of(child) == 0);
}

pid_t os_fork()
{
    const py::gil_guard gil;
    return py::import_module("os").attr("fork")().cast<pid_t>();
}

/// What a program does with Python: calls, errors, other threads, values dropped without the GIL.
void use_python()
{
    const py::function<double(double, double)> hypot{"math", "hypot"};
    check(hypot(3, 4) == 5);
    const py::function<int(std::string)> parse{"builtins", "int"};
    try {
        parse("x");
        check(false);
    } catch (const py::value_error& e) {
        check(e.message().find("invalid literal") != std::string::npos);
    }
    std::optional<py::ref<>> kept;
    {
        const py::gil_guard gil;
        kept.emplace(py::object{py::list::of(1, 2)});
        check(py::eval("6 * 7").cast<int>() == 42);
    }
    kept.reset();
    for (int i = 0; i < 4; ++i) std::jthread{[&] { check(hypot(3, 4) == 5); }}.join();
    std::jthread{[] {
        const py::gil_guard gil;
        py::exec("import threading\n"
                 "t = threading.Thread(target=int)\n"
                 "t.start()\n"
                 "t.join()\n");
    }}.join();
}

/// An end that the threads of the parent do not keep waiting: after the deadline nothing is finalised.
void end_in_time(py::interpreter& python)
{
    const py::stop_report report = python.stop();
    if (py::detail::has_gil || !is_child_of_another) {
        check(report.finalised);
        check(py::counters().thread_states <= 1);  // this thread's, until the thread ends
    } else {
        check(report.waited_for.back() == "the thread that started Python, which this child of a fork does not have");
    }
}

void use_and_end(py::interpreter& python)
{
    use_python();
    end_in_time(python);
}

bool is_refused()
{
    const py::gil_guard gil{std::try_to_lock};
    return !gil;
}

/// Threads in all places where a fork may find them: under a guard and in a call, in a release scope, in a callback, in
/// Python's own code, and just ended.
class busy_threads {
public:
    busy_threads()
    {
        std::vector<std::jthread> short_ones;
        for (int i = 0; i < 8; ++i) short_ones.emplace_back([] { const py::gil_guard gil; });
        const py::gil_guard gil;
        py::dict globals;
        globals["wait"] = py::expose([this]() PYHOST_NEEDS_GIL {
            ++inside_;
            const py::gil_release nogil;
            while (!over_) std::this_thread::sleep_for(1ms);
        });
        globals["call"] = py::expose([this]() PYHOST_NEEDS_GIL {
            ++inside_;
            while (!over_) py::import_module("time").attr("sleep")(0.001);
        });
        globals["over"] = py::expose([this] { return over_.load(); });
        py::exec("import threading, time\n"
                 "def spin():\n"
                 "    while not over(): sum(range(100))\n"
                 "threads = [threading.Thread(target=f) for f in (wait, call, spin)]\n"
                 "for t in threads: t.start()\n",
                 globals);
        python_threads_.emplace(globals["threads"]);
        {
            const py::gil_release nogil;
            while (inside_ < 4) std::this_thread::sleep_for(1ms);
        }
    }
    ~busy_threads()
    {
        over_ = true;
        const py::gil_guard gil;
        for (py::handle thread : python_threads_->get()) thread.attr("join")();
        python_threads_.reset();
        const py::gil_release nogil;
        threads_.clear();
    }
    busy_threads(const busy_threads&) = delete;
    busy_threads& operator=(const busy_threads&) = delete;

private:
    std::atomic<bool> over_{false};
    std::atomic<int> inside_{0};
    std::optional<py::ref<>> python_threads_;
    std::vector<std::jthread> threads_ = [this] {
        std::vector<std::jthread> made;
        made.emplace_back([this] {
            const py::gil_guard gil;
            ++inside_;
            while (!over_) py::import_module("time").attr("sleep")(0.001);
        });
        made.emplace_back([this] {
            const py::gil_guard gil;
            const py::gil_release nogil;
            ++inside_;
            while (!over_) std::this_thread::sleep_for(1ms);
        });
        return made;
    }();
};

}  // namespace

LIFECYCLE_CASE(the_child_of_os_fork_works_and_stops)
{
    py::interpreter python;
    use_python();
    fork_and_wait(os_fork, [&] { use_and_end(python); });
    use_and_end(python);
}

LIFECYCLE_CASE(the_child_of_pyhost_fork_works_and_stops)
{
    py::interpreter python;
    fork_and_wait(py::fork, [&] { use_and_end(python); });
    const auto forked_attached = [] {
        const py::gil_guard gil;
        return py::fork();
    };
    fork_and_wait(forked_attached, [&] { use_and_end(python); });
    const py::gil_guard gil;
    const auto forked_in_release = [] {
        const py::gil_guard again;
        const py::gil_release nogil;
        return py::fork();
    };
    fork_and_wait(forked_in_release, [&] {
        const py::gil_guard again;
        check(py::eval("6 * 7").cast<int>() == 42);
        {
            const py::gil_release nogil;
            use_python();
        }
        end_in_time(python);  // under the guard of the fork
    });
    check(py::eval("6 * 7").cast<int>() == 42);
}

LIFECYCLE_CASE(a_child_forked_beside_busy_threads_works_and_stops, .limit_seconds = 60)
{
    py::interpreter python;
    {
        const busy_threads others;
        fork_and_wait(os_fork, [&] { use_and_end(python); });
        fork_and_wait(py::fork, [&] { use_and_end(python); });
        std::jthread{[&] { fork_and_wait(py::fork, [&] { use_and_end(python); }); }}.join();
        std::jthread{[&] {
            const py::gil_guard gil;
            fork_and_wait(os_fork, [&] {
                const py::gil_guard again;
                const py::gil_release nogil;
                use_and_end(python);
            });
        }}.join();
    }
    use_and_end(python);
}

LIFECYCLE_CASE(a_child_forked_while_the_starting_thread_is_inside_python_works_and_stops)
{
    py::interpreter python;
    {
        const py::gil_guard gil;
        const py::object fork_elsewhere = py::expose([&]() PYHOST_NEEDS_GIL {
            const py::gil_release nogil;
            std::jthread{[&] {
                fork_and_wait(py::fork, [&] {
                    use_python();
                    std::jthread{[&] { fork_and_wait(py::fork, [&] { use_and_end(python); }); }}.join();
                    end_in_time(python);
                });
            }}.join();
        });
        py::eval("lambda f, g: f(g)")(py::eval("lambda g: [g() for _ in range(3)]"), fork_elsewhere);
    }
    use_and_end(python);
}

LIFECYCLE_CASE(a_child_forked_by_a_thread_of_python_goes_on_and_is_stopped_on_another)
{
    py::interpreter python;
    {
        const py::gil_guard gil;
        py::dict globals;
        globals["child"] = py::expose([&]() PYHOST_NEEDS_GIL {
            alarm(longest_child);
            is_child_of_another = true;
            const py::gil_release nogil;
            use_python();
            std::jthread{[&] { end_in_time(python); }}.join();
            std::_Exit(0);
        });
        globals["fork_in_callback"] = py::expose([] { return py::fork(); });
        globals["check_status"] = py::expose([](pid_t child) PYHOST_NEEDS_GIL {
            const py::gil_release nogil;
            check(status_of(child) == 0);
        });
        py::exec("import os, threading, warnings\n"
                 "warnings.simplefilter('ignore')\n"
                 "def fork():\n"
                 "    for one in (os.fork, fork_in_callback):\n"
                 "        pid = one()\n"
                 "        if pid == 0: child()\n"
                 "        check_status(pid)\n"
                 "t = threading.Thread(target=fork, daemon=True)\n"  // 3.13 waits for a thread that forks unless it is a daemon
                 "t.start()\n"
                 "t.join()\n",
                 globals);
    }
    use_and_end(python);
}

LIFECYCLE_CASE(a_child_forked_by_a_thread_that_python_has_seen_stops_silently)
{
    py::interpreter python;
    std::jthread{[&] {
        {
            const py::gil_guard gil;
            py::exec("import threading\n"
                     "threading.current_thread()\n");
        }
        fork_and_wait(py::fork, [&] { end_in_time(python); });
    }}.join();
}

LIFECYCLE_CASE(a_child_forked_in_a_callback_returns_through_python)
{
    py::interpreter python;
    const auto call = [] {
        const py::gil_guard gil;
        return py::eval("lambda f: sorted([f() for _ in range(1)])[0]")(py::expose([] { return py::fork(); })).cast<pid_t>();
    };
    fork_and_wait(call, [&] { use_and_end(python); });
    std::jthread{[&] { fork_and_wait(call, [&] { use_and_end(python); }); }}.join();
    use_and_end(python);
}

LIFECYCLE_CASE(a_child_may_fork_again_and_start_the_interpreter_again)
{
    py::interpreter python;
    fork_and_wait(py::fork, [&] {
        fork_and_wait(py::fork, [&] { use_and_end(python); });
        use_and_end(python);
        py::interpreter second;
        use_python();
        fork_and_wait(py::fork, [&] { use_and_end(second); });
        use_and_end(second);
    });
    use_and_end(python);
    fork_and_wait(::fork, [] {  // no interpreter runs
        py::interpreter third;
        use_and_end(third);
    });
}

LIFECYCLE_CASE(atexit_functions_run_once_in_each_process)
{
    int ends[2];
    check(pipe(ends) == 0);
    py::interpreter python;
    {
        const py::gil_guard gil;
        py::dict globals;
        globals["fd"] = ends[1];
        py::exec("import atexit, os\n"
                 "main = os.getpid()\n"
                 "atexit.register(lambda: os.write(fd, b'parent' if os.getpid() == main else b'child '))\n",
                 globals);
    }
    fork_and_wait(os_fork, [&] { end_in_time(python); });
    end_in_time(python);
    char text[32] = {};
    check(read(ends[0], text, sizeof text - 1) == 12);
    check(std::string{text} == "child parent");
}

LIFECYCLE_CASE(a_pool_of_multiprocessing_forks_its_workers)
{
    py::interpreter python;
    {
        const py::gil_guard gil;
        py::dict globals;
        py::exec("import math, multiprocessing, warnings\n"
                 "warnings.simplefilter('ignore')\n"
                 "with multiprocessing.get_context('fork').Pool(2) as pool:\n"
                 "    roots = pool.map(math.sqrt, [1, 4, 9])\n"
                 "    pool.close()\n"
                 "    pool.join()\n",
                 globals);
        check(globals["roots"].cast<std::vector<double>>() == std::vector<double>{1, 2, 3});
    }
    end_in_time(python);
}

LIFECYCLE_CASE(a_subprocess_may_call_cpp_before_it_execs)
{
    py::interpreter python;
    {
        const py::gil_guard gil;
        py::dict globals;
        globals["prepare"] = py::expose([]() PYHOST_NEEDS_GIL {
            const py::gil_release nogil;
            const py::gil_guard again;
            check(py::eval("6 * 7").cast<int>() == 42);
            std::jthread{[] { check(!is_refused()); }}.detach();
        });
        py::exec("import subprocess, sys, warnings\n"
                 "warnings.simplefilter('ignore')\n"
                 "run = [sys.executable, '-c', 'print(6 * 7)']\n"
                 "with_function = subprocess.run(run, preexec_fn=prepare, stdout=subprocess.PIPE).stdout\n"
                 "without = subprocess.run(run, stdout=subprocess.PIPE).stdout\n",
                 globals);
        check(py::eval("with_function == without == b'42\\n'", globals).cast<bool>());
    }
    end_in_time(python);
}

LIFECYCLE_CASE(a_plain_fork_is_refused_python_and_says_why)
{
    static py::interpreter python;
    std::optional<busy_threads> others{std::in_place};
    static const py::function<double(double, double)> hypot{"math", "hypot"};
    fork_and_wait(::fork, [] {
        std::string text;
        try {
            hypot(3, 4);
        } catch (const py::interpreter_closed& e) {
            text = e.what();
        }
        check(text == "attach: this process is the child of a fork() that Python does not know of (the interpreter is its parent's); "
                      "fork by pyhost::fork() or os.fork(), or use exec here");
        check(is_refused());
        check(!python.stop().finalised);
        try {
            const py::interpreter second;
            check(false);
        } catch (const py::startup_error& e) {
            text = e.what();
        }
        check(text == "start: this process is the child of a fork() that Python does not know of (Python ran in its parent); "
                      "fork by pyhost::fork() or os.fork(), or before Python starts");
        fork_and_wait(::fork, [] { check(is_refused()); });
    });
    others.reset();
    end_in_time(python);
}

LIFECYCLE_CASE(a_plain_fork_ends_the_guards_and_release_scopes_of_its_child)
{
    py::interpreter python;
    const busy_threads others;
    const auto fork_under_guards = [] {
        const py::gil_guard gil;
        const py::object dropped = py::list::of(1);
        const py::gil_release nogil;
        const py::gil_guard again;
        const pid_t child = ::fork();
        if (child == 0) {
            alarm(longest_child);
            check(!py::is_attached());
            check(is_refused());
        }
        return child;
    };
    fork_and_wait(fork_under_guards, [&] {
        check(is_refused());
        check(!python.stop().finalised);
    });
    const auto fork_in_callback = [&] {
        const py::gil_guard gil;
        py::expose([&] {
            const pid_t child = ::fork();
            if (child == 0) std::_Exit(is_refused() && !python.stop().finalised ? 0 : 1);
            check(status_of(child) == 0);
        })();
        return pid_t{1};
    };
    check(fork_in_callback() == 1);
    std::jthread{[] {  // pyhost has no guard on this thread
        const PyGILState_STATE state = PyGILState_Ensure();
        fork_and_wait(
            []() PYHOST_DETAIL_NO_ANALYSIS {
                const py::gil_release nogil;
                return ::fork();
            },
            [] {});
        PyGILState_Release(state);
    }}
        .join();
    check(py::function<int(int)>{"builtins", "abs"}(-1) == 1);
}

LIFECYCLE_CASE(a_child_that_exits_stops_its_static_interpreter)
{
    static py::interpreter python;
    std::optional<busy_threads> others{std::in_place};
    for (const auto& fork : {+[] { return py::fork(); }, +[] { return ::fork(); }, +[] { return os_fork(); }}) {
        const pid_t child = fork();
        if (child == 0) {
            alarm(longest_child);
            std::exit(7);  // the guards of the other threads never end here
        }
        check(status_of(child) == 7);
    }
    {
        const py::gil_guard gil;
        const pid_t child = py::fork();
        if (child == 0) py::import_module("os").attr("_exit")(8);
        check(status_of(child) == 8);
    }
    others.reset();
    end_in_time(python);
}

LIFECYCLE_CASE(a_lock_that_another_thread_holds_at_the_fork_is_free_in_the_child, .limit_seconds = 60)
{
    py::interpreter python;
    std::atomic<bool> over{false};
    std::vector<std::jthread> threads;
    for (int i = 0; i < 3; ++i)
        threads.emplace_back([&] {
            while (!over) {
                py::error made = py::value_error("x");
                const py::gil_guard gil;
                made = py::try_call<int>(py::eval("int"), "x").error();
            }
        });
    for (int round = 0; round < 100; ++round)
        fork_and_wait(py::fork, [] {
            const py::gil_guard gil;
            check(py::try_call<int>(py::eval("int"), "x").error().is("ValueError"));
        });
    over = true;
    threads.clear();
    end_in_time(python);
}

LIFECYCLE_CASE(a_turn_that_other_threads_wait_for_is_over_in_the_child)
{
    py::interpreter python;
    py::detail::turn_state& turns = py::detail::process().turns;
    check(PyThread_acquire_lock(turns.next, NOWAIT_LOCK) != 0);  // as a thread does whose turn is next
    turns.waiting.store(3);
    turns.is_over.store(1);
    fork_and_wait(py::fork, [&] {
        check(turns.waiting.load() == 0 && turns.is_over.load() == 0);
        check(PyThread_acquire_lock(turns.next, NOWAIT_LOCK) != 0);
        PyThread_release_lock(turns.next);
        use_and_end(python);
    });
    turns.is_over.store(0);
    turns.waiting.store(0);
    PyThread_release_lock(turns.next);
    use_and_end(python);
}

LIFECYCLE_CASE(the_states_of_threads_that_ended_just_before_the_fork_are_deleted_once)
{
    py::interpreter python;
    std::atomic<int> used{0};
    std::atomic<bool> may_end{false};
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            {
                const py::gil_guard gil;
            }
            ++used;
            while (!may_end) std::this_thread::sleep_for(1ms);
        });
    while (used < 4) std::this_thread::sleep_for(1ms);
    const py::gil_guard gil;  // so that their states wait for their deletion
    may_end = true;
    threads.clear();
    fork_and_wait(py::fork, [&] {
        const py::gil_guard again;
        {
            const py::gil_release nogil;
            check(py::counters().thread_states == 0);
            use_python();
            while (py::counters().thread_states > 0) std::this_thread::sleep_for(1ms);
        }
        end_in_time(python);
    });
}

LIFECYCLE_CASE(an_interrupt_reaches_the_child_as_it_reaches_its_parent)
{
    py::interpreter python{py::config{}.signal_handlers(true)};
    const auto interrupt = [] {
        const std::jthread other{[receiver = pthread_self()] {
            std::this_thread::sleep_for(50ms);
            pthread_kill(receiver, SIGINT);
        }};
        try {
            const py::gil_guard gil;
            py::exec("while True: pass");
        } catch (const py::keyboard_interrupt&) {
            return;
        }
        check(false);
    };
    fork_and_wait(py::fork, [&] {
        interrupt();
        end_in_time(python);
    });
    interrupt();
}

LIFECYCLE_CASE(a_thread_that_forks_while_another_stops_leaves_a_child_whose_gate_is_shut)
{
    py::interpreter python;
    std::atomic<bool> forked{false};
    {
        const py::gil_guard gil;
        py::dict globals;
        globals["is_open"] = py::expose([]() PYHOST_NEEDS_GIL {
            bool open = true;
            const py::gil_release nogil;
            std::jthread{[&] { open = !is_refused(); }}.join();
            return open;
        });
        globals["child"] = py::expose([&]() PYHOST_NEEDS_GIL {
            alarm(longest_child);
            is_child_of_another = true;
            const py::gil_release nogil;
            std::jthread{[&] { check(!python.stop().finalised); }}.join();
        });
        globals["check_status"] = py::expose([&](pid_t child) PYHOST_NEEDS_GIL {
            const py::gil_release nogil;
            check(status_of(child) == 5);
            forked = true;
        });
        py::exec("import os, threading, time, warnings\n"
                 "warnings.simplefilter('ignore')\n"
                 "def fork():\n"
                 "    while is_open(): time.sleep(0.001)\n"
                 "    pid = os.fork()\n"
                 "    if pid == 0:\n"
                 "        child()\n"
                 "        os._exit(5)\n"
                 "    check_status(pid)\n"
                 "threading.Thread(target=fork).start()\n",
                 globals);
    }
    check(python.stop().finalised);
    check(forked);
}
