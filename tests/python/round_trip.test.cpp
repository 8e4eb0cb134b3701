// SPDX-License-Identifier: MIT
// Every convertible type, C++ to Python to C++ and Python to C++ to Python, by random nested values with fixed seeds.
#include "random_families.hpp"

#include <pyhost/eval.hpp>
#include <pyhost/types/list.hpp>

#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <deque>
#include <list>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace py = pyhost;

namespace {

using scalar = std::variant<std::monostate, bool, int, double, std::string>;
using key = std::variant<std::monostate, long long, std::string>;  // no two alternatives are ever equal in Python
using record = std::tuple<int, double, std::optional<std::string>>;

using namespace std::chrono;

#if defined(__SIZEOF_INT128__)
using wide = py::detail::int128;
using unsigned_wide = py::detail::uint128;
#else
using wide = long long;
using unsigned_wide = unsigned long long;
#endif
/// Alternatives of which a number, a str or None would take others: each is found by its class.
using exact = std::variant<std::monostate, double, py::big_int, py::fraction, py::decimal, round_trip::shade, round_trip::rights,
                           std::complex<double>, std::string, std::filesystem::path, py::uuid, py::timedelta, year_month_day,
                           local_time<microseconds>, bool, round_trip::entry>;

/// Examples first, then everything nested.
using types =
    std::tuple<bool, signed char, unsigned char, short, unsigned short, int, unsigned int, long, unsigned long, long long,
               unsigned long long, float, double, char, std::string, std::monostate, std::vector<std::byte>, std::array<std::byte, 0>,
               std::array<std::byte, 5>, std::vector<int>, std::vector<bool>, std::vector<float>, std::vector<std::string>,
               std::vector<unsigned char>, std::deque<double>, std::list<std::string>, std::array<int, 3>,
               std::array<std::vector<double>, 2>, std::map<std::string, int>, std::map<double, std::string>,
               std::unordered_map<std::string, double>, std::unordered_map<long long, bool>, std::set<int>, std::set<std::string>,
               std::unordered_set<double>, std::set<std::pair<int, std::string>>, std::tuple<>, std::tuple<int>, std::pair<bool, float>,
               record, std::optional<int>, std::optional<std::vector<std::byte>>, scalar,
               std::variant<std::vector<int>, std::map<std::string, int>, std::tuple<int, int>, std::set<int>, std::vector<std::byte>>,
               std::vector<scalar>, std::map<std::pair<int, char>, std::vector<scalar>>, std::vector<std::map<std::string, record>>,
               std::map<std::string, std::map<int, std::optional<std::set<std::string>>>>, std::vector<std::vector<std::vector<double>>>,
               std::unordered_map<std::string, std::pair<std::deque<std::optional<bool>>, std::array<scalar, 2>>>,
               std::tuple<std::vector<std::byte>, std::map<key, std::list<record>>, std::variant<record, std::vector<record>>>,
               // the families that all.hpp adds
               wide, unsigned_wide, long double, std::complex<float>, std::complex<double>, nanoseconds, microseconds, milliseconds,
               seconds, hours, days, sys_time<microseconds>, local_time<microseconds>, year_month_day, hh_mm_ss<microseconds>,
               py::timedelta, std::u8string, std::u16string, std::u32string, std::wstring, char32_t, std::filesystem::path, py::big_int,
               py::fraction, py::decimal, py::uuid, round_trip::shade, round_trip::rights, round_trip::entry, exact, std::vector<exact>,
               std::vector<std::unique_ptr<std::string>>, std::shared_ptr<std::vector<std::unique_ptr<std::complex<double>>>>,
               std::map<py::uuid, std::optional<py::decimal>>, std::map<year_month_day, std::vector<sys_time<microseconds>>>,
               std::map<std::u16string, std::vector<std::filesystem::path>>, std::set<py::fraction>, std::set<py::decimal>, std::set<wide>,
               std::map<round_trip::shade, std::tuple<round_trip::rights, hh_mm_ss<microseconds>, std::unique_ptr<round_trip::entry>>>,
               std::unordered_map<py::uuid, std::variant<round_trip::entry, std::vector<round_trip::entry>>>>;

/// Twice this for each type: 160,000 in all, and 1,000 for each of PYHOST_STRESS_ROUNDS where those are more. Under valgrind 160.
int values_of_each_type()
{
    const char* rounds = std::getenv("PYHOST_STRESS_ROUNDS");
    if (std::getenv("PYHOST_TEST_LAUNCHER") != nullptr) return 160;
    constexpr auto types_twice = static_cast<int>(2 * std::tuple_size_v<types>);
    return std::max(160'000, rounds != nullptr ? 1000 * static_cast<int>(std::strtol(rounds, nullptr, 10)) : 0) / types_twice + 1;
}

/// The functions of values.py.
py::dict values_module() PYHOST_NEEDS_GIL { return py::run_file(ROUND_TRIP_FOLDER "/values.py"); }

}  // namespace

TEMPLATE_LIST_TEST_CASE("a C++ value is the same after Python", "", types)
{
    const py::gil_guard gil;
    const int count = values_of_each_type();
    static_cast<void>(values_module());
    round_trip::engine random{20240501};
    for (int i = 0; i < count; ++i) {
        const auto value = round_trip::make<TestType>(random);
        const py::object in_python = py::to_python(value);
        const auto returned = in_python.cast<TestType>();
        if (!round_trip::same<TestType>(value, returned)) FAIL("value " << i << " is " << py::repr(in_python) << " in Python");
    }
}

TEMPLATE_LIST_TEST_CASE("a Python value is the same after C++", "", types)
{
    const py::gil_guard gil;
    const py::dict module = values_module();
    const py::object sent = module["values"](round_trip::shape<TestType>(), 20240501, values_of_each_type());
    py::list returned;
    for (py::handle value : sent) returned.append(py::to_python(value.cast<TestType>()));
    const auto difference = module["difference"](sent, returned).template cast<std::string>();
    INFO(round_trip::shape<TestType>());
    CHECK(difference == "");
}
