// SPDX-License-Identifier: MIT
// Tests of pyhost/convert/range.hpp.
#include <support/growth.hpp>
#include <support/values.hpp>

#include <pyhost/convert/pointer.hpp>
#include <pyhost/convert/range.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <forward_list>
#include <map>
#include <memory>
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

/// A range that a user's converter, constrained by a concept, makes a tuple.
struct own_range : dice {
    static constexpr bool is_tuple_in_python = true;
};

template <class T>
concept told_to_be_tuple = T::is_tuple_in_python;

/// Items, and a call operator for two indices: neither a list nor a function.
struct matrix : dice {
    int operator()(int row, int column) const { return thrown[static_cast<std::size_t>(row) + static_cast<std::size_t>(column)]; }
};

template <class T>
concept goes_to_python = py::detail::stores<T> || py::detail::range_stores<T>;
static_assert(!goes_to_python<matrix>);
static_assert(!goes_to_python<std::multimap<int, int>>);

}  // namespace

/// A reference of a type of its own, which has a user's converter.
struct counted {
    int n;
    operator int() const { return n; }  // NOLINT(google-explicit-constructor): as proxies have it
};
template <>
struct pyhost::converter<counted> {
    static pyhost::object to_python(const counted& value) PYHOST_NEEDS_GIL { return pyhost::to_python("no. " + std::to_string(value.n)); }
};

/// Items that lead back to their range.
struct circle {
    std::vector<std::shared_ptr<circle>> items;
    [[nodiscard]] auto begin() const { return items.begin(); }
    [[nodiscard]] auto end() const { return items.end(); }
};

template <told_to_be_tuple T>
struct pyhost::converter<T> {
    static pyhost::object to_python(const T& value) PYHOST_NEEDS_GIL { return pyhost::eval("tuple")(value.thrown); }
};

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

TEST_CASE("items that are references of a type of their own are the values that they stand for")
{
    const py::gil_guard gil;
    const std::vector<bool> bits{true, false};
    CHECK(to_python(bits | views::reverse) == "[False, True]");
    std::vector<bool> changing{true, false};
    CHECK(to_python(changing | views::take(1)) == "[True]");
    const std::map<int, std::string> names{{1, "a"}, {2, "b"}};
    CHECK(to_python(names | views::filter([](const auto& one) { return one.first > 1; })) == "[(2, 'b')]");
    CHECK(to_python(names | views::keys) == "[1, 2]");
    std::vector<int> numbers{1, 2};
    const std::string text = "x";
    CHECK(to_python(numbers | views::transform([&](int& n) { return std::tie(n, text); })) == "[(1, 'x'), (2, 'x')]");
    std::vector<std::unique_ptr<int>> owners;
    owners.push_back(std::make_unique<int>(3));
    CHECK(to_python(owners | views::transform([](const auto& one) { return std::tie(one); })) == "[(3,)]");
}

TEST_CASE("a range that does not copy is read where it is")
{
    const py::gil_guard gil;
    std::vector<std::unique_ptr<int>> owners;
    owners.push_back(std::make_unique<int>(3));
    const std::ranges::owning_view view{std::move(owners)};
    CHECK(to_python(view) == "[3]");
}

TEST_CASE("a user's converter comes before the one of ranges")
{
    const py::gil_guard gil;
    CHECK(to_python(own_range{{{1, 2}}}) == "(1, 2)");
    CHECK(to_python(views::iota(1, 3) | views::transform([](int n) { return counted{n}; })) == "['no. 1', 'no. 2']");
}

TEST_CASE("a range that leads back to itself is a RecursionError")
{
    const py::gil_guard gil;
    const auto one = std::make_shared<circle>();
    one->items.push_back(one);
    CHECK(to_python(*one) == "RecursionError");
    one->items.clear();
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
    const auto copied = numbers | views::filter([](int n) { return n > 1; });
    const auto unfit = numbers | views::transform([](int) { return std::string{"\xff"}; });
    for (int kind = 0; kind < 3; ++kind) {
        INFO(kind);
        CHECK(support::growth([&]() PYHOST_NEEDS_GIL {
                  static_cast<void>(kind == 0 ? to_python(broken) : kind == 1 ? to_python(copied) : to_python(unfit));
              }) < support::allowed_growth);
    }
    CHECK(support::growth([&]() PYHOST_NEEDS_GIL { static_cast<void>(to_python(numbers | views::reverse)); }) < support::allowed_growth);
}
