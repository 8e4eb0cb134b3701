// SPDX-License-Identifier: MIT
// Tests of pyhost/convert/arithmetic.hpp.
#include <support/values.hpp>

#include <pyhost/convert/arithmetic.hpp>

#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <cstdint>
#include <limits>

namespace py = pyhost;
using support::through;

TEST_CASE("bool takes True and False only")
{
    const py::gil_guard gil;
    support::define_hostile_objects();
    CHECK(through<bool>("True") == "True");
    CHECK(through<bool>("False") == "False");
    for (const char* other : {"None", "1", "0", "''", "[]", "1.0", "Index(1)", "Raises()"}) CHECK(through<bool>(other) == "TypeError");
}

TEMPLATE_TEST_CASE("an integer takes every value of its width and an OverflowError beyond", "", signed char, unsigned char, short,
                   unsigned short, int, unsigned int, long, unsigned long, long long, unsigned long long)
{
    const py::gil_guard gil;
    const std::string least = std::to_string(std::numeric_limits<TestType>::min());
    const std::string most = std::to_string(std::numeric_limits<TestType>::max());
    for (const std::string& value : {least, most, std::string{"0"}, std::string{"1"}}) CHECK(through<TestType>(value) == value);
    CHECK(through<TestType>(most + " - 1") == std::to_string(std::numeric_limits<TestType>::max() - 1));
    CHECK(through<TestType>(least + " + 1") == std::to_string(std::numeric_limits<TestType>::min() + 1));
    for (const std::string& value : {least + " - 1", most + " + 1", std::string{"2**64"}, std::string{"-2**64"}, std::string{"10**100"}})
        CHECK(through<TestType>(value) == "OverflowError");
    if (std::is_unsigned_v<TestType>) CHECK(through<TestType>("-1") == "OverflowError");
}

TEMPLATE_TEST_CASE("every power of two and its neighbours is exact or out of range", "", signed char, unsigned char, short, unsigned short,
                   int, unsigned int, long long, unsigned long long)
{
    const py::gil_guard gil;
    using limits = std::numeric_limits<TestType>;
    for (int bit = 0; bit < 80; ++bit)
        for (const char* sign : {"", "-"})
            for (const char* delta : {" - 1", "", " + 1"}) {
                const std::string expression = sign + ("(2**" + std::to_string(bit)) + delta + ")";
                const bool fits = py::eval("int(" + std::to_string(limits::min()) + ") <= " + expression + " <= int(" +
                                           std::to_string(limits::max()) + ")")
                                      .truth();
                CHECK(through<TestType>(expression) == (fits ? py::repr(py::eval(expression)) : "OverflowError"));
            }
}

TEST_CASE("an integer takes what has __index__ and nothing that would be narrowed")
{
    const py::gil_guard gil;
    support::define_hostile_objects();
    CHECK(through<int>("True") == "1");
    CHECK(through<int>("Index(5)") == "5");
    CHECK(through<int>("Index(2**40)") == "OverflowError");
    CHECK(through<int>("Int(5)") == "5");
    CHECK(through<unsigned>("Index(-1)") == "OverflowError");
    for (const char* other :
         {"None", "1.0", "1e300", "'1'", "b'1'", "OnlyInt()", "decimal.Decimal(1)", "fractions.Fraction(1)", "[1]", "1j"})
        CHECK(through<int>(other) == "TypeError");
}

TEST_CASE("an error of the object's own __index__ or __float__ passes through")
{
    const py::gil_guard gil;
    support::define_hostile_objects();
    CHECK(support::error_of<int>("Raises()") == "KeyError: 'boom'");
    CHECK(support::error_of<double>("Raises()") == "KeyError: 'boom'");
    CHECK(through<int>("Index('text')") == "TypeError");
    CHECK(through<double>("Float('text')") == "TypeError");
    CHECK(through<int>("Index(None)") == "TypeError");
}

TEST_CASE("an OverflowError of an int's own __float__ passes through, and that of a large int names the type")
{
    const py::gil_guard gil;
    py::exec("class OwnError(int):\n"
             "    def __float__(self): raise OverflowError('mine')\n"
             "class Plain(int): pass\n");
    CHECK(support::error_of<double>("OwnError(3)") == "OverflowError: mine");
    CHECK(support::error_of<float>("OwnError(3)") == "OverflowError: mine");
    CHECK(support::error_of<double>("Plain(10**400)") == "OverflowError: expected double, got Plain");
}

TEST_CASE("text and bytes are no numbers, whatever their subclasses define")
{
    const py::gil_guard gil;
    py::exec("class Number:\n"
             "    def __index__(self): return 5\n"
             "    def __float__(self): return 2.5\n"
             "class NumberText(Number, str): pass\n"
             "class NumberBytes(Number, bytes): pass\n"
             "class NumberArray(Number, bytearray): pass\n");
    CHECK(through<int>("Number()") == "5");
    CHECK(through<double>("Number()") == "2.5");
    for (const char* text : {"NumberText()", "NumberBytes()", "NumberArray()"}) {
        CHECK(through<int>(text) == "TypeError");
        CHECK(through<unsigned long>(text) == "TypeError");
        CHECK(through<double>(text) == "TypeError");
        CHECK(through<float>(text) == "TypeError");
    }
    CHECK(support::error_of<int>("NumberText('x')") == "TypeError: expected int, got NumberText");
}

TEST_CASE("a floating type takes numbers and never a str")
{
    const py::gil_guard gil;
    support::define_hostile_objects();
    CHECK(through<double>("1.5") == "1.5");
    CHECK(through<double>("3") == "3.0");
    CHECK(through<double>("True") == "1.0");
    CHECK(through<double>("Float(2.5)") == "2.5");
    CHECK(through<double>("Index(4)") == "4.0");
    CHECK(through<double>("Real(1.5)") == "1.5");
    CHECK(through<double>("decimal.Decimal('0.5')") == "0.5");
    CHECK(through<double>("10**400") == "OverflowError");
    CHECK(through<double>("-10**400") == "OverflowError");
    for (const char* other : {"None", "'1.5'", "b'1'", "1j", "[]", "OnlyInt()"}) {
        CHECK(through<double>(other) == "TypeError");
        CHECK(through<float>(other) == "TypeError");
    }
}

TEMPLATE_TEST_CASE("NaN, the infinities, -0.0 and denormals are kept", "", float, double)
{
    const py::gil_guard gil;
    CHECK(std::isnan(py::eval("float('nan')").cast<TestType>()));
    CHECK(through<TestType>("float('nan')") == "nan");
    CHECK(through<TestType>("float('inf')") == "inf");
    CHECK(through<TestType>("float('-inf')") == "-inf");
    CHECK(through<TestType>("-0.0") == "-0.0");
    CHECK(std::signbit(py::eval("-0.0").cast<TestType>()));
    CHECK(support::to_python(std::numeric_limits<TestType>::denorm_min()) == (sizeof(TestType) == 4 ? "1.401298464324817e-45" : "5e-324"));
    CHECK(py::eval("5e-324").cast<TestType>() == static_cast<TestType>(5e-324));
}

TEST_CASE("float takes the nearest value, and an OverflowError where that would be infinite")
{
    const py::gil_guard gil;
    CHECK(py::eval("0.1").cast<float>() == 0.1f);
    CHECK(py::eval("3.4028234663852886e38").cast<float>() == std::numeric_limits<float>::max());
    CHECK(through<float>("3.5e38") == "OverflowError");
    CHECK(through<float>("-3.5e38") == "OverflowError");
    CHECK(through<float>("1e300") == "OverflowError");
    CHECK(through<float>("10**400") == "OverflowError");
    CHECK(through<float>("1e-300") == "0.0");
}
