// SPDX-License-Identifier: MIT
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace py = pyhost;
using namespace py::literals;

namespace {

void define()
{
    const py::gil_guard gil;
    py::module_from_source("by_name_case", "def show(*args, **kwargs):\n"
                                           "    return ' '.join([*map(repr, args), *(f'{k}={v!r}' for k, v in kwargs.items())])\n"
                                           "def given(a, b='b', c='c', *, d='d', e='e'):\n"
                                           "    return f'{a}{b}{c}{d}{e}'\n");
}

template <class... A>
py::function<std::string(A...)> named_function(const char* name)
{
    return {"by_name_case", name};
}

}  // namespace

TEST_CASE("a typed function passes what it names by that name")
{
    define();
    const auto show = named_function<int, py::named<"width", double>, py::named<"text", const std::string&>>("show");
    CHECK(show(1, {2.5}, {"x"}) == "1 width=2.5 text='x'");
    CHECK(show(1, "width"_a = 2.5, {"x"}) == "1 width=2.5 text='x'");
    CHECK(show.try_call(1, {2.5}, {"x"}).value() == "1 width=2.5 text='x'");
    CHECK(named_function<py::named<"maybe", std::optional<int>>>("show")({std::nullopt}) == "maybe=None");
}

TEST_CASE("an argument that has no value is left to the default of Python")
{
    define();
    using text = py::or_default<std::string>;
    const auto given = named_function<std::string, text, text, py::named<"d", text>, py::named<"e", text>>("given");
    CHECK(given("a", {}, {}, {}, {}) == "abcde");
    CHECK(given("A", "B", "C", {"D"}, {"E"}) == "ABCDE");
    CHECK(given("a", "B", {}, {}, {"E"}) == "aBcdE");
    CHECK(given("a", "", {}, {}, {}) == "acde");
    CHECK_THROWS_AS(given("a", {}, "C", {}, {}), py::type_error);
    CHECK(given.try_call("a", {}, "C", {}, {}).error().message() ==
          "call: a positional argument stands behind one that is left to its default; give that one too");
    CHECK(named_function<py::or_default<int>>("show")({}).empty());
}

TEST_CASE("the items of containers are positional and named arguments")
{
    define();
    using numbers = std::vector<int>;
    using options = std::map<std::string, int>;
    const auto show = named_function<std::string, py::unpack<numbers>, py::named<"c", int>, py::unpack_named<options>>("show");
    CHECK(show("x", {{1, 2}}, {3}, {{{"a", 4}, {"b", 5}}}) == "'x' 1 2 c=3 a=4 b=5");
    CHECK(show("x", {}, {3}, {}) == "'x' c=3");
    CHECK_THROWS_AS(show("x", {}, {3}, {{{"c", 4}}}), py::type_error);
    const auto some = named_function<py::unpack<const numbers&>, py::named<"c", py::or_default<int>>>("show");
    const numbers two{1, 2};
    CHECK(some({two}, {}) == "1 2");
    CHECK(some({two}, {3}) == "1 2 c=3");
}

TEST_CASE("a failing argument leaves nothing behind")
{
    define();
    const auto show = named_function<std::string, py::or_default<int>, py::named<"text", py::or_default<std::string>>>("show");
    CHECK_THROWS_AS(show("fine", 1, {"\xff"}), py::unicode_decode_error);
    CHECK_THROWS_AS(show("\xff", 1, {}), py::unicode_decode_error);
    CHECK(show("fine", {}, {}) == "'fine'");
}
