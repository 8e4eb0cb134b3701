// SPDX-License-Identifier: MIT
// Signals: the host's own unless it asks Python to take them, and as before when the interpreter has ended.
#include <support/lifecycle.hpp>
#include <support/scratch.hpp>

#include <pyhost/expose.hpp>
#include <pyhost/pyhost.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstring>
#include <string>
#include <thread>
#include <unistd.h>

namespace py = pyhost;
using namespace std::chrono_literals;
using support::check;

namespace {

constexpr std::array watched{SIGINT, SIGPIPE, SIGXFSZ, SIGTERM};

void handle(int) {}
void handle_with_details(int, siginfo_t*, void*) {}

struct sigaction action(void (*handler)(int))
{
    struct sigaction made{};
    made.sa_handler = handler;
    return made;
}

struct sigaction action_with_details()
{
    struct sigaction made{};
    made.sa_sigaction = handle_with_details;
    made.sa_flags = SA_SIGINFO | SA_RESTART;
    return made;
}

void set(int signal, const struct sigaction& to) { check(sigaction(signal, &to, nullptr) == 0); }

bool is_set(int signal, const struct sigaction& to)
{
    struct sigaction now{};
    check(sigaction(signal, nullptr, &now) == 0);
    const int compared = SA_SIGINFO | SA_RESTART;
    return (now.sa_flags & compared) == (to.sa_flags & compared) && now.sa_handler == to.sa_handler;
}

/// Imports what takes signals in a program of Python's own.
void import_takers()
{
    const py::gil_guard gil;
    py::exec("import faulthandler, multiprocessing, signal");
}

/// Runs an event loop, too. Once in a process: CPython 3.12.1 crashes when asyncio is imported again after a restart.
void run_event_loop()
{
    const py::gil_guard gil;
    py::exec("import asyncio\n"
             "async def nothing(): pass\n"
             "asyncio.run(nothing())\n");
}

/// The dispositions of all watched signals stay `host` over two runs, whoever imports what first.
void expect_kept(const struct sigaction& host, bool imports_on_main)
{
    const auto is_kept = [&] {
        for (const int signal : watched) check(is_set(signal, host));
    };
    for (const int signal : watched) set(signal, host);
    for (int run = 0; run < 2; ++run) {
        py::interpreter python;
        is_kept();
        if (imports_on_main) import_takers();
        else std::jthread{import_takers}.join();
        is_kept();
        import_takers();
        if (run == 1) run_event_loop();
        is_kept();
        check(python.stop().finalised);
        is_kept();
    }
}

/// Sends the process a signal when this thread is about to wait for it.
class late_signal {
public:
    explicit late_signal(int signal)
        : thread_{[signal, receiver = pthread_self()] {
              std::this_thread::sleep_for(50ms);
              pthread_kill(receiver, signal);
          }}
    {
    }

private:
    std::jthread thread_;
};

bool is_interrupted(const char* source)
{
    const late_signal interrupt{SIGINT};
    try {
        const py::gil_guard gil;
        py::exec(source);
        return false;
    } catch (const py::keyboard_interrupt&) {
        return true;
    }
}

/// check_signals() until a handler raises.
template <class Error>
void wait_for()
{
    for (;;) {
        try {
            py::check_signals();
        } catch (const Error&) {
            return;
        }
        std::this_thread::sleep_for(1ms);
    }
}

py::config with_handlers() { return py::config::isolated().signal_handlers(true); }

}  // namespace

LIFECYCLE_CASE(default_actions_of_the_host_are_kept) { expect_kept(action(SIG_DFL), true); }
LIFECYCLE_CASE(default_actions_of_the_host_are_kept_by_another_thread) { expect_kept(action(SIG_DFL), false); }
LIFECYCLE_CASE(ignored_signals_of_the_host_are_kept) { expect_kept(action(SIG_IGN), true); }
LIFECYCLE_CASE(ignored_signals_of_the_host_are_kept_by_another_thread) { expect_kept(action(SIG_IGN), false); }
LIFECYCLE_CASE(handlers_of_the_host_are_kept) { expect_kept(action(handle), true); }
LIFECYCLE_CASE(handlers_of_the_host_are_kept_by_another_thread) { expect_kept(action(handle), false); }
LIFECYCLE_CASE(handlers_with_details_of_the_host_are_kept) { expect_kept(action_with_details(), true); }
LIFECYCLE_CASE(handlers_with_details_of_the_host_are_kept_by_another_thread) { expect_kept(action_with_details(), false); }

LIFECYCLE_CASE(a_default_action_that_the_host_sets_later_is_kept)
{
    set(SIGINT, action(handle));
    py::interpreter python;
    set(SIGINT, action(SIG_DFL));
    import_takers();
    check(is_set(SIGINT, action(SIG_DFL)));
    set(SIGINT, action_with_details());
    check(python.stop().finalised);
    check(is_set(SIGINT, action_with_details()));
}

LIFECYCLE_CASE(an_interpreter_started_on_another_thread_keeps_the_signals_too)
{
    for (int run = 0; run < 2; ++run)
        std::jthread{[] {
            py::interpreter python;
            import_takers();
            check(is_set(SIGINT, action(SIG_DFL)));
            check(python.stop().finalised);
            check(is_set(SIGINT, action(SIG_DFL)));
        }}.join();
}

LIFECYCLE_CASE(signals_that_python_code_takes_go_back_at_the_end)
{
    for (const auto& interrupt : {action(SIG_DFL), action(handle)}) {
        set(SIGINT, interrupt);
        set(SIGTERM, action_with_details());
        set(SIGUSR1, action(handle));
        py::interpreter python;
        check(is_set(SIGURG, action(SIG_DFL)));
        {
            const py::gil_guard gil;
            py::exec("import signal\n"
                     "seen = []\n"
                     "for n in (signal.SIGTERM, signal.SIGUSR1, signal.SIGINT):\n"
                     "    signal.signal(n, lambda n, frame: seen.append(n))\n"
                     "signal.raise_signal(signal.SIGTERM)\n"
                     "while not seen: pass\n");
        }
        set(SIGUSR1, action_with_details());  // the host wants it back before the end
        check(python.stop().finalised);
        check(is_set(SIGINT, interrupt));
        check(is_set(SIGTERM, action_with_details()));
        check(is_set(SIGUSR1, action_with_details()));
    }
}

LIFECYCLE_CASE(an_interrupt_reaches_running_python_code_when_asked_for)
{
    for (int run = 0; run < 2; ++run) {
        py::interpreter python{with_handlers()};
        check(is_interrupted("while True: pass"));
        check(is_interrupted("import time\ntime.sleep(20)"));
        check(is_interrupted("import threading\nthreading.Event().wait(20)"));
        check(python.stop().finalised);
        check(is_set(SIGINT, action(SIG_DFL)));
    }
}

LIFECYCLE_CASE(an_interrupt_waits_for_check_signals_when_the_main_thread_is_in_cpp)
{
    py::interpreter python{with_handlers()};
    std::atomic<bool> over{false};
    std::jthread worker{[&] {
        const py::function<int(int)> abs{"builtins", "abs"};
        while (!over) check(abs(-1) == 1);
    }};
    py::check_signals();  // nothing has come
    kill(getpid(), SIGINT);
    std::jthread{[] {
        for (int i = 0; i < 20; ++i) py::check_signals();  // not Python's main thread
    }}.join();
    wait_for<py::keyboard_interrupt>();
    py::check_signals();  // it is raised once
    {
        const py::gil_guard gil;
        kill(getpid(), SIGINT);
        wait_for<py::keyboard_interrupt>();
    }
    over = true;
    worker.join();
    check(python.stop().finalised);
    try {
        py::check_signals();
        check(false);
    } catch (const py::interpreter_closed&) {
    }
}

LIFECYCLE_CASE(the_thread_that_started_the_interpreter_is_the_one_that_handles_signals)
{
    std::jthread{[] {
        py::interpreter python{with_handlers()};
        kill(getpid(), SIGINT);
        std::jthread{[] { py::check_signals(); }}.join();
        wait_for<py::keyboard_interrupt>();
        check(is_interrupted("while True: pass"));
        {
            const py::gil_guard gil;
            py::exec("import signal\n"
                     "def complain(n, frame): raise ValueError(n)\n"
                     "signal.signal(signal.SIGTERM, complain)\n");
        }
        kill(getpid(), SIGTERM);
        wait_for<py::value_error>();
        check(python.stop().finalised);
        check(is_set(SIGINT, action(SIG_DFL)) && is_set(SIGTERM, action(SIG_DFL)));
    }}.join();
}

LIFECYCLE_CASE(a_handler_of_the_host_wins_over_asking_for_handlers)
{
    set(SIGINT, action_with_details());
    py::interpreter python{with_handlers()};
    check(is_set(SIGINT, action_with_details()));
    check(is_set(SIGPIPE, action(SIG_IGN)));
    check(python.stop().finalised);
    check(is_set(SIGINT, action_with_details()));
}

LIFECYCLE_CASE(a_start_that_fails_leaves_signals_to_the_host)
{
    const support::variable codec{"PYTHONIOENCODING", "nosuch"};
    for (const bool on : {false, true}) {
        bool failed = false;
        try {
            const py::interpreter python{py::config{}.signal_handlers(on)};
        } catch (const py::startup_error&) {
            failed = true;
        }
        check(failed);
        check(is_set(SIGINT, action(SIG_DFL)));
    }
}

LIFECYCLE_CASE(a_signal_that_python_code_takes_goes_back_whatever_the_host_handles)
{
    set(SIGINT, action_with_details());
    set(SIGURG, action(SIG_IGN));
    py::interpreter python;
    {
        const py::gil_guard gil;
        py::exec("import signal\nsignal.signal(signal.SIGTERM, lambda *_: None)");
    }
    check(python.stop().finalised);
    check(is_set(SIGTERM, action(SIG_DFL)));
    check(is_set(SIGINT, action_with_details()));
    check(is_set(SIGURG, action(SIG_IGN)));
}
