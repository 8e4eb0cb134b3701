// SPDX-License-Identifier: MIT
// Tests of pyhost/convert/long_double.hpp.
#include <support/values.hpp>

#include <pyhost/convert/long_double.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <limits>
#include <vector>

namespace py = pyhost;
using support::through;
using limits = std::numeric_limits<long double>;

TEST_CASE("long double takes what double takes, and nothing else")
{
    const py::gil_guard gil;
    support::define_hostile_objects();
    CHECK(through<long double>("1.5") == "1.5");
    CHECK(through<long double>("True") == "1.0");
    CHECK(through<long double>("Float(2.5)") == "2.5");
    CHECK(through<long double>("Index(-4)") == "-4.0");
    CHECK(through<long double>("decimal.Decimal('0.5')") == "0.5");
    CHECK(through<long double>("float('-inf')") == "-inf");
    CHECK(std::isnan(py::eval("float('nan')").cast<long double>()));
    CHECK(std::signbit(py::eval("-0.0").cast<long double>()));
    for (const char* other : {"None", "'1.5'", "b'1'", "1j", "[]", "OnlyInt()"}) CHECK(through<long double>(other) == "TypeError");
    CHECK(support::error_of<long double>("Raises()") == "KeyError: 'boom'");
    CHECK(support::error_of<std::vector<long double>>("[1.5, 'x']") == "TypeError: expected long double, got str 'x' at [1]");
}

TEST_CASE("an int becomes the nearest long double, rounded once")
{
    const py::gil_guard gil;
    support::define_hostile_objects();
    CHECK(py::eval("2**53 + 1").cast<long double>() == std::ldexp(1.0L, 53) + (limits::digits > 53 ? 1 : 0));
    CHECK(py::eval("Index(-(2**63) - 1)").cast<long double>() == -(std::ldexp(1.0L, 63) + (limits::digits > 63 ? 1 : 0)));
    py::exec("import enum\n"
             "class Large(enum.IntEnum):\n"
             "    one = 2**63 + 1\n"
             "class OwnFloat(int):\n"
             "    def __float__(self): return 1.5\n");
    CHECK(py::eval("Large.one").cast<long double>() == py::eval("2**63 + 1").cast<long double>());
    CHECK(py::eval("OwnFloat(7)").cast<long double>() == py::eval("OwnFloat(7)").cast<double>());
    CHECK(py::eval("2**1000").cast<long double>() == std::ldexp(1.0L, 1000));
    if (support::has_wide_long_double()) CHECK(support::to_python(py::eval("10**400").cast<long double>()) == "OverflowError");
    CHECK(support::error_of<long double>("10**5000") == "OverflowError: expected long double, got int");
}

TEST_CASE("a long double beyond the floats of Python is an OverflowError, and within the nearest one")
{
    const py::gil_guard gil;
    CHECK(support::to_python(0.1L) == "0.1");
    CHECK(support::to_python(limits::infinity()) == "inf");
    if (support::has_wide_long_double()) {
        CHECK(support::to_python(limits::max()) == "OverflowError");
        CHECK(support::to_python(limits::min()) == "0.0");
    }
}

TEST_CASE("numpy.longdouble keeps all of its digits")
{
    const py::gil_guard gil;
    if (!py::try_call<py::object>(py::eval("__import__"), "numpy").has_value()) SKIP("no numpy");
    if (!support::computes_long_double()) SKIP("valgrind computes long double in 64 bits");
    py::exec("import numpy\n");
    CHECK(py::eval("1 + numpy.finfo(numpy.longdouble).eps").cast<long double>() == 1 + limits::epsilon());
    CHECK(py::eval("numpy.finfo(numpy.longdouble).max").cast<long double>() == limits::max());
    CHECK(through<long double>("numpy.float32(0.5)") == "0.5");
    CHECK(through<long double>("numpy.int64(7)") == "7.0");
    CHECK(py::eval("numpy.uint64(2**64 - 1)").cast<long double>() == py::eval("2**64 - 1").cast<long double>());
}

TEST_CASE("an array of no dimensions and a subclass keep what the scalar of numpy has")
{
    const py::gil_guard gil;
    if (!py::try_call<py::object>(py::eval("__import__"), "numpy").has_value()) SKIP("no numpy");
    if (!support::computes_long_double()) SKIP("valgrind computes long double in 64 bits");
    py::exec("import numpy\n"
             "class Long(numpy.longdouble): pass\n"
             "more = 1 + numpy.finfo(numpy.longdouble).eps\n");
    CHECK(py::eval("Long(more)").cast<long double>() == 1 + limits::epsilon());
    CHECK(py::eval("numpy.array(more)").cast<long double>() == 1 + limits::epsilon());
    CHECK(through<long double>("numpy.array(1.5)") == "1.5");
    CHECK(through<long double>("numpy.array(0.5, dtype='>f4')") == "0.5");
    CHECK(py::eval("numpy.array(2**64 - 1, dtype='uint64')").cast<long double>() == py::eval("2**64 - 1").cast<long double>());
    for (const char* other : {"numpy.array(1j)", "numpy.array([1.5, 2.5])", "numpy.array('1.5')", "numpy.array(5, dtype='M8[s]')"})
        CHECK(through<long double>(other) == through<double>(other));
    CHECK(support::error_of<double>("numpy.array('1.5')") == "TypeError: expected double, got numpy.str_");
    CHECK(support::error_of<double>("numpy.array(1j, dtype='clongdouble')") == "TypeError: expected double, got numpy.clongdouble");
    CHECK(support::error_of<long double>("numpy.void(b'1')") == "TypeError: expected long double, got numpy.void");
    CHECK(py::eval("numpy.array(more).astype(numpy.dtype('longdouble').newbyteorder('>'))").cast<long double>() == 1 + limits::epsilon());
}
