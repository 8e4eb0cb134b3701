// SPDX-License-Identifier: MIT
// Tests of pyhost/convert/optional.hpp.
#include <support/values.hpp>

#include <pyhost/convert/optional.hpp>
#include <pyhost/convert/sequence.hpp>

#include <catch2/catch_test_macros.hpp>

#include <vector>

namespace py = pyhost;
using support::through;

TEST_CASE("None is nullopt, and anything else is the value or its error")
{
    const py::gil_guard gil;
    support::define_hostile_objects();
    CHECK_FALSE(py::eval("None").cast<std::optional<int>>().has_value());
    CHECK(py::eval("5").cast<std::optional<int>>() == 5);
    CHECK(through<std::optional<int>>("None") == "None");
    CHECK(through<std::optional<int>>("Index(5)") == "5");
    CHECK(through<std::optional<std::string>>("''") == "''");
    CHECK(through<std::optional<std::vector<int>>>("[]") == "[]");
    for (const char* other : {"'a'", "1.5", "[]", "False.__class__"}) CHECK(through<std::optional<int>>(other) == "TypeError");
    CHECK(through<std::optional<int>>("2**31") == "OverflowError");
    CHECK(support::error_of<std::optional<int>>("Raises()") == "KeyError: 'boom'");
}

TEST_CASE("an optional nests in containers")
{
    const py::gil_guard gil;
    CHECK(through<std::vector<std::optional<int>>>("[1, None]") == "[1, None]");
    CHECK(through<std::vector<std::optional<std::vector<std::optional<double>>>>>("[None, [None, 1.5]]") == "[None, [None, 1.5]]");
    CHECK(support::to_python(std::nullopt) == "None");
    CHECK(support::to_python(std::optional<std::string>{"\xff"}) == "UnicodeDecodeError");
}
