// SPDX-License-Identifier: MIT
// Tests of pyhost/values/decimal.hpp.
#include <support/values.hpp>

#include <pyhost/pyhost.hpp>
#include <pyhost/values/decimal.hpp>

#include <catch2/catch_test_macros.hpp>

#include <vector>

namespace py = pyhost;
using support::through;

TEST_CASE("a Decimal crosses both ways with every digit")
{
    const py::gil_guard gil;
    support::define_hostile_objects();
    py::exec("from decimal import Decimal\n"
             "class Lies(Decimal):\n"
             "    def __str__(self): return '99'\n");
    for (const char* text : {"0", "-0", "0.00", "1.50", "-1E+3", "0E+7", "0E-20", "1E-6", "1.5E-7", "123456789.123456789123456789", "NaN",
                             "-NaN123", "sNaN", "Infinity", "-Infinity", "1E+999999999999999999", "9E-999999999999999999"}) {
        const std::string expression = "Decimal('" + std::string{text} + "')";
        CHECK(through<py::decimal>(expression) == py::repr(py::eval(expression)));
        CHECK(py::decimal{std::string_view{text}}.to_string() == py::eval("str(" + expression + ")").cast<std::string>());
    }
    CHECK(through<py::decimal>("Lies('1.5')") == "Decimal('1.5')");
    CHECK(through<py::decimal>("2**70") == "Decimal('1180591620717411303424')");
    CHECK(py::eval("10**5000").cast<py::decimal>().digits().size() == 5001);
    CHECK(through<py::decimal>("Index(-3)") == "Decimal('-3')");
    for (const char* other : {"None", "0.5", "'1.5'", "b'1'", "fractions.Fraction(1, 2)", "OnlyInt()"})
        CHECK(through<py::decimal>(other) == "TypeError");
    CHECK(support::error_of<py::decimal>("Raises()") == "KeyError: 'boom'");
    CHECK(support::error_of<std::vector<py::decimal>>("[Decimal(1), 0.5]") ==
          "TypeError: expected py::decimal (a decimal.Decimal or an int), got float 0.5 at [1]");
}

TEST_CASE("a decimal beyond those of Python, and a text that is none, are errors")
{
    const py::gil_guard gil;
    py::exec("import decimal\n"
             "kept_context, kept_class = decimal.getcontext(), decimal.Decimal\n"
             "class Junk:\n"
             "    def __init__(self, *_): pass\n"
             "    def __str__(self): return 'junk'\n");
    CHECK(support::to_python(py::decimal{"1E+1500000000000000000"}) == "decimal.InvalidOperation");
    py::exec("decimal.setcontext(decimal.ExtendedContext)\n");  // where it is a NaN
    CHECK(support::to_python(py::decimal{"1E+1500000000000000000"}) == "OverflowError");
    CHECK(support::to_python(py::decimal{"NaN"}) == "Decimal('NaN')");
    py::exec("decimal.setcontext(kept_context)\n"
             "decimal.Decimal = Junk\n");
    CHECK(support::error_of<py::decimal>("Junk()") ==
          "ValueError: expected py::decimal (a decimal.Decimal or an int), got one whose text is no number: 'junk'");
    py::exec("decimal.Decimal = kept_class\n");
}

TEST_CASE("random Decimals are read, printed and compared as Python does")
{
    const py::gil_guard gil;
    py::exec("from decimal import Decimal\n"
             "import random\n"
             "rng = random.Random(7)\n"
             "def one():\n"
             "    return Decimal((rng.randrange(2), [rng.randrange(10) for _ in range(rng.randrange(1, 12))], rng.randrange(-14, 6)))\n"
             "values = [one() for _ in range(200)]\n");
    const auto values = py::eval("values").cast<std::vector<py::decimal>>();
    for (std::size_t i = 0; i < values.size(); ++i) {
        CHECK(values[i].to_string() == py::eval("lambda i: str(values[i])")(i).cast<std::string>());
        const std::size_t j = (i * 7 + 1) % values.size();
        const int order = py::eval("lambda i, j: (values[i] > values[j]) - (values[i] < values[j])")(i, j).cast<int>();
        CHECK((values[i] <=> values[j]) == (order <=> 0));
    }
}

TEST_CASE("decimals are equal by value, and a NaN is equal to nothing")
{
    CHECK(py::decimal{"1.50"} == py::decimal{"1.5"});
    CHECK(py::decimal{"0"} == py::decimal{"-0E+5"});
    CHECK(py::decimal{"100"} == py::decimal{"1E+2"});
    CHECK(py::decimal{-3} < py::decimal{"-2.99"});
    CHECK(py::decimal{"-Infinity"} < py::decimal{"-1E+99999"});
    CHECK(py::decimal{"1E+99999"} < py::decimal{"Infinity"});
    CHECK(py::decimal{"Infinity"} == py::decimal{"inf"});
    CHECK_FALSE(py::decimal{"NaN"} == py::decimal{"NaN"});
    CHECK_FALSE(py::decimal{"NaN"} < py::decimal{1});
    CHECK(py::decimal{"1.50"}.digits() == "150");
    CHECK(py::decimal{"1.50"}.exponent() == -2);
    CHECK(py::decimal{std::uint64_t{18446744073709551615u}}.to_string() == "18446744073709551615");
}

TEST_CASE("what is no decimal number is refused")
{
    for (const char* wrong :
         {"", "-", ".", "1e", "1e+", "1e+-3", "e5", "1.5.0", " 1", "1_000", "NaNx", "infin", "0x1", "1E+9999999999999999999"})
        CHECK_THROWS_AS(py::decimal{std::string_view{wrong}}, std::invalid_argument);
    CHECK_NOTHROW(py::decimal{".5"});
    CHECK_NOTHROW(py::decimal{"5."});
}
