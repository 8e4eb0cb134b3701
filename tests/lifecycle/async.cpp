// SPDX-License-Identifier: MIT
// Event loops and calls under way at the end of the interpreter, over restarts and forks.
#include <pyhost/async.hpp>
#include <pyhost/expose.hpp>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <lifecycle/fork.hpp>
#include <lifecycle/loops.hpp>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace std::chrono_literals;

constexpr const char* source = "import asyncio, threading, time\n"
                               "ended = 0\n"
                               "async def wait_long():\n"
                               "    global ended\n"
                               "    try:\n"
                               "        await asyncio.sleep(1000)\n"
                               "    finally:\n"
                               "        await asyncio.sleep(0)\n"
                               "        ended += 1\n"
                               "        note()\n"
                               "async def add(x, y):\n"
                               "    await asyncio.sleep(0)\n"
                               "    return x + y\n"
                               "async def block(seconds):\n"
                               "    time.sleep(seconds)\n"
                               "def note(): pass\n";

void define(const std::string& more = {})
{
    const py::gil_guard gil;
    static_cast<void>(py::module_from_source("async_case", source + more));
}

// Made anew, since one that is looked up keeps its function over the end.
py::async_function<void()> wait_long() { return {"async_case", "wait_long"}; }
py::async_function<int(int, int)> add() { return {"async_case", "add"}; }

}  // namespace

LIFECYCLE_CASE(the_end_cancels_what_runs_on_a_loop_and_its_finally_runs)
{
    std::atomic<int> noted{0};
    std::atomic<int> cancelled{0};
    py::interpreter python;
    define();
    {
        const py::gil_guard gil;
        py::import_module("async_case").attr("note") = py::expose([&] { ++noted; });
    }
    std::vector<py::future<void>> pending;
    for (int i = 0; i < 20; ++i) pending.push_back(wait_long()());
    std::vector<std::jthread> waiting;
    for (int i = 0; i < 4; ++i)
        waiting.emplace_back([&, i] {
            if (i % 2 == 0) {
                cancelled += ends_with<py::cancelled_error>(pending[static_cast<std::size_t>(i)]) ? 1 : 0;
            } else {
                const py::gil_guard gil;  // that the end waits for
                cancelled += ends_with<py::cancelled_error>(pending[static_cast<std::size_t>(i)]) ? 1 : 0;
            }
        });
    std::this_thread::sleep_for(50ms);
    const py::stop_report report = python.stop();
    check(report.finalised && noted == 20);
    waiting.clear();
    check(cancelled == 4);
    for (std::size_t i = 4; i < pending.size(); ++i) check(ends_with<py::cancelled_error>(pending[i]));
    check(py::event_loop::shared().pending() == 0);
    std::_Exit(0);  // an error that a thread drops while Python is taken down is left, with the frames in it
}

LIFECYCLE_CASE(the_end_closes_generators_and_executors_of_a_loop)
{
    std::vector<std::string> log;
    py::interpreter python;
    define("async def numbers():\n"
           "    try:\n"
           "        yield 1\n"
           "        yield 2\n"
           "    finally:\n"
           "        await asyncio.sleep(0)\n"
           "        note('generator')\n"
           "        closed.set()\n"
           "closed = threading.Event()\n"
           "kept = []\n"
           "async def begin():\n"
           "    g = numbers()\n"
           "    kept.append(g)\n"
           "    await g.__anext__()\n"
           "    def work():\n"
           "        closed.wait(10)\n"
           "        note('executor')\n"
           "    asyncio.get_running_loop().run_in_executor(None, work)\n"
           "    kept.append(asyncio.get_running_loop())\n");
    {
        const py::gil_guard gil;
        py::import_module("async_case").attr("note") = py::expose([&](std::string what) { log.push_back(std::move(what)); });
    }
    py::async_function<void()>{"async_case", "begin"}().get();
    check(python.stop().finalised);
    check(log == std::vector<std::string>{"generator", "executor"});
}

LIFECYCLE_CASE(what_ends_at_the_end_may_still_use_an_executor)
{
    py::interpreter python;
    define("async def flush_at_end():\n"
           "    await asyncio.get_running_loop().run_in_executor(None, int)\n"
           "    try:\n"
           "        await asyncio.sleep(1000)\n"
           "    finally:\n"
           "        await asyncio.sleep(0.05)\n"
           "        await asyncio.get_running_loop().run_in_executor(None, note)\n");
    std::atomic<int> noted{0};
    {
        const py::gil_guard gil;
        py::import_module("async_case").attr("note") = py::expose([&] { ++noted; });
    }
    auto pending = py::async_function<void()>{"async_case", "flush_at_end"}();
    static_cast<void>(pending.wait_for(100ms));
    check(python.stop().finalised && noted == 1);
    check(ends_with<py::cancelled_error>(pending));
}

LIFECYCLE_CASE(a_loop_of_python_gets_what_it_awaits_of_cpp_while_the_interpreter_ends)
{
    std::atomic<bool> is_ended{false};
    py::interpreter python;
    define("def run_main():\n"
           "    async def main():\n"
           "        await work()\n"
           "        note()\n"
           "    asyncio.run(main())\n"
           "def start():\n"
           "    threading.Thread(target=run_main).start()\n");
    {
        const py::gil_guard gil;
        const py::object module = py::import_module("async_case");
        module.attr("note") = py::expose([&] { is_ended = true; });
        module.attr("work") = py::expose([]() -> py::task<> {
            co_await py::executor{}.schedule();
            std::this_thread::sleep_for(100ms);  // the end has begun
        });
    }
    py::function<void()>{"async_case", "start"}();
    std::this_thread::sleep_for(20ms);
    check(python.stop().finalised && is_ended);
    std::_Exit(0);  // what the C++ coroutine lets go of while Python is taken down is left
}

LIFECYCLE_CASE(calls_of_async_functions_are_refused_after_the_end)
{
    {
        py::interpreter python;
        define();
        check(add()(1, 2).get() == 3);
    }
    try {
        static_cast<void>(add()(1, 2));
        check(false);
    } catch (const py::interpreter_closed&) {
    }
}

LIFECYCLE_CASE(an_outcome_is_read_after_the_end)
{
    py::future<int> value;
    py::future<void> error, waiting;
    {
        py::interpreter python;
        define("async def fail():\n    raise ValueError('no')\n");
        value = add()(1, 2);
        error = py::async_function<void()>{"async_case", "fail"}();
        waiting = wait_long()();
        value.wait();
        error.wait();
    }
    check(value.get() == 3);
    try {
        error.get();
        check(false);
    } catch (const py::value_error& e) {
        check(e.message() == "no");
    }
    check(ends_with<py::cancelled_error>(waiting));
}

LIFECYCLE_CASE(loops_work_in_every_run)
{
    for (int run = 0; run < runs_at_most(5); ++run) {
        py::interpreter python;
        define();
        auto pending = wait_long()();
        check(add()(run, 1).get() == run + 1);
        const py::event_loop own{{.name = "own"}};
        check(add().on(own)(run, 2).get() == run + 2);
        check(python.stop().finalised);
        check(ends_with<py::cancelled_error>(pending));
    }
}

LIFECYCLE_CASE(a_loop_that_does_not_end_is_left_at_the_deadline_and_nobody_waits_for_it)
{
    {
        py::interpreter python{py::config{}.shutdown_timeout(200ms)};
        define();
        auto blocking = py::async_function<void(double)>{"async_case", "block"}(3);
        auto behind = add()(1, 2);
        std::jthread waiting{[&] { check(ends_with<py::interpreter_closed>(behind)); }};
        std::this_thread::sleep_for(50ms);
        const py::stop_report report = python.stop();
        check(report.timed_out && report.waited_for == std::vector<std::string>{"event loop 'pyhost-asyncio'"});
        check(ends_with<py::interpreter_closed>(blocking));
    }
    std::_Exit(0);  // of an interpreter that goes on, objects are alive
}

LIFECYCLE_CASE(threads_call_async_functions_while_the_interpreter_stops)
{
    for (int run = 0; run < runs_at_most(10); ++run) {
        py::interpreter python;
        define();
        std::atomic<int> done{0};
        std::vector<std::jthread> threads;
        for (int i = 0; i < 8; ++i)
            threads.emplace_back([&] {
                try {
                    for (int n = 0;; ++n) {
                        check(add()(n, 1).get() == n + 1);
                        ++done;
                    }
                } catch (const py::interpreter_closed&) {
                } catch (const py::cancelled_error&) {
                }
            });
        while (done < 100) std::this_thread::sleep_for(1ms);
        check(python.stop().finalised);
    }
    std::_Exit(0);  // an error that a thread drops while Python is taken down is left, with the frames in it
}

LIFECYCLE_CASE(a_task_that_leaves_its_program_does_not_end_the_loop, .stderr_pattern = "(?s).*SystemExit: 3\n.*")
{
    py::interpreter python;
    define("async def start():\n"
           "    async def leave():\n"
           "        raise SystemExit(3)\n"
           "    asyncio.get_running_loop().call_soon(exit_now)\n"
           "def exit_now():\n"
           "    raise SystemExit(3)\n");
    py::async_function<void()>{"async_case", "start"}().get();
    std::this_thread::sleep_for(20ms);
    check(add()(1, 2).get() == 3);
}

LIFECYCLE_CASE(a_call_that_leaves_the_program_is_told_to_its_caller_alone)
{
    py::interpreter python;
    define("async def leave():\n"
           "    raise SystemExit(3)\n"
           "async def leave_later():\n"
           "    await asyncio.sleep(0)\n"
           "    raise KeyboardInterrupt\n");
    for (int i = 0; i < 3; ++i) {
        auto now = py::async_function<void()>{"async_case", "leave"}();
        check(ends_with<py::system_exit>(now));
        auto later = py::async_function<void()>{"async_case", "leave_later"}();
        check(ends_with<py::keyboard_interrupt>(later));
    }
    const py::gil_guard gil;
    py::import_module("gc").attr("collect")();
}

LIFECYCLE_CASE(tasks_begun_by_tasks_that_are_cancelled_come_to_their_end_too)
{
    std::atomic<int> noted{0};
    py::interpreter python;
    define("async def begin():\n"
           "    try:\n"
           "        await asyncio.sleep(1000)\n"
           "    finally:\n"
           "        asyncio.get_running_loop().create_task(wait_long())\n"
           "        await asyncio.sleep(0)\n");
    {
        const py::gil_guard gil;
        py::import_module("async_case").attr("note") = py::expose([&] { ++noted; });
    }
    auto pending = py::async_function<void()>{"async_case", "begin"}();
    static_cast<void>(pending.wait_for(20ms));
    check(python.stop().finalised && noted == 1);
}

LIFECYCLE_CASE(a_thousand_cancels_around_the_end_of_a_call_leave_one_outcome_each, .limit_seconds = 120)
{
    py::interpreter python;
    define("handled = []\n"
           "async def soon(delay):\n"
           "    asyncio.get_running_loop().set_exception_handler(lambda loop, context: handled.append(context))\n"
           "    await asyncio.sleep(delay)\n"
           "    return 1\n"
           "async def left():\n"
           "    return len(asyncio.all_tasks()) - 1 + len(handled)\n");
    for (int run = 0; run < 10; ++run) {
        int values = 0;
        int cancelled = 0;
        {
            const py::async_function<int(double)> soon{"async_case", "soon"};
            for (int i = 0; i < 100; ++i) {
                std::vector<py::future<int>> calls;
                for (int n = 0; n < 10; ++n) calls.push_back(soon(0.001 + 0.0001 * n));
                std::this_thread::sleep_for(1ms + 100us * (i % 20 - 10));
                for (auto& call : calls) call.cancel();
                for (auto& call : calls) {
                    try {
                        values += call.get();
                    } catch (const py::cancelled_error&) {
                        ++cancelled;
                    }
                }
            }
        }
        check(values + cancelled == 1000);
        check(py::async_function<int()>{"async_case", "left"}().get() == 0);
        check(py::event_loop::shared().pending() == 0);
        while (py::counters().awaits != 0) std::this_thread::sleep_for(1ms);  // the loop lets go of the last one after its outcome
        check(py::counters().errors == 0);
    }
    check(py::event_loop::late() == 0);
}

LIFECYCLE_CASE(a_hundred_thousand_pending_calls_end_inside_the_deadline, .limit_seconds = 120)
{
    py::interpreter python{py::config{}.shutdown_timeout(60s)};
    define();
    std::vector<py::future<void>> pending;
    {
        const auto wait = wait_long();
        for (int i = 0; i < 100'000; ++i) pending.push_back(wait());
    }
    check(py::event_loop::shared().pending() == 100'000);
    check(python.stop().finalised);
    for (auto& call : pending) check(ends_with<py::cancelled_error>(call));
}
