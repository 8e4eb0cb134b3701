// SPDX-License-Identifier: MIT
#include "protocols.hpp"

#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

namespace py = pyhost;

TEST_CASE("a Protocol is a handle that takes any object", "[Protocol]")
{
    const protocols::Named nobody = protocols::nobody();
    CHECK(nobody.name() == "nobody");
    CHECK(nobody.greet("bye") == "bye nobody");
    const protocols::Person person{"Ann"};
    const std::vector<protocols::Named> people{nobody, person};
    CHECK(protocols::greet_all(people) == std::vector<std::string>{"hello nobody", "hello Ann"});
}

TEST_CASE("a Protocol takes a record too", "[Protocol, record]")
{
    const protocols::Badge badge{.name = "Bo"};
    CHECK(protocols::greet_all(std::vector<protocols::Named>{badge, protocols::Person{"Ann"}}) ==
          std::vector<std::string>{"hello, Bo", "hello Ann"});
}

TEST_CASE("a Protocol may have another one as its base", "[Protocol, derived]")
{
    const protocols::Person person{"Ann"};
    CHECK(protocols::size(person) == 4);
    const protocols::Sized sized = person;
    CHECK(sized.size() == 1);
    CHECK(sized.greet() == "hello Ann");
}

TEST_CASE("Self is the class that a method is called on", "[Self]")
{
    CHECK(protocols::Builder{}.add("a").add("b").build() == "a-b");
    const protocols::LoudBuilder loud;
    CHECK(loud.add("a").copy().add("b").build() == "A-B");
    const protocols::LoudBuilder twice = loud.twice("d");
    CHECK(protocols::LoudBuilder::of({"x"}).add("y").copy().build() == "x-Y");
    CHECK(protocols::Builder::of({"x"}).add("y").build() == "x-y");
    const protocols::Builder& base = loud;
    CHECK(base.add("c").build() == "A-D-D-C");
}

TEST_CASE("a generic class is a handle whose items are objects", "[generic class]")
{
    const protocols::Stack stack = protocols::numbers(3);
    CHECK(stack.size() == 3);
    stack.push("text");
    std::size_t count = 0;
    for (const py::ref<py::object>& one : stack) count += one.has_value();
    CHECK(count == 4);
    const py::gil_guard gil;
    CHECK(stack.pop().get().cast<std::string>() == "text");
}

TEST_CASE("a bound type variable is its bound", "[bound TypeVar]") { CHECK(protocols::bound(protocols::Person{"Ann"}).name() == "Ann"); }

TEST_CASE("a Protocol that only asks for a call is a callable", "[Protocol, callable]")
{
    const std::vector<std::string> texts{"aab", "bbba", "c"};
    CHECK(protocols::best(texts, [](const std::string& text) { return std::count(text.begin(), text.end(), 'a'); }) == "aab");
    CHECK(protocols::length_scorer()("four") == 4);
}
