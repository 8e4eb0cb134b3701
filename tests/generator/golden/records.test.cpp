// SPDX-License-Identifier: MIT
#include "records.hpp"

#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <concepts>
#include <type_traits>

namespace py = pyhost;

TEST_CASE("a dataclass is an aggregate", "[dataclass][dataclass, defaults]")
{
    CHECK(records::Point{.x = 1}.y == 0.5);
    const records::Point mirrored = records::mirrored({.x = 1, .y = 2});
    CHECK(mirrored.x == -1);
    CHECK(mirrored.y == -2);
}

TEST_CASE("records are equal where Python's are: by their fields", "[dataclass, ==][NamedTuple, ==][TypedDict, ==]")
{
    const records::Shape shape{.name = "s", .center = {.x = 1}, .corners = {{.x = 1}}};
    records::Shape other = shape;
    CHECK(other == shape);
    other.corners.front().y = 3;
    CHECK(other != shape);
    CHECK(records::widened({.begin = 1, .end = 2}) == records::Span{.begin = 0, .end = 3});
    CHECK(records::deeper({.depth = 1}) == records::Options{.depth = 2});
    CHECK(records::deeper({}) != records::Options{});
    STATIC_CHECK_FALSE(std::equality_comparable<records::Session>);  // eq=False
    STATIC_CHECK_FALSE(std::equality_comparable<records::Node>);     // has a pointer, which would be compared
    CHECK(records::session().number == 3);
    CHECK(records::Loose{.x = 1} == records::Loose{.x = 2});
    CHECK(records::Strict{.x = 1, .y = 2} == records::Strict{.x = 1, .y = 2});
    CHECK(records::Strict{.x = 1, .y = 2} != records::Strict{.x = 3, .y = 2});
    STATIC_CHECK_FALSE(std::equality_comparable<records::Pair>);   // of objects
    STATIC_CHECK_FALSE(std::equality_comparable<records::Found>);  // of handles
}

TEST_CASE("methods and properties of a dataclass are called on its values", "[dataclass, methods]")
{
    const records::Point point{.x = 3, .y = 4};
    CHECK(point.norm() == 5);
    CHECK(point.moved(1).x == 4);
    CHECK(point.moved(1, {.dy = 2}).y == 6);
    CHECK((point + point).y == 8);
    CHECK(records::Point::origin().norm() == 0);
}

TEST_CASE("dataclasses in dataclasses, with defaults that are made", "[dataclass, nested][dataclass, default_factory]")
{
    CHECK(records::outline({.name = "s", .center = {.x = 1}}) == "s at 1.0: 0 corners, 1.0, None");
    const std::vector<records::Point> corners{{.x = 1}, {.x = 2}};
    CHECK(records::outline({.name = "s", .corners = corners, .scale = 2, .note = "n"}) == "s at 0.0: 2 corners, 2.0, n");
    CHECK(records::Shape{.name = "s"}.LIMIT() == 9);
}

TEST_CASE("a derived dataclass has the fields and members of its base", "[dataclass, inheritance]")
{
    const records::Circle circle = records::circle(2.5);
    CHECK(circle.name == "circle");
    CHECK(circle.center.y == 2);
    CHECK(circle.corners.empty());
    CHECK(circle.radius == 2.5);
    CHECK(circle.layers.value() == std::vector<std::string>{"base"});
    CHECK(circle.LIMIT() == 9);
    CHECK(records::area(circle) == 7.5);
}

TEST_CASE("a dataclass may hold others of its kind", "[dataclass, self-referencing]")
{
    const records::Node node = records::chain(3);
    CHECK(node.value == 2);
    CHECK(node.parent->parent->value == 0);
    CHECK(node.parent->parent->parent == nullptr);
    CHECK(node.parent->parent->children.at(0).value == -1);
    CHECK(records::depth(node) == 4);
    CHECK(records::depth({.value = 1, .children = std::vector<records::Node>(2)}) == 3);
}

TEST_CASE("a NamedTuple is an aggregate", "[NamedTuple]")
{
    const records::Span span = records::widened({.begin = 3}, 2);
    CHECK(span.begin == 1);
    CHECK(span.end == 12);
    CHECK(span.label == "span");
    CHECK(span.length() == 11);
    std::int64_t sum = 0;
    for (const records::Span& one : records::spans(3)) sum += one.begin;
    CHECK(sum == 3);
}

TEST_CASE("a namedtuple without types holds objects", "[NamedTuple]")
{
    const py::gil_guard gil;
    const records::Pair pair = records::swapped({.first = py::ref{py::to_python(1)}, .second = py::ref{py::to_python("x")}});
    CHECK(pair.first.get().cast<std::string>() == "x");
    CHECK(pair.second.get().cast<int>() == 1);
}

TEST_CASE("keys that a TypedDict need not have are left out", "[TypedDict, total=False]")
{
    CHECK(records::deeper({}).depth.value() == 1);
    CHECK(!records::deeper({}).name.has_value());
    const records::Options options = records::deeper({.depth = 3, .name = "n"});
    CHECK(options.depth.value() == 4);
    CHECK(options.name.value() == "n");
}

TEST_CASE("a TypedDict has the keys that it needs", "[TypedDict][TypedDict, NotRequired]")
{
    const records::Config config = records::configured({.path = "/p", .span = {.begin = 2}});
    CHECK(config.path == "/p");
    CHECK(config.size.value() == 7);
    CHECK(config.span.end == 10);
    CHECK(records::configured({.path = "/p", .size = 3}).size.value() == 3);
}

TEST_CASE("a class that only derives from a dataclass is a handle with its constructor", "[dataclass, derived class]")
{
    const records::Ring ring{"ring", records::Point{1, 2}, std::vector<records::Point>{{3, 4}}};
    CHECK(ring.describe() == "ring of 1 corners");
    CHECK(records::Ring{"plain", records::Point{1, 2}}.describe() == "plain of 0 corners");
    CHECK(!std::is_default_constructible_v<records::Distance>);
}

TEST_CASE("a dataclass without fields is a handle", "[dataclass, empty]") { CHECK(records::name_of(records::Stop{}) == "Stop"); }

TEST_CASE("fields that are objects are empty before they are read", "[dataclass, handles]")
{
    const records::Found found = records::found();
    CHECK(std::get<records::Ring>(found.what).describe() == "ring of 0 corners");
    CHECK(std::get<0>(found.pair).describe() == "ring of 0 corners");
    CHECK(found.renamed("a ") == "a ring");
}

TEST_CASE("a TypedDict that may hold another one of its kind has an object there", "[TypedDict, self-referencing]")
{
    const records::Step first = records::first_step();
    CHECK(first.name == "a");
    const py::gil_guard gil;
    CHECK(first.next.value().get()["name"].cast<std::string>() == "b");
}
