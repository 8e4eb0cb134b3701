// SPDX-License-Identifier: MIT
#include <pyhost/pyhost.hpp>
#include <pyhost/result.hpp>

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <type_traits>

namespace py = pyhost;

static_assert(std::is_constructible_v<bool, py::result<int>> && !std::is_convertible_v<py::result<int>, bool>);
static_assert(!std::is_constructible_v<bool, py::result<bool>>);

TEST_CASE("a result has a value or an error")
{
    const py::gil_guard gil;
    const py::result<int> good = py::eval("42").try_cast<int>();
    REQUIRE(good.has_value());
    CHECK(static_cast<bool>(good));
    CHECK(good.value() == 42);
    CHECK(good.value_or(1) == 42);

    const py::result<int> bad = py::eval("'x'").try_cast<int>();
    REQUIRE_FALSE(bad.has_value());
    CHECK(bad.value_or(7) == 7);
    CHECK(bad.error().message() == "expected int, got str 'x'");
    CHECK_THROWS_AS(bad.value(), py::type_error);
    CHECK_THROWS_AS(py::result<int>{bad}.value(), py::type_error);
    CHECK(PyErr_Occurred() == nullptr);
}

TEST_CASE("the value moves out of a temporary result")
{
    const py::gil_guard gil;
    CHECK(py::try_cast<std::string>(py::eval("'a' * 100")).value() == std::string(100, 'a'));
}

TEST_CASE("a result<bool> is asked by name")
{
    const py::gil_guard gil;
    const py::result<bool> r = py::eval("False").try_cast<bool>();
    CHECK(r.has_value());
    CHECK_FALSE(r.value());
}

TEST_CASE("a result of nothing says whether the call succeeded")
{
    const py::gil_guard gil;
    const py::result<void> good = py::try_call<void>(py::eval("lambda: 1"));
    CHECK(static_cast<bool>(good));
    CHECK_NOTHROW(good.value());
    const py::result<void> bad = py::try_call<void>(py::eval("lambda: {}['k']"));
    REQUIRE_FALSE(bad.has_value());
    CHECK(bad.error().type_name() == "KeyError");
    CHECK_THROWS_AS(bad.value(), py::key_error);
}

TEST_CASE("an error in a result is read without the GIL")
{
    const py::result<int> bad = py::with_gil([]() PYHOST_NEEDS_GIL { return py::try_call<int>(py::eval("lambda: 1 / 0")); });
    REQUIRE_FALSE(bad.has_value());
    CHECK(bad.error().message() == "division by zero");
    CHECK(bad.error().frames().back().function == "<lambda>");
}
