// SPDX-License-Identifier: MIT
// Event loops that the host polls, at the end of the interpreter, over restarts and forks.
#include <pyhost/async.hpp>

#include <chrono>
#include <cstdlib>
#include <lifecycle/fork.hpp>
#include <lifecycle/loops.hpp>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#if defined(__linux__)

#include <poll.h>

namespace {

using namespace std::chrono_literals;

constexpr const char* source = "import asyncio, sys, threading\n"
                               "def note(text):\n"
                               "    print(text, file=sys.stderr)\n"
                               "async def wait_long():\n"
                               "    try:\n"
                               "        await asyncio.sleep(1000)\n"
                               "    finally:\n"
                               "        await asyncio.get_running_loop().run_in_executor(None, note, 'tidy')\n"
                               "        note('own' if threading.get_ident() == thread else 'other')\n"
                               "async def add(x, y):\n"
                               "    await asyncio.sleep(0)\n"
                               "    return x + y\n"
                               "async def never():\n"
                               "    while True:\n"
                               "        try:\n"
                               "            await asyncio.sleep(1000)\n"
                               "        except asyncio.CancelledError:\n"
                               "            pass\n";

/// Sees this thread as its own.
void define()
{
    const py::gil_guard gil;
    const auto made = py::module_from_source("async_case", source);
    made.attr("thread") = py::import_module("threading").attr("get_ident")();
}

bool is_readable(const py::hosted_loop& loop, int milliseconds = 10'000)
{
    pollfd one{loop.descriptor(), POLLIN, 0};
    return ::poll(&one, 1, milliseconds) == 1;
}

auto wait_long(const py::hosted_loop& loop) { return py::async_function<void()>{"async_case", "wait_long"}.on(loop)(); }

int add(const py::hosted_loop& loop, int x, int y)
{
    auto call = py::async_function<int(int, int)>{"async_case", "add"}.on(loop)(x, y);
    while (!call.is_ready()) check(is_readable(loop) && loop.poll() != py::poll_result::closed);
    return call.get();
}

/// Of an interpreter that goes on, objects are alive.
[[noreturn]] void leave_running_after(const char* name, bool is_own_thread)
{
    py::interpreter python{py::config{}.shutdown_timeout(200ms)};
    define();
    const py::hosted_loop loop{{.name = "ui"}};
    auto call = py::async_function<void()>{"async_case", name}.on(loop)();
    check(loop.poll(10s) == py::poll_result::idle);
    py::stop_report report;
    if (is_own_thread) report = python.stop();
    else std::thread{[&] { report = python.stop(); }}.join();
    const char* who = is_own_thread ? "event loop 'ui'" : "event loop 'ui', which its host has to poll";
    check(report.timed_out && report.waited_for == std::vector<std::string>{who});
    check(ends_with<py::interpreter_closed>(call));
    check(is_readable(loop) && loop.poll() == py::poll_result::closed);
    std::_Exit(0);
}

}  // namespace

LIFECYCLE_CASE(a_hosted_loop_is_made_before_the_start_and_ends_on_its_own_thread, .stderr_pattern = "(tidy\nown\n)+")
{
    const py::hosted_loop early{{.name = "ui"}};
    check(early.poll(10s) == py::poll_result::idle);
    for (int run = 0; run < runs_at_most(2); ++run) {
        py::interpreter python;
        define();
        const py::hosted_loop loop = run == 0 ? early : py::hosted_loop{{.name = "ui"}};
        check(add(loop, run, 1) == run + 1);
        auto call = wait_long(loop);
        check(loop.poll(10s) == py::poll_result::idle);
        const py::stop_report report = python.stop();
        check(report.finalised && report.waited_for == std::vector<std::string>{"event loop 'ui'"});
        check(ends_with<py::cancelled_error>(call));
        check(is_readable(loop) && loop.poll() == py::poll_result::closed);
    }
    check(early.poll() == py::poll_result::closed);
}

LIFECYCLE_CASE(a_hosted_loop_ends_in_the_polls_of_its_host, .stderr_pattern = "tidy\nother\n")
{
    py::interpreter python;
    define();
    std::thread host{[&] {
        const py::hosted_loop loop;
        auto call = wait_long(loop);
        check(loop.poll(10s) == py::poll_result::idle);
        std::jthread stopping{[&] {
            std::this_thread::sleep_for(20ms);
            check(python.stop().finalised);
        }};
        do check(is_readable(loop));
        while (loop.poll() != py::poll_result::closed);
        check(ends_with<py::cancelled_error>(call));
    }};
    host.join();
}

LIFECYCLE_CASE(a_hosted_loop_whose_thread_has_ended_is_ended_by_stop, .stderr_pattern = "tidy\nown\n")
{
    py::interpreter python;
    define();
    py::hosted_loop loop;
    std::optional<py::future<void>> call;
    std::thread{[&] {
        call = wait_long(loop);
        check(loop.poll(10s) == py::poll_result::idle);
    }}.join();
    check(python.stop().finalised);
    check(ends_with<py::cancelled_error>(*call));
}

LIFECYCLE_CASE(a_hosted_loop_that_nobody_polls_is_left_at_the_deadline) { leave_running_after("wait_long", false); }

LIFECYCLE_CASE(a_hosted_loop_that_does_not_end_is_left_at_the_deadline) { leave_running_after("never", true); }

LIFECYCLE_CASE(the_child_of_a_fork_leaves_a_hosted_loop_to_the_parent, .stderr_pattern = "tidy\nown\n")
{
    py::interpreter python;
    define();
    const py::hosted_loop loop;
    auto call = wait_long(loop);
    check(loop.poll(10s) == py::poll_result::idle);
    fork_and_wait([] { return py::fork(); },
                  [&] {
                      check(is_readable(loop) && loop.poll() == py::poll_result::closed);
                      check(ends_with<py::interpreter_closed>(call));
                      const py::hosted_loop own;
                      check(add(own, 1, 2) == 3);
                      check(python.stop().finalised);
                  });
    check(add(loop, 3, 4) == 7 && loop.poll(10s) == py::poll_result::idle);
    check(!call.is_ready() && !is_readable(loop, 0));
    check(python.stop().finalised);
    check(ends_with<py::cancelled_error>(call));
}

#endif
