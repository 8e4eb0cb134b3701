// SPDX-License-Identifier: MIT
// The conversions on numpy's own scalars and arrays; skipped where numpy is not installed.
#include <support/numpy.hpp>
#include <support/values.hpp>

#include <pyhost/convert/bytes.hpp>
#include <pyhost/convert/complex.hpp>
#include <pyhost/convert/optional.hpp>
#include <pyhost/convert/sequence.hpp>
#include <pyhost/convert/variant.hpp>
#include <pyhost/values/big_int.hpp>
#include <pyhost/values/decimal.hpp>
#include <pyhost/values/fraction.hpp>

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <complex>
#include <cstdint>
#include <deque>
#include <list>
#include <optional>
#include <variant>
#include <vector>

namespace py = pyhost;
using support::error_of;
using support::need_numpy;
using support::through;
using reals = std::vector<double>;

TEST_CASE("numpy's scalars convert by what they are")
{
    need_numpy();
    const py::gil_guard gil;
    CHECK(through<int>("np.int64(-5)") == "-5");
    CHECK(through<std::uint8_t>("np.uint8(255)") == "255");
    CHECK(through<std::uint8_t>("np.int16(256)") == "OverflowError");
    CHECK(through<std::uint64_t>("np.uint64(2**64 - 1)") == "18446744073709551615");
    CHECK(through<int>("np.float64(1.0)") == "TypeError");
    CHECK(through<double>("np.float32(0.5)") == "0.5");
    CHECK(through<double>("np.float64(1e300)") == "1e+300");
    CHECK(through<float>("np.float64(1e300)") == "OverflowError");
    CHECK(through<double>("np.int32(3)") == "3.0");
    CHECK(through<double>("np.complex128(1 + 2j)") == "TypeError");  // its __float__ would drop the 2j
    CHECK(through<double>("np.complex64(1)") == "TypeError");
    CHECK(through<double>("np.str_('1.5')") == "TypeError");
    CHECK(through<bool>("np.bool_(True)") == "True");
    CHECK(through<bool>("np.False_") == "False");
    CHECK(through<bool>("np.int64(1)") == "TypeError");
    CHECK(through<std::string>("np.str_('abc')") == "'abc'");
    CHECK(through<std::string>("np.bytes_(b'abc')") == "TypeError");
    CHECK(through<std::optional<int>>("np.int8(1)") == "1");
    CHECK(through<std::variant<int, double>>("np.float64(1)") == "1.0");
    CHECK(through<std::variant<double, int>>("np.int64(1)") == "1.0");  // neither is exact, so the first that converts
}

TEST_CASE("what numpy masks is no number, whatever its memory holds")
{
    need_numpy();
    const py::gil_guard gil;
    py::exec("class MaskedArray:\n"
             "    def __index__(self): return 3\n"
             "class Masked(np.ma.MaskedArray): pass\n");
    CHECK(error_of<int>("np.ma.array(5, mask=True)") == "TypeError: expected int, got MaskedArray");
    CHECK(error_of<std::vector<double>>("[1.5, np.ma.masked]") == "TypeError: expected double, got MaskedConstant at [1]");
    CHECK(error_of<float>("np.ma.array(1.5, mask=True)") == "TypeError: expected float, got MaskedArray");
    CHECK(error_of<std::optional<long double>>("np.ma.masked") == "TypeError: expected long double, got MaskedConstant");
    CHECK(error_of<std::complex<double>>("np.ma.masked") == "TypeError: expected std::complex<double>, got MaskedConstant");
    CHECK(error_of<std::complex<long double>>("np.ma.array(1j, mask=True)") ==
          "TypeError: expected std::complex<long double>, got MaskedArray");
    CHECK(error_of<py::big_int>("np.ma.array(5, mask=True)") == "TypeError: expected py::big_int, got MaskedArray");
    CHECK(error_of<py::fraction>("np.ma.array(5, mask=True)") ==
          "TypeError: expected py::fraction (a fractions.Fraction or an int), got MaskedArray");
    CHECK(error_of<py::decimal>("np.ma.array(5, mask=True)") ==
          "TypeError: expected py::decimal (a decimal.Decimal or an int), got MaskedArray");
    CHECK(error_of<reals>("Masked([1.0, 2.0], mask=[0, 1])") ==
          "TypeError: expected std::vector<double>, got a MaskedArray (pass its filled(value), or its tolist() to optional items)");
    CHECK(through<int>("MaskedArray()") == "3");  // of that name alone
    CHECK(through<double>("np.ma.array([1.5, 2.5], mask=[0, 1])[0]") == "1.5");
}

TEST_CASE("a one-dimensional array converts whatever its type, strides and byte order")
{
    need_numpy();
    const py::gil_guard gil;
    for (const char* type : {"int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "float16", "float32", "float64"}) {
        const std::string array = "np.arange(7, dtype='" + std::string{type} + "')";
        CHECK(through<reals>(array) == "[0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0]");
        CHECK(through<reals>(array + "[::-2]") == "[6.0, 4.0, 2.0, 0.0]");
        CHECK(through<reals>(array + ".astype(np.dtype('" + type + "').newbyteorder('>'))") == "[0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0]");
        CHECK(through<std::vector<int>>(array) == (array.find("float") == std::string::npos ? "[0, 1, 2, 3, 4, 5, 6]" : "TypeError"));
    }
    CHECK(through<reals>("np.array([], dtype='float64')") == "[]");
    CHECK(through<std::vector<bool>>("np.array([True, False])") == "[True, False]");
    CHECK(through<std::vector<py::object>>("np.array([1, 'a', None], dtype=object)") == "[1, 'a', None]");
    CHECK(through<reals>("np.array([1.5, 2], dtype=object)") == "[1.5, 2.0]");
    CHECK(error_of<reals>("np.array([1.5, 'x'], dtype=object)") == "TypeError: expected double, got str 'x' at [1]");
    CHECK(through<std::vector<std::optional<double>>>("np.array([1.5, None], dtype=object)") == "[1.5, None]");
    CHECK(through<reals>("np.array([np.nan, np.inf, -0.0])") == "[nan, inf, -0.0]");
    CHECK(through<std::vector<std::int8_t>>("np.array([127, 128])") == "OverflowError");
    CHECK(through<std::vector<float>>("np.array([1e300])") == "OverflowError");
    CHECK(error_of<reals>("np.ma.masked_array([1.0, 2.0], mask=[0, 1])") ==
          "TypeError: expected std::vector<double>, got a MaskedArray (pass its filled(value), or its tolist() to optional items)");
    CHECK(through<std::vector<std::optional<double>>>("np.ma.masked_array([1.0, 2.0], mask=[0, 1]).tolist()") == "[1.0, None]");
}

TEST_CASE("an array of no or of several dimensions is refused, and says its shape")
{
    need_numpy();
    const py::gil_guard gil;
    CHECK(through<reals>("np.float64(1)") == "TypeError");
    CHECK(through<reals>("np.array(1.0)") == "TypeError");
    CHECK(error_of<reals>("np.zeros((2, 3))") ==
          "TypeError: expected std::vector<double>, got numpy.ndarray of 2 dimensions (pass its tolist())");
    CHECK(through<std::vector<reals>>("list(np.zeros((2, 3)))") == "[[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]");
    CHECK(through<std::vector<std::string>>("np.array(['a', 'bc']).tolist()") == "['a', 'bc']");
}

TEST_CASE("a number broadcast to more items than memory holds is a MemoryError")
{
    need_numpy();
    const py::gil_guard gil;
    py::exec("huge = np.broadcast_to(np.int8(1), (2**62,))");
    CHECK(error_of<reals>("huge").starts_with("MemoryError"));
    CHECK(error_of<std::deque<int>>("huge").starts_with("MemoryError"));
    CHECK(error_of<std::list<int>>("huge").starts_with("MemoryError"));
    if (support::malloc_may_fail()) {
        CHECK(error_of<std::vector<signed char>>("huge").starts_with("MemoryError"));
        CHECK(error_of<std::vector<std::byte>>("huge").starts_with("MemoryError"));
    }
    CHECK(error_of<std::array<int, 3>>("huge").starts_with("ValueError"));
    CHECK(through<std::deque<int>>("np.broadcast_to(np.int8(1), (3,))") == "[1, 1, 1]");
    CHECK(through<reals>("np.broadcast_to(np.int8(1), (3,))") == "[1.0, 1.0, 1.0]");
}

TEST_CASE("bytes take an array as they take any bytes-like object")
{
    need_numpy();
    const py::gil_guard gil;
    CHECK(through<std::vector<std::byte>>("np.array([1, 2, 255], dtype='uint8')") == "b'\\x01\\x02\\xff'");
    CHECK(through<std::vector<std::uint8_t>>("np.array([1, 2, 255], dtype='int64')") == "[1, 2, 255]");
}
