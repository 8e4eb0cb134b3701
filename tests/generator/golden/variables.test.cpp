// SPDX-License-Identifier: MIT
#include "variables.hpp"

#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

TEST_CASE("a constant of a module is read", "[constant]")
{
    CHECK(variables::LIMIT() == 10);
    CHECK(variables::NAME() == "golden");
    CHECK(variables::RATIO() == 0.25);
    CHECK(variables::IS_FAST());
    CHECK(variables::ORIGIN() == std::tuple<std::int64_t, std::int64_t>{0, 0});
    CHECK(variables::UNSET() == std::nullopt);
}

TEST_CASE("a variable of a module is read as it is now", "[module variable]")
{
    CHECK(variables::HOME() == "/home");
    variables::count("a");
    variables::count("b");
    CHECK(variables::counts() == std::map<std::string, std::int64_t>{{"a", 2}, {"b", 1}});
    CHECK(variables::current() == std::nullopt);
    variables::look_at("x");
    CHECK(variables::current() == "x");
}

TEST_CASE("a variable of a module is set", "[module variable, set]")
{
    variables::current("y");
    CHECK(variables::current() == "y");
    variables::current(std::nullopt);
    CHECK(variables::current() == std::nullopt);
    variables::counts({{"c", 3}});
    variables::count("c");
    CHECK(variables::counts() == std::map<std::string, std::int64_t>{{"c", 4}});
}
