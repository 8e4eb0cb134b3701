// SPDX-License-Identifier: MIT
#include "aliases.hpp"

#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

namespace py = pyhost;

TEST_CASE("an alias is another name for a type", "[type alias]")
{
    const aliases::Vector vector{3, 4};
    CHECK(aliases::norm(vector) == 25);
    const aliases::Table table{{"a", {1}}, {"2", {2}}};
    CHECK(aliases::find(table, aliases::Key{"a"}) == aliases::Vector{1});
    CHECK(aliases::find(table, aliases::Key{2}) == aliases::Vector{2});
    CHECK(aliases::find(table, "absent") == std::nullopt);
}

TEST_CASE("a NewType is the type that it is made of", "[NewType]")
{
    const std::vector<aliases::UserId> others{1, 2};
    CHECK(aliases::user(aliases::UserId{5}, others) == 7);
}

TEST_CASE("an Annotated type is the type", "[Annotated]") { CHECK(aliases::share(aliases::Percent{50}) == 50); }

TEST_CASE("what a module has from another one is declared there", "[re-export][import]")
{
    const aliases::Unit unit{.name = "mm", .factor = 0.5};
    CHECK(aliases::scaled(unit, 4).factor == 2);
    static_assert(std::is_same_v<aliases::Scale, origin::Unit>);
    const origin::Meter meter = aliases::meter(unit);
    CHECK(aliases::measured(meter, 3) == "1.5 mm");
}

TEST_CASE("annotations in strings and imports for type checkers count", "[string annotation][TYPE_CHECKING import]")
{
    const auto [value, count] = aliases::price(py::decimal::parse("1.50").value());
    CHECK(value == py::decimal::parse("1.50").value());
    CHECK(count == 0);
    CHECK(std::get<1>(aliases::price(value, 3)) == 3);
}

TEST_CASE("a class without public names is a handle without members", "[string annotation][handle without members]")
{
    const py::function<aliases::Later(std::int64_t)> made{"aliases", "Later"};
    const std::vector<aliases::Later> second{made(2), made(3)};
    const py::gil_guard gil;
    CHECK(aliases::later(made(1), second).self().get().attr("value").cast<int>() == 6);
}
