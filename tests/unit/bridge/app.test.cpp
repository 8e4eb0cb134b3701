// SPDX-License-Identifier: MIT
#include <support/front_end.hpp>

#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <string>
#include <thread>

namespace py = pyhost;
namespace bridge = py::bridge;
using namespace py::literals;
using namespace std::chrono_literals;

namespace {

constexpr const char* analysis = R"(
import dataclasses, datetime, enum, functools, typing

class Mode(enum.Enum):
    FAST = 'fast'
    EXACT = 'exact'

@dataclasses.dataclass
class Point:
    x: int
    y: float = 0.5

def add(a: int, b: int = 5):
    return a + b

def half(x: float):
    return [x / 2, type(x).__name__]

def shift(points: typing.List[Point], by: int, mode: Mode = Mode.FAST):
    return {'points': [Point(p.x + by, p.y) for p in points], 'mode': mode}

def year(day: datetime.date, unit: typing.Literal['ce', 'bce'] = 'ce'):
    return f'{day.year} {unit}'

def anything(value, *rest, **more):
    return [value, more]

def only(x, /, y: int = 2):
    return [x, y]

def maybe(x: typing.Optional[int] = None):
    return x

def shown(f):
    @functools.wraps(f)
    def wrapper(*args, **kwargs):
        return [list(args), kwargs]
    return wrapper

@shown
def decorated(first: float, second: str = ''):
    pass

class Box:
    def __init__(self, n: int): self.n = n
    @staticmethod
    def twice(n: int): return 2 * n
)";

/// An app with the functions above, where all may be called.
struct analysis_app {
    bridge::app app;
    analysis_app()
    {
        support::make_module("bridge_analysis", analysis);
        for (const char* name : {"add", "half", "shift", "year", "anything", "only", "maybe", "decorated", "Box.twice"})
            app.command(name, std::string{"bridge_analysis:"} + name);
        app.allow({.commands = {"*"}});
    }
};

}  // namespace

TEST_CASE("a function of Python is a command, with arguments by name")
{
    analysis_app made;
    support::front_end page{made.app};
    CHECK(page.call("add", R"({"a":1,"b":2})") == R"("result":3)");
    CHECK(page.call("add", R"({"a":1})") == R"("result":6)");
    CHECK(page.call("Box.twice", R"({"n":4})") == R"("result":8)");
    CHECK(page.call("anything", R"({"value":[1,{"k":null}],"more":true,"\u00e9":"x"})") ==
          R"("result":[[1,{"k":null}],{"more":true,"é":"x"}])");
    CHECK(page.call("only", R"({"x":"a"})") == R"("result":["a",2])");
    CHECK(page.call("only", R"({"y":7,"x":"a"})") == R"("result":["a",7])");
    CHECK(page.call("decorated", R"({"first":1})") == R"("result":[[],{"first":1.0}])");
    CHECK(page.call("decorated", R"({"second":"b","first":1})") == R"("result":[[],{"first":1.0,"second":"b"}])");
}

TEST_CASE("arguments become what the annotations of the function say")
{
    analysis_app made;
    support::front_end page{made.app};
    CHECK(page.call("half", R"({"x":3})") == R"("result":[1.5,"float"])");  // JavaScript writes 3.0 as 3
    CHECK(page.call("shift", R"({"points":[{"x":1},{"x":2,"y":4}],"by":10,"mode":"exact"})") ==
          R"("result":{"points":[{"x":11,"y":0.5},{"x":12,"y":4.0}],"mode":"exact"})");
    CHECK(page.call("year", R"({"day":"2020-02-29","unit":"bce"})") == R"("result":"2020 bce")");
    CHECK(page.call("maybe", R"({"x":null})") == R"("result":null)");
}

TEST_CASE("arguments that do not fit are refused, with the JSON pointer of each")
{
    analysis_app made;
    support::front_end page{made.app};
    const auto refused = [](const std::string& name, const std::string& pointer, const std::string& message) {
        return R"("error":{"code":"invalid_arguments","kind":"InvalidArguments","message":"command ')" + name + "': " + pointer + ": " +
               message + R"(","data":[{"pointer":")" + pointer + R"(","message":")" + message + "\"}]}";
    };
    CHECK(page.call("add", R"({"a":"1"})") == refused("add", "/a", "expected an int, got str '1'"));
    CHECK(page.call("add", R"({"a":1.0})") == refused("add", "/a", "expected an int, got float 1.0"));
    CHECK(page.call("add", R"({"a":true})") == refused("add", "/a", "expected an int, got bool True"));
    CHECK(page.call("maybe", R"({"x":[]})") == refused("maybe", "/x", "expected null or an int, got list"));
    CHECK(page.call("add", R"({"b":1})") == refused("add", "/a", "it is missing"));
    CHECK(page.call("add", R"({"A":1,"b":1})") == refused("add", "/a", "it is missing; the command has no parameter 'A'"));
    CHECK(page.call("add", R"({"a":1,"c/d":1})") == refused("add", "/c~1d", "the command has no such parameter"));
    const auto in_shift = [&](const char* points) { return page.call("shift", R"({"by":1,"points":)" + std::string{points} + "}"); };
    CHECK(in_shift(R"([{"x":1},{"x":"2"}])").find(R"("data":[{"pointer":"/points/1/x","message":"expected an int, got str '2'"}])") !=
          std::string::npos);
    CHECK(in_shift(R"([{"z":1}])")
              .find(R"("data":[{"pointer":"/points/0/z","message":"Point has no such field"},)"
                    R"({"pointer":"/points/0/x","message":"it is missing"}])") != std::string::npos);
    CHECK(page.call("year", R"({"day":"yesterday"})").find("command 'year': /day: expected the text of a date, got str 'yesterday'") !=
          std::string::npos);
    CHECK(page.call("year", R"({"day":"2020-01-01","unit":"x"})").find("/unit: expected one of 'ce', 'bce', got str 'x'") !=
          std::string::npos);
    CHECK(page.call("add", R"({"a":1e999})").find("invalid_arguments") != std::string::npos);
}

TEST_CASE("arguments become classes of the standard library, TypedDicts and NamedTuples")
{
    support::make_module("bridge_classes", R"(
import decimal, pathlib, typing, uuid

class Row(typing.TypedDict):
    id: int

class Pair(typing.NamedTuple):
    a: int
    b: str = 'x'

def names(u: uuid.UUID, d: decimal.Decimal, p: pathlib.Path, r: Row, q: Pair, t: typing.Tuple[int, str], s: typing.Set[int]):
    return [type(one).__name__ for one in (u, d, r, q, t, s)] + [isinstance(p, pathlib.Path), q.b, str(d)]
)");
    bridge::app app;
    app.command("names", "bridge_classes:names").allow({.commands = {"*"}});
    support::front_end page{app};
    const auto call = [&](const std::string& more) {
        return page.call("names",
                         R"({"u":"12345678123456781234567812345678","d":"1.50","p":"/a","r":{"id":1},"q":{"a":1},"s":[1,1])" + more + "}");
    };
    CHECK(call(R"(,"t":[1,"b"])") == R"("result":["UUID","Decimal","dict","Pair","tuple","set",true,"x","1.50"])");
    CHECK(call(R"(,"t":[1])").find("/t: expected a list of 2 items, got 1") != std::string::npos);
    CHECK(page.call("names", R"({"u":"?"})").find("/u: expected the text of a UUID, got str '?'") != std::string::npos);
}

TEST_CASE("arguments become models of pydantic and arrays of numpy, where they are")
{
    {
        const py::gil_guard gil;
        const py::object find = py::import_module("importlib.util").attr("find_spec");
        if (find("pydantic").is_none() || find("numpy").is_none()) SKIP("there is no pydantic or no numpy");
    }
    support::make_module("bridge_packages", R"(
import numpy, pydantic, typing

class Item(pydantic.BaseModel):
    name: str
    sizes: typing.List[int] = []

def model(item: Item, items: typing.List[Item] = []):
    return [type(item).__name__, item, len(items)]

def array(x: numpy.ndarray):
    return [str(x.dtype), x.shape, x.sum()]
)");
    bridge::app app;
    app.command("model", "bridge_packages:model").command("array", "bridge_packages:array").allow({.commands = {"*"}});
    support::front_end page{app};
    CHECK(page.call("model", R"({"item":{"name":"a","sizes":[1]}})") == R"("result":["Item",{"name":"a","sizes":[1]},0])");
    CHECK(page.call("model", R"({"item":{"name":"a"},"items":[{"name":"b"},{"name":"c","sizes":["x"]}]})")
              .find(R"("pointer":"/items/1/sizes/0")") != std::string::npos);
    CHECK(page.call("array", R"({"x":[[1.5,2],[3,4]]})") == R"("result":["float64",[2,2],10.5])");
    CHECK(page.call("array", R"({"x":[[1],[2,3]]})").find("/x: expected lists of numbers, each as long as the others") !=
          std::string::npos);
}

TEST_CASE("types of pydantic that are no models, and strict models, take what JSON has for them")
{
    {
        const py::gil_guard gil;
        if (py::import_module("importlib.util").attr("find_spec")("pydantic").is_none()) SKIP("there is no pydantic");
    }
    support::make_module("bridge_pydantic", R"(
import datetime, typing, uuid
import pydantic, pydantic.dataclasses

class Visit(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(strict=True)
    day: datetime.date
    id: uuid.UUID
    count: int = 0

class Checked(pydantic.BaseModel):
    n: int
    @classmethod
    def model_validate(cls, value):
        return pydantic.TypeAdapter(typing.Literal['never']).validate_python(value)

@pydantic.dataclasses.dataclass
class Place:
    x: int
    name: str = pydantic.Field(alias='Name')

def secret(s: pydantic.SecretStr, days: typing.List[pydantic.PastDate] = []):
    return [type(s).__name__, s.get_secret_value(), [type(one).__name__ for one in days]]

def visit(v: Visit):
    return [v.day.year, v.id.int, v.count]

def place(p: Place):
    return [type(p).__name__, p.x, p.name]

def checked(c: Checked):
    return 1
)");
    bridge::app app;
    for (const char* name : {"secret", "visit", "place", "checked"}) app.command(name, std::string{"bridge_pydantic:"} + name);
    app.allow({.commands = {"*"}});
    support::front_end page{app};
    CHECK(page.call("secret", R"({"s":"a","days":["2020-01-02"]})") == R"("result":["SecretStr","a",["date"]])");
    CHECK(page.call("secret", R"({"s":"a","days":["2020-01-02","2999-01-02"]})").find(R"("pointer":"/days/1")") != std::string::npos);
    const std::string id = R"("id":"00000000-0000-0000-0000-000000000007")";
    CHECK(page.call("visit", R"({"v":{"day":"2020-01-02",)" + id + "}}") == R"("result":[2020,7,0])");
    const std::string refused = page.call("visit", R"({"v":{"day":"2020-01-02",)" + id + R"(,"count":"3"}})");
    CHECK(refused.find(R"("pointer":"/v/count")") != std::string::npos);
    CHECK(refused.find("/v/day") == std::string::npos);  // which is right in JSON
    CHECK(page.call("visit", R"({"v":{"day":{"$bytes":0}}})").find("error") != std::string::npos);
    CHECK(page.call("place", R"({"p":{"x":1,"Name":"n"}})") == R"("result":["Place",1,"n"])");
    CHECK(page.call("checked", R"({"c":{"n":1}})").starts_with(R"("error")"));  // its own word counts, and is asked for once
}

TEST_CASE("arguments that come twice are refused, wherever they stand")
{
    analysis_app made;
    support::front_end page{made.app};
    for (const char* arguments : {R"({"value":1,"value":2})", R"({"value":{"a":1,"\u0061":2}})", R"({"value":[{"a":1,"b":2,"a":3}]})"})
        CHECK(page.call("anything", arguments).find("expected a key that this object does not have already") != std::string::npos);
    CHECK(page.call("anything", R"({"value":[{"a":1},{"a":1}]})").starts_with("\"result\""));
}

TEST_CASE("values that many alternatives are tried for, and deep ones with long names, are refused in time")
{
    support::make_module("bridge_deep", R"(
import dataclasses, typing

@dataclasses.dataclass
class Add:
    left: 'typing.Union[Add, Mul, None]' = None
    right: 'typing.Union[Add, Mul, None]' = None

@dataclasses.dataclass
class Mul:
    left: 'typing.Union[Add, Mul, None]' = None
    right: 'typing.Union[Add, Mul, None]' = None

def tree(root: typing.Union[Add, Mul]):
    return type(root).__name__

def table(rows: typing.Dict[str, typing.List[int]]):
    return len(rows)
)");
    bridge::app app;
    app.command("tree", "bridge_deep:tree").command("table", "bridge_deep:table").allow({.commands = {"*"}});
    support::front_end page{app};
    std::string nested;
    for (int i = 0; i < 41; ++i) nested += R"({"left":)";
    nested += '3' + std::string(41, '}');
    CHECK(page.call("tree", R"({"root":)" + nested + "}").find("expected a value that fits in 1000 attempts at alternatives") !=
          std::string::npos);
    CHECK(page.call("tree", R"({"root":{"left":{"right":null}}})") == R"("result":"Add")");
    CHECK(page.call("tree", R"({"root":{"left":{"right":"x"}}})").find(R"("pointer":"/root/left/right")") != std::string::npos);
    std::string rows = "0";
    for (int i = 0; i < 200000; ++i) rows += ",0";
    const std::string name(200000, 'n');
    CHECK(page.call("table", R"({"rows":{")" + name + "\":[" + rows + "]}}") == R"("result":1)");
    CHECK(page.call("table", R"({"rows":{"n":[)" + rows + R"(,"x"]}})").find(R"("pointer":"/rows/n/200001")") != std::string::npos);
}

TEST_CASE("annotations that cannot be read leave the others to be checked")
{
    support::make_module("bridge_hints", R"(
from __future__ import annotations
import typing, datetime
if typing.TYPE_CHECKING:
    from nowhere import Thing

def f(n: int, thing: Thing = None, when: datetime.datetime = None):
    return [n, thing, when and when.isoformat()]

def g(x: float):
    return x
)");
    bridge::app app;
    app.command("f", "bridge_hints:f").command("g", "bridge_hints:g").allow({.commands = {"*"}});
    support::front_end page{app};
    CHECK(page.call("f", R"({"n":[1]})").find("/n: expected an int, got list") != std::string::npos);
    CHECK(page.call("f", R"({"n":1,"thing":{"a":2},"when":"2024-01-01T10:00:00.000Z"})") ==
          R"("result":[1,{"a":2},"2024-01-01T10:00:00+00:00"])");
    CHECK(page.call("g", R"({"x":1)" + std::string(400, '0') + "}").find("/x: expected a number that a float can be near to") !=
          std::string::npos);
}

TEST_CASE("a callable of C++ is a command, and its arguments convert as everywhere")
{
    bridge::app app;
    app.command("version", [] { return "1.0"; })
        .command(
            "join", [](const std::vector<std::string>& parts, char by) { return parts.at(0) + by + parts.at(1); }, "parts"_a, "by"_a = '-')
        .command(
            "thread", [] { return std::this_thread::get_id() == std::this_thread::get_id(); }, py::releases_gil)
        .allow({.commands = {"*"}});
    support::front_end page{app};
    CHECK(page.call("version") == R"("result":"1.0")");
    CHECK(page.call("join", R"({"parts":["a","b"]})") == R"("result":"a-b")");
    CHECK(page.call("thread") == R"("result":true)");
    CHECK(page.call("join", R"({"parts":["a",2]})").find(R"("data":[{"pointer":"/parts/1",)") != std::string::npos);
    CHECK(page.call("join", R"({"by":"+"})").find("/parts: it is missing") != std::string::npos);
    CHECK(page.call("join", R"({"parts":[],"x":1})").find("/x: the command has no such parameter") != std::string::npos);
    CHECK(page.call("join", R"({"parts":[]})").find(R"("code":"failed","kind":)") != std::string::npos);
}

TEST_CASE("a command of C++ has its states and its job from the app")
{
    bridge::app app;
    app.command(
        "hits",
        [](bridge::state<std::atomic<int>> hits, bridge::job job, int by) {
            hits->fetch_add(by);
            return job.window() + " " + std::to_string(hits->load()) + (job.is_cancelled() ? " cancelled" : "");
        },
        "by"_a);
    app.command("lost", [](bridge::state<std::string> text) { return *text; });
    app.allow({.commands = {"*"}}).state(std::make_shared<std::atomic<int>>(40));
    support::front_end page{app, {.window = "second"}};
    CHECK(page.call("hits", R"({"by":2})") == R"("result":"second 42")");
    CHECK(page.call("lost").find("takes the state std::string, which the app does not have; give it one with app.state()") !=
          std::string::npos);
}

TEST_CASE("what is no message is answered with what is wrong with it")
{
    bridge::app app{{.arguments = {.max_size = 2000, .max_depth = 5}}};
    app.command("noop", [] {}).allow({.commands = {"*"}});
    support::front_end page{app};
    const auto answer = [&](const std::string& text) {
        const std::size_t before = page.messages().size();
        page.send(text);
        return page.messages().at(before).text;
    };
    const auto invalid = [](const std::string& id, const std::string& what) {
        return "{\"id\":" + id + R"(,"error":{"code":"invalid_message","kind":"InvalidMessage","message":"message: )" + what + "\"}}";
    };
    CHECK(answer("") == invalid("null", "expected '{' at byte 0, where the text ends"));
    CHECK(answer("[1]") == invalid("null", "expected '{' at byte 0"));
    CHECK(answer(R"({"id":1})").find("expected the members id and command, or cancel") != std::string::npos);
    CHECK(answer(R"({"id":1,"command":"noop"} x)") == invalid("1", "expected the end at byte 26"));
    CHECK(answer(R"({"id":1,"id":2,"command":"noop"})") == invalid("1", "the member 'id' comes twice"));
    CHECK(answer(R"({"id":1,"\u0069d":2,"command":"noop"})") == invalid("1", "the member 'id' comes twice"));
    CHECK(answer(R"({"id":-1,"command":"noop"})") == invalid("null", "expected an integer from 0 to 9007199254740991 at byte 6"));
    CHECK(answer(R"({"id":9007199254740992,"command":"noop"})").find("expected an integer") != std::string::npos);
    CHECK(answer(R"({"id":1.5,"command":"noop"})").find("expected an integer") != std::string::npos);
    CHECK(answer(R"({"id":01,"command":"noop"})").find("expected an integer") != std::string::npos);
    CHECK(answer(R"({"id":1,"command":"noop","args":[]})") == invalid("1", "expected an object for 'args' at byte 32"));
    CHECK(answer(R"({"id":1,"command":"noop","args":{"a":[}})").find("expected a bracket that fits") != std::string::npos);
    CHECK(answer(R"({"id":1,"command":"noop","args":{"a":"x)").find("expected a quote that ends the string") != std::string::npos);
    CHECK(answer(R"({"id":1,"command":"noop","args":{"a":[[[[[[1]]]]]]}})").find("at most 5 arrays and objects") != std::string::npos);
    const auto too_large = [&](const std::string& begin) {
        const std::string text = answer(begin + std::string(2000, ' ') + "{}}");
        return text.substr(0, text.find(R"(,"error":{"code":"message_too_large")"));
    };
    CHECK(too_large(R"({"id":1,"command":"noop","args":)") == R"({"id":1)");
    CHECK(too_large(R"({ "id" : 12 , "command":"noop","args":)") == R"({"id":12)");
    CHECK(too_large(R"({"command":"noop","id":1,"args":)") == R"({"id":null)");
    CHECK(too_large("") == R"({"id":null)");
    CHECK(answer(R"({"id":1,"command":"noop","timeout":0})") == invalid("1", "a timeout is at least 1 millisecond; leave it out for none"));
    CHECK(answer(R"({"id":1,"command":")" + std::string(300, 'x') + "\"}") == invalid("1", "a name has at most 200 bytes, got 300"));
    CHECK(answer(R"({"id":1,"command":"noop","window":"main"})").find("a message has no member 'window'") != std::string::npos);
    support::front_end other{app};
    CHECK(other.call("noop", "{\"a\":tru}").find("invalid_arguments") != std::string::npos);
    CHECK(other.call("noop") == R"("result":null)");
}

TEST_CASE("a message of a front end without a connection is answered by its reply alone, and all items of a stream come")
{
    support::make_module("bridge_once", R"(
import asyncio
ended = []
def count(n: int):
    yield from range(n)
async def sleep(job):
    try:
        job.progress(1)
        await asyncio.sleep(60)
    finally:
        ended.append(1)
)");
    bridge::app app;
    app.command("later", "asyncio:sleep").command("count", "bridge_once:count").command("sleep", "bridge_once:sleep", {.job = "job"});
    app.allow({.commands = {"*"}});
    std::promise<std::string> answer;
    app.handle(R"({"id":3,"command":"later","args":{"delay":0.01,"result":"x"}})",
               [&](const bridge::message& one) { answer.set_value(one.text); });
    CHECK(answer.get_future().get() == R"({"id":3,"result":"x"})");

    std::promise<int> items;
    app.handle(R"({"id":1,"command":"count","args":{"n":100},"credit":0})", [&, count = 0](const bridge::message& one) mutable {
        if (one.text.find("result") != std::string::npos) items.set_value(count);
        else ++count;
    });
    CHECK(items.get_future().get() == 100);

    std::stop_source gone;
    std::promise<void> begun;
    app.handle(R"({"id":1,"command":"sleep"})", [&](const bridge::message&) { begun.set_value(); }, {}, gone.get_token());
    begun.get_future().get();
    gone.request_stop();
    app.close();
    const py::gil_guard gil;
    CHECK(py::len(py::import_module("bridge_once").attr("ended")) == 1);
}

TEST_CASE("names that are taken, and what is no function, are told when they are given")
{
    bridge::app app;
    app.command("one", [] {});
    const auto message = [&](auto give) {
        try {
            give();
            return std::string{"nothing"};
        } catch (const std::invalid_argument& e) {
            return std::string{e.what()};
        }
    };
    CHECK(message([&] { app.command("one", [] {}); }) == "app: there is a command 'one' already; give this one another name");
    CHECK(message([&] { app.command("two", "analysis.f"); }) == "app: command 'two': expected \"module:function\", got 'analysis.f'");
    CHECK(message([&] { app.command("", [] {}); }) == "app: the name of a command has 1 to 200 bytes, got ''");
    CHECK_THROWS_AS(app.command(std::string(201, 'x'), "a:b"), std::invalid_argument);
    CHECK(message([&] { app.command("two", "a:b:c"); }) == "app: command 'two': expected \"module:function\", got 'a:b:c'");
}

TEST_CASE("a job that the function has no parameter for is the fault of the options")
{
    support::make_module("bridge_jobs", "def f(n: int = 0): return n\ndef g(**more): return list(more)");
    bridge::app app;
    app.command("f", "bridge_jobs:f", {.job = "job"}).command("g", "bridge_jobs:g", {.job = "job"}).allow({.commands = {"*"}});
    support::front_end page{app};
    CHECK(page.call("f").find(
              R"("kind":"TypeError","message":"the options of the command 'f' say that its job is 'job', but f has no such)") !=
          std::string::npos);
    CHECK(page.call("g") == R"("result":["job"])");
}

TEST_CASE("a command of a module that is not there says so, and may be there later")
{
    bridge::app app;
    app.command("late", "bridge_late:f").allow({.commands = {"*"}});
    support::front_end page{app};
    CHECK(page.call("late").find(R"("kind":"ModuleNotFoundError","message":"No module named 'bridge_late'")") != std::string::npos);
    support::make_module("bridge_late", "def f(): return 'here'");
    CHECK(page.call("late") == R"("result":"here")");
}
