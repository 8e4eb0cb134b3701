// SPDX-License-Identifier: MIT
// Every convertible type, C++ to Python to C++ and Python to C++ to Python, by random nested values with fixed seeds.
#include "random_values.hpp"

#include <pyhost/eval.hpp>
#include <pyhost/types/list.hpp>

#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <array>
#include <deque>
#include <list>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace py = pyhost;

namespace {

constexpr int values_of_each_type = 2000;

using scalar = std::variant<std::monostate, bool, int, double, std::string>;
using key = std::variant<std::monostate, long long, std::string>;  // no two alternatives are ever equal in Python
using record = std::tuple<int, double, std::optional<std::string>>;

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
               std::tuple<std::vector<std::byte>, std::map<key, std::list<record>>, std::variant<record, std::vector<record>>>>;

/// The functions of values.py.
py::dict values_module() PYHOST_NEEDS_GIL { return py::run_file(ROUND_TRIP_FOLDER "/values.py"); }

}  // namespace

TEMPLATE_LIST_TEST_CASE("a C++ value is the same after Python", "", types)
{
    const py::gil_guard gil;
    round_trip::engine random{20240501};
    for (int i = 0; i < values_of_each_type; ++i) {
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
    const py::object sent = module["values"](round_trip::shape<TestType>(), 20240501, values_of_each_type);
    py::list returned;
    for (py::handle value : sent) returned.append(py::to_python(value.cast<TestType>()));
    const auto difference = module["difference"](sent, returned).template cast<std::string>();
    INFO(round_trip::shape<TestType>());
    CHECK(difference == "");
}
