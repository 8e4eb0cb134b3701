// SPDX-License-Identifier: MIT
// Tests of pyhost/convert/callable.hpp inside containers; callables alone are in expose.test.cpp.
#include <support/values.hpp>

#include <pyhost/call.hpp>
#include <pyhost/convert/callable.hpp>
#include <pyhost/convert/mapping.hpp>
#include <pyhost/convert/sequence.hpp>
#include <pyhost/convert/tuple.hpp>
#include <pyhost/convert/variant.hpp>

#include <catch2/catch_test_macros.hpp>

#include <functional>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace py = pyhost;
using count = std::function<int(const std::string&)>;

TEST_CASE("callables are items of sequences, maps, tuples and variants")
{
    const py::gil_guard gil;
    CHECK(py::eval("{'a': len}").cast<std::map<std::string, count>>().at("a")("abc") == 3);
    CHECK(py::eval("[len, None]").cast<std::vector<count>>().front()("abc") == 3);
    CHECK(std::get<1>(py::eval("(1, len)").cast<std::tuple<int, count>>())("abc") == 3);
    using choice = std::variant<int, count>;
    CHECK(std::get<count>(py::eval("len").cast<choice>())("abc") == 3);
    CHECK(std::get<int>(py::eval("5").cast<choice>()) == 5);
    CHECK_THROWS_AS(py::eval("'a'").cast<choice>(), py::type_error);
    CHECK_THROWS_AS((py::eval("{'a': 1}").cast<std::map<std::string, count>>()), py::type_error);
}

TEST_CASE("callables of C++ go to Python inside containers")
{
    const py::gil_guard gil;
    const std::map<std::string, std::function<int(int)>> table{{"twice", [](int n) { return 2 * n; }}, {"none", nullptr}};
    const py::object to = py::to_python(table);
    CHECK(to["twice"](4).cast<int>() == 8);
    CHECK(to["none"].is_none());
    using choice = std::variant<int, std::function<int(int)>>;
    CHECK(py::to_python(choice{table.at("twice")})(4).cast<int>() == 8);
}
