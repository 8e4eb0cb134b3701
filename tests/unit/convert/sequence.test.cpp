// SPDX-License-Identifier: MIT
// Tests of pyhost/convert/sequence.hpp.
#include <support/values.hpp>

#include <pyhost/convert/sequence.hpp>
#include <pyhost/convert/tuple.hpp>
#include <pyhost/types/dict.hpp>

#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <array>
#include <deque>
#include <list>
#include <span>
#include <vector>

namespace py = pyhost;
using support::through;
using ints = std::vector<int>;
using reals = std::vector<double>;

TEMPLATE_TEST_CASE("a sequence takes list, tuple and any collections.abc.Sequence", "", std::vector<int>, std::deque<int>, std::list<int>)
{
    const py::gil_guard gil;
    support::define_hostile_objects();
    CHECK(through<TestType>("[]") == "[]");
    CHECK(through<TestType>("[1, -2, 2**31 - 1]") == "[1, -2, 2147483647]");
    CHECK(through<TestType>("()") == "[]");
    CHECK(through<TestType>("(1, 2)") == "[1, 2]");
    CHECK(through<TestType>("range(4)") == "[0, 1, 2, 3]");
    CHECK(through<TestType>("collections.deque([1, 2])") == "[1, 2]");
    CHECK(through<TestType>("collections.UserList([1, 2])") == "[1, 2]");
    CHECK(through<TestType>("Sequence([1, 2])") == "[1, 2]");
    CHECK(through<TestType>("collections.namedtuple('Point', 'x y')(1, 2)") == "[1, 2]");
    CHECK(through<TestType>("[True, Index(5)]") == "[1, 5]");
}

TEST_CASE("a sequence never takes a str, bytes, set, dict, view, iterator or scalar")
{
    const py::gil_guard gil;
    support::define_hostile_objects();
    for (const char* other :
         {"'12'", "b'12'", "bytearray(b'12')", "{1, 2}", "frozenset()", "{}", "{1: 2}.keys()", "{1: 2}.values()", "iter([1])",
          "(i for i in [1])", "map(int, [])", "None", "1", "1.5", "object()", "Raises()", "types.SimpleNamespace()", "int"})
        CHECK(through<ints>(other) == "TypeError");
    CHECK(through<std::vector<std::string>>("'ab'") == "TypeError");
    CHECK(through<std::vector<char>>("'ab'") == "TypeError");
}

TEST_CASE("element types of all families nest")
{
    const py::gil_guard gil;
    CHECK(through<std::vector<bool>>("[True, False]") == "[True, False]");
    CHECK(through<std::vector<bool>>("[1]") == "TypeError");
    CHECK(through<std::vector<std::string>>("['a', 'b\\x00', '']") == "['a', 'b\\x00', '']");
    CHECK(through<std::vector<ints>>("[[1], (), range(2)]") == "[[1], [], [0, 1]]");
    CHECK(through<std::vector<std::vector<std::string>>>("[['a'], 'b']") == "TypeError");
    CHECK(through<std::vector<std::pair<int, std::string>>>("[(1, 'a')]") == "[(1, 'a')]");
    CHECK(through<std::vector<py::object>>("[1, 'a', None]") == "[1, 'a', None]");
    CHECK(through<std::vector<py::dict>>("[{}, {1: 2}]") == "[{}, {1: 2}]");
    CHECK(through<std::vector<py::dict>>("[{}, 1]") == "TypeError");
    CHECK(through<std::vector<char>>("['a', 'b']") == "['a', 'b']");
    CHECK(through<std::vector<float>>("[0.5, 1]") == "[0.5, 1.0]");
}

TEST_CASE("an array wants its length from every source")
{
    const py::gil_guard gil;
    support::define_hostile_objects();
    using three = std::array<int, 3>;
    CHECK(through<three>("[1, 2, 3]") == "[1, 2, 3]");
    CHECK(through<three>("(1, 2, 3)") == "[1, 2, 3]");
    CHECK(through<three>("range(3)") == "[0, 1, 2]");
    CHECK(through<three>("array.array('h', [1, 2, 3])") == "[1, 2, 3]");
    for (const char* wrong : {"[]", "[1, 2]", "(1, 2, 3, 4)", "range(2)", "array.array('i', [1, 2])", "Sequence([1, 2], 3)"})
        CHECK(through<three>(wrong) == "ValueError");
    CHECK(through<three>("{1, 2, 3}") == "TypeError");
    CHECK(through<std::array<std::string, 2>>("['a', 'b']") == "['a', 'b']");
    CHECK(through<std::array<int, 0>>("[]") == "[]");
    CHECK(through<std::array<int, 0>>("[1]") == "ValueError");
}

TEST_CASE("a span goes to Python as a list")
{
    const py::gil_guard gil;
    const reals values{1.5, -0.0};
    CHECK(support::to_python(std::span<const double>{values}) == "[1.5, -0.0]");
    std::array<int, 2> numbers{1, 2};
    CHECK(support::to_python(std::span{numbers}) == "[1, 2]");
    CHECK(support::to_python(std::vector<std::string_view>{"a", "b"}) == "['a', 'b']");
    CHECK(support::to_python(std::vector<std::string>{"a", "\xff"}) == "UnicodeDecodeError");
}

TEST_CASE("a one-dimensional buffer gives its numbers, whatever format, stride and byte order")
{
    const py::gil_guard gil;
    support::define_hostile_objects();
    for (const char* format : {"b", "h", "i", "l", "q"}) {
        const std::string array = "array.array('" + std::string{format} + "', [1, -2, 3])";
        CHECK(through<ints>(array) == "[1, -2, 3]");
        CHECK(through<reals>(array) == "[1.0, -2.0, 3.0]");
        CHECK(through<ints>("memoryview(" + array + ")[::2]") == "[1, 3]");
        CHECK(through<ints>("memoryview(" + array + ")[::-1]") == "[3, -2, 1]");
        CHECK(through<std::list<long long>>(array) == "[1, -2, 3]");
        CHECK(through<std::vector<unsigned>>(array) == "OverflowError");
    }
    for (const char* format : {"B", "H", "I", "L", "Q"}) {
        const std::string array = "array.array('" + std::string{format} + "', [1, 255])";
        CHECK(through<ints>(array) == "[1, 255]");
        CHECK(through<reals>(array) == "[1.0, 255.0]");
    }
    CHECK(through<ints>("memoryview(struct.pack('nn', -1, 5)).cast('n')") == "[-1, 5]");
    CHECK(through<ints>("memoryview(struct.pack('NN', 1, 5)).cast('N')") == "[1, 5]");
    CHECK(through<std::vector<bool>>("memoryview(b'\\x00\\x01').cast('?')") == "[False, True]");
    CHECK(through<ints>("memoryview(b'\\x00\\x01').cast('?')") == "[0, 1]");
    CHECK(through<std::vector<bool>>("array.array('b', [1])") == "TypeError");
    CHECK(through<ints>("(ctypes.c_int.__ctype_be__ * 3)(1, -2, 2**30)") == "[1, -2, 1073741824]");
    CHECK(through<std::vector<long long>>("(ctypes.c_longlong.__ctype_be__ * 2)(-2**63, 2**63 - 1)") ==
          "[-9223372036854775808, 9223372036854775807]");
    CHECK(through<reals>("(ctypes.c_double.__ctype_be__ * 2)(1.5, -0.0)") == "[1.5, -0.0]");
    CHECK(through<reals>("(ctypes.c_float.__ctype_be__ * 1)(0.1)") == "[0.10000000149011612]");
    CHECK(through<ints>("(ctypes.c_short * 2)(1, -1)") == "[1, -1]");
}

TEST_CASE("a buffer keeps every bit of a float and checks the range of every integer")
{
    const py::gil_guard gil;
    support::define_hostile_objects();
    CHECK(through<reals>("array.array('d', [float('nan'), float('-inf'), -0.0, 5e-324])") == "[nan, -inf, -0.0, 5e-324]");
    CHECK(through<std::vector<float>>("array.array('d', [0.5, float('inf')])") == "[0.5, inf]");
    CHECK(through<std::vector<float>>("array.array('d', [1e300])") == "OverflowError");
    CHECK(through<std::vector<float>>("array.array('q', [2**62])") == "[4.611686018427388e+18]");
    CHECK(through<std::vector<float>>("array.array('f', [0.1])") == "[0.10000000149011612]");
    CHECK(through<reals>("array.array('q', [2**53 + 1])") == py::repr(py::eval("[float(2**53 + 1)]")));
    CHECK(through<reals>("array.array('Q', [2**64 - 1])") == "[1.8446744073709552e+19]");
    CHECK(through<ints>("array.array('q', [0, 2**31])") == "OverflowError");
    CHECK(through<std::vector<long long>>("array.array('Q', [2**63])") == "OverflowError");
    CHECK(through<std::vector<signed char>>("array.array('h', [-128, 127])") == "[-128, 127]");
    CHECK(through<std::vector<signed char>>("array.array('h', [-129])") == "OverflowError");
    CHECK(through<ints>("array.array('d', [1.0])") == "TypeError");
    CHECK(through<ints>("array.array('d')") == "[]");
    CHECK(through<std::vector<py::object>>("array.array('d', [1.5])") == "[1.5]");
    CHECK(through<std::vector<std::string>>("array.array('d', [1.5])") == "TypeError");
}

TEST_CASE("half floats have the value that struct gives them")
{
    const py::gil_guard gil;
    support::define_hostile_objects();
    py::exec(R"(
class Half(ctypes.Structure):
    pass
halves = list(range(0, 65536, 7)) + [1, 0x3ff, 0x400, 0x7bff, 0x7c00, 0x8000, 0xfc00]
packed = struct.pack("=%dH" % len(halves), *halves)
)");
    if (!py::eval("hasattr(memoryview(b'ab'), 'cast')").truth() || py::eval("__import__('sys').version_info < (3, 14)").truth())
        SUCCEED("memoryview casts to 'e' from 3.14 on; numpy covers the rest");
    else CHECK(through<reals>("memoryview(packed).cast('e')") == py::repr(py::eval("list(struct.unpack('=%de' % len(halves), packed))")));
    const py::object expected = py::eval("struct.unpack('=%de' % len(halves), packed)");
    const py::object halves = py::eval("halves");
    for (std::size_t i = 0; i < py::len(halves); ++i) {
        const auto bits = halves[i].cast<unsigned>();
        const double value = py::detail::half_value(bits);
        const auto wanted = expected[i].cast<double>();
        if (!(value == wanted || (value != value && wanted != wanted))) CHECK(bits == 0);
    }
    CHECK(std::bit_cast<std::uint64_t>(py::detail::half_value(0x8000)) == std::uint64_t{1} << 63);
}

TEST_CASE("a buffer of other than one dimension, or of unknown items, is refused")
{
    const py::gil_guard gil;
    support::define_hostile_objects();
    CHECK(through<ints>("memoryview(bytes(6)).cast('B', [2, 3])") == "TypeError");
    CHECK(through<ints>("ctypes.c_int(1)") == "TypeError");
    CHECK(through<ints>("(Formatted * 2)()") == "TypeError");
    CHECK(through<ints>("memoryview(b'a').cast('c')") == "TypeError");
}

TEST_CASE("large sequences convert whole")
{
    const py::gil_guard gil;
    const auto values = py::eval("list(range(1000000))").cast<ints>();
    CHECK(values.size() == 1000000);
    CHECK(values.back() == 999999);
    CHECK(py::eval("[2**70] * 3 + [1]").cast<reals>().front() == 1180591620717411303424.0);
}
