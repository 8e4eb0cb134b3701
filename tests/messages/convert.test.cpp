// SPDX-License-Identifier: MIT
// The full texts of failed conversions.
#include <support/values.hpp>

#include <pyhost/call.hpp>
#include <pyhost/convert/bytes.hpp>
#include <pyhost/convert/callable.hpp>
#include <pyhost/convert/mapping.hpp>
#include <pyhost/convert/optional.hpp>
#include <pyhost/convert/sequence.hpp>
#include <pyhost/convert/set.hpp>
#include <pyhost/convert/tuple.hpp>
#include <pyhost/convert/variant.hpp>
#include <pyhost/types/dict.hpp>

#include <catch2/catch_test_macros.hpp>

#include <deque>
#include <functional>
#include <list>
#include <map>
#include <set>
#include <span>
#include <unordered_map>
#include <vector>

namespace py = pyhost;
using support::error_of;

TEST_CASE("scalars name what was expected and what came")
{
    const py::gil_guard gil;
    support::define_hostile_objects();
    CHECK(error_of<bool>("1") == "TypeError: expected bool, got int 1");
    CHECK(error_of<int>("'abc'") == "TypeError: expected int, got str 'abc'");
    CHECK(error_of<int>("None") == "TypeError: expected int, got None");
    CHECK(error_of<int>("1.5") == "TypeError: expected int, got float 1.5");
    CHECK(error_of<int>("[]") == "TypeError: expected int, got list");
    CHECK(error_of<int>("never_awaited()") == "TypeError: expected int, got coroutine (py::async_function awaits it)");
    CHECK(error_of<std::vector<int>>("never_read()") ==
          "TypeError: expected std::vector<int>, got async_generator (py::async_stream reads it)");
    CHECK(error_of<int>("OnlyInt()") == "TypeError: expected int, got OnlyInt");
    CHECK(error_of<int>("2**31") == "OverflowError: expected int (-2147483648 to 2147483647), got int 2147483648");
    CHECK(error_of<int>("-10**39") == "OverflowError: expected int (-2147483648 to 2147483647), got int -1" + std::string(39, '0'));
    CHECK(error_of<int>("10**100") == "OverflowError: expected int (-2147483648 to 2147483647), got int");
    CHECK(error_of<unsigned char>("256") == "OverflowError: expected std::uint8_t (0 to 255), got int 256");
    CHECK(error_of<unsigned short>("-1") == "OverflowError: expected unsigned short (0 to 65535), got int -1");
    CHECK(error_of<double>("'1'") == "TypeError: expected double, got str '1'");
    CHECK(error_of<float>("1e300") == "OverflowError: expected float (up to 3.4e38), got float 1e+300");
    CHECK(error_of<double>("10**400") == "OverflowError: expected double, got int");
    CHECK(error_of<std::string>("b'abc'") == "TypeError: expected std::string, got bytes b'abc'");
    CHECK(error_of<std::string>("Raises()") == "TypeError: expected std::string, got Raises");
    CHECK(error_of<char>("'ab'") == "ValueError: expected char (one ASCII character), got str 'ab'");
    CHECK(error_of<py::dict>("[]") == "TypeError: expected dict, got list");
    CHECK(error_of<int>("'x' * 100") == "TypeError: expected int, got str '" + std::string(40, 'x') + "'...");
}

TEST_CASE("containers are named as they are written in C++")
{
    const py::gil_guard gil;
    CHECK(error_of<std::vector<int>>("'abc'") == "TypeError: expected std::vector<int>, got str 'abc'");
    CHECK(error_of<std::deque<std::string>>("1") == "TypeError: expected std::deque<std::string>, got int 1");
    CHECK(error_of<std::list<std::vector<double>>>("{}") == "TypeError: expected std::list<std::vector<double>>, got dict");
    CHECK(error_of<std::vector<py::dict>>("None") == "TypeError: expected std::vector<py::dict>, got None");
    CHECK(error_of<std::vector<py::object>>("None") == "TypeError: expected std::vector<py::object>, got None");
    CHECK(error_of<std::vector<std::byte>>("'abc'") == "TypeError: expected std::vector<std::byte>, got str 'abc'");
    CHECK(error_of<std::span<const std::byte>>("bytearray()") == "TypeError: expected bytes for std::span<const std::byte>, got bytearray");
    CHECK(error_of<std::unordered_map<std::string, long>>("[]") == "TypeError: expected std::unordered_map<std::string, long>, got list");
    CHECK(error_of<std::set<int>>("[]") == "TypeError: expected std::set<int>, got list");
    CHECK(error_of<std::pair<int, std::optional<bool>>>("[]") == "TypeError: expected std::pair<int, std::optional<bool>>, got list");
    CHECK(error_of<std::variant<std::monostate, int, std::array<float, 2>>>("'a'") ==
          "TypeError: expected std::variant<std::monostate, int, std::array<float, 2>>, got str 'a'");
}

TEST_CASE("callables are named with their signature")
{
    const py::gil_guard gil;
    using count = std::function<int(const std::string&, py::ref<py::list>&, bool)>;
    CHECK(error_of<std::variant<int, count>>("'a'") ==
          "TypeError: expected std::variant<int, std::function<int(const std::string&, py::ref<py::list>&, bool)>>, got str 'a'");
    CHECK(error_of<std::vector<std::function<void()>>>("1") == "TypeError: expected std::vector<std::function<void()>>, got int 1");
    CHECK(error_of<std::vector<std::function<void()>>>("[1]") == "TypeError: expected a callable, got int 1 at [0]");
}

TEST_CASE("a wrong length names both lengths")
{
    const py::gil_guard gil;
    py::exec("import array");
    CHECK(error_of<std::array<int, 3>>("[1, 2]") == "ValueError: expected std::array of 3 items, got list of 2 items");
    CHECK(error_of<std::array<int, 3>>("range(5)") == "ValueError: expected std::array of 3 items, got range of 5 items");
    CHECK(error_of<std::array<int, 3>>("array.array('i')") == "ValueError: expected std::array of 3 items, got array.array of 0 items");
    CHECK(error_of<std::array<std::byte, 3>>("b'ab'") == "ValueError: expected std::array of 3 bytes, got bytes of 2 bytes");
    CHECK(error_of<std::tuple<int, int, int>>("(1, 2)") == "ValueError: expected std::tuple of 3 items, got tuple of 2 items");
    CHECK(error_of<std::pair<int, int>>("(1,)") == "ValueError: expected std::pair of 2 items, got tuple of 1 items");
}

TEST_CASE("a buffer that cannot be read says why")
{
    const py::gil_guard gil;
    py::exec("import array, ctypes");
    CHECK(error_of<std::vector<int>>("memoryview(bytes(6)).cast('B', [2, 3])") ==
          "TypeError: expected std::vector<int>, got memoryview of 2 dimensions (pass its tolist())");
    CHECK(error_of<std::vector<int>>("array.array('d', [1.5])") == "TypeError: expected int, got float 1.5 at [0]");
    CHECK(error_of<std::vector<int>>("array.array('q', [1, 2**31])") ==
          "OverflowError: expected int (-2147483648 to 2147483647), got int 2147483648 at [1]");
    CHECK(error_of<std::vector<int>>("type('S', (ctypes.Structure,), {'_fields_': [('x', ctypes.c_byte)]}).__mul__(2)()") ==
          "TypeError: expected std::vector<int>, got S_Array_2 of format 'T{<b:x:}'");
}

TEST_CASE("the path leads to the element")
{
    const py::gil_guard gil;
    using rows = std::map<std::string, std::vector<std::tuple<std::string, int>>>;
    CHECK(error_of<std::vector<int>>("[1, 2, 'abc']") == "TypeError: expected int, got str 'abc' at [2]");
    CHECK(error_of<rows>("{'rows': [('a', 1), ('b', '2')]}") == "TypeError: expected int, got str '2' at ['rows'][1][1]");
    CHECK(error_of<rows>("{'rows': [('a', 1), ('b',)]}") ==
          "ValueError: expected std::tuple of 2 items, got tuple of 1 items at ['rows'][1]");
    CHECK(error_of<rows>("{5: []}") == "TypeError: expected std::string, got int 5 at [key 5]");
    CHECK(error_of<std::map<std::pair<int, int>, int>>("{(1, 'x'): 2}") == "TypeError: expected int, got str 'x' at [key tuple][1]");
    CHECK(error_of<std::vector<std::set<int>>>("[{1}, {'x'}]") == "TypeError: expected int, got str 'x' at [1][item 'x']");
    CHECK(error_of<std::vector<std::optional<int>>>("[None, 'x']") == "TypeError: expected int, got str 'x' at [1]");
}

TEST_CASE("items that would be lost are named")
{
    const py::gil_guard gil;
    CHECK(
        error_of<std::map<double, int>>("{2**53: 1, 2**53 + 1: 2}") ==
        "ValueError: expected std::map<double, int> of distinct keys, got 9007199254740993, which converts to a key that is there already");
    CHECK(error_of<std::set<double>>("{2**53: 1, 2**53 + 1: 2}.keys()") ==
          "ValueError: expected std::set<double> of distinct items, got 9007199254740993, which converts to an item that is there already");
}

TEST_CASE("NaN among the keys of a sorted container is named")
{
    const py::gil_guard gil;
    for (const char* items : {"{float('nan')}", "{float('nan'): 1, 1.0: 2}.keys()", "{1.0: 1, 2.0: 2, float('nan'): 3}.keys()"})
        CHECK(error_of<std::set<double>>(items) == "ValueError: expected std::set<double> of items that have an order, got nan");
    CHECK(error_of<std::map<float, int>>("{1.0: 1, float('nan'): 2}") ==
          "ValueError: expected std::map<float, int> of keys that have an order, got nan");
}
