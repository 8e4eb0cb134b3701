// SPDX-License-Identifier: MIT
#include "calls.hpp"

#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

namespace py = pyhost;

TEST_CASE("a function takes and gives values", "[function][docstring]")
{
    CHECK(calls::add(2, 3) == 5);
    CHECK(calls::shout("hey") == "HEY!");
    calls::remember("kept");
    CHECK(calls::recall() == "kept");
}

TEST_CASE("what a function raises is thrown", "[function]")
{
    CHECK(calls::divide(1, 4) == 0.25);
    CHECK_THROWS_AS(calls::divide(1, 0), py::zero_division_error);
}

TEST_CASE("parameters are passed by their position", "[positional-only]")
{
    CHECK(calls::divide(3, 2) == 1.5);
    CHECK(calls::box("x", 3) == " x ");
}

TEST_CASE("parameters that must be named are an aggregate", "[keyword-only][default in C++]")
{
    CHECK(calls::box("x") == "  x  ");
    CHECK(calls::box("x", 3, {.fill = "-"}) == "-x-");
    CHECK(calls::box("x", 3, {.is_framed = true}) == "| x |");
    CHECK(calls::box("x", 5, {.fill = "*", .is_framed = true}) == "|**x**|");
}

TEST_CASE("a named parameter without a default must be given", "[keyword-only, required]")
{
    CHECK(calls::send("me", {.subject = "hi"}) == "me: hi x1");
    CHECK(calls::send("me", {.subject = "hi", .copies = 3}) == "me: hi x3");
    static_assert(!std::is_default_constructible_v<calls::send_options>);
}

TEST_CASE("any number of arguments is a vector", "[any *args]")
{
    CHECK(calls::total(1) == 1);
    CHECK(calls::total(1, {2, 3}) == 6);
}

TEST_CASE("any named arguments are a map", "[any **kwargs]")
{
    CHECK(calls::describe().empty());
    CHECK(calls::describe({{"b", 2.5}, {"a", 1}}) == "a=1.0, b=2.5");
}

TEST_CASE("all kinds of parameters at once", "[positional-only][keyword-only, required][any *args][any **kwargs]")
{
    CHECK(calls::everything(1, 2, {}, {.key = "k"}) == "1 2 [] k o []");
    CHECK(calls::everything(1, 2, {3, 4}, {.key = "k", .other = "p"}, {{"x", 5}}) == "1 2 [3, 4] k p [('x', 5)]");
}

TEST_CASE("constants are defaults in C++ too", "[default in C++]")
{
    CHECK(calls::repeat("ab") == "ba-ba 0.5 None");
    CHECK(calls::repeat("ab", 1, "+", 2.5, false, 7) == "ab 2.5 7");
}

TEST_CASE("other defaults are left to Python", "[default left to Python]")
{
    CHECK(calls::cut("abcdef") == "abc.");
    CHECK(calls::cut("abcdef", 2) == "ab.");
    CHECK(calls::cut("abcdef", {}, {.mark = "!"}) == "abc!");
    CHECK(calls::cut("abcdef", 1, {.mark = "!"}) == "a!");
}

TEST_CASE("a function that does not return throws", "[NoReturn]") { CHECK_THROWS_AS(calls::fail("why"), py::value_error); }

TEST_CASE("a parameter of any type takes all that converts", "[Any]")
{
    CHECK(calls::kind(3) == "int");
    CHECK(calls::kind("text") == "str");
    CHECK(calls::kind(std::vector{1, 2}) == "list");
    const py::ref<py::object> value = calls::same(std::string{"text"});
    CHECK(calls::kind(value) == "str");
    const py::gil_guard gil;
    CHECK(value.get().cast<std::string>() == "text");
}

TEST_CASE("a constrained type variable is an overload for each type", "[constrained TypeVar]")
{
    CHECK(calls::doubled(21) == 42);
    CHECK(calls::doubled(1.25) == 2.5);
    static_assert(std::is_same_v<decltype(calls::doubled(1)), std::int64_t>);
    static_assert(std::is_same_v<decltype(calls::doubled(1.0F)), double>);
    CHECK(calls::joined("a", "b") == "ab");
    const std::vector<std::byte> bytes{std::byte{7}};
    CHECK(calls::joined(bytes, bytes).size() == 2);
}

TEST_CASE("overloads are overloads", "[overload]")
{
    CHECK(calls::parse("12") == 12);
    const std::vector<std::byte> bytes{std::byte{'1'}, std::byte{'.'}, std::byte{'5'}};
    CHECK(calls::parse(bytes) == 1.5);
    CHECK(calls::parse("", "none") == "none");
}

TEST_CASE("of overloads that fit alike the first is called", "[overload]")
{
    CHECK(calls::show(true) == "bool True");
    CHECK(calls::show(3) == "int 3");
    CHECK(calls::show(3U) == "int 3");
    CHECK(calls::show(2.5) == "float 2.5");
    CHECK(calls::show(2.5F) == "float 2.5");
    CHECK(calls::show("x") == "str x");
    CHECK(calls::show(std::string{"x"}) == "str x");
    CHECK(calls::show(std::vector{1, 2}) == "list [1, 2]");
}
