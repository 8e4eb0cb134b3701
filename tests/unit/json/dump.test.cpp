// SPDX-License-Identifier: MIT
#include <support/numpy.hpp>

#include <pyhost/json/dump.hpp>
#include <pyhost/json/parse.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <string>

namespace py = pyhost;
namespace json = py::json;

namespace {

/// The text of what an expression of Python gives, or the message of the error.
std::string dumped(const char* expression, const json::dump_options& options = {})
{
    const py::gil_guard gil;
    py::exec("import collections, dataclasses, datetime, decimal, enum, math, pathlib, typing, uuid\n"
             "class Color(enum.Enum):\n    RED = 'r'\n"
             "class Level(enum.IntEnum):\n    LOW = 1\n"
             "class Name(str):\n    def __str__(self): return 'other'\n"
             "class Count(int):\n    def __repr__(self): return 'other'\n"
             "class Table(dict): pass\n"
             "@dataclasses.dataclass\n"
             "class Point:\n    x: int\n    tags: list\n    KIND: typing.ClassVar[int] = 3\n"
             "Pair = collections.namedtuple('Pair', 'a b')\n"
             "class Shrinking:\n"
             "    def isoformat(self): return 'x'\n"
             "Shrinking.__module__ = 'datetime'\n");
    try {
        return json::dump(py::eval(expression), options);
    } catch (const py::error& e) {
        return std::string{e.type_name()} + ": " + e.message();
    }
}

}  // namespace

TEST_CASE("plain values are written as JSON, without spaces")
{
    CHECK(dumped("[None, True, False, 0, -1, 2**53 - 1, 1.5, -0.0, 1e16, 1e-7, 'x', (1, 2), {'a': [], 'b': {}}]") ==
          "[null,true,false,0,-1,9007199254740991,1.5,-0.0,1e+16,1e-07,\"x\",[1,2],{\"a\":[],\"b\":{}}]");
    CHECK(dumped("'\"\\\\/\\b\\f\\n\\r\\t\\x00\\x1f\\x7f'") == "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\x7f\"");
    CHECK(dumped("'a text that is longer than eight bytes \\n and has \\\" in it'") ==
          "\"a text that is longer than eight bytes \\n and has \\\" in it\"");
    CHECK(dumped("'\\xe9\\n\\u20ac\\U0001f600'") == "\"\xc3\xa9\\n\xe2\x82\xac\xf0\x9f\x98\x80\"");
    CHECK(dumped("'x' * 3000 == None") == "false");
}

TEST_CASE("floats and texts of all kinds are written as Python's own module writes them")
{
    const py::gil_guard gil;
    py::exec(R"(
import json, math, random, struct
random.seed(1)
any_bits = [struct.unpack('<d', struct.pack('<Q', random.getrandbits(64)))[0] for _ in range(20000)]
floats = [x for x in any_bits if math.isfinite(x)]
floats += [round(random.uniform(-1e6, 1e6), random.randrange(12)) for _ in range(20000)]
floats += [10.0 ** e for e in range(-323, 309)] + [2.0 ** e for e in range(-1074, 1024)]
floats += [0.0, -0.0, 5e-324, 2.2250738585072014e-308, 2.225073858507201e-308, 1.7976931348623157e308, 123456789012345.0]
floats += [999999999999999.0, 1e15, 1e15 + 0.5, 9007199254740993.0, 9999999999999998.0, 1e16, 0.0001, 0.00001, 9.999e-5]
texts = ['a' * n for n in range(40)] + ['\xe9' * n for n in range(20)]
texts += ['x' * before + c + 'y' * behind for c in '"\\\n\x00\x1f\x7f' for before in range(20) for behind in range(20)]
def written(value): return json.dumps(value, ensure_ascii=False, separators=(',', ':'))
)");
    const py::object main = py::import_module("__main__"), written = main.attr("written");
    for (const char* name : {"floats", "texts"}) {
        const py::object value = main.attr(std::string_view{name});
        CHECK((json::dump(value) == written(value).cast<std::string>()));  // an expression of its own: the texts are long
    }
}

TEST_CASE("what is read is what was written")
{
    const py::gil_guard gil;
    py::exec("import random\n"
             "def made(r, depth):\n"
             "    kind = r.randrange(9 if depth < 6 else 6)\n"
             "    if kind == 0: return r.choice([None, True, False])\n"
             "    if kind == 1: return r.randrange(-2**53 + 1, 2**53)\n"
             "    if kind == 2: return r.uniform(-1, 1) * 10 ** r.randrange(-300, 300)\n"
             "    if kind < 6: return ''.join(chr(r.choice([r.randrange(128), r.randrange(256), r.randrange(0x800, 0xD800), "
             "r.randrange(0x10000, 0x11000)]))"
             " for _ in range(r.randrange(40)))\n"
             "    if kind == 6: return {str(r.random()): made(r, depth + 1) for _ in range(r.randrange(6))}\n"
             "    return [made(r, depth + 1) for _ in range(r.randrange(6))]\n");
    for (int i = 0; i < 300; ++i) {
        const py::object value = py::eval("made")(py::eval("random.Random")(i), 0);
        const std::string text = json::dump(value);
        CHECK(json::parse(text) == value);
        CHECK(py::import_module("json").attr("loads")(text) == value);
    }
}

TEST_CASE("classes that JSON has no form for are what they mean")
{
    CHECK(dumped("[Color.RED, Level.LOW, Point(1, ['a']), Pair(1, 2), pathlib.PurePosixPath('/a/b'), uuid.UUID(int=5)]") ==
          "[\"r\",1,{\"x\":1,\"tags\":[\"a\"]},[1,2],\"/a/b\",\"00000000-0000-0000-0000-000000000005\"]");
    CHECK(
        dumped("[datetime.datetime(2020, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc), datetime.date(2020, 1, 2), datetime.time(3, 4)]") ==
        "[\"2020-01-02T03:04:05+00:00\",\"2020-01-02\",\"03:04:00\"]");
    CHECK(dumped("[Name('n'), Count(3), Table(a=1), collections.OrderedDict(b=2), collections.Counter('x')]") ==
          "[\"n\",3,{\"a\":1},{\"b\":2},{\"x\":1}]");
}

TEST_CASE("numbers and arrays of numpy are numbers and arrays")
{
    support::need_numpy();
    CHECK(dumped("[np.float64(1.5), np.int32(2), np.bool_(True), np.arange(4).reshape(2, 2), np.array([0.5], dtype='float32')]") ==
          "[1.5,2,true,[[0,1],[2,3]],[0.5]]");
    CHECK(dumped("{'a': np.array([1.0, np.nan])}").rfind("ValueError: json: expected a finite number, got nan at /a/1", 0) == 0);
}

TEST_CASE("a model of pydantic is what it dumps")
{
    CHECK(dumped("type('Model', (), {'model_fields': {}, 'model_dump': lambda self: {'x': datetime.date(2020, 1, 2)}})()") ==
          "{\"x\":\"2020-01-02\"}");
}

TEST_CASE("a value that has no form is an error that names its place")
{
    CHECK(dumped("{1, 2}").rfind("TypeError: json: expected a value that JSON has a form for, got set", 0) == 0);
    CHECK(dumped("[0, {'a/b~': (1, 2j)}]") ==
          "TypeError: json: expected a value that JSON has a form for, got complex at /1/a~1b~0/1; give "
          "dump_options an `other`, or convert it before");
    CHECK(dumped("{'a': {1: 2}}") ==
          "TypeError: json: expected a key that is a str, got int 1 at /a/1; set other_keys to text for those that are numbers");
    CHECK(dumped("['\\ud800']") == "ValueError: json: expected text of whole characters, got '\\ud800' at /0");
    CHECK(dumped("decimal.Decimal('0.1')").rfind("TypeError: json: expected a value", 0) == 0);
    CHECK(dumped("Point").rfind("TypeError: json: expected a value", 0) == 0);
    CHECK(dumped("type('Loud', (), {'__fspath__': lambda self: 1 / 0})()").rfind("ZeroDivisionError", 0) == 0);
}

TEST_CASE("what JSON or its readers lose is refused unless the options say how it is written")
{
    CHECK(dumped("{'a': [math.nan]}") ==
          "ValueError: json: expected a finite number, got nan at /a/0; set not_finite to null where it may be one");
    CHECK(dumped("[math.nan, math.inf, -math.inf]", {.not_finite = json::not_finite::null}) == "[null,null,null]");
    CHECK(dumped("[math.nan, math.inf, -math.inf]", {.not_finite = json::not_finite::literal}) == "[NaN,Infinity,-Infinity]");
    CHECK(dumped("-2**53") ==
          "ValueError: json: expected an integer of 53 bits, got -9007199254740992 at the whole value; JavaScript has no larger "
          "ones: set wide_integers to text, or to exact");
    CHECK(dumped("[2**53, -2**200]", {.wide_integers = json::wide_integers::exact}) ==
          "[9007199254740992,-1606938044258990275541962092341162602522202993782792835301376]");
    CHECK(dumped("[1, 2**53]", {.wide_integers = json::wide_integers::text}) == "[1,\"9007199254740992\"]");
    CHECK(dumped("b'a'").rfind("TypeError: json: expected a value that JSON has a form for, got bytes b'a' at the whole value; set bytes",
                               0) == 0);
    CHECK(dumped("[b'', b'a', b'ab', bytearray(b'abc'), memoryview(b'abcd')]", {.bytes = json::bytes_as::base64}) ==
          "[\"\",\"YQ==\",\"YWI=\",\"YWJj\",\"YWJjZA==\"]");
    CHECK(dumped("{1: 0, None: 0, True: 0, 1.5: 0}", {.other_keys = json::other_keys::text}) == "{\"1\":0,\"null\":0,\"1.5\":0}");
    CHECK(dumped("{2**60: 2**60}", {.wide_integers = json::wide_integers::text, .other_keys = json::other_keys::text}) ==
          "{\"1152921504606846976\":\"1152921504606846976\"}");
    CHECK(dumped("{(1, 2): 0}", {.other_keys = json::other_keys::text}).rfind("TypeError: json: expected a key", 0) == 0);
}

TEST_CASE("a function gives what stands for a value without a form")
{
    const auto text = [](py::handle value) PYHOST_NEEDS_GIL { return py::object{py::str{value}}; };
    CHECK(dumped("[decimal.Decimal('0.10'), 2j]", {.other = text}) == "[\"0.10\",\"2j\"]");
    CHECK(dumped("[2j]", {.other = [](py::handle value) PYHOST_NEEDS_GIL { return py::object::borrow(value); }})
              .rfind("ValueError: json: expected at most 512 arrays and objects in each other at /0; raise max_depth", 0) == 0);
    CHECK(dumped("[2j]", {.other = [](py::handle) -> py::object { throw py::key_error("none"); }}) == "KeyError: none");
}

TEST_CASE("values that hold themselves, and texts without end, are errors")
{
    CHECK(dumped("(lambda l: l.append(l) or l)([])")
              .rfind("ValueError: json: expected at most 512 arrays and objects in each other at /0/0/0", 0) == 0);
    CHECK(dumped("123", {.max_size = 2}).rfind("ValueError: json: expected a text of at most 2 bytes", 0) == 0);
    CHECK(dumped("[[[]]]", {.max_depth = 3}) == "[[[]]]");
    CHECK(dumped("[[[]]]", {.max_depth = 2}).rfind("ValueError: json: expected at most 2 arrays", 0) == 0);
    CHECK(dumped("['x' * 100] * 100", {.max_size = 1000})
              .rfind("ValueError: json: expected a text of at most 1000 bytes at /9; raise max_size", 0) == 0);
}

TEST_CASE("a key that goes while its error is made is kept until then")
{
    const py::gil_guard gil;
    py::exec("import gc\n"
             "class Clearing:\n"
             "    def __init__(self, target): self.target, self.itself = target, self\n"
             "    def __del__(self): self.target.clear()\n"
             "def trap():\n"
             "    target = {'\\ud800' * 3 + str(len('x')): '\\ud801' * 3 + str(len('y'))}\n"
             "    Clearing(target)\n"  // a circle, which the next collection ends
             "    gc.set_threshold(1)\n"
             "    return target\n");
    CHECK(dumped("trap()").rfind("ValueError: json: expected text of whole characters", 0) == 0);
    CHECK(dumped("[gc.set_threshold(700)]") == "[null]");
}

TEST_CASE("a container that changes while it is written gives a consistent text or an error")
{
    const auto grow = [](py::handle value) PYHOST_NEEDS_GIL { return value.attr("__call__")(); };
    CHECK(dumped("(lambda d: d.update(a=type('Grow', (), {'__call__': lambda self: d.update(b=1)})(), z=2) or d)({})", {.other = grow}) ==
          (py::detail::has_gil ? "RuntimeError: json: the dict changed size while it was written" : "{\"a\":null,\"z\":2}"));
    CHECK(dumped("(lambda l: l.extend([type('Clear', (), {'__call__': lambda self: l.clear()})(), 2]) or l)([])", {.other = grow}) ==
          (py::detail::has_gil ? "[null]" : "[null,2]"));
    const std::string clear = "type('Clear', (), {'__call__': lambda self: o.clear()})()";
    CHECK(dumped(("(lambda o: o.append([(" + clear + ", 2), 3]) or o)([])").c_str(), {.other = grow}) == "[[[null,2],3]]");
    CHECK(dumped(("(lambda o: o.append({'a': [" + clear + "], 'b': {'c': 2}}) or o)([])").c_str(), {.other = grow}) ==
          "[{\"a\":[null],\"b\":{\"c\":2}}]");
}

TEST_CASE("a value that nests deeper than the stack of the thread allows is a RecursionError, wherever max_depth is")
{
    const py::gil_guard gil;
    py::dict names;
    py::exec("nested = []\nfor _ in range(2_000_000): nested = [nested]", names);
    CHECK_THROWS_AS(py::json::dump(names["nested"], {.max_depth = SIZE_MAX}), py::recursion_error);
}
