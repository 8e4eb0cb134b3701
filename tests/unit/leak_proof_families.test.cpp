// SPDX-License-Identifier: MIT
// The leak proof of the families beyond numbers, text and containers: both ways, what converts, what is refused and what raises.
#include <support/families.hpp>
#include <support/growth.hpp>

#include <pyhost/convert/mapping.hpp>
#include <pyhost/convert/sequence.hpp>
#include <pyhost/convert/variant.hpp>

#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <limits>
#include <map>
#include <vector>

namespace py = pyhost;
using support::growth;

TEMPLATE_LIST_TEST_CASE("no family leaks references, whatever becomes of its values", "", support::families)
{
    const py::gil_guard gil;
    support::define_families();
    constexpr support::family_row row = support::row_of<TestType>;
    const py::object good = py::eval(row.good), bad = py::eval(row.bad), raising = py::eval(row.raising[0] != '\0' ? row.raising : "None");
    const py::object bad_list = py::list::of(good, bad), raising_list = py::list::of(good, raising);
    CHECK(growth([&]() PYHOST_NEEDS_GIL { static_cast<void>(py::to_python(good.cast<TestType>())); }) < support::allowed_growth);
    CHECK(growth([&]() PYHOST_NEEDS_GIL { static_cast<void>(py::try_cast<TestType>(bad)); }) < support::allowed_growth);
    CHECK(growth([&]() PYHOST_NEEDS_GIL {
              static_cast<void>(py::try_cast<std::vector<TestType>>(bad_list));
              static_cast<void>(py::try_cast<std::vector<TestType>>(raising_list));
              static_cast<void>(py::try_cast<std::variant<std::monostate, TestType>>(good));
              static_cast<void>(py::try_cast<std::variant<std::monostate, TestType>>(bad));
          }) < support::allowed_growth);
}

namespace {

/// What fails on its way to Python.
template <class T>
void refuse(const T& value) PYHOST_NEEDS_GIL
{
    CHECK(growth([&]() PYHOST_NEEDS_GIL {
              try {
                  static_cast<void>(py::to_python(value));
                  throw std::logic_error("it was to be refused");
              } catch (const py::error&) {
              }
          }) < support::allowed_growth);
}

}  // namespace

TEST_CASE("what has no Python value leaks no references")
{
    const py::gil_guard gil;
    support::define_families();
    using namespace std::chrono;
    if (support::has_wide_long_double()) {
        refuse(std::numeric_limits<long double>::max());
        refuse(std::complex<long double>{0, std::numeric_limits<long double>::max()});
    }
    refuse(nanoseconds{1});
    refuse(std::vector{days{1}, days{1'000'000'000}});
    refuse(sys_days{10000y / January / 1d});
    refuse(2023y / February / 29d);
    refuse(hh_mm_ss{24h});
    refuse(std::u8string{u8"\xff"});
    refuse(std::u16string{u"\xd800"});
    refuse(std::u32string{U"\x110000"});
    refuse(std::map<std::string, std::filesystem::path>{{"a", "b"}, {"c", ""}});
    refuse(static_cast<support::shade>(7));
    refuse(static_cast<support::rights>(7));
    refuse(std::vector{py::decimal{1}, py::decimal{"1E+1500000000000000000"}});
}

TEST_CASE("records that nest leak no references, complete and broken off")
{
    const py::gil_guard gil;
    support::define_families();
    const py::object chain = py::eval("{'value': 1, 'next': {'value': 2, 'next': {'value': 3, 'next': None}}}");
    const py::object broken = py::eval("{'value': 1, 'next': {'value': 2, 'next': {'value': 3, 'next': Raises()}}}");
    const py::object cyclic = py::eval("(lambda c: c.update(value=1, next=c) or c)({})");
    CHECK(growth([&]() PYHOST_NEEDS_GIL { static_cast<void>(py::to_python(chain.cast<support::chain>())); }) < support::allowed_growth);
    CHECK(growth([&]() PYHOST_NEEDS_GIL { static_cast<void>(py::try_cast<support::chain>(broken)); }) < support::allowed_growth);
    CHECK(growth([&]() PYHOST_NEEDS_GIL {
              static int every = 0;  // a cycle is read to the end of the stack
              if (every++ % 100 == 0) static_cast<void>(py::try_cast<support::chain>(cyclic));
          }) < support::allowed_growth);
    cyclic.attr("clear")();
}
