// SPDX-License-Identifier: MIT
// Tests of pyhost/convert/set.hpp.
#include <support/values.hpp>

#include <pyhost/convert/sequence.hpp>
#include <pyhost/convert/set.hpp>
#include <pyhost/convert/variant.hpp>

#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <set>
#include <unordered_set>
#include <vector>

namespace py = pyhost;
using support::through;
using numbers = std::set<int>;

TEMPLATE_TEST_CASE("a set takes set, frozenset and key views", "", std::set<int>, std::unordered_set<int>)
{
    const py::gil_guard gil;
    support::define_hostile_objects();
    CHECK(through<TestType>("set()") == "set()");
    CHECK(py::to_python(py::eval("{1, 2, 3}").cast<TestType>()).attr("__eq__")(py::eval("{1, 2, 3}")).truth());
    CHECK(through<TestType>("frozenset([5])") == "{5}");
    CHECK(through<TestType>("{5: 1}.keys()") == "{5}");
    CHECK(through<TestType>("collections.OrderedDict({5: 1}).keys()") == "{5}");
    CHECK(through<TestType>("Mapping({5: 1}).keys()") == "{5}");
    CHECK(py::eval("set(range(1000))").cast<TestType>().size() == 1000);
}

TEST_CASE("a set never takes a sequence, dict, other view or scalar")
{
    const py::gil_guard gil;
    support::define_hostile_objects();
    for (const char* other : {"[1]", "(1,)", "{1: 2}", "{1: 2}.items()", "{1: 2}.values()", "range(2)", "iter({1})", "'1'", "b'1'", "None",
                              "1", "Raises()", "array.array('i', [1])"})
        CHECK(through<numbers>(other) == "TypeError");
}

TEST_CASE("items of a set are checked")
{
    const py::gil_guard gil;
    CHECK(through<numbers>("{'a'}") == "TypeError");
    CHECK(through<numbers>("{2**31}") == "OverflowError");
    CHECK(through<std::set<std::string>>("{'b', 'a'}.__class__(['a'])") == "{'a'}");
    CHECK(py::eval("{(1, 2)}").cast<std::set<std::vector<int>>>() == std::set<std::vector<int>>{{1, 2}});
    CHECK(support::to_python(std::set<std::vector<int>>{{1, 2}}) == "TypeError");  // a list cannot be in a Python set
}

TEST_CASE("NaN has no place in a sorted set, and has one in a hashed one")
{
    const py::gil_guard gil;
    for (const char* items : {"{float('nan')}", "{float('nan'), 1.0}", "{1.0, 2.0, float('nan')}"})
        CHECK(support::error_of<std::set<double>>(items).ends_with("items that have an order, got nan"));
    CHECK(through<std::unordered_set<double>>("{float('nan')}") == "{nan}");
    CHECK(py::eval("{float('nan'), float('nan'), 1.0}").cast<std::unordered_set<double>>().size() == 3);
}

TEST_CASE("two items that become one are a ValueError in both directions, not a lost item")
{
    const py::gil_guard gil;
    CHECK(through<std::set<double>>("{2**53, 2**53 + 1}") == "ValueError");
    CHECK(support::to_python(std::set<std::variant<int, bool>>{1, true}) == "ValueError");
}
