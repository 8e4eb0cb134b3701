// SPDX-License-Identifier: MIT
#include "package.hpp"

#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

TEST_CASE("a package has what it imports from its modules", "[re-export][import][from x import *]")
{
    const package::Circle circle{2};
    CHECK(package::area(circle) == 12);
}

TEST_CASE("a function may be called as its module is", "[re-export][names of modules]")
{
    const std::vector<std::tuple<double, double>> points{{0, 1}, {2, 5}};
    const package::Fit fit = package::fit(points);
    CHECK(fit.slope == 2);
    CHECK(fit.setting.name == "default");
    CHECK(package::fitted(points, package::Setting{.name = "own"}).setting.name == "own");
}

TEST_CASE("a module of a package may be called as one outside", "[names of modules]")
{
    const logging::Logger logger = package::logger_of(package::Entry{"of a test"});
    CHECK(package::entry_of(logger).text() == "of a test");
}
