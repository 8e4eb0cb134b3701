// SPDX-License-Identifier: MIT
// Forks beside other threads, in all places where a fork may find them; and forks that Python does not know of.
#include <pyhost/expose.hpp>

#include <atomic>
#include <lifecycle/fork.hpp>
#include <vector>

namespace {

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

LIFECYCLE_CASE(a_child_forked_while_threads_are_new_to_python_is_not_kept_by_a_lock_of_theirs, .limit_seconds = 60)
{
    py::interpreter python;
    std::atomic<bool> over{false};
    std::vector<std::jthread> threads;
    for (int i = 0; i < 2; ++i)
        threads.emplace_back([&] {
            while (!over) {
                std::vector<PyThreadState*> made(50);
                for (PyThreadState*& state : made) state = py::detail::new_thread_state(py::detail::process());
                std::jthread{[&] {  // since this thread counts the first of them as its own
                    const py::gil_guard gil;
                    for (PyThreadState* state : made) {
                        py::detail::unbind_thread(state);
                        PyThreadState_Clear(state);
                        PyThreadState_Delete(state);
                    }
                }}
                    .join();
            }
        });
    for (int round = 0; round < 300; ++round) fork_and_wait(py::fork, [] {});
    over = true;
    threads.clear();
    end_in_time(python);
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
