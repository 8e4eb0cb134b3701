// SPDX-License-Identifier: MIT
#include <support/front_end.hpp>

#include <pyhost/async/task.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace py = pyhost;
namespace bridge = py::bridge;
using namespace py::literals;

namespace {

constexpr const char* faults = R"(
import asyncio

class NotTrained(Exception):
    bridge_code = 'not_trained'
    def __init__(self, model):
        super().__init__('train it first')
        self.bridge_data = {'model': model}

class Odd(Exception):
    bridge_code = 'odd'
    bridge_data = object()

def not_trained():
    raise NotTrained('m1')

def odd():
    raise Odd('x')

def caused():
    try:
        try:
            {}['a']
        except KeyError as e:
            raise ValueError('inner') from e
    except ValueError as e:
        raise RuntimeError('outer') from e

def exits():
    raise SystemExit(3)

def cancels():
    raise asyncio.CancelledError

def circle():
    a, b = ValueError('a'), ValueError('b')
    a.__cause__, b.__cause__ = b, a
    raise a

def unprintable():
    class E(Exception):
        def __str__(self): raise TypeError('no')
    raise E

def surrogate():
    raise ValueError('\ud800 "quoted"\n')

def returns(what):
    return {'nan': float('nan'), 'wide': 2 ** 60, 'object': {'a': [object()]}, 'deep': deep()}[what]

def deep():
    value = []
    for _ in range(600): value = [value]
    return value

class Coded(Exception):
    def __init__(self, code, data):
        super().__init__('why')
        self.bridge_code, self.bridge_data = code, data

def coded_by(what):
    circle = []
    circle.append(circle)
    raise Coded('c', {'nan': float('nan'), 'bytes': b'ab', 'wide': 2 ** 60, 'circle': circle, 'list': [1]}[what])

def uncoded():
    raise Coded('', [1])
)";

}  // namespace

TEST_CASE("an exception of Python is an error with its kind, message and causes, and its trace in development alone")
{
    support::make_module("bridge_faults", faults);
    for (const bool development : {false, true}) {
        bridge::app app{{.development = development}};
        app.command("caused", "bridge_faults:caused").allow({.commands = {"*"}});
        support::front_end page{app};
        const std::string answer = page.call("caused");
        const std::string expected = R"("error":{"code":"failed","kind":"RuntimeError","message":"outer","cause":{"kind":"ValueError",)"
                                     R"("message":"inner","cause":{"kind":"KeyError","message":"'a'"}})";
        CHECK(answer.starts_with(expected));
        CHECK((answer.size() > expected.size() + 1) == development);
        CHECK((answer.find(R"("trace":"Traceback (most recent call last):\n)") != std::string::npos) == development);
    }
}

TEST_CASE("an exception may bring a code and data, in Python and in C++")
{
    support::make_module("bridge_faults", faults);
    bridge::app app;
    for (const char* name : {"not_trained", "odd", "exits", "cancels", "circle", "unprintable", "surrogate"})
        app.command(name, std::string{"bridge_faults:"} + name);
    app.command("coded", [] { throw bridge::command_error{"busy_model", "in use", R"({"by": [1, 2]})"}; })
        .command("text", [] { throw bridge::command_error{"c", "m", "{no json"}; })
        .command("plain", [] { throw std::runtime_error{"plain"}; })
        .command("number", [] { throw 3; })
        .command("task",
                 []() -> py::task<> {
                     co_await py::executor{}.schedule();
                     throw 3;
                 })
        .command(
            "through", [](const py::object& f) PYHOST_NEEDS_GIL { f(); }, "f"_a)
        .allow({.commands = {"*"}});
    support::front_end page{app};
    CHECK(page.call("not_trained") ==
          R"("error":{"code":"not_trained","kind":"bridge_faults.NotTrained","message":"train it first","data":{"model":"m1"}})");
    CHECK(page.call("odd").starts_with(
        R"("error":{"code":"odd","kind":"bridge_faults.Odd","message":"x (its bridge_data cannot be sent: json: expected a value that )"));
    CHECK(page.call("exits") == R"("error":{"code":"failed","kind":"SystemExit","message":"3"})");
    CHECK(page.call("cancels").starts_with(R"("error":{"code":"cancelled","kind":"asyncio.exceptions.CancelledError")"));
    CHECK(page.call("circle").size() < 2000);
    CHECK(page.call("unprintable").find("<exception str() failed>") != std::string::npos);
    CHECK(page.call("surrogate").find(R"( \"quoted\"\n")") != std::string::npos);
    CHECK(page.call("coded") == R"("error":{"code":"busy_model","kind":"command_error","message":"in use","data":{"by":[1,2]}})");
    CHECK(page.call("text") == R"("error":{"code":"c","kind":"command_error","message":"m","data":"{no json"})");
    CHECK(page.call("plain") == R"("error":{"code":"failed","kind":"std::runtime_error","message":"plain"})");
    CHECK(page.call("number") == R"("error":{"code":"failed","kind":"int","message":"an exception that is no std::exception"})");
    CHECK(page.call("task").starts_with(R"("error":{"code":"failed","kind":")"));
    CHECK(page.call("through", R"({"f":3})") == R"("error":{"code":"failed","kind":"TypeError","message":"'int' object is not callable"})");
}

TEST_CASE("data of an exception that cannot be sent are not lost without a word, and a code without letters is none")
{
    support::make_module("bridge_faults", faults);
    bridge::app app;
    app.command("coded_by", "bridge_faults:coded_by")
        .command("uncoded", "bridge_faults:uncoded")
        .command("wide", [] { throw bridge::command_error{"c", "m", R"({"id":1152921504606846976})"}; })
        .allow({.commands = {"*"}});
    support::front_end page{app};
    const auto of = [&](const std::string& what) { return page.call("coded_by", R"({"what":")" + what + "\"}"); };
    CHECK(of("list") == R"("error":{"code":"c","kind":"bridge_faults.Coded","message":"why","data":[1]})");
    CHECK(of("bytes") == R"("error":{"code":"c","kind":"bridge_faults.Coded","message":"why","data":{"$bytes":"YWI="}})");
    for (const char* what : {"nan", "wide", "circle"}) {
        const std::string answer = of(what);
        CHECK(answer.starts_with(
            R"("error":{"code":"c","kind":"bridge_faults.Coded","message":"why (its bridge_data cannot be sent: json: )"));
        CHECK(answer.find("\"data\"") == std::string::npos);
    }
    bridge::app other{{.results = {.not_finite = py::json::not_finite::null}}};
    other.command("coded_by", "bridge_faults:coded_by").allow({.commands = {"*"}});
    support::front_end page_of_other{other};
    CHECK(page_of_other.call("coded_by", R"({"what":"nan"})") ==
          R"("error":{"code":"c","kind":"bridge_faults.Coded","message":"why","data":null})");
    CHECK(page.call("uncoded") == R"("error":{"code":"failed","kind":"bridge_faults.Coded","message":"why"})");
    CHECK(page.call("wide") == R"("error":{"code":"c","kind":"command_error","message":"m","data":{"id":1152921504606846976}})");
}

TEST_CASE("a result that JSON has no form for is an error that says where in it")
{
    support::make_module("bridge_faults", faults);
    bridge::app app;
    app.command("returns", "bridge_faults:returns").allow({.commands = {"*"}});
    support::front_end page{app};
    const auto of = [&](const std::string& what) { return page.call("returns", R"({"what":")" + what + "\"}"); };
    CHECK(of("nan").find("a finite number, got nan") != std::string::npos);
    CHECK(of("wide").find("an integer of 53 bits, got") != std::string::npos);
    CHECK(of("object").find("/a/0") != std::string::npos);
    CHECK(of("deep").find("at most 512 arrays and objects in each other") != std::string::npos);
    CHECK(of("none").starts_with(R"("error":{"code":"failed","kind":"KeyError")"));
}

TEST_CASE("refusals and failures are logged with the window, and what comes behind an answer is not lost")
{
    support::make_module("bridge_faults", faults);
    std::mutex guard;
    std::vector<std::string> lines;
    bridge::app app{{.log = [&](const std::string& line) {
        const std::scoped_lock held{guard};
        lines.push_back(line);
    }}};
    app.command("late", [](bridge::job job) PYHOST_NEEDS_GIL {
        job.progress("begun");
        const py::gil_release nogil;
        while (!job.is_cancelled()) std::this_thread::yield();
        throw std::runtime_error{"too late"};
    });
    app.command("caused", "bridge_faults:caused")
        .allow({.windows = {"log"}, .origins = {"app://*"}, .commands = {"caused", "late", "none"}});
    support::front_end page{app, {.window = "log", .origin = "app://x"}};
    page.call("caused");
    page.call("secret");
    page.call("none");
    page.send("{");
    page.call("two\\nlines");
    const auto id = page.begin("late");
    CHECK(page.wait_for("begun"));
    page.send("{\"cancel\":" + std::to_string(id) + "}");
    app.close();
    const std::scoped_lock held{guard};
    const auto is_logged = [&](const std::string& begin) {
        return std::ranges::any_of(lines, [&](const std::string& one) { return one.starts_with("window 'log' at app://x: " + begin); });
    };
    CHECK(lines.size() == 6);
    CHECK(is_logged("two lines: permission_denied: "));
    CHECK(is_logged("caused: RuntimeError: outer (at <bridge_faults>:27 in caused)"));
    CHECK(
        is_logged("secret: permission_denied: command 'secret': window 'log' at app://x has no permission for it; add one that names it"));
    CHECK(is_logged("none: unknown_command: "));
    CHECK(is_logged("message: invalid_message: "));
    CHECK(is_logged("late: std::runtime_error: too late (after its answer)"));
}
