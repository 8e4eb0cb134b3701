// SPDX-License-Identifier: MIT
// Tests of pyhost/convert/pointer.hpp.
#include <support/values.hpp>

#include <pyhost/convert/pointer.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <map>
#include <memory>
#include <variant>
#include <vector>

namespace py = pyhost;
using support::through;

TEMPLATE_TEST_CASE("a pointer takes None for null, and what its value takes", "", std::unique_ptr<int>, std::shared_ptr<int>,
                   std::shared_ptr<const int>)
{
    const py::gil_guard gil;
    support::define_hostile_objects();
    CHECK(py::eval("None").cast<TestType>() == nullptr);
    CHECK(*py::eval("5").cast<TestType>() == 5);
    CHECK(through<TestType>("None") == "None");
    CHECK(through<TestType>("Index(5)") == "5");
    CHECK(support::error_of<TestType>("'x'") == "TypeError: expected int, got str 'x'");
    CHECK(support::error_of<TestType>("Raises()") == "KeyError: 'boom'");
    CHECK(support::error_of<TestType>("2**40") == "OverflowError: expected int (-2147483648 to 2147483647), got int 1099511627776");
}

TEST_CASE("pointers stand in containers, and containers behind pointers")
{
    const py::gil_guard gil;
    CHECK(through<std::vector<std::unique_ptr<std::string>>>("['a', None, 'b']") == "['a', None, 'b']");
    CHECK(through<std::unique_ptr<std::vector<std::shared_ptr<double>>>>("[1.5, None]") == "[1.5, None]");
    CHECK(through<std::map<std::string, std::shared_ptr<int>>>("{'a': None, 'b': 2}") == "{'a': None, 'b': 2}");
    CHECK(through<std::variant<std::string, std::unique_ptr<int>>>("3") == "3");
    CHECK(through<std::variant<std::string, std::unique_ptr<int>>>("None") == "None");
    CHECK(support::error_of<std::vector<std::unique_ptr<int>>>("[1, 'x']") == "TypeError: expected int, got str 'x' at [1]");
    CHECK(support::error_of<std::vector<std::unique_ptr<int>>>("None") ==
          "TypeError: expected std::vector<std::unique_ptr<int>>, got None");
}

TEST_CASE("two shared pointers to one value become two objects")
{
    const py::gil_guard gil;
    const auto text = std::make_shared<std::string>("a text that is not interned");
    const py::object both = py::to_python(std::vector{text, text});
    CHECK(py::eval("lambda both: both[0] == both[1] and both[0] is not both[1]")(both).truth());
}
