// SPDX-License-Identifier: MIT
#include <pyhost/function.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <functional>
#include <stdexcept>
#include <string>
#include <thread>
#include <type_traits>
#include <vector>

namespace py = pyhost;

static_assert(!std::is_convertible_v<py::object, py::function<int(int)>>);
static_assert(std::is_nothrow_move_constructible_v<py::function<int()>>);

TEST_CASE("a function needs no guard, and works under one")
{
    const py::function<double(double, double)> hypot{"math", "hypot"};
    CHECK(hypot(3, 4) == 5);
    const py::gil_guard gil;
    CHECK(hypot(6, 8) == 10);
}

TEST_CASE("a function is called from many threads at its first use")
{
    const py::function<int(std::string)> parse{"builtins", "int"};
    std::vector<int> values(8);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < values.size(); ++i) threads.emplace_back([&, i] { values[i] = parse(std::to_string(i)); });
    for (std::thread& thread : threads) thread.join();
    CHECK(values == std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7});
}

TEST_CASE("a function names a method of a class, and anything with dots")
{
    CHECK(py::function<std::string(std::string)>{"builtins", "str.upper"}("abc") == "ABC");
    CHECK(py::function<std::string(std::string, std::string)>{"os", "path.join"}("a", "b") == "a/b");
    CHECK(py::function<std::string(std::string, std::string)>{"os.path", "join"}("a", "b") == "a/b");
}

TEST_CASE("what is missing is told at the call, each time, and found once it is there")
{
    const py::function<int()> late{"late_module", "value"};
    CHECK_THROWS_AS(late(), py::module_not_found_error);
    {
        const py::gil_guard gil;
        py::module_from_source("late_module", "");
    }
    CHECK_THROWS_AS(late(), py::attribute_error);
    CHECK(late.try_call().error().type_name() == "AttributeError");
    {
        const py::gil_guard gil;
        py::import_module("late_module").attr("value") = py::eval("lambda: 3");
    }
    CHECK(late() == 3);
}

TEST_CASE("an empty function throws std::logic_error")
{
    const py::function<int()> empty;
    CHECK_FALSE(static_cast<bool>(empty));
    CHECK_THROWS_AS(empty(), std::logic_error);
    CHECK_THROWS_AS(empty.try_call(), std::logic_error);
    py::function<int()> full{"builtins", "int"};
    const py::function<int()> moved = std::move(full);
    CHECK_THROWS_AS(full(), std::logic_error);  // NOLINT(bugprone-use-after-move): that is the case
    CHECK(moved() == 0);
    CHECK_THROWS_AS((py::function<int()>{"", "f"}), std::invalid_argument);
    CHECK_THROWS_AS((py::function<int()>{"m", ""}), std::invalid_argument);
}

TEST_CASE("a function wraps an object that can be called, and nothing else")
{
    const py::gil_guard gil;
    const py::function<int(int)> twice{py::eval("lambda n: 2 * n")};
    CHECK(twice(21) == 42);
    CHECK(twice.get().has_value());
    CHECK_THROWS_AS(py::function<int()>{py::to_python(1)}, py::type_error);
    CHECK_THROWS_AS(py::function<int()>{py::object{}}, std::logic_error);
}

TEST_CASE("a function is a std::function, and copies share one look-up")
{
    const py::function<int(std::string)> parse{"builtins", "int"};
    const std::function<int(std::string)> wrapped = parse;
    py::function<int(std::string)> other;
    other = parse;
    CHECK(wrapped("4") + other("5") == 9);
}

TEST_CASE("errors and results that do not fit arrive typed, or as a result")
{
    const py::function<int(std::string)> parse{"builtins", "int"};
    CHECK_THROWS_AS(parse("abc"), py::value_error);
    CHECK(parse.try_call("12").value() == 12);
    CHECK(parse.try_call("abc").error().message() == "invalid literal for int() with base 10: 'abc'");
    CHECK_THROWS_AS((py::function<int(double)>{"math", "sqrt"}(2)), py::type_error);
    CHECK_NOTHROW(py::function<void(int)>{"builtins", "str"}(1));
    CHECK_FALSE(py::is_attached());
}

TEST_CASE("a function that is dropped without the GIL lets go later")
{
    const auto before = py::counters().refs;
    {
        const py::function<double(double)> sqrt{"math", "sqrt"};
        CHECK(sqrt(4) == 2);
        CHECK(py::counters().refs == before + 1);
    }
    CHECK(py::counters().refs == before);
    {
        const py::gil_guard gil;
    }
    CHECK(py::counters().deferred == 0);
}

TEST_CASE("a function is an argument and a result of functions")
{
    const py::gil_guard gil;
    const py::function<int(int)> twice{py::eval("lambda n: 2 * n")};
    CHECK(py::eval("lambda f: f(4)")(twice).cast<int>() == 8);
    CHECK(py::eval("lambda n: n + 1").cast<py::function<int(int)>>()(1) == 2);
    CHECK_THROWS_AS(py::to_python(1).cast<py::function<int(int)>>(), py::type_error);
}
