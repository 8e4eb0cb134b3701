// SPDX-License-Identifier: MIT
#include <support/front_end.hpp>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace py = pyhost;
namespace bridge = py::bridge;
using namespace py::literals;

namespace {

/// The functions of a source, where all may be called.
struct commands {
    bridge::app app;
    commands(const std::string& source, const std::vector<const char*>& names, const bridge::app_options& options = {}) : app{options}
    {
        support::make_module("bridge_arguments", source.c_str());
        for (const char* name : names) app.command(name, std::string{"bridge_arguments:"} + name);
        app.allow({.commands = {"*"}});
    }
};

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("what is called may be a partial, an object, a class or a method: the annotations are those of its signature")
{
    const std::string source = R"(
import dataclasses, functools

def base(n: int, s: str): return n
partial = functools.partial(base, s='x')

class Called:
    def __call__(self, n: int): return n
    def method(self, n: int): return n
    @classmethod
    def of_class(cls, n: int): return n
called = Called()
method, of_class = called.method, Called.of_class

class Init:
    n: str
    def __init__(self, n: int): pass

class New:
    n: str
    def __new__(cls, n: int): return n

@functools.lru_cache(None)
def cached(n: int): return n

@functools.wraps(base)
def wrapped(*args, **more): return base(*args, **more)
decorated = functools.partial(wrapped, s='x')
)";
    for (const char* future : {"", "from __future__ import annotations\n"}) {
        const std::vector<const char*> names = {"partial", "called", "method", "of_class", "New", "cached", "decorated", "Init"};
        commands made{future + source, names};
        support::front_end page{made.app};
        for (const char* name : names) {
            CHECK(page.call(name, R"({"n":1})")
                      .starts_with(name == std::string_view{"Init"} ? R"("error":{"code":"failed")" : R"("result":1)"));
            CHECK(has(page.call(name, R"({"n":"1"})"), "/n: expected an int, got str '1'"));
        }
    }
}

TEST_CASE("an annotation that cannot be evaluated leaves those in the others to be checked too")
{
    const std::string source = R"(
import typing
def f(a: 'Missing' = 0, b: typing.List['int'] = (), c: typing.Dict[str, typing.List['typing.Tuple[int, int]']] = None):
    return [a, b, c]
)";
    for (const char* future : {"", "from __future__ import annotations\n"}) {
        commands made{future + source, {"f"}};
        support::front_end page{made.app};
        CHECK(page.call("f", R"({"a":"x","b":[1],"c":{"k":[[1,2]]}})") == R"("result":["x",[1],{"k":[[1,2]]}])");
        CHECK(has(page.call("f", R"({"b":["x"]})"), "/b/0: expected an int"));
        CHECK(has(page.call("f", R"({"c":{"k":[[1]]}})"), "/c/k/0: expected a list of 2 items, got 1"));
    }
}

TEST_CASE("parameters without a name, with one star or two, and a job among them")
{
    support::make_module("bridge_parameters", R"(
def skips(a=1, b=2, /, c=3): return [a, b, c]
def more(a: int = 0, **more: float): return more
def job_first(job, /, n: int): return [n, job is not None]
def job_between(a, job, b=3, /): return [a, job is not None, b]
def job_star(*job): return 1
def null(x: int = None): return x
)");
    bridge::app app;
    app.command("skips", "bridge_parameters:skips").command("more", "bridge_parameters:more").command("null", "bridge_parameters:null");
    for (const char* name : {"job_first", "job_between", "job_star"})
        app.command(name, std::string{"bridge_parameters:"} + name, {.job = "job"});
    app.allow({.commands = {"*"}});
    support::front_end page{app};
    CHECK(page.call("skips", R"({"b":5})") == R"("result":[1,5,3])");
    CHECK(page.call("skips", R"({"c":5})") == R"("result":[1,2,5])");
    CHECK(page.call("more", R"({"b":1,"a":2})") == R"("result":{"b":1.0})");
    CHECK(has(page.call("more", R"({"b":"x"})"), "command 'more': /b: expected a number, got str 'x'"));
    CHECK(page.call("job_first", R"({"n":4})") == R"("result":[4,true])");
    CHECK(page.call("job_between", R"({"a":4})") == R"("result":[4,true,3])");
    CHECK(page.call("job_between", R"({"a":4,"b":5})") == R"("result":[4,true,5])");
    CHECK(has(page.call("job_first", R"({"n":4,"job":1})"), "/job: the command has no such parameter"));
    CHECK(has(page.call("job_star"), "job_star has no such parameter"));
    CHECK(page.call("null", R"({"x":null})") == R"("result":null)");
}

TEST_CASE("what a class is made of, and what it says of that")
{
    const std::string source = R"(
import dataclasses, typing

@dataclasses.dataclass
class Scaled:
    a: int
    scale: dataclasses.InitVar[int]
    more: dataclasses.InitVar[int] = 1
    def __post_init__(self, scale, more):
        if self.a < 0: raise ValueError('a is not negative')
        if self.a > 9: raise TypeError('a' * 5000)
        self.a *= scale * more

T = typing.TypeVar('T')
N = typing.TypeVar('N', bound=int)

@dataclasses.dataclass
class Box(typing.Generic[T]):
    v: T
    inner: 'typing.Optional[Box[T]]' = None

@dataclasses.dataclass
class Named(Box[int], typing.Generic[T]):
    name: typing.Optional[T] = None

class Row(typing.TypedDict):
    a: int
class Wide(Row, total=False):
    b: int

class Shape(typing.Protocol):
    def area(self): ...

def scaled(x: typing.List[Scaled]): return [one.a for one in x]
def box(x: Box[float]): return x
def named(x: Named[str]): return x
def wide(x: Wide): return x
def bound(x: N): return x
def shape(x: Shape): return x
)";
    for (const char* future : {"", "from __future__ import annotations\n"}) {
        commands made{future + source, {"scaled", "box", "named", "wide", "bound", "shape"}};
        support::front_end page{made.app};
        CHECK(page.call("scaled", R"({"x":[{"a":2,"scale":3},{"a":2,"scale":3,"more":2}]})") == R"("result":[6,12])");
        CHECK(has(page.call("scaled", R"({"x":[{"a":2}]})"), "/x/0/scale: it is missing"));
        CHECK(has(page.call("scaled", R"({"x":[{"a":2,"scale":"3"}]})"), "/x/0/scale: expected an int, got str '3'"));
        CHECK(has(page.call("scaled", R"({"x":[{"a":-1,"scale":3}]})"), R"("data":[{"pointer":"/x/0","message":"a is not negative"}])"));
        const std::string refused = page.call("scaled", R"({"x":[{"a":10,"scale":3}]})");
        CHECK(has(refused, R"("code":"invalid_arguments")"));
        CHECK(has(refused, "/x/0: aaaa"));
        CHECK(page.call("box", R"({"x":{"v":1,"inner":{"v":2}}})") == R"("result":{"v":1.0,"inner":{"v":2.0,"inner":null}})");
        CHECK(has(page.call("box", R"({"x":{"v":1,"inner":{"v":"2"}}})"), "/x/inner/v: expected a number, got str '2'"));
        CHECK(has(page.call("named", R"({"x":{"v":"1"}})"), "/x/v: expected an int"));
        CHECK(has(page.call("named", R"({"x":{"v":1,"name":2}})"), "/x/name: expected null or a str"));
        CHECK(page.call("wide", R"({"x":{"a":1}})") == R"("result":{"a":1})");
        CHECK(has(page.call("wide", R"({"x":{"b":1}})"), "/x/a: it is missing"));
        CHECK(has(page.call("bound", R"({"x":"a"})"), "/x: expected an int"));
        CHECK(page.call("shape", R"({"x":[1]})") == R"("result":[1])");
    }
}

TEST_CASE("marks of a TypedDict count where its annotations are texts")
{
    {
        const py::gil_guard gil;
        if (!PyObject_HasAttrString(py::import_module("typing").ptr(), "NotRequired")) SKIP("typing has NotRequired from 3.11 on");
    }
    commands made{R"(
from __future__ import annotations
import typing
T = typing.TypeVar('T')
class Row(typing.TypedDict):
    a: int
    b: typing.NotRequired[int]
class Part(typing.TypedDict, total=False):
    a: typing.Required[int]
    b: int
class Of(typing.TypedDict, typing.Generic[T]):
    v: T
def row(x: Row): return x
def part(x: Part): return x
def of(x: Of[int]): return x
)",
                  {"row", "part", "of"}};
    support::front_end page{made.app};
    for (const char* name : {"row", "part"}) {
        CHECK(page.call(name, R"({"x":{"a":1}})") == R"("result":{"a":1})");
        CHECK(has(page.call(name, R"({"x":{"b":1}})"), "/x/a: it is missing"));
        CHECK(has(page.call(name, R"({"x":{"a":1,"b":"1"}})"), "/x/b: expected an int"));
    }
    CHECK(has(page.call("of", R"({"x":{"v":"1"}})"), "/x/v: expected an int"));
}

TEST_CASE("lists and objects become the containers that are asked for, with keys of their type")
{
    commands made{R"(
import datetime, enum, typing, uuid

class Color(enum.Enum):
    RED = 'red'
class Level(enum.IntEnum):
    LOW = 1

def a_set(x: set): return len(x)
def frozen(x: typing.FrozenSet[typing.Any]): return len(x)
def empty(x: typing.Tuple[()]): return len(x)
def deque(x: typing.Deque[int]): return [type(x).__name__, *x]
def ordered(x: typing.OrderedDict[str, int]): return type(x).__name__
def lists(x: typing.DefaultDict[str, typing.List[int]]): return [x['none'], type(x).__name__]
def ints(x: typing.Dict[int, str]): return [[type(key).__name__, key] for key in x]
def floats(x: typing.Mapping[float, str]): return list(x)
def colors(x: typing.Dict[Color, int]): return list(x)
def levels(x: typing.Dict[Level, int]): return [key.name for key in x]
def days(x: typing.Dict[datetime.date, int]): return [key.year for key in x]
def ids(x: typing.Dict[uuid.UUID, int]): return [type(key).__name__ for key in x]
def mixed(x: typing.Dict[typing.Literal['a', 1], int]): return list(x)
)",
                  {"a_set", "frozen", "empty", "deque", "ordered", "lists", "ints", "floats", "colors", "levels", "days", "ids", "mixed"}};
    support::front_end page{made.app};
    CHECK(page.call("a_set", R"({"x":[1,2,1]})") == R"("result":2)");
    CHECK(has(page.call("a_set", R"({"x":[1,[1]]})"), "command 'a_set': /x/1: expected what has a hash, got list"));
    CHECK(has(page.call("frozen", R"({"x":[{}]})"), "/x/0: expected what has a hash, got dict"));
    CHECK(page.call("empty", R"({"x":[]})") == R"("result":0)");
    CHECK(has(page.call("empty", R"({"x":[1,2]})"), "/x: expected a list of 0 items, got 2"));
    CHECK(page.call("deque", R"({"x":[1]})") == R"("result":["deque",1])");
    CHECK(page.call("ordered", R"({"x":{"a":1}})") == R"("result":"OrderedDict")");
    CHECK(has(page.call("ordered", R"({"x":{"a":"b"}})"), "/x/a: expected an int"));
    CHECK(page.call("lists", R"({"x":{"a":[1]}})") == R"("result":[[],"defaultdict"])");
    CHECK(page.call("ints", R"({"x":{"1":"a","-20":"b"}})") == R"("result":[["int",1],["int",-20]])");
    for (const std::string name : {"01", "1.0", "a", " 1", "true", "1_0"})
        CHECK(has(page.call("ints", R"({"x":{")" + name + R"(":"a"}})"), "/x/" + name + ": its name: expected an int, got str"));
    CHECK(has(page.call("ints", R"({"x":{"1":2}})"), "/x/1: expected a str, got int 2"));
    CHECK(page.call("floats", R"({"x":{"1":"a","1.5":"b"}})") == R"("result":[1.0,1.5])");
    CHECK(has(page.call("floats", R"({"x":{"1":"a","1.0":"b"}})"), "/x/1.0: its name stands for what another one stands for"));
    CHECK(has(page.call("floats", R"({"x":{"1e999":"a"}})"), "/x/1e999: its name: expected a number"));
    CHECK(page.call("colors", R"({"x":{"red":1}})") == R"("result":["red"])");
    CHECK(has(page.call("colors", R"({"x":{"green":1}})"), "/x/green: its name: expected one of 'red', got str 'green'"));
    CHECK(page.call("levels", R"({"x":{"1":1}})") == R"("result":["LOW"])");
    CHECK(page.call("days", R"({"x":{"2020-01-02":1}})") == R"("result":[2020])");
    CHECK(page.call("ids", R"({"x":{"12345678123456781234567812345678":1}})") == R"("result":["UUID"])");
    CHECK(page.call("mixed", R"({"x":{"a":1,"1":2}})") == R"("result":["a",1])");
}

TEST_CASE("enums, flags, bytes and what nothing in JSON becomes")
{
    commands made{R"(
import datetime, enum, typing

class Half(enum.Enum):
    TWO = 2.0
class Color(enum.Enum):
    RED = 'red'
    BLUE = 'blue'
class Mode(enum.Flag):
    READ = 1
    WRITE = 2
class Bits(enum.IntFlag):
    A = 1
    B = 4

def half(x: Half): return x.name
def red(x: typing.Literal[Color.RED]): return x.name
def mode(x: Mode): return x == Mode.READ | Mode.WRITE
def bits(x: Bits): return int(x)
def mutable(x: bytearray): return type(x).__name__
def span(x: datetime.timedelta): return 1
def late(x: datetime.timedelta = datetime.timedelta(0)): return str(x)
)",
                  {"half", "red", "mode", "bits", "mutable", "span", "late"}};
    support::front_end page{made.app};
    CHECK(page.call("half", R"({"x":2})") == R"("result":"TWO")");
    CHECK(page.call("red", R"({"x":"red"})") == R"("result":"RED")");
    CHECK(has(page.call("red", R"({"x":"blue"})"), "/x: expected one of 'red', got str 'blue'"));
    CHECK(page.call("mode", R"({"x":3})") == R"("result":true)");
    for (const char* wrong : {"4", "-1", "true", "\"READ\""})
        CHECK(has(page.call("mode", R"({"x":)" + std::string{wrong} + "}"), "/x: expected flags of Mode, which are the bits of 3, got "));
    CHECK(page.call("bits", R"({"x":5})") == R"("result":5)");
    CHECK(has(page.call("bits", R"({"x":2})"), "/x: expected flags of Bits"));
    CHECK(page.call("mutable", R"({"x":{"$bytes":"AAAA"}})") == R"("result":"bytearray")");
    const std::string span = page.call("span", R"({"x":5})");
    CHECK(has(span, R"("code":"failed","kind":"TypeError")"));
    CHECK(
        has(span, "the command 'span' has a parameter 'x' of the annotation timedelta, which nothing in JSON becomes; give it a default"));
    CHECK(page.call("late") == R"("result":"0:00:00")");
    CHECK(has(page.call("late", R"({"x":5})"), "/x: expected a timedelta, got int 5"));
}

TEST_CASE("arrays of numpy have items of the type that is asked for")
{
    {
        const py::gil_guard gil;
        if (py::import_module("importlib.util").attr("find_spec")("numpy").is_none()) SKIP("there is no numpy");
    }
    commands made{R"(
import numpy, typing
from numpy.typing import NDArray
def small(x: NDArray[numpy.uint8]): return [x.dtype.name, x]
def single(x: NDArray[numpy.float32]): return [x.dtype.name, x]
def truths(x: NDArray[numpy.bool_]): return x
def real(x: NDArray[numpy.floating]): return [x.dtype.name, x]
def any_items(x: NDArray[typing.Any]): return x.dtype.name
)",
                  {"small", "single", "truths", "real", "any_items"}};
    support::front_end page{made.app};
    CHECK(page.call("small", R"({"x":[[1,255]]})") == R"("result":["uint8",[[1,255]]])");
    CHECK(page.call("small", R"({"x":[]})") == R"("result":["uint8",[]])");
    for (const char* wrong : {"[256]", "[-1]", "[1.5]", "[\"a\"]", "[true]"})
        CHECK(has(page.call("small", R"({"x":)" + std::string{wrong} + "}"), "/x: expected lists of what fits in uint8, got "));
    CHECK(page.call("single", R"({"x":[1,0.5]})") == R"("result":["float32",[1.0,0.5]])");
    CHECK(has(page.call("single", R"({"x":[1e300]})"), "/x: expected lists of what fits in float32, got float64"));
    CHECK(page.call("truths", R"({"x":[true]})") == R"("result":[true])");
    CHECK(has(page.call("truths", R"({"x":[1]})"), "/x: expected lists of what fits in bool"));
    CHECK(page.call("real", R"({"x":[1]})") == R"("result":["float64",[1.0]])");
    CHECK(page.call("any_items", R"({"x":[1]})") == R"("result":"int64")");
}

TEST_CASE("names of a front end are shown with their first bytes alone")
{
    std::mutex guard;
    std::size_t longest = 0;
    commands made{R"(
import dataclasses, typing
@dataclasses.dataclass
class Point:
    x: int = 0
def f(n: int = 0): return n
def needs(n: int): return n
def points(of: typing.Dict[str, Point]): return 0
)",
                  {"f", "needs", "points"},
                  {.log = [&](const std::string& line) {
                      const std::scoped_lock held{guard};
                      longest = std::max(longest, line.size());
                  }}};
    made.app.command("native", [](int n) { return n; }, "n"_a);
    support::front_end page{made.app};
    std::string name(99, 'a');
    for (int i = 0; i < 100000; ++i) name += "é";  // two bytes each, so that 200 are within one
    const std::string shown = std::string(99, 'a') + name.substr(99, 100) + "...";
    for (const char* command : {"f", "native"}) {
        const std::string answer = page.call(command, "{\"n\":1,\"" + name + "\":1}");
        CHECK(has(answer, "/" + shown + ": the command has no such parameter"));
        CHECK(answer.size() < 1000);
    }
    CHECK(has(page.call("needs", "{\"" + name + "\":1}"), "has no parameter '" + shown + "'"));
    const std::string point = page.call("points", R"({"of":{")" + name + R"(":{")" + name + "\":1}}}");
    CHECK(has(point, "/of/" + shown + "/" + shown + ": Point has no such field"));
    std::string nested = "1";
    for (int i = 0; i < 100; ++i) nested = "{\"" + std::string(150, 'b') + "\":" + nested + "}";
    CHECK(page.call("points", R"({"of":{"a":)" + nested + "}}").size() < 1000);
    page.send("{\"id\":1000,\"" + name + "\":1}");
    CHECK(page.wait_for("a message has no member '" + shown + "'"));
    const std::scoped_lock held{guard};
    CHECK(longest < 1000);
}

TEST_CASE("what is wrong with the arguments as a whole has the pointer of the whole")
{
    commands made{"def f(n: int = 0): return n", {"f"}};
    support::front_end page{made.app};
    for (const char* arguments : {R"({"n":tru})", R"({"n":{"$bytes":"?"}})", R"({"n":{"$bytes":7}})"}) {
        const std::string answer = page.call("f", arguments);
        CHECK(has(answer, R"("data":[{"pointer":"","message":)"));
        CHECK_FALSE(has(answer, "'f': :"));
        CHECK_FALSE(has(answer, "'f': /"));
    }
}

TEST_CASE("an attachment is seen when its name is written with escapes, and other names with escapes are left alone")
{
    commands made{"def f(x): return x", {"f"}};
    support::front_end page{made.app};
    CHECK(page.call("f", R"({"x":{"\u0024bytes":"YWI="}})") == R"("result":{"$bytes":"YWI="})");
    for (const char* name : {R"(\u0024bytes)", R"($b\u0079tes)", R"($byt\u0065s)", R"($\u0062\u0079\u0074\u0065\u0073)"})
        CHECK(has(page.call("f", R"({"x":{")" + std::string{name} + R"(":7}})"), "is base64, or the number of one of 0 attachments"));
    CHECK(page.call("f", R"({"x":{"\u00e9\u0024":7}})") == R"("result":{"é$":7})");
}
