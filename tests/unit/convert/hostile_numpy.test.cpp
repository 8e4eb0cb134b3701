// SPDX-License-Identifier: MIT
// numpy's scalars and arrays of every dtype through the types beyond int, double and bool; skipped where numpy is not installed.
#include <support/families.hpp>

#include <pyhost/convert/sequence.hpp>

#include <catch2/catch_test_macros.hpp>

#include <vector>

namespace py = pyhost;
using support::outcome;
using wide = support::int128;
using complex = std::complex<double>;

namespace {

void need_numpy()
{
    const py::gil_guard gil;
    if (!py::try_call<py::object>(py::eval("__import__"), "numpy").has_value()) SKIP("numpy is not installed");
    support::define_families();
    py::exec("import numpy as np\n");
}

/// Which types take the numbers 0 to 3 of a dtype.
struct dtype {
    const char* name;
    bool is_integer;
    bool is_real;
};
const dtype dtypes[] = {{"int8", true, true},        {"uint8", true, true},        {"int16", true, true},
                        {"uint16", true, true},      {"int32", true, true},        {"uint32", true, true},
                        {"int64", true, true},       {"uint64", true, true},       {"float16", false, true},
                        {"float32", false, true},    {"float64", false, true},     {"longdouble", false, true},
                        {"complex64", false, false}, {"complex128", false, false}, {"clongdouble", false, false}};

/// By pyhost, or by numpy, which has no buffer of some dtypes in another byte order.
bool is_refused(std::string_view text) { return text.starts_with("TypeError: ") || text.starts_with("ValueError: cannot "); }

template <class T>
void check(const std::string& expression, bool is_taken, const char* expected) PYHOST_NEEDS_GIL
{
    INFO(py::detail::type_name<T>() << " of " << expression);
    if (is_taken) CHECK(outcome<T>(expression) == expected);
    else CHECK(is_refused(outcome<T>(expression)));
}

}  // namespace

TEST_CASE("a scalar of every dtype is what it counts, and an array of no dimensions is its scalar")
{
    need_numpy();
    const py::gil_guard gil;
    for (const dtype& one : dtypes)
        for (const char* make : {"np.NAME(3)", "np.array(3, dtype='NAME')", "np.arange(4).astype('NAME')[3:].reshape(())",
                                 "np.array(3, dtype=np.dtype('NAME').newbyteorder('>'))"}) {
            std::string expression = make;
            expression.replace(expression.find("NAME"), 4, one.name);
            check<wide>(expression, one.is_integer, "3");
            check<py::big_int>(expression, one.is_integer, "3");
            check<py::fraction>(expression, one.is_integer, "Fraction(3, 1)");
            check<py::decimal>(expression, one.is_integer, "Decimal('3')");
            check<long double>(expression, one.is_real, "3.0");
            check<double>(expression, one.is_real, "3.0");
            check<complex>(expression, true, "(3+0j)");
            check<std::complex<long double>>(expression, true, "(3+0j)");
        }
    for (const char* other : {"np.str_('3')", "np.bytes_(b'3')", "np.datetime64(3, 's')", "np.timedelta64(3, 's')", "np.void(b'3')",
                              "np.array('3')", "np.array(3, dtype='M8[s]')", "np.array(None)", "np.ma.masked", "np.dtype('int8')"}) {
        check<wide>(other, false, "");
        check<py::big_int>(other, false, "");
        check<py::fraction>(other, false, "");
        check<py::decimal>(other, false, "");
        check<long double>(other, false, "");
        check<complex>(other, false, "");
    }
}

TEST_CASE("an array of one dimension gives its items to every number, whatever its strides and byte order")
{
    need_numpy();
    const py::gil_guard gil;
    for (const dtype& one : dtypes) {
        const std::string array = "np.arange(4).astype('" + std::string{one.name} + "')";
        for (const std::string& same : {array, "np.arange(8).repeat(2)[:8:2].astype('" + std::string{one.name} + "')[::1]",
                                        "np.arange(3, -1, -1).astype('" + std::string{one.name} + "')[::-1]",
                                        array + ".astype(np.dtype('" + one.name + "').newbyteorder('>'))"}) {
            INFO(same);
            const bool has_items = one.is_integer || std::string_view{one.name} == "float16" || std::string_view{one.name} == "float32" ||
                                   std::string_view{one.name} == "float64";
            check<std::vector<wide>>(same, one.is_integer, "[0, 1, 2, 3]");
            check<std::vector<py::big_int>>(same, one.is_integer, "[0, 1, 2, 3]");
            check<std::vector<py::decimal>>(same, one.is_integer, "[Decimal('0'), Decimal('1'), Decimal('2'), Decimal('3')]");
            check<std::vector<long double>>(same, has_items, "[0.0, 1.0, 2.0, 3.0]");
            check<std::vector<complex>>(same, has_items, "[0j, (1+0j), (2+0j), (3+0j)]");
            check<std::vector<complex>>("list(" + same + ")", true, "[0j, (1+0j), (2+0j), (3+0j)]");
        }
    }
    CHECK(outcome<std::vector<complex>>("np.array([1j, None], dtype=object)") ==
          "TypeError: expected std::complex<double>, got None at [1]");
    CHECK(outcome<std::vector<wide>>("np.array([2**100, Index(5)], dtype=object)") == "[1267650600228229401496703205376, 5]");
    CHECK(outcome<std::vector<py::uuid>>("np.array([UUID(int=1)], dtype=object)") == "[UUID('00000000-0000-0000-0000-000000000001')]");
    py::exec("fixed = np.arange(3)\nfixed.flags.writeable = False\n");
    CHECK(outcome<std::vector<wide>>("fixed") == "[0, 1, 2]");
}
