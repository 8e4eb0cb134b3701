// SPDX-License-Identifier: MIT
#include "each_other.hpp"

#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

namespace py = pyhost;

TEST_CASE("a constructor that would take its own class takes what else it may be made of", "[constructor, of its own class]")
{
    CHECK(each_other::Address{}.text() == "nowhere");
    const each_other::Address there{"there"};
    const each_other::Address same{there};  // a copy of C++
    CHECK(same.text() == "there");
}

TEST_CASE("a default that is made of a later class stands where that is complete", "[default, of a later class]")
{
    const each_other::Place place{"park"};
    CHECK(each_other::Link{}.to() == "home");
    CHECK(each_other::Link{place}.to() == "park");
    CHECK(each_other::Link{"sea", {.back = place}}.back() == "park");
    CHECK(place.linked().to() == "park");
    CHECK(place.linked(each_other::Link{"sea"}).to() == "sea");
}

TEST_CASE("so do keyword arguments", "[keyword arguments, of a later class]")
{
    const each_other::Place place{"park"};
    const each_other::Link link;
    CHECK(link.moved(2) == "home 2 ");
    CHECK(link.moved(2, place, {.back = place, .steps = 3}) == "park 6 park");
    CHECK(link.counted(1) == 2);
}

TEST_CASE("and defaults of overloads that are templates", "[overload, of a later class]")
{
    const each_other::Link link;
    CHECK(link.found("home") == 4);
    CHECK(link.found(each_other::Place{"park"}) == "park");
}

TEST_CASE("a derived class has the constructors of its base", "[constructor, inherited]")
{
    CHECK(each_other::Short{}.to() == "home");
    CHECK(each_other::Short{each_other::Place{"park"}}.moved(1) == "park 1 ");
}

TEST_CASE("records that may hold each other do so by pointers, others have objects", "[dataclass, of each other]")
{
    const each_other::Person person = each_other::lived("Ann");
    REQUIRE(person.house);
    CHECK(person.house->street == "street of Ann");
    CHECK(person.house->owner == nullptr);
    CHECK(each_other::owner({.street = "x", .owner = std::make_shared<each_other::Person>(person)}) == "Ann");
}

TEST_CASE("keys of a TypedDict need not be names", "[TypedDict, keys that are no names]")
{
    const each_other::Tools tools = each_other::tools({.c = "cc", .c_ = "c++", .value_2nd_argument_ = 1});
    CHECK(tools.c == "c++");
    CHECK(tools.c_ == "cc");
    CHECK(tools.value_2nd_argument_ == 2);
}

TEST_CASE("overloads whose parameters are objects give objects, where each has another result", "[overload, of objects]")
{
    const py::gil_guard gil;
    CHECK(each_other::zero(py::import_module("builtins").attr("int")).get().cast<int>() == 0);
    CHECK(each_other::zero(py::import_module("builtins").attr("str")).get().cast<std::string>().empty());
}

TEST_CASE("a union of many types is an object", "[Union, large]") { CHECK(each_other::many(2.5) == "float"); }

TEST_CASE("a class may be made of others of its kind and hold them", "[constructor, of objects of its class]")
{
    const each_other::Branch leaf;
    const each_other::Branch tree{std::vector<each_other::Branch>{leaf, each_other::Branch{std::vector<each_other::Branch>{leaf}}}};
    CHECK(tree.depth() == 3);
    std::int64_t depths = 0;
    for (const each_other::Branch& one : tree) depths += one.depth();
    CHECK(depths == 3);
}
