// SPDX-License-Identifier: MIT
// Tests of pyhost/values/big_int.hpp.
#include <support/values.hpp>

#include <pyhost/pyhost.hpp>
#include <pyhost/values/big_int.hpp>

#include <catch2/catch_test_macros.hpp>

#include <vector>

namespace py = pyhost;
using support::through;

TEST_CASE("an int of any size crosses both ways")
{
    const py::gil_guard gil;
    support::define_hostile_objects();
    for (int bit = 0; bit < 300; bit += 3)
        for (const char* sign : {"", "-"})
            for (const char* delta : {" - 1", "", " + 1"}) {
                const std::string expression = sign + ("(2**" + std::to_string(bit)) + delta + ")";
                const std::string expected = py::repr(py::eval(expression));
                CHECK(through<py::big_int>(expression) == expected);
                CHECK(py::eval(expression).cast<py::big_int>().to_string() == expected);
                CHECK(py::big_int{expected} == py::eval(expression).cast<py::big_int>());
            }
    CHECK(py::eval("lambda n: n == 7**20000")(py::to_python(py::eval("7**20000").cast<py::big_int>())).truth());
    CHECK(through<py::big_int>("True") == "1");
    CHECK(through<py::big_int>("Index(2**70)") == "1180591620717411303424");
    CHECK(through<py::big_int>("Int(5)") == "5");
    for (const char* other : {"None", "1.0", "'1'", "b'1'", "OnlyInt()", "decimal.Decimal(1)"})
        CHECK(through<py::big_int>(other) == "TypeError");
    CHECK(support::error_of<py::big_int>("Raises()") == "KeyError: 'boom'");
    CHECK(support::error_of<std::vector<py::big_int>>("[1, 'x']") == "TypeError: expected py::big_int, got str 'x' at [1]");
}

TEST_CASE("a big_int is made, printed and read without Python")
{
    CHECK(py::big_int{}.to_string() == "0");
    CHECK(py::big_int{"-0"} == 0);
    CHECK_FALSE(py::big_int{"-0"}.is_negative());
    CHECK(py::big_int{"000123"} == 123);
    CHECK(py::big_int{"+5"} == 5);
    CHECK(py::big_int{"1000000000000000000000"}.to_string() == "1000000000000000000000");
    CHECK(py::big_int{"-0x1fFfFfFfFfFfFfFfFf"}.to_hex() == "-0x1fffffffffffffffff");
    CHECK(py::big_int{0}.to_hex() == "0x0");
    CHECK(py::big_int{std::numeric_limits<std::int64_t>::min()}.to_string() == "-9223372036854775808");
    CHECK(py::big_int{std::numeric_limits<std::uint64_t>::max()}.to_string() == "18446744073709551615");
    for (const char* wrong : {"", "-", "1.5", " 1", "1 ", "0x", "0xg", "1_000", "--1", "abc"})
        CHECK_THROWS_AS(py::big_int{std::string_view{wrong}}, std::invalid_argument);
}

TEST_CASE("a big_int gives an integer of C++, or nothing where that has no room")
{
    CHECK(py::big_int{-128}.to<std::int8_t>() == std::int8_t{-128});
    CHECK_FALSE(py::big_int{-129}.to<std::int8_t>());
    CHECK_FALSE(py::big_int{128}.to<std::int8_t>());
    CHECK_FALSE(py::big_int{-1}.to<std::uint64_t>());
    CHECK(py::big_int{"18446744073709551615"}.to<std::uint64_t>() == std::numeric_limits<std::uint64_t>::max());
    CHECK_FALSE(py::big_int{"18446744073709551616"}.to<std::uint64_t>());
    CHECK(py::big_int{"-9223372036854775808"}.to<std::int64_t>() == std::numeric_limits<std::int64_t>::min());
    CHECK_FALSE(py::big_int{"-9223372036854775809"}.to<std::int64_t>());
}

TEST_CASE("big_ints are ordered by value")
{
    const std::vector<py::big_int> ordered{py::big_int{"-100000000000000000000"}, -5, -1, 0, 1, 4'294'967'296,
                                           py::big_int{"18446744073709551616"}};
    for (std::size_t i = 0; i < ordered.size(); ++i)
        for (std::size_t j = 0; j < ordered.size(); ++j) {
            CHECK((ordered[i] <=> ordered[j]) == (i <=> j));
            CHECK((ordered[i] == ordered[j]) == (i == j));
        }
}
