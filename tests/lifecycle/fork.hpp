// SPDX-License-Identifier: MIT
// What the cases of forks share: a child that ends by itself, and what it does with Python.
#pragma once

#include <support/lifecycle.hpp>
#include <support/threads.hpp>

#include <pyhost/pyhost.hpp>

#include <chrono>
#include <cstdlib>
#include <optional>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace py = pyhost;
using namespace std::chrono_literals;
using support::check;

inline constexpr unsigned longest_child = 20;  // seconds: then SIGALRM ends it, so that none outlives its case

/// Exit status of a child, or the number of the signal that ended it, negative.
inline int status_of(pid_t child)
{
    int status = 0;
    check(waitpid(child, &status, 0) == child);
    return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

/// Whether this process is the child of a thread other than the one that started Python.
inline bool is_child_of_another = false;

inline bool is_main_thread() { return gettid() == getpid(); }

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

inline pid_t os_fork()
{
    const py::gil_guard gil;
    return py::import_module("os").attr("fork")().cast<pid_t>();
}

/// What a program does with Python: calls, errors, other threads, values dropped without the GIL.
inline void use_python()
{
    const std::ptrdiff_t threads = support::thread_count();
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
    support::wait_for_thread_count(threads);
}

/// An end that the threads of the parent do not keep waiting: after the deadline nothing is finalised.
inline void end_in_time(py::interpreter& python)
{
    const py::stop_report report = python.stop();
    if (py::detail::has_gil || !is_child_of_another) {
        check(report.finalised);
        check(py::counters().thread_states <= 1);  // this thread's, until the thread ends
    } else {
        check(report.waited_for.back() == "the thread that started Python, which this child of a fork does not have");
    }
}

inline void use_and_end(py::interpreter& python)
{
    use_python();
    end_in_time(python);
}

inline bool is_refused()
{
    const py::gil_guard gil{std::try_to_lock};
    return !gil;
}
