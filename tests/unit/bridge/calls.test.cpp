// SPDX-License-Identifier: MIT
#include <support/front_end.hpp>

#include <pyhost/async/async_generator.hpp>
#include <pyhost/async/task.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace py = pyhost;
namespace bridge = py::bridge;
using namespace py::literals;
using namespace std::chrono_literals;

namespace {

constexpr const char* work = R"(
import asyncio, threading, time

ended = []
gate = threading.Event()

def count(n: int, to=None):
    try:
        for i in range(n):
            yield i
        return 'all'
    finally:
        ended.append(to)

async def acount(n: int, to=None):
    try:
        for i in range(n):
            await asyncio.sleep(0)
            yield i
    finally:
        ended.append(to)

async def sleep(job, to=None):
    try:
        job.progress('begun')
        await asyncio.sleep(60)
    finally:
        ended.append(to)

def wait():
    gate.wait(60)
    return 'waited'

def steps(job, n: int = 2):
    for i in range(n):
        job.progress({'step': i})
    return [job.window, job.is_cancelled]

def spin(job, to=None):
    job.progress('begun')
    until = time.monotonic() + 60
    while time.monotonic() < until:
        time.sleep(0.001)
        try:
            job.check()
        except BaseException as e:
            ended.append([to, type(e).__name__])
            raise

def on_loop():
    asyncio.get_running_loop()
    return asyncio.sleep(0, 'loop')

def plain_on_loop():
    asyncio.get_running_loop()
    return 'plain'

def in_thread():
    return threading.get_ident()

def fails_at(n: int):
    for i in range(n):
        yield i
    raise LookupError('no more')

def bad_item():
    yield 1
    yield object()
)";

struct work_app {
    bridge::app app;
    explicit work_app(bridge::app_options options = {}) : app{std::move(options)}
    {
        support::make_module("bridge_work", work);
        for (const char* name : {"count", "acount", "wait", "in_thread", "fails_at", "bad_item"}) app.command(name, path(name));
        for (const char* name : {"steps", "spin", "sleep"}) app.command(name, path(name), {.job = "job"});
        for (const char* name : {"on_loop", "plain_on_loop"}) app.command(name, path(name), {.runs = bridge::runs::on_loop});
        app.allow({.commands = {"*"}});
    }
    ~work_app() { open_gate(); }

    static std::string path(const std::string& name) { return "bridge_work:" + name; }

    static void open_gate()
    {
        const py::gil_guard gil;
        py::import_module("bridge_work").attr("gate").attr("set")();
    }

    /// What the functions have noted at their end, when there are that many.
    static std::string ended(std::size_t count)
    {
        for (int i = 0; i < 6000; ++i) {
            {
                const py::gil_guard gil;
                const py::object noted = py::import_module("bridge_work").attr("ended");
                if (py::len(noted) >= count) return py::repr(noted);
            }
            std::this_thread::sleep_for(10ms);
        }
        return "not ended";
    }
};

}  // namespace

TEST_CASE("the items of a generator are a stream, and what it returns is the answer")
{
    work_app made;
    support::front_end page{made.app};
    const auto id = page.begin("count", R"({"n":3})");
    CHECK(page.answer(id) == R"("result":"all")");
    CHECK(page.all_of(id) == R"("item":0 "item":1 "item":2 "result":"all")");
    const auto other = page.begin("acount", R"({"n":3})");
    CHECK(page.answer(other) == R"("result":null)");
    CHECK(page.all_of(other) == R"("item":0 "item":1 "item":2 "result":null)");
}

TEST_CASE("no more items are sent than the front end has asked for")
{
    work_app made;
    support::front_end page{made.app};
    for (const char* command : {"count", "acount"}) {
        INFO(command);
        const auto id = page.begin(command, R"({"n":5})", R"(,"credit":2)");
        const std::string more = R"({"credit":)" + std::to_string(id) + R"(,"items":)";
        const std::string item = "{\"id\":" + std::to_string(id) + ",\"item\"";
        CHECK(page.wait_for(item, 2));
        std::this_thread::sleep_for(30ms);
        CHECK(page.all_of(id) == R"("item":0 "item":1)");
        page.send(more + "2}");
        CHECK(page.wait_for(item, 4));
        std::this_thread::sleep_for(30ms);
        CHECK(page.all_of(id) == R"("item":0 "item":1 "item":2 "item":3)");
        page.send(more + "9007199254740991}");
        CHECK(page.answer(id).starts_with("\"result\":"));
        page.send(more + "1}");  // too late, and no error
    }
}

TEST_CASE("a generator that fails gives its items, then the error")
{
    work_app made;
    support::front_end page{made.app};
    const auto id = page.begin("fails_at", R"({"n":1})");
    CHECK(page.answer(id) == R"("error":{"code":"failed","kind":"LookupError","message":"no more"})");
    CHECK(page.all_of(id).starts_with(R"("item":0 "error":)"));
    CHECK(page.call("bad_item").find(R"("kind":"TypeError","message":"json: expected a value that JSON has a form for)") !=
          std::string::npos);
}

TEST_CASE("a cancelled call is answered once, and what runs is told")
{
    work_app made;
    support::front_end page{made.app};
    const std::string cancelled = R"("error":{"code":"cancelled","kind":"Cancelled","message":"the front end has cancelled the call"})";
    const auto cancel = [&](std::uint64_t id) { page.send("{\"cancel\":" + std::to_string(id) + "}"); };

    const auto sleeping = page.begin("sleep", R"({"to":"coroutine"})");
    CHECK(page.wait_for("begun"));
    cancel(sleeping);
    CHECK(page.answer(sleeping) == cancelled);
    CHECK(work_app::ended(1) == "['coroutine']");

    const auto spinning = page.begin("spin", R"({"to":"thread"})");
    CHECK(page.wait_for("begun", 2));
    cancel(spinning);
    CHECK(page.answer(spinning) == cancelled);
    CHECK(work_app::ended(2) == "['coroutine', ['thread', 'CancelledError']]");

    for (const char* command : {"count", "acount"}) {
        const auto id = page.begin(command, R"({"n":1000000,"to":"items"})", R"(,"credit":1)");
        CHECK(page.wait_for("{\"id\":" + std::to_string(id) + ",\"item\""));
        cancel(id);
        CHECK(page.answer(id) == cancelled);
    }
    CHECK(work_app::ended(4) == "['coroutine', ['thread', 'CancelledError'], 'items', 'items']");
    cancel(sleeping);
    cancel(999);
    CHECK(page.all_of(sleeping) == R"("progress":"begun" )" + cancelled);
}

TEST_CASE("a call that takes longer than it may has timed out, by the message or by its command")
{
    work_app made;
    made.app.command("brief", "bridge_work:sleep", {.timeout = 300ms, .job = "job"});
    support::front_end page{made.app};
    CHECK(page.call("sleep", "{}", R"(,"timeout":20)") ==
          R"("error":{"code":"timed_out","kind":"TimedOut","message":"command 'sleep' took longer than 20 ms"})");
    CHECK(page.call("brief", "{}", R"(,"timeout":9007199254740991)").find("took longer than 300 ms") != std::string::npos);
    const bool has_begun = page.all_of(2).starts_with("\"progress\"");  // not on a busy machine
    CHECK((!has_begun || work_app::ended(1).find("None") != std::string::npos));
    CHECK(page.call("count", R"({"n":0})", R"(,"timeout":9007199254740991)") == R"("result":"all")");
}

TEST_CASE("calls beyond the limit of a command wait, and those beyond the queue are told that it is busy")
{
    work_app made;
    made.app.command("one", "bridge_work:wait", {.concurrent = 1, .queued = 2});
    support::front_end page{made.app};
    const auto first = page.begin("one"), second = page.begin("one"), third = page.begin("one");
    const std::string refused = page.call("one");
    CHECK(refused == R"("error":{"code":"busy","kind":"Busy","message":"command 'one': that many calls wait for their turn already, )"
                     R"(at most 2; try again later","data":{"limit":2}})");
    page.send("{\"cancel\":" + std::to_string(second) + "}");
    CHECK(page.answer(second).find("cancelled") != std::string::npos);
    const auto fourth = page.begin("one");  // has the place of the cancelled one
    work_app::open_gate();
    for (const auto id : {first, third, fourth}) CHECK(page.answer(id) == R"("result":"waited")");
}

TEST_CASE("an app takes no more calls than it may, of all channels and of one")
{
    work_app made{{.max_calls = 3, .max_calls_per_channel = 2}};
    support::front_end page{made.app}, other{made.app};
    const auto first = page.begin("wait"), second = page.begin("wait");
    CHECK(page.call("wait").find(R"("code":"busy")") != std::string::npos);
    const auto third = other.begin("wait");
    CHECK(other.call("wait").find(R"("code":"busy")") != std::string::npos);
    work_app::open_gate();
    CHECK(page.answer(first) == R"("result":"waited")");
    CHECK(page.answer(second) == R"("result":"waited")");
    CHECK(other.answer(third) == R"("result":"waited")");
    CHECK(page.call("count", R"({"n":0})") == R"("result":"all")");
}

TEST_CASE("calls that wait run in the pool, one after the other, wherever the last one ends")
{
    bridge::app app{{.max_calls = 100000, .max_calls_per_channel = 100000}};
    std::atomic<bool> has_begun{false}, may_end{false};
    std::atomic<int> here{0}, ended{0};
    const auto host = std::this_thread::get_id();
    app.command(
        "one",
        [&] {
            has_begun = true;
            while (!may_end) std::this_thread::yield();
            here += std::this_thread::get_id() == host ? 1 : 0;
            ++ended;
        },
        {.runs = bridge::runs::in_place, .concurrent = 1, .queued = 100000}, py::releases_gil);
    app.allow({.commands = {"one"}});
    support::front_end page{app}, window{app, {.may_wait = false}};
    window.begin("one");
    while (!has_begun) std::this_thread::yield();
    for (int i = 0; i < 50000; ++i) page.begin("one");  // each within the one before it would use up the stack
    may_end = true;
    while (ended < 50001) std::this_thread::sleep_for(1ms);
    CHECK(here == 0);
    page.begin("one");
    CHECK(here == 1);
}

TEST_CASE("a channel may be closed by what it sends, and a sender may throw anything")
{
    bridge::app app;
    app.command("noop", [] {}).allow({.commands = {"*"}});
    bridge::channel closing;
    closing = app.open({}, [&](const bridge::message&) { closing.close(); });
    closing.receive(std::string{"junk"});
    closing.receive(std::string{"junk"});
    int sent = 0;
    bridge::channel throwing = app.open({}, [&](const bridge::message&) {
        ++sent;
        throw 3;
    });
    throwing.receive(std::string{"junk"});
    throwing.receive(std::string{"junk"});
    CHECK(sent == 2);
}

TEST_CASE("every message with an id in use has no answer of that id")
{
    work_app made;
    made.app.allow({.commands = {"*"}, .events = {"e"}});
    support::front_end page{made.app};
    const auto id = page.begin("wait");
    for (const char* text :
         {R"({"id":1,"command":"secret"})", R"({"id":1,"listen":"e"})", R"({"cancel":1,"x":1})", R"({"id":1,"command":3})"})
        page.send(std::string{text});
    CHECK(page.wait_for(R"({"id":null,"error")", 4));
    work_app::open_gate();
    CHECK(page.answer(id) == R"("result":"waited")");
    CHECK(page.all_of(id) == R"("result":"waited")");
}

TEST_CASE("an id that is in use is refused, and does not touch the call that has it")
{
    work_app made;
    support::front_end page{made.app};
    const auto id = page.begin("wait");
    page.send("{\"id\":" + std::to_string(id) + R"(,"command":"wait"})");
    CHECK(
        page.wait_for(R"({"id":null,"error":{"code":"invalid_message","kind":"InvalidMessage","message":"message: the id 1 is that of a)"));
    work_app::open_gate();
    CHECK(page.answer(id) == R"("result":"waited")");
    CHECK(page.all_of(id) == R"("result":"waited")");
}

TEST_CASE("progress comes before the answer, from Python and from C++")
{
    work_app made;
    made.app.command("three", [](bridge::job job) {
        for (int i = 0; i < 3; ++i) job.progress(i);
    });
    support::front_end page{made.app, {.window = "first"}};
    const auto id = page.begin("steps");
    CHECK(page.answer(id) == R"("result":["first",false])");
    CHECK(page.all_of(id) == R"("progress":{"step":0} "progress":{"step":1} "result":["first",false])");
    const auto other = page.begin("three");
    CHECK(page.answer(other) == R"("result":null)");
    CHECK(page.all_of(other) == R"("progress":0 "progress":1 "progress":2 "result":null)");
}

TEST_CASE("a command runs where it says: on the loop, in the pool, in place")
{
    work_app made;
    made.app.command("here", "bridge_work:in_thread", {.runs = bridge::runs::in_place});
    support::front_end page{made.app};
    const auto here = [] {
        const py::gil_guard gil;
        return "\"result\":" + py::str(py::import_module("threading").attr("get_ident")()).cast<std::string>();
    }();
    CHECK(page.call("on_loop") == R"("result":"loop")");
    CHECK(page.call("plain_on_loop") == R"("result":"plain")");
    CHECK(page.call("in_thread") != here);
    CHECK(page.call("here") == here);
    support::front_end window{made.app, {.may_wait = false}};
    CHECK(window.call("here") != here);
}

TEST_CASE("a channel of a thread that may not wait takes messages while another thread has the GIL")
{
    work_app made;
    made.app.command("version", [] { return "1.0"; }, bridge::command_options{.runs = bridge::runs::in_place});
    support::front_end window{made.app, {.may_wait = false}};
    CHECK(window.call("version") == R"("result":"1.0")");
    std::uint64_t id = 0;
    std::promise<void> taken;
    std::thread host;
    {
        const py::gil_guard gil;  // for as long as the host takes
        host = std::thread{[&] {
            id = window.begin("version");
            window.begin("sleep", R"({"to":"x"})");
            window.send(R"({"cancel":3})");
            window.send(R"({"id":9,"listen":"none"})");
            taken.set_value();
        }};
        CHECK(taken.get_future().wait_for(60s) == std::future_status::ready);
    }
    host.join();
    CHECK(window.answer(id) == R"("result":"1.0")");
}

TEST_CASE("nothing is sent on the thread of a window")
{
    bridge::app app;
    const bridge::event<int> said{"said"};
    app.allow({.events = {"said"}});
    std::atomic<int> sent{0}, sent_here{0};
    const auto here = std::this_thread::get_id();
    const bridge::channel window = app.open({.may_wait = false}, [&](const bridge::message&) {
        sent_here += std::this_thread::get_id() == here ? 1 : 0;
        ++sent;
    });
    window.receive(std::string{R"({"id":1,"listen":"said"})"});
    while (sent < 1) std::this_thread::yield();
    for (int i = 0; i < 100; ++i) {
        app.emit(said, i);
        window.receive(std::string{"junk"});
    }
    while (sent < 201) std::this_thread::yield();
    CHECK(sent_here == 0);
}

TEST_CASE("coroutines of C++ are awaited, and their generators are streams")
{
    bridge::app app;
    app.command(
        "later",
        [](bridge::job job, int n) -> py::task<std::string> {
            co_await py::executor{}.schedule();
            co_return job.window() + std::to_string(n);
        },
        "n"_a);
    app.command(
        "numbers",
        [](int n) -> py::async_generator<int> {
            for (int i = 0; i < n; ++i) co_yield i;
        },
        "n"_a);
    app.command("throws", []() -> py::task<> {
        co_await py::executor{}.schedule();
        throw bridge::command_error{"not_trained", "train it first", R"({"model":3})"};
    });
    app.allow({.commands = {"*"}});
    support::front_end page{app};
    CHECK(page.call("later", R"({"n":7})") == R"("result":"main7")");
    const auto id = page.begin("numbers", R"({"n":3})");
    CHECK(page.answer(id) == R"("result":null)");
    CHECK(page.all_of(id) == R"("item":0 "item":1 "item":2 "result":null)");
    CHECK(page.call("throws").starts_with(
        R"("error":{"code":"not_trained","kind":"command_error","message":"train it first","data":{"model":3})"));
}

TEST_CASE("a window that closes cancels its calls, and the app goes on")
{
    work_app made;
    {
        support::front_end page{made.app};
        page.begin("sleep", R"({"to":"closed"})");
        page.begin("count", R"({"n":100,"to":"items"})", R"(,"credit":1)");
        CHECK(page.wait_for("\"item\""));
        CHECK(page.wait_for("begun"));
    }
    CHECK(work_app::ended(2).find("'closed'") != std::string::npos);
    support::front_end other{made.app};
    CHECK(other.call("count", R"({"n":0})") == R"("result":"all")");
}

TEST_CASE("an app that closes answers what runs, and takes nothing any more")
{
    work_app made;
    support::front_end page{made.app};
    const auto id = page.begin("sleep", R"({"to":"end"})");
    CHECK(page.wait_for("begun"));
    made.app.close();
    CHECK(page.answer(id) == R"("error":{"code":"closed","kind":"Closed","message":"the app is being closed"})");
    CHECK(work_app::ended(1) == "['end']");
    page.begin("count", R"({"n":0})");
    CHECK(page.messages().size() == 2);
    CHECK_THROWS_AS(made.app.open({}, [](const bridge::message&) {}), std::logic_error);
}

TEST_CASE("a transport is told behind the last message that its app has ended, unless it has ended itself")
{
    std::string told;
    const auto send = [&told](const bridge::message& one) { told += one.text.find("\"closed\"") != std::string::npos ? "closed " : "? "; };
    {
        bridge::app app;
        app.command(
            "wait",
            [](const bridge::job& now) {
                while (!now.is_cancelled()) std::this_thread::yield();
            },
            py::releases_gil);
        app.allow({.commands = {"wait"}});
        const bridge::channel kept = app.open({}, send, [&told] { told += "end"; });
        bridge::channel gone = app.open({}, send, [&told] { told += "never"; });
        kept.receive(R"({"id":1,"command":"wait"})");
        gone.close();
        app.close();
    }
    CHECK(told == "closed end");
}
