// SPDX-License-Identifier: MIT
// Tests of pyhost/convert/complex.hpp.
#include <support/values.hpp>

#include <pyhost/convert/complex.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <complex>
#include <limits>
#include <map>
#include <vector>

namespace py = pyhost;
using support::through;

TEMPLATE_TEST_CASE("a complex number takes complex, and what a floating type takes", "", std::complex<float>, std::complex<double>,
                   std::complex<long double>)
{
    const py::gil_guard gil;
    support::define_hostile_objects();
    py::exec("class Has:\n"
             "    def __complex__(self): return 1.5 - 2j\n"
             "class Lies(complex):\n"
             "    def __complex__(self): return 99j\n"
             "class ComplexText(str):\n"
             "    def __complex__(self): return 99j\n");
    CHECK(through<TestType>("1.5 - 2j") == "(1.5-2j)");
    CHECK(through<TestType>("Has()") == "(1.5-2j)");
    CHECK(through<TestType>("Lies(1, 2)") == "(1+2j)");
    CHECK(through<TestType>("2.5") == "(2.5+0j)");
    CHECK(through<TestType>("True") == "(1+0j)");
    CHECK(through<TestType>("Index(4)") == "(4+0j)");
    CHECK(through<TestType>("Float(0.5)") == "(0.5+0j)");
    CHECK(through<TestType>("complex('-0-0j')") == py::repr(py::eval("complex('-0-0j')")));
    CHECK(through<TestType>("complex('nan+infj')") == "(nan+infj)");
    CHECK(support::to_python(py::try_cast<TestType>(py::eval("10**400")).has_value()) ==
          (std::same_as<TestType, std::complex<long double>> && support::has_wide_long_double() ? "True" : "False"));
    for (const char* other : {"'1j'", "ComplexText('1j')", "b'1'", "None", "[1, 2]", "(1, 2)", "OnlyInt()"})
        CHECK(through<TestType>(other) == "TypeError");
}

TEST_CASE("the failure of a complex number names it, and an error of the object's own passes through")
{
    const py::gil_guard gil;
    py::exec("class RaisesComplex:\n"
             "    def __complex__(self): raise KeyError('boom')\n"
             "class WrongComplex:\n"
             "    def __complex__(self): return 'text'\n");
    CHECK(support::error_of<std::complex<double>>("'x'") == "TypeError: expected std::complex<double>, got str 'x'");
    CHECK(support::error_of<std::complex<double>>("RaisesComplex()") == "KeyError: 'boom'");
    CHECK(through<std::complex<double>>("WrongComplex()") == "TypeError");
    CHECK(support::error_of<std::vector<std::complex<float>>>("[1j, 1e300j]") ==
          "OverflowError: expected std::complex<float>, got complex at [1]");
    CHECK(support::error_of<std::map<std::string, std::complex<double>>>("{'a': None}") ==
          "TypeError: expected std::complex<double>, got None at ['a']");
}

TEST_CASE("a part beyond the range is an OverflowError, never infinite")
{
    const py::gil_guard gil;
    CHECK(through<std::complex<float>>("1e300") == "OverflowError");
    CHECK(through<std::complex<float>>("1e300j") == "OverflowError");
    CHECK(through<std::complex<float>>("1e-300j") == "0j");
    if (support::has_wide_long_double()) {
        CHECK(support::to_python(std::complex<long double>{1e308L * 1e308L, 0}) == "OverflowError");
        CHECK(support::to_python(std::complex<long double>{0, -1e308L * 1e308L}) == "OverflowError");
    }
}

TEST_CASE("numpy's complex scalars keep both parts")
{
    const py::gil_guard gil;
    if (!py::try_call<py::object>(py::eval("__import__"), "numpy").has_value()) SKIP("no numpy");
    if (!support::computes_long_double()) SKIP("valgrind computes long double in 64 bits");
    py::exec("import numpy\n");
    CHECK(through<std::complex<float>>("numpy.complex64(1.5 - 2j)") == "(1.5-2j)");
    CHECK(through<std::complex<double>>("numpy.complex64(1.5 - 2j)") == "(1.5-2j)");
    CHECK(through<std::complex<double>>("numpy.complex128(1.5 - 2j)") == "(1.5-2j)");
    CHECK(through<std::complex<double>>("numpy.float32(0.5)") == "(0.5+0j)");
    CHECK(through<std::complex<double>>("numpy.clongdouble(1.5 - 2j)") == "(1.5-2j)");
    using limits = std::numeric_limits<long double>;
    CHECK(py::eval("1 + numpy.finfo(numpy.longdouble).eps").cast<std::complex<long double>>() ==
          std::complex<long double>{1 + limits::epsilon(), 0});
    CHECK(py::eval("2**63 + 1").cast<std::complex<long double>>().real() == py::eval("2**63 + 1").cast<long double>());
    const auto exact = py::eval("numpy.clongdouble(1) + numpy.finfo(numpy.longdouble).eps * 1j").cast<std::complex<long double>>();
    CHECK(exact == std::complex<long double>{1, limits::epsilon()});
    py::exec("class Long(numpy.clongdouble): pass\n"
             "class Small(numpy.complex64): pass\n"
             "more = numpy.clongdouble(1) + numpy.finfo(numpy.longdouble).eps * 1j\n");
    CHECK(py::eval("Long(more)").cast<std::complex<long double>>() == exact);
    CHECK(py::eval("numpy.array(more)").cast<std::complex<long double>>() == exact);
    CHECK(through<std::complex<double>>("numpy.array(1.5 - 2j)") == "(1.5-2j)");
    CHECK(through<std::complex<double>>("Small(1.5 - 2j)") == "(1.5-2j)");
    CHECK(support::error_of<double>("Small(1)") == "TypeError: expected double, got Small");  // its __float__ drops a part, with a warning
}
