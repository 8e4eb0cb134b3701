// SPDX-License-Identifier: MIT
// Apps of the bridge over the end of the interpreter, and their own.
#include <support/front_end.hpp>
#include <support/lifecycle.hpp>

#include <pyhost/bridge.hpp>
#include <pyhost/fork.hpp>
#include <pyhost/interpreter.hpp>

#include <atomic>
#include <chrono>
#include <lifecycle/fork.hpp>
#include <string>
#include <thread>
#include <vector>

namespace {

namespace bridge = py::bridge;
using namespace py::literals;

constexpr const char* source = R"(
import asyncio, time

def add(a: int, b: int):
    return a + b

async def sleep():
    await asyncio.sleep(1000)

async def acount():
    n = 0
    while True:
        yield n
        n += 1
        await asyncio.sleep(0)

def count():
    n = 0
    while True:
        yield n
        n += 1

def spin(job):
    while not job.is_cancelled:
        time.sleep(0.001)
    return 'seen'
)";

void add_commands(bridge::app& app)
{
    app.command("add", "bridge_case:add")
        .command("sleep", "bridge_case:sleep")
        .command("count", "bridge_case:count")
        .command("acount", "bridge_case:acount")
        .command("spin", "bridge_case:spin", {.job = "job"})
        .command(
            "join", [](const std::string& a, const std::string& b) { return a + b; }, "a"_a, "b"_a = "!")
        .allow({.commands = {"*"}});
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

LIFECYCLE_CASE(an_app_outlives_its_interpreter_and_works_in_the_next)
{
    bridge::app app;
    add_commands(app);
    support::front_end page{app};
    check(has(page.call("add", R"({"a":1,"b":2})"), R"("code":"closed")"));
    for (int run = 0; run < 3; ++run) {
        py::interpreter python;
        support::make_module("bridge_case", source);
        check(page.call("add", R"({"a":1,"b":2})") == R"("result":3)");
        check(page.call("join", R"({"a":"x"})") == R"("result":"x!")");
        check(has(page.call("add", R"({"a":"1","b":2})"), "invalid_arguments"));
        python.stop();
        check(has(page.call("add", R"({"a":1,"b":2})"), R"("code":"closed")"));
    }
}

LIFECYCLE_CASE(every_call_has_an_answer_when_the_interpreter_ends_under_it)
{
    bridge::app app;
    add_commands(app);
    support::front_end page{app};
    std::vector<std::uint64_t> ids;
    {
        py::interpreter python;
        support::make_module("bridge_case", source);
        for (const char* command : {"sleep", "count", "acount", "sleep"}) ids.push_back(page.begin(command, "{}", R"(,"credit":3)"));
        check(page.wait_for("\"item\":2", 2));
    }
    for (const char* more : {R"({"credit":2,"items":5})", R"({"credit":3,"items":5})"}) page.send(more);
    for (const auto id : ids) {
        const std::string answer = page.answer(id);
        check(has(answer, R"("code":"closed","kind":"Closed")"));
    }
}

LIFECYCLE_CASE(calls_come_from_many_threads_while_the_interpreter_stops)
{
    bridge::app app{{.max_calls = 100000, .max_calls_per_channel = 100000}};
    add_commands(app);
    std::atomic<int> answers{0};
    std::atomic<bool> is_over{false};
    std::vector<std::thread> hosts;
    std::atomic<int> asked{0};
    std::vector<bridge::channel> channels;
    for (int i = 0; i < 4; ++i) channels.push_back(app.open({}, [&](const bridge::message&) { ++answers; }));
    {
        py::interpreter python;
        support::make_module("bridge_case", source);
        for (int i = 0; i < 4; ++i)
            hosts.emplace_back([&, i] {
                for (int id = 0; !is_over; ++id, ++asked)
                    channels[static_cast<std::size_t>(i)].receive(
                        "{\"id\":" + std::to_string(id) +
                        (id % 2 == 0 ? R"(,"command":"add","args":{"a":1,"b":2}})" : R"(,"command":"join","args":{"a":"x"}})"));
            });
        while (answers < 1000) std::this_thread::sleep_for(1ms);
    }
    std::this_thread::sleep_for(20ms);
    is_over = true;
    for (std::thread& one : hosts) one.join();
    app.close();
    check(answers <= asked);
    channels.clear();
}

LIFECYCLE_CASE(an_app_that_ends_waits_for_what_runs_and_no_longer_than_it_may)
{
    py::interpreter python;
    support::make_module("bridge_case", source);
    std::atomic<bool> has_begun{false}, may_end{false}, has_ended{false};
    std::vector<std::string> lines;
    {
        bridge::app app{{.closing = 300ms, .log = [&](const std::string& line) { lines.push_back(line); }}};
        add_commands(app);
        app.command(
            "stubborn",
            [&] {
                has_begun = true;
                while (!may_end) std::this_thread::sleep_for(1ms);
                has_ended = true;
            },
            py::releases_gil);
        support::front_end page{app};
        const auto seen = page.begin("spin");
        std::this_thread::sleep_for(20ms);
        page.begin("stubborn");
        while (!has_begun) std::this_thread::sleep_for(1ms);
        app.close();
        check(has(page.answer(seen), R"("code":"closed")"));
    }
    check(lines.size() == 1 && lines[0] == "app: 1 calls have not ended in time, and are left to their threads");
    may_end = true;
    while (!has_ended) std::this_thread::sleep_for(1ms);
}

LIFECYCLE_CASE(a_command_may_close_its_app)
{
    py::interpreter python;
    bridge::app app{{.closing = std::chrono::minutes{1}}};
    std::atomic<bool> is_closed{false};
    app.command("quit", [&] {
        app.close();
        is_closed = true;
    });
    app.allow({.commands = {"quit"}});
    support::front_end page{app};
    check(has(page.call("quit"), R"("code":"closed")"));
    while (!is_closed) std::this_thread::sleep_for(1ms);
}

LIFECYCLE_CASE(an_app_is_closed_in_the_child_of_a_fork_and_goes_on_in_the_parent)
{
    py::interpreter python;
    support::make_module("bridge_case", source);
    bridge::app app;
    add_commands(app);
    support::front_end page{app};
    page.begin("spin");
    check(page.call("add", R"({"a":1,"b":2})") == R"("result":3)");
    fork_and_wait([] { return py::fork(); },
                  [&] {
                      page.send(R"({"id":100,"command":"join","args":{"a":"x"}})");
                      check(page.messages().size() == 1);
                      bridge::app other;
                      add_commands(other);
                      check(support::front_end{other}.call("join", R"({"a":"x"})") == R"("result":"x!")");
                      other.close();
                      page.close();
                      app.close();
                  });
    check(page.call("add", R"({"a":1,"b":2})") == R"("result":3)");
}
