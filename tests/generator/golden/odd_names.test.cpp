// SPDX-License-Identifier: MIT
#include "odd_names.hpp"

#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

using namespace odd_names;

TEST_CASE("names that are keywords or macros in C++ have an underscore behind them", "[names that are keywords][names that are macros]")
{
    CHECK(template_(1) == 7);
    CHECK(template_(1, 2, {.switch_ = 3, .NULL_ = 4}) == 10);
    CHECK(assert_(1, 2, 3, 4, {.gil = 5}) == 15);
    CHECK(delete_() == "delete");
    CHECK(EOF_() == -1);
    CHECK(int_max() == 7);
    CHECK(namespace_() == "space");
}

TEST_CASE("names of other alphabets stay as they are", "[names of other alphabets]") { CHECK(größe(1.5) == 3); }

TEST_CASE("members that are called as those of every handle have an underscore behind them", "[names of members]")
{
    const Machine machine{"m", 3};
    CHECK(machine.this_() == "m");
    CHECK(machine.auto_() == 3);
    CHECK(machine.made("x") == "x 0");
    CHECK(machine.get() == 4);
    CHECK(machine.self_() == "self");
    CHECK(machine.begin() == 1);
}

TEST_CASE("members may be called as types are", "[names of members]")
{
    const Line line;
    CHECK(line.Color() == Color::RED);
    CHECK(line.Line_() == "line");
    CHECK(line.string("s") == "s");
}

TEST_CASE("special methods that are no operators of C++ are left out, and the others are there", "[odd special methods][names of members]")
{
    const Meter meter;
    CHECK(meter(1) == 2);
    CHECK(meter + 5 == 6);
    CHECK(meter.begin_() == 5);
    CHECK(meter.operators() == "4 a?"
                               "?=b");
    std::int64_t sum = 0;
    for (const std::int64_t one : meter) sum += one;
    CHECK(sum == 3);
}

TEST_CASE("parameters may be called as types are", "[names of parameters]") { CHECK(in_units(6, unit{2}) == 3); }

TEST_CASE("classes in classes have the names of both", "[nested class]")
{
    const Machine machine{"m"};
    const Machine_Part_ part = machine.part("p");
    CHECK(part.name == "p");
    CHECK(part.union_ == 3);
    CHECK(machine.motor().power() == 5);
    CHECK(Machine_Motor{7}.delete_() == "deleted");
    CHECK(power(Machine_Motor{7}) == 7);
    CHECK(machine.state() == Machine_State::ON);
    CHECK(state_of(Machine_State::NULL_) == "null");
    CHECK(new_part().number() == 12);
    CHECK(part_number(new_part()) == 12);
}

TEST_CASE("constants of a Literal have names of C++", "[Literal of text][names that are keywords]")
{
    CHECK(sort() == "asc");
    CHECK(sort(sort_order_text::empty).empty());
    CHECK(sort(sort_order_text::character) == "+");
    CHECK(sort(sort_order_text::class_) == "class");
    CHECK(sort(sort_order_text::value_3d) == "3d");
    CHECK(sort_order() == "called as the enum of sort() would be");
}

TEST_CASE("a class that is not public is a handle without members", "[handle without members]") { CHECK(is_hidden(hidden())); }
