// SPDX-License-Identifier: MIT
// What comes to its end whatever else goes on: cancelled calls, time limits, closed apps, dropped streams.
#include <support/front_end.hpp>

#include <pyhost/async/task.hpp>
#include <pyhost/expose.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <chrono>
#include <future>
#include <semaphore>
#include <string>
#include <thread>
#include <vector>

namespace py = pyhost;
namespace bridge = py::bridge;
using namespace py::literals;
using namespace std::chrono_literals;

namespace {

constexpr const char* source = R"(
import asyncio, threading

ran, ended = [], []
gate = threading.Event()

async def talk(job):
    try:
        while True:
            for i in range(10):
                job.progress(i)
            await asyncio.sleep(0)
    finally:
        ended.append('talk')

async def sleep():
    await asyncio.sleep(3600)

def note(n: int):
    ran.append(n)

def wait():
    gate.wait(60)

def count():
    try:
        n = 0
        while True:
            yield n
            n += 1
    finally:
        ended.append('count')

async def run(f):
    await asyncio.sleep(0)
    f()
)";

py::object names(const char* name) PYHOST_NEEDS_GIL { return py::import_module("bridge_ends").attr(name); }

std::string noted(const char* list)
{
    const py::gil_guard gil;
    return py::repr(names(list));
}

void open_gate()
{
    const py::gil_guard gil;
    names("gate").attr("set")();
}

}  // namespace

TEST_CASE("a command that tells without end keeps neither its cancel nor the time limit of another window waiting")
{
    support::make_module("bridge_ends", source);
    bridge::app app;
    app.command("talk", "bridge_ends:talk", {.job = "job"}).command("sleep", "bridge_ends:sleep").allow({.commands = {"*"}});
    support::front_end talker{app, {.may_wait = false}}, other{app, {.window = "other", .may_wait = false}};
    const auto talk = talker.begin("talk");
    CHECK(talker.wait_for("progress", 1000));
    CHECK(other.call("sleep", "{}", R"(,"timeout":50)").starts_with(R"("error":{"code":"timed_out")"));
    talker.send("{\"cancel\":" + std::to_string(talk) + "}");
    CHECK(talker.answer(talk).starts_with(R"("error":{"code":"cancelled")"));
}

TEST_CASE("arguments that do not fit are refused on the event loop as they are elsewhere")
{
    support::make_module("bridge_ends", source);
    bridge::app app;
    app.command("note", "bridge_ends:note", {.runs = bridge::runs::on_loop})
        .command(
            "twice", [](int n) { return 2 * n; }, bridge::command_options{.runs = bridge::runs::on_loop}, "n"_a)
        .allow({.commands = {"*"}});
    support::front_end page{app};
    for (const char* command : {"note", "twice"}) {
        CHECK(page.call(command, R"({"n":"x"})")
                  .starts_with(R"("error":{"code":"invalid_arguments","kind":"InvalidArguments","message":"command ')"));
        CHECK(page.call(command, "{}").find(R"("data":[{"pointer":"/n","message":"it is missing"}])") != std::string::npos);
    }
}

TEST_CASE("an app that closes waits for a message that is being sent no longer than it may")
{
    std::binary_semaphore sends{0}, may_end{0};
    std::vector<std::string> lines;
    bridge::app app{{.closing = 50ms, .log = [&](const std::string& line) { lines.push_back(line); }}};
    app.command("noop", [] {}).allow({.commands = {"*"}});
    std::atomic<bool> was_told{false};
    bridge::channel stuck = app.open({}, [&](const bridge::message&) { sends.release(), may_end.acquire(); }, [&] { was_told = true; });
    std::thread host{[&] { stuck.receive(std::string{R"({"id":1,"command":"noop"})"}); }};
    sends.acquire();
    app.close();
    CHECK(was_told);
    CHECK(lines.at(0).find("a message that is being sent has not come to its end in time") != std::string::npos);
    may_end.release();
    host.join();
}

TEST_CASE("a call that has its answer before Python is free does not begin")
{
    support::make_module("bridge_ends", source);
    bridge::app app;
    app.command("note", "bridge_ends:note").command("on_loop", "bridge_ends:note", {.runs = bridge::runs::on_loop});
    app.allow({.commands = {"*"}});
    support::front_end page{app}, closed{app};
    std::uint64_t last = 0;
    {
        const py::gil_guard gil;
        std::thread host{[&] {
            for (const char* command : {"note", "on_loop"}) {
                const auto id = page.begin(command, R"({"n":1})");
                closed.begin(command, R"({"n":2})");
                std::this_thread::sleep_for(50ms);  // both wait for Python by then
                page.send("{\"cancel\":" + std::to_string(id) + "}");
            }
            last = page.begin("note", R"({"n":3})");
            closed.close();
        }};
        host.join();
    }
    CHECK(page.answer(last) == R"("result":null)");
    app.close();
    CHECK(noted("ran") == "[3]");
}

TEST_CASE("who closes an app as well waits for what the first one waits for")
{
    support::make_module("bridge_ends", source);
    bridge::app app{{.closing = 60s}};
    std::atomic<bool> has_ended{false};
    std::binary_semaphore runs{0};
    app.command(
           "slow",
           [&](bridge::job job) {
               runs.release();
               while (!job.is_cancelled()) std::this_thread::yield();
               std::this_thread::sleep_for(50ms);
               has_ended = true;
           },
           bridge::command_options{}, py::releases_gil)
        .allow({.commands = {"*"}});
    support::front_end page{app};
    const auto id = page.begin("slow");
    runs.acquire();
    std::thread first{[&] { app.close(); }};
    CHECK(page.answer(id).starts_with(R"("error":{"code":"closed")"));  // the first one closes it now
    app.close();
    CHECK(has_ended);
    first.join();
}

TEST_CASE("an app may be closed on the event loop, and by a coroutine, which wait for nothing there")
{
    support::make_module("bridge_ends", source);
    for (const bool is_task : {false, true}) {
        bridge::app app{{.closing = 1h}};  // that is what a wait would take
        if (is_task)
            app.command("quit", [&]() -> py::task<> {
                co_await py::executor{}.schedule();
                app.close();
            });
        else app.command("quit", [&]() PYHOST_NEEDS_GIL { return names("run")(py::expose([&] { app.close(); }, "close")); });
        app.allow({.commands = {"*"}});
        support::front_end page{app};
        CHECK(page.call("quit").starts_with(R"("error":{"code":"closed")"));
    }
}

TEST_CASE("a stream that waits to be asked comes to its end with its app, also where all threads are busy")
{
    support::make_module("bridge_ends", source);
    {
        bridge::app app{{.workers = 1, .closing = 0ms}};
        app.command("count", "bridge_ends:count").command("wait", "bridge_ends:wait").allow({.commands = {"*"}});
        support::front_end page{app};
        page.begin("count", "{}", R"(,"credit":2)");
        CHECK(page.wait_for("\"item\":1"));
        page.begin("wait");
    }
    CHECK(noted("ended") == "['count']");
    open_gate();
}

TEST_CASE("an id is free when its answer is there")
{
    bridge::app app;
    app.command("noop", [] {}, bridge::command_options{.runs = bridge::runs::in_place}).allow({.commands = {"*"}});
    std::atomic<int> refused{0};
    bridge::channel page;
    constexpr int rounds = 20000;
    const std::string call = R"({"id":1,"command":"noop"})";
    std::counting_semaphore<> came{0};
    page = app.open({.may_wait = false}, [&](const bridge::message& one) {
        refused += one.text.find("null,\"error\"") != std::string::npos ? 1 : 0;
        came.release();
    });
    for (int i = 0; i < rounds; ++i) {
        page.receive(call);
        came.acquire();
    }
    CHECK(refused == 0);
}
