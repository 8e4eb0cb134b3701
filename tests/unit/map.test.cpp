// SPDX-License-Identifier: MIT
// py::map over one range and several, with every way to end.
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <list>
#include <map>
#include <span>
#include <string>
#include <thread>
#include <vector>

namespace py = pyhost;

namespace {

template <class Signature>
py::function<Signature> made(const char* source) PYHOST_NEEDS_GIL
{
    return py::function<Signature>{py::eval(source)};
}

}  // namespace

TEST_CASE("map calls the function with each item and returns the results in order")
{
    const py::function<double(double)> root{"math", "sqrt"};
    const std::vector<double> squares{1, 4, 9};
    CHECK(py::map(root, squares) == std::vector<double>{1, 2, 3});
    CHECK(py::map(root, std::list<int>{16, 25}) == std::vector<double>{4, 5});
    CHECK(py::map(root, std::span<const double>{squares}.subspan(3)).empty());
    const double array[] = {36};
    CHECK(py::map(root, array) == std::vector<double>{6});
}

TEST_CASE("map takes a range for each parameter and ends with the shortest")
{
    const py::gil_guard gil;
    const auto repeat = made<std::string(std::string, int)>("lambda s, n: s * n");
    CHECK(py::map(repeat, std::vector<std::string>{"a", "b", "c"}, std::vector<int>{1, 2}) == std::vector<std::string>{"a", "bb"});
    CHECK(py::map(repeat, std::vector<std::string>{}, std::vector<int>{1}).empty());
}

TEST_CASE("map of a function without a result returns nothing and calls it all the same")
{
    const py::gil_guard gil;
    const py::object list = py::eval("[]");
    const py::function<void(int)> append{list.attr("append")};
    static_assert(std::is_void_v<decltype(py::map(append, std::vector<int>{}))>);
    py::map(append, std::vector<int>{3, 1, 2});
    CHECK(list.cast<std::vector<int>>() == std::vector<int>{3, 1, 2});
}

TEST_CASE("map reads the items of a container of bits and of a map")
{
    const py::gil_guard gil;
    CHECK(py::map(made<int(bool)>("lambda b: 2 if b is True else 3"), std::vector<bool>{true, false}) == std::vector<int>{2, 3});
    const std::map<std::string, int> ages{{"ann", 5}, {"bob", 7}};
    const auto sum = made<int(std::pair<std::string, int>)>("lambda p: len(p[0]) + p[1]");
    CHECK(py::map(sum, ages) == std::vector<int>{8, 10});
}

TEST_CASE("the first call of map that fails ends it with its own exception")
{
    const py::gil_guard gil;
    const py::object seen = py::eval("[]");
    const py::object names = py::to_python(std::map<std::string, py::object>{{"seen", seen}});
    const py::function<int(int)> f{py::eval("lambda n: seen.append(n) or 10 // n", names)};
    CHECK_THROWS_AS(py::map(f, std::vector<int>{5, 0, 2}), py::zero_division_error);
    CHECK(seen.cast<std::vector<int>>() == std::vector<int>{5, 0});
    try {
        py::map(made<int(int)>("lambda n: 'text'"), std::vector<int>{1});
        FAIL("a str became an int");
    } catch (const py::type_error& e) {
        CHECK(e.message() == "expected int, got str 'text' at result");
    }
    CHECK_THROWS_AS(py::map(py::function<int(int)>{}, std::vector<int>{1}), std::logic_error);
}

TEST_CASE("other threads get their turn while map calls a builtin function again and again")
{
    std::atomic<bool> was_in = false;
    const py::function<int(int)> absolute{"builtins", "abs"};
    absolute(1);
    std::thread other;
    {
        const py::gil_guard gil;
        other = std::thread{[&] {
            const py::gil_guard inside;
            was_in = true;
        }};
        while (!was_in) py::map(absolute, std::vector<int>(2048, -1));
    }
    other.join();
    CHECK(was_in);
}
