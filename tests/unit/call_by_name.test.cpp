// SPDX-License-Identifier: MIT
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <map>
#include <optional>
#include <string>
#include <utility>
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

using number = py::or_default<int>;

/// Seven keywords that may be left out.
const auto seven = named_function<py::named<"a", number>, py::named<"b", number>, py::named<"c", number>, py::named<"d", number>,
                                  py::named<"e", number>, py::named<"f", number>, py::named<"g", number>>("show");

/// The keyword of a number: "k0", "k1" and so on.
template <std::size_t I>
constexpr py::detail::fixed_text<4> keyword_of{{'k', static_cast<char>('0' + I / 10), static_cast<char>('0' + I % 10), 0}};

/// A function whose first argument and seventy keywords may all be left out, called with what `value` gives for each keyword.
template <class Value, std::size_t... I>
std::string show_many(number first, const Value& value, std::index_sequence<I...>)
{
    const auto named = named_function<number, py::named<keyword_of<I>, number>...>("show");
    return named(first, {value(I)}...);
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

TEST_CASE("every choice of keywords has its names, however many there are and whenever they are asked for")
{
    define();
    const auto one = [](int bit, int chosen) { return (chosen & 1 << bit) != 0 ? number{bit} : number{}; };
    for (const int step : {1, 3})  // the second time others are the first to come
        for (int i = 0; i < 128; ++i) {
            const int chosen = i * step % 128;
            std::string expected;
            for (int bit = 0; bit < 7; ++bit)
                if ((chosen & 1 << bit) != 0)
                    expected += (expected.empty() ? "" : " ") + std::string{static_cast<char>('a' + bit)} + '=' + std::to_string(bit);
            CHECK(seven({one(0, chosen)}, {one(1, chosen)}, {one(2, chosen)}, {one(3, chosen)}, {one(4, chosen)}, {one(5, chosen)},
                        {one(6, chosen)}) == expected);
        }
}

TEST_CASE("parameters may be more than a choice of keywords can tell")
{
    define();
    using places = std::make_index_sequence<70>;
    const auto few = [](std::size_t place) { return place == 1 || place == 69 ? number{static_cast<int>(place)} : number{}; };
    CHECK(show_many({}, few, places{}) == "k01=1 k69=69");
    CHECK(show_many(7, few, places{}) == "7 k01=1 k69=69");
    CHECK(show_many({}, [](std::size_t) { return number{}; }, places{}).empty());
}

TEST_CASE("no argument of a container takes the place of one that is left out")
{
    define();
    using numbers = std::vector<int>;
    const auto given = named_function<std::string, number, number, py::unpack<const numbers&>>("given");
    CHECK(given("a", {}, {}, {{}}) == "abcde");
    CHECK(given("a", 1, {}, {{}}) == "a1cde");
    CHECK_THROWS_AS(given("a", {}, 2, {{}}), py::type_error);
    CHECK(given.try_call("a", {}, {}, {{3}}).error().message() ==
          "call: a positional argument stands behind one that is left to its default; give that one too");
}
