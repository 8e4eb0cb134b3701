// SPDX-License-Identifier: MIT
// Every family at every position: what it takes, what it refuses with the path to it, and the object's own error as it is.
#include <support/families.hpp>

#include <pyhost/convert/mapping.hpp>
#include <pyhost/convert/sequence.hpp>
#include <pyhost/convert/set.hpp>
#include <pyhost/convert/tuple.hpp>
#include <pyhost/convert/variant.hpp>
#include <pyhost/expose.hpp>

#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <array>
#include <map>
#include <set>
#include <vector>

namespace py = pyhost;
using support::outcome;

namespace {

template <class T>
struct holder {
    T value;
};

/// PYHOST_FIELDS of a template.
template <class T>
consteval auto pyhost_detail_fields(std::type_identity<holder<T>>) noexcept
{
    return py::detail::field_list(py::detail::field{"value", &holder<T>::value});
}

/// A type that a sorted container keeps apart by its value.
template <class T>
concept key_type = requires(const T& a) {
    { a < a } -> std::same_as<bool>;
    requires !py::detail::is_optional<T>;
};

/// `expression` in `before` and `after` becomes `repr`, `bad` gives its error with the place, and the error of `raising` passes.
template <class C, class T>
void check_position(const std::string& before, const std::string& after, const std::string& repr_before, const std::string& repr_after,
                    const std::string& place) PYHOST_NEEDS_GIL
{
    constexpr support::family_row row = support::row_of<T>;
    INFO(py::detail::type_name<C>());
    CHECK(outcome<C>(before + row.good + after) == repr_before + row.repr + repr_after);
    CHECK(outcome<C>(before + row.bad + after) == row.error + (place.empty() ? "" : " at " + place));
    if (row.raising[0] != '\0') CHECK(outcome<C>(before + row.raising + after) == "KeyError: 'boom'");
}

}  // namespace

TEMPLATE_LIST_TEST_CASE("every family converts, is refused and raises as an element, a value and a field", "", support::families)
{
    const py::gil_guard gil;
    support::define_families();
    using T = TestType;
    check_position<T, T>("", "", "", "", "");
    check_position<std::vector<T>, T>("[", "]", "[", "]", "[0]");
    check_position<std::array<T, 1>, T>("Tuple((", ",))", "[", "]", "[0]");
    check_position<std::tuple<int, T>, T>("(1, ", ")", "(1, ", ")", "[1]");
    check_position<std::map<std::string, T>, T>("{'a': ", "}", "{'a': ", "}", "['a']");
    check_position<holder<T>, T>("{'value': ", "}", "{'value': ", "}", "['value']");
    check_position<holder<T>, T>("types.SimpleNamespace(value=", ")", "{'value': ", "}", ".value");
    if constexpr (!py::detail::is_optional<T>) {
        CHECK(outcome<std::optional<T>>("None") == "None");
        check_position<std::optional<T>, T>("", "", "", "", "");
    }
}

TEMPLATE_LIST_TEST_CASE("every family is an alternative, and a variant that it does not fit says so", "", support::families)
{
    const py::gil_guard gil;
    support::define_families();
    using V = std::variant<std::vector<std::monostate>, TestType>;
    constexpr support::family_row row = support::row_of<TestType>;
    CHECK(outcome<V>(row.good) == row.repr);
    CHECK(outcome<V>("[None]") == "[None]");
    CHECK(outcome<V>(row.bad) ==
          "TypeError: expected " + py::detail::type_name<V>() + ", got " + py::detail::described(py::eval(row.bad).ptr()));
    if (row.raising[0] != '\0') CHECK(outcome<V>(row.raising) == "KeyError: 'boom'");
}

TEMPLATE_LIST_TEST_CASE("every family that has an order is a key and an item of a set", "", support::families)
{
    const py::gil_guard gil;
    support::define_families();
    if constexpr (key_type<TestType>) {
        constexpr support::family_row row = support::row_of<TestType>;
        using M = std::map<TestType, int>;
        using S = std::set<TestType>;
        const std::string good = row.good, bad = row.bad, repr = row.repr;
        const std::string shown = py::detail::shown(py::eval(bad).ptr());
        CHECK(outcome<M>("{" + good + ": 1}") == "{" + repr + ": 1}");
        CHECK(outcome<S>("{" + good + "}") == "{" + repr + "}");
        if (!py::try_call<int>(py::eval("hash"), py::eval(bad)).has_value()) return;
        CHECK(outcome<M>("{" + bad + ": 1}") == row.error + (" at [key " + shown + "]"));
        CHECK(outcome<S>("frozenset([" + bad + "])") == row.error + (" at [item " + shown + "]"));
    }
}

TEMPLATE_LIST_TEST_CASE("every family is an argument and the result of a C++ callable, and the result of a Python one", "",
                        support::families)
{
    const py::gil_guard gil;
    support::define_families();
    constexpr support::family_row row = support::row_of<TestType>;
    const py::object callable = py::expose([](const std::vector<TestType>& values) PYHOST_NEEDS_GIL { return py::to_python(values); });
    const auto call = [&](const char* expression) PYHOST_NEEDS_GIL {
        const py::result<py::object> result = py::try_call<py::object>(callable, py::list::of(py::eval(expression)));
        return result.has_value() ? py::repr(result.value()) : result.error().type_name() + ": " + result.error().message();
    };
    CHECK(call(row.good) == "[" + std::string{row.repr} + "]");
    CHECK(call(row.bad).starts_with(std::string{row.error} + " at argument 1"));
    if (row.raising[0] != '\0') CHECK(call(row.raising) == "KeyError: 'boom'");
    const auto result = py::try_call<TestType>(py::eval("lambda: " + std::string{row.bad}));
    CHECK(result.error().type_name() + ": " + result.error().message() == std::string{row.error} + " at result");
}
