// SPDX-License-Identifier: MIT
// Tests of pyhost/values/fraction.hpp.
#include <support/values.hpp>

#include <pyhost/pyhost.hpp>
#include <pyhost/values/fraction.hpp>

#include <catch2/catch_test_macros.hpp>

#include <vector>

namespace py = pyhost;
using support::through;

TEST_CASE("a Fraction crosses both ways, and an int is one")
{
    const py::gil_guard gil;
    support::define_hostile_objects();
    py::exec("from fractions import Fraction\n"
             "class Half(Fraction): pass\n"
             "class Wrong(Fraction):\n"
             "    denominator = property(lambda self: 'text')\n"
             "class Index99(Fraction):\n"
             "    def __index__(self): return 99\n"
             "class Zero(Fraction):\n"
             "    denominator = property(lambda self: 0)\n");
    CHECK(through<py::fraction>("Fraction(-6, 4)") == "Fraction(-3, 2)");
    CHECK(through<py::fraction>("Half(1, 2)") == "Fraction(1, 2)");
    CHECK(through<py::fraction>("Index99(1, 3)") == "Fraction(1, 3)");
    CHECK(through<py::fraction>("Index(7)") == "Fraction(7, 1)");
    CHECK(support::error_of<py::fraction>("Raises()") == "KeyError: 'boom'");
    CHECK(through<py::fraction>("Fraction(0)") == "Fraction(0, 1)");
    CHECK(through<py::fraction>("7") == "Fraction(7, 1)");
    CHECK(through<py::fraction>("Fraction(2**100, 3**70)") == py::repr(py::eval("Fraction(2**100, 3**70)")));
    for (const char* other : {"None", "0.5", "'1/2'", "decimal.Decimal('0.5')", "(1, 2)", "OnlyInt()"})
        CHECK(through<py::fraction>(other) == "TypeError");
    CHECK(support::error_of<std::vector<py::fraction>>("[Fraction(1), 0.5]") ==
          "TypeError: expected py::fraction (a fractions.Fraction or an int), got float 0.5 at [1]");
    CHECK(support::error_of<py::fraction>("Wrong(1, 2)") == "TypeError: expected an int as denominator, got str 'text' at .denominator");
    CHECK(through<py::fraction>("Zero(1, 2)") == "ValueError");
}

TEST_CASE("a fraction is in lowest terms, with the sign above")
{
    CHECK(py::fraction{6, -4}.to_string() == "-3/2");
    CHECK(py::fraction{-6, -3}.to_string() == "2");
    CHECK(py::fraction{0, -7}.to_string() == "0");
    CHECK(py::fraction{py::big_int{"340282366920938463463374607431768211456"}, py::big_int{"-36893488147419103232"}}.to_string() ==
          "-9223372036854775808");
    CHECK(py::fraction{"-10/4"} == py::fraction{-5, 2});
    CHECK(py::fraction{"3"} == 3);
    CHECK_THROWS_AS(py::fraction(1, 0), std::invalid_argument);
    for (const char* wrong : {"", "1/", "/2", "1/0", "1/-2", "1.5", "1/2/3"})
        CHECK_THROWS_AS(py::fraction{std::string_view{wrong}}, std::invalid_argument);
}

TEST_CASE("fractions are ordered by value")
{
    const std::vector<py::fraction> ordered{{-3, 2}, {-4, 3}, 0, {1, 3}, {3334, 10000}, {1, 2}, 7};
    for (std::size_t i = 0; i < ordered.size(); ++i)
        for (std::size_t j = 0; j < ordered.size(); ++j) CHECK((ordered[i] <=> ordered[j]) == (i <=> j));
}

TEST_CASE("fractions of many sizes are reduced as Python reduces them")
{
    const py::gil_guard gil;
    py::exec("from fractions import Fraction\n"
             "import random\n"
             "rng = random.Random(5)\n"
             "pairs = [(rng.getrandbits(rng.choice((5, 40, 200))) * s, (rng.getrandbits(rng.choice((5, 40, 200))) + 1) * t)\n"
             "         for _ in range(100) for s in (1, -6) for t in (1, -10)]\n");
    for (const auto& [above, below] : py::eval("pairs").cast<std::vector<std::pair<py::big_int, py::big_int>>>())
        CHECK(py::fraction{above, below}.to_string() ==
              py::eval("lambda a, b: str(Fraction(a, b))")(py::to_python(above), py::to_python(below)).cast<std::string>());
}
