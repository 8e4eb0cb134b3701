// SPDX-License-Identifier: MIT
// config::faulthandler: a crash prints the stacks of Python, and the handlers go back at the end.
#include <support/lifecycle.hpp>

#include <pyhost/pyhost.hpp>

#include <array>
#include <csignal>
#include <cstdlib>
#include <thread>
#include <unistd.h>

namespace py = pyhost;
using support::check;

namespace {

constexpr std::array fatal_signals{SIGSEGV, SIGFPE, SIGABRT, SIGBUS, SIGILL};

void handle(int) { std::_Exit(3); }

void (*handler_of(int signal))(int)
{
    struct sigaction now{};
    check(sigaction(signal, nullptr, &now) == 0);
    return now.sa_handler;
}

void set_all(void (*handler)(int))
{
    for (const int signal : fatal_signals) std::signal(signal, handler);
}

bool all_are(void (*handler)(int))
{
    for (const int signal : fatal_signals)
        if (handler_of(signal) != handler) return false;
    return true;
}

py::config with_faulthandler() { return py::config{}.faulthandler(true); }

void crash()
{
    const py::gil_guard gil;
    py::exec("import signal\n"
             "def innermost(): signal.raise_signal(signal.SIGSEGV)\n"
             "def outer(): innermost()\n"
             "outer()\n");
}

constexpr const char* stacks = "Fatal Python error: Segmentation fault\n.*File \"<string>\", line 2 in innermost\n.*line 3 in outer\n.*";

}  // namespace

LIFECYCLE_CASE(a_crash_prints_the_stacks_of_python, .exit_code = -SIGSEGV, .stderr_pattern = stacks)
{
    set_all(SIG_DFL);  // a sanitizer has its own
    const py::interpreter python{with_faulthandler()};
    crash();
}

LIFECYCLE_CASE(a_crash_on_another_thread_prints_the_stacks_of_python, .exit_code = -SIGSEGV, .stderr_pattern = stacks)
{
    set_all(SIG_DFL);
    const py::interpreter python{with_faulthandler()};
    std::jthread{crash}.join();
}

LIFECYCLE_CASE(a_crash_goes_on_to_the_handler_of_the_host, .exit_code = 3, .stderr_pattern = stacks)
{
    set_all(handle);
    const py::interpreter python{with_faulthandler()};
    crash();
}

LIFECYCLE_CASE(the_handlers_of_a_crash_go_back_at_the_end)
{
    for (void (*host)(int) : {handle, SIG_DFL, SIG_IGN}) {
        set_all(host);
        {
            const py::interpreter python{with_faulthandler()};
            for (const int signal : fatal_signals) check(handler_of(signal) != host);
        }
        check(all_are(host));
        {
            const py::interpreter python;
            check(all_are(host));
        }
        check(all_are(host));
    }
}

LIFECYCLE_CASE(a_crash_with_another_sys_stderr_prints_the_stacks, .exit_code = -SIGSEGV, .stderr_pattern = stacks)
{
    set_all(SIG_DFL);
    const py::interpreter python{with_faulthandler()};
    {
        const py::gil_guard gil;
        py::exec("import io, sys\n"
                 "sys.stderr = io.StringIO()\n"
                 "del sys.__stderr__\n");
    }
    crash();
}

LIFECYCLE_CASE(a_crash_with_a_closed_stderr_prints_nothing, .exit_code = -SIGSEGV)
{
    set_all(SIG_DFL);
    const py::interpreter python{with_faulthandler()};
    close(STDERR_FILENO);
    crash();
}

LIFECYCLE_CASE(a_start_with_a_closed_stderr_works)
{
    close(STDERR_FILENO);
    for (const bool on : {false, true}) {
        const py::interpreter python{py::config{}.faulthandler(on)};
        check(py::function<int(int)>{"builtins", "abs"}(-1) == 1);
    }
}
