// SPDX-License-Identifier: MIT
// Tests of pyhost/convert/int128.hpp.
#include <support/values.hpp>

#include <pyhost/convert/int128.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <vector>

#if defined(__SIZEOF_INT128__)

namespace py = pyhost;
using py::detail::int128;
using py::detail::uint128;
using support::through;

TEST_CASE("every power of two and its neighbours is exact in 128 bits or out of range")
{
    const py::gil_guard gil;
    for (int bit = 0; bit < 140; ++bit)
        for (const char* sign : {"", "-"})
            for (const char* delta : {" - 1", "", " + 1"}) {
                const std::string expression = sign + ("(2**" + std::to_string(bit)) + delta + ")";
                const std::string expected = py::repr(py::eval(expression));
                const bool is_signed = py::eval("-2**127 <= " + expression + " < 2**127").truth();
                const bool is_unsigned = py::eval("0 <= " + expression + " < 2**128").truth();
                CHECK(through<int128>(expression) == (is_signed ? expected : "OverflowError"));
                CHECK(through<uint128>(expression) == (is_unsigned ? expected : "OverflowError"));
            }
}

TEST_CASE("128 bits take what the other integers take")
{
    const py::gil_guard gil;
    support::define_hostile_objects();
    CHECK(py::eval("-3").cast<int128>() == -3);
    CHECK(py::eval("2**100 + 5").cast<int128>() == (static_cast<int128>(1) << 100) + 5);
    CHECK(through<int128>("True") == "1");
    CHECK(through<int128>("Index(2**70)") == "1180591620717411303424");
    CHECK(through<int128>("Int(5)") == "5");
    for (const char* other : {"None", "1.0", "'1'", "b'1'", "OnlyInt()", "decimal.Decimal(1)", "1j"}) {
        CHECK(through<int128>(other) == "TypeError");
        CHECK(through<uint128>(other) == "TypeError");
    }
    py::exec("class Shifts(int):\n"
             "    def __rshift__(self, bits): return 'text'\n");
    CHECK(through<int128>("Shifts(2**70)") == "1180591620717411303424");
    CHECK(through<uint128>("Shifts(2**70)") == "1180591620717411303424");
    CHECK(support::error_of<int128>("Raises()") == "KeyError: 'boom'");
    CHECK(support::error_of<std::vector<uint128>>("[2**70, -1]") == "OverflowError: expected unsigned __int128, got int -1 at [1]");
    CHECK(support::error_of<std::vector<int128>>("None") == "TypeError: expected std::vector<__int128>, got None");
}

#endif
