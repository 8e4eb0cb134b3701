// SPDX-License-Identifier: MIT
// Tests of pyhost/values/timedelta.hpp.
#include <support/values.hpp>

#include <pyhost/pyhost.hpp>
#include <pyhost/values/timedelta.hpp>

#include <catch2/catch_test_macros.hpp>

#include <vector>

namespace py = pyhost;
using support::through;

TEST_CASE("a timedelta crosses both ways over its whole range, and prints as Python prints it")
{
    const py::gil_guard gil;
    py::exec("from datetime import timedelta\n");
    for (const char* value : {"timedelta(0)", "timedelta.max", "timedelta.min", "timedelta.resolution", "-timedelta.resolution",
                              "timedelta(days=1, seconds=5)", "timedelta(days=-1)", "timedelta(days=2, microseconds=70)"}) {
        CHECK(through<py::timedelta>(value) == py::repr(py::eval(value)));
        CHECK(py::eval(value).cast<py::timedelta>().to_string() == py::eval("str(" + std::string{value} + ")").cast<std::string>());
    }
    py::exec("class Long(timedelta):\n"
             "    days = 10**9\n");
    CHECK(through<py::timedelta>("Long()") == "OverflowError");
    for (const char* other : {"None", "5", "1.5", "'1 day'"}) CHECK(through<py::timedelta>(other) == "TypeError");
    CHECK(support::error_of<std::vector<py::timedelta>>("[timedelta(1), 5]") ==
          "TypeError: expected py::timedelta (a timedelta), got int 5 at [1]");
}

TEST_CASE("a timedelta is the sum of its parts")
{
    CHECK(py::timedelta{0, -1} == py::timedelta{-1, 86'399});
    CHECK(py::timedelta{1, 2, -3} == py::timedelta{1, 1, 999'997});
    CHECK(py::timedelta{0, 0, 86'400'000'000} == py::timedelta{1});
    CHECK(py::timedelta{-1} < py::timedelta{0, 0, 1});
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    CHECK(py::timedelta{0, 0, most} == py::timedelta{106'751'991, 14'454, 775'807});
    constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
    CHECK(py::timedelta{0, 0, least} == py::timedelta{-106'751'992, 71'945, 224'192});
    CHECK_THROWS_AS(py::timedelta(0, least), std::out_of_range);
    CHECK_THROWS_AS(py::timedelta(least), std::out_of_range);
    CHECK_THROWS_AS(py::timedelta(most), std::out_of_range);
    CHECK_THROWS_AS(py::timedelta(-most), std::out_of_range);
    CHECK_THROWS_AS(py::timedelta(0, most), std::out_of_range);
    CHECK_THROWS_AS(py::timedelta(999'999'999, 86'400), std::out_of_range);
    CHECK(py::timedelta(999'999'999, 86'399).days() == 999'999'999);
}
