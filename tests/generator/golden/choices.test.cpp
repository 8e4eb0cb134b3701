// SPDX-License-Identifier: MIT
#include "choices.hpp"

#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

namespace py = pyhost;
using namespace choices;

TEST_CASE("an Enum is an enum class", "[Enum]")
{
    CHECK(next_color() == Color::GREEN);
    CHECK(next_color(Color::GREEN) == Color::delete_);
    CHECK(painted({{Color::RED, 2}, {Color::GREEN, 1}}) == std::vector{Color::GREEN, Color::RED});
    CHECK(size(true) == Size::LARGE);
    CHECK_THROWS_AS(next_color(static_cast<Color>(9)), py::value_error);
}

TEST_CASE("an IntEnum has the numbers of Python", "[IntEnum]")
{
    CHECK(status(false) == Status::MISSING);
    CHECK(code(Status::OK) == 200);
    CHECK(static_cast<int>(Status::MISSING) == 404);
}

TEST_CASE("an Enum of text is one as well", "[str Enum]")
{
    CHECK(unit(Unit::SECOND) == "s");
    CHECK(other_unit(Unit::METRE) == Unit::SECOND);
}

TEST_CASE("a StrEnum is an enum class", "[StrEnum]")
{
    CHECK(other_shade() == Shade::LIGHT);
    CHECK(other_shade(Shade::LIGHT) == Shade::DARK);
}

TEST_CASE("a member of an enum is a default", "[default, member of an enum]")
{
    CHECK(brightness() == "GREEN in METRE");
    CHECK(brightness(Color::RED, {.unit = Unit::SECOND}) == "RED in SECOND");
}

TEST_CASE("flags are joined", "[Flag]")
{
    CHECK(merged(Access::WRITE) == (Access::READ | Access::WRITE));
    CHECK(merged(Access::WRITE) == Access::BOTH);
    CHECK(merged(Access::BOTH, Access::EXECUTE) == (Access::BOTH | Access::EXECUTE));
    CHECK(merged(Access::WRITE, Access::EXECUTE) == (Access::WRITE | Access::EXECUTE));
    CHECK((merged(Access::WRITE) & Access::READ) == Access::READ);
    CHECK(bits(Bits::LOW) == (Bits::LOW | Bits::HIGH));
}

TEST_CASE("a Literal of text is an enum class", "[Literal of text]")
{
    CHECK(smooth(1) == Mode::flat);
    CHECK(smooth(1, Mode::value_2nd_order) == Mode::value_2nd_order);
    CHECK(smooth(0) == Mode::linear_ish);
    CHECK(side(side_which::left) == side_which::right);
    CHECK(side(side_which::left, {.anchor = side_anchor::bottom}) == side_which::left);
}

TEST_CASE("a Literal of numbers is an enum class", "[Literal of numbers]")
{
    CHECK(opposite(Level::value_1) == Level::value_2);
    CHECK(opposite(Level::value_2) == Level::minus_3);
    CHECK(static_cast<int>(Level::minus_3) == -3);
}

TEST_CASE("a Literal of text and numbers is one of two enum classes", "[mixed Literal]")
{
    CHECK(answered(Answer_text::auto_) == "'auto'");
    CHECK(answered(Answer_number::value_1) == "1");
    CHECK(answer(-1) == Answer{Answer_text::auto_});
    CHECK(answer(5) == Answer{Answer_number::value_1});
}

TEST_CASE("a Literal is part of a union", "[Literal of text][Union]")
{
    CHECK(mode_or_number(Mode::flat) == Mode::flat);
    CHECK(mode_or_number(3) == std::nullopt);
    CHECK(mode_or_number({}) == std::nullopt);
}
