// SPDX-License-Identifier: MIT
#include "untyped.hpp"

#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <map>
#include <set>

namespace py = pyhost;

TEST_CASE("what stands beside a signature that has no type is typed", "[one bad signature does not drop the file]")
{
    CHECK(untyped::before(1) == 2);
    CHECK(untyped::after("x") == "x!");
}

TEST_CASE("keys that have no order in C++, or no hash in Python, are objects", "[keys without order]")
{
    CHECK(untyped::keyed(std::map<int, int>{{1, 2}}, std::set<int>{3, 4}) == 3);
}

TEST_CASE("parameters of a ParamSpec are objects", "[ParamSpec]")
{
    const auto sum = [](std::int64_t a, std::int64_t b) { return a + b; };
    CHECK(untyped::called(sum, {1, 2}) == 3);
    CHECK(untyped::called([](const std::string& text) { return static_cast<std::int64_t>(text.size()); }, {"abc"}) == 3);
}

TEST_CASE("a callable with Concatenate is an object", "[Concatenate]")
{
    CHECK(untyped::with_first([](std::int64_t first, const std::string& text) { return text + std::to_string(first); }) == "x1");
}

TEST_CASE("unpacked types are objects", "[unpacked types]")
{
    const py::ref<py::object> items = untyped::gathered({1, "x", 2.5});
    const py::gil_guard gil;
    CHECK(items.get().cast<std::tuple<int, std::string, double>>() == std::tuple{1, "x", 2.5});
}

TEST_CASE("what is not found, is no expression or is not annotated is an object", "[type that is not found][not annotated]")
{
    const py::ref<py::object> absent = untyped::absent("v", 3), unclear = untyped::unclear(), plain = untyped::plain(1);
    const py::gil_guard gil;
    CHECK(absent.get().cast<std::tuple<std::string, int>>() == std::tuple{"v", 3});
    CHECK(unclear.get().cast<int>() == 3);
    CHECK(plain.get().cast<std::vector<int>>() == std::vector{1, 2});
}

TEST_CASE("the other members of a class are typed", "[one bad signature does not drop the file][class]")
{
    const untyped::Holder holder{4};
    CHECK(holder.even() == 8);
    CHECK(holder.value() == 4);
    const py::gil_guard gil;
    CHECK(holder.kept().get().cast<std::string>() == "kept");
    CHECK(holder.odd("x").get().cast<std::tuple<std::string, int>>() == std::tuple{"x", 4});
}
