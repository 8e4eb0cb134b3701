// SPDX-License-Identifier: MIT
#include <pyhost/json/parse.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <string_view>

namespace py = pyhost;
using namespace std::literals;

namespace {

/// The value of a text as Python shows it, or the message of the error.
std::string parsed(std::string_view text, const py::json::parse_options& options = {})
{
    const py::gil_guard gil;
    try {
        return py::repr(py::json::parse(text, options));
    } catch (const py::value_error& e) {
        return std::string{e.message()};
    }
}

/// Whether Python's json module gives the same value.
bool is_as_in_python(std::string_view text)
{
    const py::gil_guard gil;
    const py::object loads = py::import_module("json").attr("loads");
    return py::repr(py::json::parse(text)) == py::repr(loads(text));
}

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

}  // namespace

// What RFC 8259 says that a reader takes; the cases are in the manner of JSONTestSuite.
TEST_CASE("what is JSON gives the value that Python's own module gives")
{
    for (const std::string_view text : {
             "[]"sv,
             "{}"sv,
             " [ ] "sv,
             "\t\r\n{ }\n"sv,
             "null"sv,
             "true"sv,
             "false"sv,
             "\"\""sv,
             "0"sv,
             "-0"sv,
             "-0.0"sv,
             "1"sv,
             "-1"sv,
             "1.5"sv,
             "1e2"sv,
             "1E2"sv,
             "1e+2"sv,
             "1e-2"sv,
             "1.25e2"sv,
             "0e1"sv,
             "0.1"sv,
             "123456789012345678"sv,
             "1234567890123456789"sv,
             "-9223372036854775808"sv,
             "9223372036854775807"sv,
             "18446744073709551616"sv,
             "100000000000000000000000000000000000000000"sv,
             "1.7976931348623157e308"sv,
             "-1.7976931348623157e308"sv,
             "5e-324"sv,
             "2.2250738585072014e-308"sv,
             "1e-400"sv,
             "-1e-400"sv,
             "0e999999999999"sv,
             "0.00000000000000000000000000000000000001"sv,
             "9007199254740993"sv,
             "9007199254740993.0"sv,
             "0.3333333333333333148296162562473909929394721984863281250"sv,
             "123456789.123456789123456789"sv,
             "8.41e21"sv,
             "9.5e22"sv,
             "1.00000000000000011102230246251565"sv,
             "4503599627370497.5"sv,
             "4503599627370496.5"sv,
             "0.000001234567890123456789"sv,
             "5681608361784416668e-25"sv,
             "1115405246645417586e-10"sv,
             "3313001964422377524e23"sv,
             "7361660287332604646e-24"sv,
             "4989586057589671782e-15"sv,
             "2614211742071131106e-19"sv,
             "[1,2,3]"sv,
             "[1 , 2\n,\t3]"sv,
             "[[],[[]],{}]"sv,
             "{\"a\":1}"sv,
             "{\"a\":{\"b\":[1,{\"c\":null}]}}"sv,
             "{\"a\":1,\"b\":2,\"a\":3}"sv,
             "{\"\":0}"sv,
             "{\"a b\\n\":\"\"}"sv,
             "\"a\""sv,
             "\"abc def ghi jkl mno pqr\""sv,
             "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\""sv,
             "\"\\u0041\\u00e9\\u20ac\""sv,
             "\"\\ud83d\\ude00\""sv,
             "\"\\uD83D\\uDE00\\u0000\""sv,
             "\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\""sv,
             "\"long enough to be read by eight bytes \\u00e9 and on\""sv,
             "\"\x7f\""sv,
             "{\"\xc3\xa9\":1,\"\\u00e9\":2}"sv,
             "\"\\u2028\xe2\x80\xa9\""sv,
             "[true,false,null,\"x\",1,-1.5e3]"sv,
         }) {
        INFO(text);
        CHECK(is_as_in_python(text));
    }
}

TEST_CASE("what is no JSON is an error that says what was expected, what came and where")
{
    CHECK(parsed("") == "json: expected a value, got the end (line 1, column 1)");
    CHECK(parsed("  \n ") == "json: expected a value, got the end (line 2, column 2)");
    CHECK(parsed("[1,") == "json: expected a value, got the end (line 1, column 4)");
    CHECK(parsed("[1,]") == "json: expected a value, got ']' (line 1, column 4)");
    CHECK(parsed("[1 2]") == "json: expected ',' or ']', got '2' (line 1, column 4)");
    CHECK(parsed("[1") == "json: expected ',' or ']', got the end (line 1, column 3)");
    CHECK(parsed("[,1]") == "json: expected a value, got ',' (line 1, column 2)");
    CHECK(parsed("{\"a\" 1}") == "json: expected ':', got '1' (line 1, column 6)");
    CHECK(parsed("{\"a\":1,}") == "json: expected a key in quotes, got '}' (line 1, column 8)");
    CHECK(parsed("{a:1}") == "json: expected a key in quotes, got 'a' (line 1, column 2)");
    CHECK(parsed("{\"a\":1]") == "json: expected ',' or '}', got ']' (line 1, column 7)");
    CHECK(parsed("[1]\n x") == "json: expected the end, got 'x' (line 2, column 2)");
    CHECK(parsed("[1]]") == "json: expected the end, got ']' (line 1, column 4)");
    CHECK(parsed("nul") == "json: expected a value, got 'n' (line 1, column 1)");
    CHECK(parsed("True") == "json: expected a value, got 'T' (line 1, column 1)");
    CHECK(parsed("NaN") == "json: expected a value, got 'N' (line 1, column 1)");
    CHECK(parsed("-Infinity") == "json: expected a digit, got 'I' (line 1, column 2)");
    CHECK(parsed("-") == "json: expected a digit, got the end (line 1, column 2)");
    CHECK(parsed("+1") == "json: expected a value, got '+' (line 1, column 1)");
    CHECK(parsed(".5") == "json: expected a value, got '.' (line 1, column 1)");
    CHECK(parsed("01") == "json: expected the end, got '1' (line 1, column 2)");
    CHECK(parsed("1.") == "json: expected a digit, got the end (line 1, column 3)");
    CHECK(parsed("1.e2") == "json: expected a digit, got 'e' (line 1, column 3)");
    CHECK(parsed("1e") == "json: expected a digit, got the end (line 1, column 3)");
    CHECK(parsed("1e+") == "json: expected a digit, got the end (line 1, column 4)");
    CHECK(parsed("0x10") == "json: expected the end, got 'x' (line 1, column 2)");
    CHECK(parsed("1e400") == "json: expected a number that a float can be near to, got '1' (line 1, column 1)");
    CHECK(parsed("'a'") == "json: expected a value, got ''' (line 1, column 1)");
    CHECK(parsed("\"a") == "json: expected '\"' at the end of a text, got the end (line 1, column 3)");
    CHECK(parsed("\"a\nb\"") == "json: expected no control character in a text, but its escape, got the byte 0x0a (line 1, column 3)");
    CHECK(parsed("\"\\x\"") == "json: expected one of the escapes \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u, got 'x' (line 1, column 3)");
    CHECK(parsed("\"\\") == "json: expected an escape, got the end (line 1, column 3)");
    CHECK(parsed("\"\\u12") == "json: expected four hexadecimal digits, got the end (line 1, column 6)");
    CHECK(parsed("\"\\u12g4\"") == "json: expected four hexadecimal digits, got 'g' (line 1, column 6)");
    CHECK(parsed("\xef\xbb\xbf[]") == "json: expected a value, got the byte 0xef (line 1, column 1)");
    CHECK(parsed("/* x */ 1") == "json: expected a value, got '/' (line 1, column 1)");
    CHECK(parsed("[1]\0"sv) == "json: expected the end, got the byte 0x00 (line 1, column 4)");
}

// What RFC 8259 leaves to a reader, and what this one does.
TEST_CASE("what readers of JSON may differ in is decided")
{
    CHECK(parsed("[1e-400,-1e-400]") == "[0.0, -0.0]");
    CHECK(parsed("1.7976931348623157e308") == "1.7976931348623157e+308");
    CHECK(parsed("[-0,-0.0,0e5]") == "[0, -0.0, 0.0]");
    CHECK(parsed("123456789012345678901234567890") == "123456789012345678901234567890");
    CHECK(parsed("0.1000000000000000055511151231257827") == "0.1");
    CHECK(parsed(R"({"a":1,"b":2,"a":3})") == "{'a': 3, 'b': 2}");
    CHECK(parsed(R"({"":0,"\u0000":1})") == "{'': 0, '\\x00': 1}");
    CHECK(parsed("\"\\uFFFF\\uFDD0\"") == "'\\uffff\\ufdd0'");
    for (const std::string_view refused :
         {"[1e400]"sv, "\xef\xbb\xbf[]"sv, "[\0\"\0x\0\"\0]\0"sv, "\"\\ud800\""sv, "[\xe2\x80\xa8]"sv, "\f[]"sv, "1 2"sv})
        CHECK(parsed(refused).rfind("json: expected", 0) == 0);
}

TEST_CASE("halves of characters and what is no UTF-8 are errors")
{
    const std::string half = "json: expected the other half of a character (\\ud800 to \\udfff stand in pairs), got ";
    CHECK(parsed("\"\\ud800\"") == half + "'\"' (line 1, column 8)");
    CHECK(parsed("\"\\udc00\"") == half + "'\"' (line 1, column 8)");
    CHECK(parsed("\"\\ud800\\n\"") == half + "'\\' (line 1, column 8)");
    CHECK(parsed("\"\\ud800\\u0041\"") == half + "'\"' (line 1, column 14)");
    for (const std::string_view bytes : {"\xff"sv, "\xc3"sv, "\xed\xa0\x80"sv, "\xc0\x80"sv, "\xf4\x90\x80\x80"sv, "\x80"sv}) {
        const std::string text = "[\"" + std::string{bytes} + "\"]";
        CHECK(parsed(text).rfind("json: expected UTF-8 in the text that ends, got ", 0) == 0);
        CHECK(parsed("{\"" + std::string{bytes} + "\":1}").rfind("json: expected UTF-8", 0) == 0);
        CHECK(parsed("[\"\\n" + std::string{bytes} + "\"]").rfind("json: expected UTF-8", 0) == 0);
    }
}

TEST_CASE("a text with more than the options say is an error before it takes the memory")
{
    CHECK(parsed(nested(512)).size() == 1024);
    CHECK(parsed(nested(513)).rfind("json: expected at most 512 arrays and objects in each other; raise max_depth for more, got '['", 0) ==
          0);
    CHECK(parsed(nested(100'000)).rfind("json: expected at most 512", 0) == 0);
    CHECK(parsed("{\"a\":[{}]}", {.max_depth = 3}) == "{'a': [{}]}");
    CHECK(parsed("{\"a\":[{}]}", {.max_depth = 2}).rfind("json: expected at most 2 arrays", 0) == 0);
    CHECK(parsed("[1]", {.max_size = 3}) == "[1]");
    CHECK(parsed("[10]", {.max_size = 3}) == "json: expected a text of at most 3 bytes, got 4; raise max_size where it may be larger");
    CHECK(parsed(std::string(4300, '9')).size() == 4300);
    CHECK(parsed("[" + std::string(4301, '9') + "]") ==
          "json: expected an integer of at most 4300 digits; raise max_digits for more, got '9' (line 1, column 2)");
    CHECK(parsed(std::string(5000, '0') + "1").rfind("json: expected the end", 0) == 0);
}

TEST_CASE("what nests deeper than the stack of the thread allows is a RecursionError, wherever max_depth is")
{
#if defined(__SANITIZE_THREAD__)
    SKIP("the thread sanitizer of GCC 12 ends a program that is 65,536 calls deep");
#endif
    const py::gil_guard gil;
    const std::size_t deep = 10'000'000;
    const std::string text = std::string(deep, '[') + std::string(deep, ']');
    CHECK_THROWS_AS(py::json::parse(text, {.max_depth = SIZE_MAX}), py::recursion_error);
}

TEST_CASE("floats are the nearest ones, however many digits they have")
{
    const py::gil_guard gil;
    py::exec("import random, struct\n"
             "def texts(seed):\n"
             "    r = random.Random(seed)\n"
             "    for i in range(3000):\n"
             "        x = struct.unpack('<d', r.getrandbits(64).to_bytes(8, 'little'))[0]\n"
             "        if x - x == 0: yield repr(x)\n"
             "        yield '%.*f' % (r.randrange(1, 25), r.random() * 10 ** r.randrange(0, 12))\n"
             "        yield '%d.%de%d' % (r.randrange(1, 10), r.getrandbits(r.randrange(1, 70)), r.randrange(-30, 30))\n"
             "        yield '%de%d' % (r.getrandbits(53) * 2 + 1, r.randrange(-28, 10))\n");
    int wrong = 0, count = 0;
    const py::object texts = py::eval("list(texts(7))");
    for (const py::handle text : texts) {
        ++count;
        wrong += py::json::parse(text.cast<std::string>()).cast<double>() == py::eval("float")(text).cast<double>() ? 0 : 1;
    }
    CHECK(count > 10'000);
    CHECK(wrong == 0);
}

TEST_CASE("keys that come again are one object, and those that share a place are not mixed up")
{
    std::string text = "[";
    for (int round = 0; round < 2; ++round)
        for (int i = 0; i < 3000; ++i) text += "{\"key " + std::to_string(i) + "\":" + std::to_string(i) + "},";
    text.back() = ']';
    const py::gil_guard gil;
    const py::object all = py::json::parse(text);
    py::dict names;
    names["objects"] = all;
    CHECK(py::eval("all(list(one) == ['key %d' % (i % 3000)] for i, one in enumerate(objects))", names).truth());
    const py::object two = py::json::parse("[{\"a key\":1},{\"a key\":2}]");
    names["two"] = two;
    CHECK(py::eval("next(iter(two[0])) is next(iter(two[1]))", names).truth() == py::detail::has_gil);
}

TEST_CASE("an error leaves nothing behind")
{
    const py::gil_guard gil;
    const auto before = py::counters().refs;
    for (const std::string_view text : {"[1,[2,{\"a\":[3,"sv, "{\"a\":{\"b\":[1,2,x]}}"sv, "[\"\\u0041\",\"\xff\"]"sv})
        CHECK_THROWS_AS(static_cast<void>(py::json::parse(text)), py::value_error);
    CHECK(py::counters().refs == before);
}

TEST_CASE("the collector is as it was, whether a text is read or not")
{
    const py::gil_guard gil;
    const py::object gc = py::import_module("gc");
    for (const char* set : {"disable", "enable"}) {
        gc.attr(set)();
        for (const std::string_view text : {"[{}]"sv, "[{}"sv}) {
            static_cast<void>(parsed(text));
            CHECK(gc.attr("isenabled")().truth() == (set == "enable"sv));
        }
    }
}
