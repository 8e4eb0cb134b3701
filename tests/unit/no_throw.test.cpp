// SPDX-License-Identifier: MIT
// try_call and try_cast throw nothing on their way to an error, whatever fails in it.
#include <support/families.hpp>
#include <support/throws.hpp>

#include <pyhost/convert/result.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <array>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

namespace py = pyhost;
using namespace py::literals;

namespace {

/// Calls `f`, which gives a result, and returns the class of its error; that nothing is thrown is checked.
template <class F>
std::string error_without_throw(F f) PYHOST_NEEDS_GIL
{
    const long before = support::throws;
    const auto r = f();
    const std::string name = r.has_value() ? "" : r.error().type_name();
    CHECK(support::throws == before);
    return name;
}

template <class T>
std::string cast_error(const char* expression) PYHOST_NEEDS_GIL
{
    CAPTURE(expression);
    const py::object value = py::eval(expression);
    return error_without_throw([&]() PYHOST_NEEDS_GIL { return py::try_cast<T>(value); });
}

}  // namespace

TEST_CASE("throws are counted")
{
    const long before = support::throws;
    CHECK_THROWS(throw 1);
    const py::gil_guard gil;
    CHECK_THROWS_AS(py::eval("1 / 0"), py::zero_division_error);
    CHECK(support::throws == before + 2);
}

TEST_CASE("try_call throws nothing for an exception of the function, of an argument, of the result, and of the look-up")
{
    const py::gil_guard gil;
    py::exec("def fail(*args, **options): raise KeyError('k')\ndef give(): return 'text'\nno_function = 3\n");
    const py::object fail = py::eval("fail"), give = py::eval("give");
    const auto error_of = [](auto f) PYHOST_NEEDS_GIL { return error_without_throw(f); };
    CHECK(error_of([&]() PYHOST_NEEDS_GIL { return py::try_call<int>(fail); }) == "KeyError");
    CHECK(error_of([&]() PYHOST_NEEDS_GIL { return py::try_call<void>(fail, 1, "two", "three"_a = 3); }) == "KeyError");
    CHECK(error_of([&]() PYHOST_NEEDS_GIL { return py::try_call<int>(fail, std::string{"\xff"}); }) == "UnicodeDecodeError");
    CHECK(error_of([&]() PYHOST_NEEDS_GIL { return py::try_call<int>(give); }) == "TypeError");
    CHECK(error_of([&]() PYHOST_NEEDS_GIL { return py::try_call<std::vector<int>>(give); }) == "TypeError");
    CHECK(error_of([&]() PYHOST_NEEDS_GIL { return py::try_call<int>(py::eval("3")); }) == "TypeError");
    for (const auto& [module, name, error] :
         {std::tuple{"no_such_module", "f", "ModuleNotFoundError"}, std::tuple{"json", "no_such_name", "AttributeError"},
          std::tuple{"__main__", "no_function", "TypeError"}, std::tuple{"__main__", "fail", "KeyError"}}) {
        const py::function<int()> f{module, name};
        CHECK(error_of([&]() PYHOST_NEEDS_GIL { return f.try_call(); }) == error);
    }
    CHECK(py::try_call<std::string>(give).value() == "text");
}

TEST_CASE("try_cast throws nothing for numbers, text and containers")
{
    const py::gil_guard gil;
    support::define_hostile_objects();
    CHECK(cast_error<int>("'x'") == "TypeError");
    CHECK(cast_error<int>("1 << 40") == "OverflowError");
    CHECK(cast_error<int>("Raises()") == "KeyError");
    CHECK(cast_error<bool>("1") == "TypeError");
    CHECK(cast_error<float>("1e300") == "OverflowError");
    CHECK(cast_error<std::string>("b'x'") == "TypeError");
    CHECK(cast_error<std::string>("'\\ud800'") == "UnicodeEncodeError");
    CHECK(cast_error<char>("'ab'") == "ValueError");
    CHECK(cast_error<std::vector<int>>("[1, 'x']") == "TypeError");
    CHECK(cast_error<std::vector<std::vector<int>>>("[[1], [Raises()]]") == "KeyError");
    CHECK(cast_error<std::array<int, 2>>("[1]") == "ValueError");
    CHECK(cast_error<std::map<std::string, int>>("{'a': 'b'}") == "TypeError");
    CHECK(cast_error<std::set<int>>("{1, 'x'}") == "TypeError");
    CHECK(cast_error<std::tuple<int, std::string>>("(1, 2)") == "TypeError");
    CHECK(cast_error<std::optional<int>>("'x'") == "TypeError");
    CHECK(cast_error<std::variant<int, std::vector<int>>>("'x'") == "TypeError");
    CHECK(cast_error<py::dict>("[]") == "TypeError");
    CHECK(cast_error<std::vector<py::result<int>>>("3") == "TypeError");
}

TEMPLATE_LIST_TEST_CASE("try_cast throws nothing for what a family refuses, and for what raises in it", "", support::families)
{
    const py::gil_guard gil;
    support::define_families();
    constexpr support::family_row row = support::row_of<TestType>;
    CHECK(std::string{row.error}.starts_with(cast_error<TestType>(row.bad)));
    CHECK(std::string{row.error}.starts_with(cast_error<std::vector<TestType>>(("[" + std::string{row.bad} + "]").c_str())));
    if (row.raising[0] != '\0') CHECK(cast_error<TestType>(row.raising) == "KeyError");
}
