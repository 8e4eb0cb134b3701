// SPDX-License-Identifier: MIT
// Tests of pyhost/convert/range.hpp.
#include <support/growth.hpp>
#include <support/values.hpp>

#include <pyhost/convert/range.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <forward_list>
#include <ranges>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace py = pyhost;
namespace views = std::views;
using support::to_python;

namespace {

/// A container of some other library: begin() and end(), and nothing else.
struct dice {
    std::vector<int> thrown;
    [[nodiscard]] auto begin() const { return thrown.begin(); }
    [[nodiscard]] auto end() const { return thrown.end(); }
};

}  // namespace

TEST_CASE("a view is a list in Python, whatever it is made of")
{
    const py::gil_guard gil;
    const std::vector<int> numbers{1, 2, 3, 4};
    CHECK(to_python(views::iota(0, 4)) == "[0, 1, 2, 3]");
    CHECK(to_python(views::all(numbers)) == "[1, 2, 3, 4]");
    CHECK(to_python(numbers | views::reverse | views::take(2)) == "[4, 3]");
    CHECK(to_python(numbers | views::transform([](int n) { return std::to_string(n); })) == "['1', '2', '3', '4']");
    CHECK(to_python(numbers | views::filter([](int n) { return n % 2 == 0; })) == "[2, 4]");  // its begin() is not const
    CHECK(to_python(std::ranges::subrange(numbers.begin() + 1, numbers.begin() + 3)) == "[2, 3]");
    CHECK(to_python(views::single(views::iota(0, 2))) == "[[0, 1]]");
    CHECK(to_python(views::empty<int>) == "[]");
    const std::string text = "ab cd";
    CHECK(to_python(text | views::split(' ') | views::transform([](auto word) { return std::string(word.begin(), word.end()); })) ==
          "['ab', 'cd']");
    std::istringstream words{"5 6 7"};
    CHECK(to_python(views::istream<int>(words)) == "[5, 6, 7]");
}

TEST_CASE("a range that is no container of the standard library is a list in Python")
{
    const py::gil_guard gil;
    CHECK(to_python(dice{{6, 1}}) == "[6, 1]");
    CHECK(to_python(std::forward_list<std::string>{"a", "b"}) == "['a', 'b']");
    const py::object sum = py::eval("sum");
    CHECK(sum(views::iota(0, 4)).cast<int>() == 6);
    CHECK(py::to_python([] { return dice{{3}}; })().cast<std::vector<int>>() == std::vector{3});
}

TEST_CASE("an item that does not fit, and what a range throws, is raised; nothing leaks")
{
    const py::gil_guard gil;
    const std::vector<int> numbers{1, 2, 3};
    const auto broken = numbers | views::transform([](int n) {
                            if (n == 3) throw std::out_of_range("three");
                            return n;
                        });
    CHECK(to_python(broken) == "IndexError");
    CHECK(to_python(numbers | views::transform([](int) { return std::string{"\xff"}; })) == "UnicodeDecodeError");
    CHECK(support::growth([&]() PYHOST_NEEDS_GIL { static_cast<void>(to_python(broken)); }) < support::allowed_growth);
    CHECK(support::growth([&]() PYHOST_NEEDS_GIL { static_cast<void>(to_python(numbers | views::reverse)); }) < support::allowed_growth);
}
