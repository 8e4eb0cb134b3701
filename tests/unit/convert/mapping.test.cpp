// SPDX-License-Identifier: MIT
// Tests of pyhost/convert/mapping.hpp.
#include <support/values.hpp>

#include <pyhost/convert/mapping.hpp>
#include <pyhost/convert/optional.hpp>
#include <pyhost/convert/sequence.hpp>
#include <pyhost/convert/tuple.hpp>
#include <pyhost/convert/variant.hpp>
#include <pyhost/values/decimal.hpp>

#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <map>
#include <unordered_map>
#include <vector>

namespace py = pyhost;
using support::through;
using table = std::map<std::string, int>;

TEMPLATE_TEST_CASE("a map takes a dict and any collections.abc.Mapping", "", (std::map<std::string, int>),
                   (std::unordered_map<std::string, int>))
{
    const py::gil_guard gil;
    support::define_hostile_objects();
    CHECK(through<TestType>("{}") == "{}");
    CHECK(through<TestType>("{'a': 1}") == "{'a': 1}");
    CHECK(through<TestType>("collections.OrderedDict(a=1)") == "{'a': 1}");
    CHECK(through<TestType>("collections.defaultdict(int, a=1)") == "{'a': 1}");
    CHECK(through<TestType>("collections.Counter('a')") == "{'a': 1}");
    CHECK(through<TestType>("collections.UserDict(a=1)") == "{'a': 1}");
    CHECK(through<TestType>("types.MappingProxyType({'a': 1})") == "{'a': 1}");
    CHECK(through<TestType>("collections.ChainMap({'a': 1}, {'a': 2})") == "{'a': 1}");
    CHECK(through<TestType>("Mapping({'a': 1})") == "{'a': 1}");
    CHECK(through<TestType>("{'a': True, 'b': Index(2)}.__class__([('a', Index(2))])") == "{'a': 2}");
    const auto large = py::eval("{str(i): i for i in range(1000)}").cast<TestType>();
    CHECK(large.size() == 1000);
    CHECK(large.at("999") == 999);
    CHECK(py::to_python(large).attr("__eq__")(py::eval("{str(i): i for i in range(1000)}")).truth());
}

TEST_CASE("a map never takes pairs, views, sets or scalars")
{
    const py::gil_guard gil;
    support::define_hostile_objects();
    for (const char* other : {"[('a', 1)]", "(('a', 1),)", "{'a': 1}.items()", "{'a'}", "None", "1", "'a'", "b'a'", "Raises()", "object()",
                              "types.SimpleNamespace(a=1)"})
        CHECK(through<table>(other) == "TypeError");
}

TEST_CASE("keys and values of a map are checked and ordered by the map")
{
    const py::gil_guard gil;
    support::define_hostile_objects();
    CHECK(through<table>("{'b': 1, 'a': 2}") == "{'a': 2, 'b': 1}");
    CHECK(through<table>("{1: 1}") == "TypeError");
    CHECK(through<table>("{'a': '1'}") == "TypeError");
    CHECK(through<table>("{'a': 2**31}") == "OverflowError");
    CHECK(through<table>("{'\\ud800': 1}") == "UnicodeEncodeError");
    CHECK(through<std::map<std::pair<int, int>, std::vector<int>>>("{(1, 2): [3], (0, 5): ()}") == "{(0, 5): [], (1, 2): [3]}");
    CHECK(through<std::map<std::optional<int>, std::optional<std::string>>>("{None: 'a', 1: None}") == "{None: 'a', 1: None}");
}

TEST_CASE("two keys that become one are a ValueError in both directions, not a lost item")
{
    const py::gil_guard gil;
    CHECK(through<std::map<double, int>>("{2**53: 1, 2**53 + 1: 2}") == "ValueError");
    CHECK(through<std::map<double, int>>("{float('nan'): 1, 1.0: 2}") == "ValueError");
    CHECK(through<std::map<double, int>>("{float('nan'): 1}") == "ValueError");  // it would be equal to every key
    CHECK(through<std::unordered_map<double, int>>("{float('nan'): 1}") == "{nan: 1}");
    using pairs = std::map<std::pair<double, int>, int>;  // (2, 2) < (5, 0) < (nan, 1) < (2, 2)
    CHECK(support::error_of<pairs>("{(2.0, 2): 1, (float('nan'), 1): 2}") ==
          "ValueError: expected std::map<std::pair<double, int>, int> of keys that have an order, got tuple");
    CHECK(support::error_of<std::map<py::decimal, int>>("{__import__('decimal').Decimal('NaN'): 1}") ==
          "ValueError: expected std::map<py::decimal, int> of keys that have an order, got decimal.Decimal");
    CHECK(through<std::map<py::decimal, int>>("{__import__('decimal').Decimal('inf'): 1, -1: 2}") ==
          "{Decimal('-1'): 2, Decimal('Infinity'): 1}");
    CHECK(through<std::map<std::string, int>>(
              "{'a': 1, type('S', (str,), {'__hash__': lambda s: 5, '__eq__': lambda s, o: s is o})('a'): 2}") == "ValueError");
    CHECK(support::to_python(std::map<std::variant<int, bool>, int>{{1, 1}, {true, 2}}) == "ValueError");
    CHECK(support::to_python(std::map<std::vector<int>, int>{{{1}, 1}}) == "TypeError");
}
