// SPDX-License-Identifier: MIT
#include "containers.hpp"

#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

namespace py = pyhost;

TEST_CASE("what may be None is optional", "[Optional]")
{
    CHECK(containers::half(3) == 1.5);
    CHECK(containers::half({}) == std::nullopt);
    const std::vector<std::optional<std::string>> items{std::nullopt, "x"};
    CHECK(containers::first(items) == std::nullopt);
    CHECK(containers::first(std::span{items}.subspan(1)) == "x");
}

TEST_CASE("a union is a variant", "[Union][union result]")
{
    using result = std::variant<std::int64_t, std::string>;
    CHECK(containers::sized(3) == result{3});
    CHECK(containers::sized("ab") == result{"abab"});
    CHECK(containers::sized(std::vector<std::int64_t>{1, 2, 3}) == result{3});
    CHECK(containers::maybe() == std::nullopt);
    CHECK(containers::maybe(2.5) == std::optional<result>{"2.5"});
    CHECK(containers::maybe(std::int64_t{2}) == std::optional<result>{2});
}

TEST_CASE("a function of C++ is a Callable", "[Callable parameter]")
{
    const std::vector<std::int64_t> items{1, 2};
    CHECK(containers::mapped([](std::int64_t one) { return std::string(static_cast<std::size_t>(one), 'x'); }, items) ==
          std::vector<std::string>{"x", "xx"});
    std::string told;
    CHECK(containers::notified([&](const std::string& what, std::int64_t number) { told = what + std::to_string(number); }));
    CHECK(told == "ready3");
    CHECK(!containers::notified());
}

TEST_CASE("a Callable of Python is a function of C++", "[Callable result]")
{
    const std::function<std::int64_t(std::int64_t)> add = containers::adder(3);
    CHECK(add(4) == 7);
}

TEST_CASE("iterables and iterators take a vector", "[Iterable][Iterator]")
{
    const std::vector<double> numbers{1, 2.5};
    CHECK(containers::summed(numbers) == 3.5);
    const std::vector<std::int64_t> items{1, 2};
    CHECK(containers::collected(items) == items);
}

TEST_CASE("sequences are vectors", "[Sequence][list]")
{
    const std::vector<std::string> items{"a", "b"};
    CHECK(containers::reversed_items(items) == std::vector<std::string>{"b", "a"});
    const std::vector<bool> bits{true, false};
    CHECK(containers::flags(bits) == std::vector<bool>{false, true});
}

TEST_CASE("mappings are maps", "[Mapping][dict]")
{
    CHECK(containers::inverted({{"a", 1}, {"b", 2}}) == std::map<std::int64_t, std::string>{{1, "a"}, {2, "b"}});
    CHECK(containers::counted({{"a", {1, 2}}}) == std::map<std::string, std::int64_t>{{"a", 2}});
}

TEST_CASE("sets are sets", "[set][frozenset]")
{
    CHECK(containers::common({1, 2, 3}, {2, 3, 4}) == std::set<std::int64_t>{2, 3});
    CHECK(containers::frozen({"a"}) == std::set<std::string>{"a"});
}

TEST_CASE("a deque is a deque", "[deque]") { CHECK(containers::rotated({1, 2, 3}) == std::deque<std::int64_t>{3, 1, 2}); }

TEST_CASE("tuples are tuples, and vectors where they are of any length", "[tuple, fixed][tuple, variadic]")
{
    const std::vector<std::int64_t> items{3, 1, 2};
    CHECK(containers::bounds(items) == std::tuple<std::int64_t, std::int64_t>{1, 3});
    CHECK(containers::named({"x", 2.5}) == std::tuple<double, std::string, std::monostate>{2.5, "x", {}});
}

TEST_CASE("tuples and deques that may be missing, or have a default, are tuples and deques", "[tuple, variadic][deque][frozenset]")
{
    const std::vector<std::int64_t> size{7};
    CHECK(containers::shape({}, {.by = size}) == "(1, 2, 7)");
    CHECK(containers::shape(size, {.by = size, .limits = std::vector{0.5}}) == "(7, 7, 0.5)");
    CHECK(containers::last() == 0);
    CHECK(containers::last(std::deque<std::int64_t>{1, 2}, {.also = std::set<std::int64_t>{4}}) == 6);
}

TEST_CASE("containers stand in containers", "[nested containers]")
{
    CHECK(containers::nested({{"t", {{1, "a"}, {2, "b"}}}}) == std::vector<std::map<std::string, std::int64_t>>{{{"a", 1}, {"b", 2}}});
}

TEST_CASE("a list of anything is a vector of objects", "[list][Any]")
{
    const py::gil_guard gil;
    const std::vector<py::ref<py::object>> items{py::ref{py::to_python(1)}, py::ref{py::to_python("x")}};
    CHECK(containers::loose(items).at(0).get().cast<std::string>() == "x");
}

TEST_CASE("a dict of any values takes values of any types", "[dict of Any]")
{
    CHECK(containers::facts({{"a", 1}, {"b", "x"}}) == "a=1 b='x'");
    CHECK(containers::facts({{"a", std::vector<int>{1, 2}}}, {{{"c", 2.5}}}) == "a=[1, 2] c=2.5");
    CHECK(containers::facts({}).empty());
}
