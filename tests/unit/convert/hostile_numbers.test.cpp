// SPDX-License-Identifier: MIT
// Objects that are nearly numbers, and the limits of the numbers: what each type of C++ makes of them.
#include <support/families.hpp>

#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <limits>

namespace py = pyhost;
using support::outcome;

namespace {

/// A TypeError of Python's about what a dunder gave, whose text is another in each version.
const char* const own = "TypeError of its own";

/// An expression, and what becomes of it as an integer and so on: "" for the TypeError that names the type of C++.
struct nearly_a_number {
    const char* expression;
    const char* integer;
    const char* real;
    const char* complex;
    const char* fraction;
    const char* decimal;
};

const nearly_a_number all[] = {
    {"Index(7)", "7", "7.0", "(7+0j)", "Fraction(7, 1)", "Decimal('7')"},
    {"Index('text')", own, own, own, own, own},
    {"Index(1.0)", own, own, own, own, own},
    {"Float(0.5)", "", "0.5", "(0.5+0j)", "", ""},
    {"Float('text')", "", own, own, "", ""},
    {"Float(1)", "", own, own, "", ""},
    {"OnlyInt()", "", "", "", "", ""},
    {"Complex(complex(1, 0))", "", "", "(1+0j)", "", ""},
    {"Complex('text')", "", "", own, "", ""},
    {"Complex(1.0)", "", "", own, "", ""},
    {"Int(5)", "5", "5.0", "(5+0j)", "Fraction(5, 1)", "Decimal('5')"},
    {"Real(5.5)", "", "5.5", "(5.5+0j)", "", ""},
    {"True", "1", "1.0", "(1+0j)", "Fraction(1, 1)", "Decimal('1')"},
    {"Shade.light", "20", "20.0", "(20+0j)", "Fraction(20, 1)", "Decimal('20')"},
    {"LyingDecimal('1.5')", "", "1.5", "(1.5+0j)", "", "Decimal('1.5')"},
    {"LyingFraction(1, 4)", "99", "0.25", "(0.25+0j)", "Fraction(1, 4)", "Decimal('99')"},
    {"Text('7')", "", "", "", "", ""},
    {"NumberText('7')", "", "", "", "", ""},
    {"NumberBytes(b'7')", "", "", "", "", ""},
    {"List([7])", "", "", "", "", ""},
    {"ClaimsInt()", "", "", "", "", ""},
    {"ctypes.c_int(5)", "", "", "", "", ""},
    {"int", "", "", "", "", ""},
};

void define() PYHOST_NEEDS_GIL
{
    support::define_families();
    py::exec(R"python(
class Complex:
    def __init__(self, value): self.value = value
    def __complex__(self): return self.value
class LyingDecimal(Decimal):
    def __str__(self): return "99"
    def __repr__(self): return "99"
    def as_tuple(self): return (0, (9, 9), 0)
class LyingFraction(Fraction):
    def __index__(self): return 99
    def __int__(self): return 99
class Number:
    def __index__(self): return 7
    def __float__(self): return 7.0
    def __complex__(self): return 7j
class NumberText(str, Number): pass
class NumberBytes(bytes, Number): pass
class ClaimsInt:
    @property
    def __class__(self): return int
)python");
}

/// Whether the outcome is the value, or the TypeError of the object's own, or one that names the type.
template <class T>
void check(const char* expression, std::string expected) PYHOST_NEEDS_GIL
{
    INFO(py::detail::type_name<T>() << " of " << expression);
    const std::string found = outcome<T>(expression);
    if (expected.empty()) CHECK(found.starts_with("TypeError: expected " + py::detail::type_name<T>()));
    else if (expected == own) CHECK((found.starts_with("TypeError: ") && !found.starts_with("TypeError: expected ")));
    else CHECK(found == expected);
}

}  // namespace

TEST_CASE("what is nearly a number is one by what it declares, and never by __int__ or text")
{
    const py::gil_guard gil;
    define();
    for (const nearly_a_number& one : all) {
        check<support::int128>(one.expression, one.integer);
        check<support::uint128>(one.expression, one.integer);
        check<py::big_int>(one.expression, one.integer);
        check<std::complex<float>>(one.expression, one.complex);
        check<std::complex<double>>(one.expression, one.complex);
        check<std::complex<long double>>(one.expression, one.complex);
        check<py::fraction>(one.expression, one.fraction);
        check<py::decimal>(one.expression, one.decimal);
        if (std::string_view{one.expression} != "LyingFraction(1, 4)") check<long double>(one.expression, one.real);
    }
}

TEST_CASE("the limits of every width are exact, and the next value is an OverflowError")
{
    const py::gil_guard gil;
    const struct {
        const char* last;
        const char* beyond;
    } ends[] = {{"2**127 - 1", "2**127"}, {"-2**127", "-2**127 - 1"}};
    for (const auto& end : ends) {
        CHECK(outcome<support::int128>(end.last) == py::repr(py::eval(end.last)));
        CHECK(outcome<support::int128>(end.beyond) == "OverflowError: expected __int128, got int " + py::repr(py::eval(end.beyond)));
        CHECK(outcome<py::big_int>(end.beyond) == py::repr(py::eval(end.beyond)));
    }
    CHECK(outcome<support::uint128>("2**128") ==
          "OverflowError: expected unsigned __int128, got int 340282366920938463463374607431768211456");
    CHECK(outcome<support::uint128>("-2**127") ==
          "OverflowError: expected unsigned __int128, got int -170141183460469231731687303715884105728");
    CHECK(outcome<support::uint128>("0") == "0");
}

TEMPLATE_TEST_CASE("NaN, infinities, -0.0 and denormals stay what they are", "", float, double, long double)
{
    const py::gil_guard gil;
    using complex = std::complex<TestType>;
    using limits = std::numeric_limits<TestType>;
    const TestType values[] = {limits::quiet_NaN(), limits::infinity(), -limits::infinity(), TestType{0}, -TestType{0}, TestType(-1.5)};
    for (const TestType real : values)
        for (const TestType imag : values) {
            const auto back = py::to_python(complex{real, imag}).template cast<complex>();
            for (const auto& [sent, returned] : {std::pair{real, back.real()}, std::pair{imag, back.imag()}}) {
                CHECK((sent == returned || (std::isnan(sent) && std::isnan(returned))));
                CHECK((std::isnan(sent) || std::signbit(sent) == std::signbit(returned)));
            }
        }
    if constexpr (!std::same_as<TestType, long double>) {
        CHECK(py::to_python(complex{limits::denorm_min(), -limits::max()}).template cast<complex>() ==
              complex{limits::denorm_min(), -limits::max()});
    }
    CHECK(outcome<TestType>("5e-324") == (std::same_as<TestType, float> ? "0.0" : "5e-324"));
    CHECK(outcome<TestType>("-5e-324") == (std::same_as<TestType, float> ? "-0.0" : "-5e-324"));
}

TEST_CASE("floats that are no number are no time, and no decimal or fraction of C++ makes one of a float")
{
    const py::gil_guard gil;
    support::define_families();
    using limits = std::numeric_limits<double>;
    for (const double value : {limits::quiet_NaN(), limits::infinity(), -limits::infinity(), limits::max(), 1e300})
        CHECK(support::to_python(std::chrono::duration<double>{value}) == "OverflowError");
    for (const double value : {0.0, -0.0, limits::denorm_min(), -limits::denorm_min(), 4e-7})
        CHECK(support::to_python(std::chrono::duration<double>{value}) == "datetime.timedelta(0)");
    for (const char* value : {"float('nan')", "float('inf')", "-0.0", "5e-324"}) {
        CHECK(outcome<py::decimal>(value).starts_with("TypeError: expected py::decimal (a decimal.Decimal or an int), got float "));
        CHECK(outcome<py::fraction>(value).starts_with("TypeError: expected py::fraction (a fractions.Fraction or an int), got float "));
        CHECK(outcome<py::big_int>(value).starts_with("TypeError: expected py::big_int, got float "));
    }
}
