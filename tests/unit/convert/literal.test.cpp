// SPDX-License-Identifier: MIT
#include <pyhost/convert/literal.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <map>
#include <string>
#include <variant>

namespace py = pyhost;

namespace literal_case {

enum class mode { flat, utf_8, empty };
PYHOST_ENUM(mode, flat, utf_8 = "utf-8", empty = "")
PYHOST_CLASS(mode, "builtins.str")

enum class level : short { low = -1, high = 300 };
PYHOST_ENUM(level, low, high)
PYHOST_CLASS(level, "builtins.int")

}  // namespace literal_case

using literal_case::level;
using literal_case::mode;

namespace {

/// What the expression is as T, or the message of its error.
template <class T>
std::string failure(const char* expression)
{
    const py::gil_guard gil;
    const py::result<T> value = py::eval(expression).try_cast<T>();
    return value.has_value() ? "converts" : value.error().type_name() + ": " + value.error().message();
}

}  // namespace

TEST_CASE("an enum of text is each of its names, and becomes it")
{
    const py::gil_guard gil;
    CHECK(py::eval("'flat'").cast<mode>() == mode::flat);
    CHECK(py::eval("'utf-8'").cast<mode>() == mode::utf_8);
    CHECK(py::eval("''").cast<mode>() == mode::empty);
    CHECK(py::eval("type('text', (str,), {})('flat')").cast<mode>() == mode::flat);
    CHECK(py::to_python(mode::utf_8).cast<std::string>() == "utf-8");
}

TEST_CASE("an enum of numbers is each of its values, and becomes it")
{
    const py::gil_guard gil;
    CHECK(py::eval("-1").cast<level>() == level::low);
    CHECK(py::eval("300").cast<level>() == level::high);
    CHECK(py::to_python(level::low).cast<int>() == -1);
    CHECK(py::to_python(level::high).cast<int>() == 300);
}

TEST_CASE("what a Literal does not have is told with what it has")
{
    CHECK(failure<mode>("'round'") == "ValueError: expected literal_case::mode (one of 'flat', 'utf-8', ''), got str 'round'");
    CHECK(failure<mode>("3") == "TypeError: expected literal_case::mode (str, one of 'flat', 'utf-8', ''), got int 3");
    CHECK(failure<mode>("b'flat'") == "TypeError: expected literal_case::mode (str, one of 'flat', 'utf-8', ''), got bytes b'flat'");
    CHECK(failure<mode>("'\\ud800'").starts_with("ValueError: expected literal_case::mode"));
    CHECK(failure<level>("2") == "ValueError: expected literal_case::level (one of -1, 300), got int 2");
    CHECK(failure<level>("2 ** 70").starts_with("ValueError: expected literal_case::level"));
    CHECK(failure<level>("True") == "TypeError: expected literal_case::level (int, one of -1, 300), got bool True");
    CHECK(failure<level>("-1.0") == "TypeError: expected literal_case::level (int, one of -1, 300), got float -1.0");
    CHECK(failure<level>("'low'").starts_with("TypeError"));
    const py::gil_guard gil;
    CHECK_THROWS_AS(py::to_python(static_cast<mode>(7)), py::value_error);
    CHECK_THROWS_AS(py::to_python(static_cast<level>(7)), py::value_error);
}

TEST_CASE("a Literal is a key, and an alternative before what takes any text")
{
    const py::gil_guard gil;
    CHECK(py::eval("{'flat': 1}").cast<std::map<mode, int>>().at(mode::flat) == 1);
    CHECK(std::holds_alternative<mode>(py::eval("'flat'").cast<std::variant<mode, level, double>>()));
    CHECK(std::holds_alternative<level>(py::eval("300").cast<std::variant<mode, level, double>>()));
    CHECK(std::holds_alternative<std::string>(py::eval("'round'").cast<std::variant<mode, std::string>>()));
}
