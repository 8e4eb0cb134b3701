// SPDX-License-Identifier: MIT
// Forks: the child of a fork that Python knows of works and stops as its parent does.
#include <pyhost/expose.hpp>

#include <csignal>
#include <lifecycle/fork.hpp>
#include <vector>

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
