// SPDX-License-Identifier: MIT
// Tests of pyhost/convert/tuple.hpp.
#include <support/values.hpp>

#include <pyhost/convert/optional.hpp>
#include <pyhost/convert/sequence.hpp>
#include <pyhost/convert/tuple.hpp>

#include <catch2/catch_test_macros.hpp>

#include <vector>

namespace py = pyhost;
using support::through;
using row = std::tuple<int, std::string, double>;

TEST_CASE("a tuple takes a tuple of its length, and subclasses")
{
    const py::gil_guard gil;
    support::define_hostile_objects();
    CHECK(through<row>("(1, 'a', 2.5)") == "(1, 'a', 2.5)");
    CHECK(through<row>("collections.namedtuple('Row', 'n s x')(1, 'a', 2)") == "(1, 'a', 2.0)");
    CHECK(through<std::pair<int, bool>>("(1, True)") == "(1, True)");
    CHECK(through<std::tuple<>>("()") == "()");
    CHECK(through<std::tuple<int>>("(1,)") == "(1,)");
    CHECK(through<std::tuple<std::vector<int>, std::pair<int, std::optional<int>>>>("([1], (2, None))") == "([1], (2, None))");
    CHECK(through<std::tuple<std::tuple<int>>>("((1,),)") == "((1,),)");
}

TEST_CASE("a tuple of another length is a ValueError")
{
    const py::gil_guard gil;
    for (const char* wrong : {"()", "(1, 'a')", "(1, 'a', 2.5, None)"}) CHECK(through<row>(wrong) == "ValueError");
    CHECK(through<std::tuple<>>("(1,)") == "ValueError");
    CHECK(through<std::pair<int, int>>("(1, 2, 3)") == "ValueError");
}

TEST_CASE("a tuple takes tuples only")
{
    const py::gil_guard gil;
    support::define_hostile_objects();
    for (const char* other :
         {"[1, 'a', 2.5]", "'abc'", "b'abc'", "range(3)", "{1, 2, 3}", "None", "iter((1, 'a', 2.5))", "Sequence([1, 'a', 2.5])"})
        CHECK(through<row>(other) == "TypeError");
}

TEST_CASE("items of a tuple are checked")
{
    const py::gil_guard gil;
    CHECK(through<row>("('1', 'a', 2.5)") == "TypeError");
    CHECK(through<row>("(2**31, 'a', 2.5)") == "OverflowError");
    CHECK(through<row>("(1, '\\ud800', 2.5)") == "UnicodeEncodeError");
    CHECK(support::to_python(std::tuple{1, std::string{"\xff"}}) == "UnicodeDecodeError");
}

TEST_CASE("a tuple may hold views into the items that its object keeps")
{
    const py::gil_guard gil;
    const py::object pair = py::eval("('key', 5)");
    const auto [text, number] = pair.cast<std::pair<std::string_view, int>>();
    CHECK(text == "key");
    CHECK(number == 5);
    static_assert(py::detail::is_view<std::tuple<int, std::string_view>> && !py::detail::is_view<std::tuple<int, std::string>>);
}
