// SPDX-License-Identifier: MIT
#include <pyhost/convert/or_default.hpp>
#include <pyhost/convert/record.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <optional>
#include <string>
#include <vector>

namespace py = pyhost;

namespace {

struct settings {
    std::string name;
    py::or_default<int> depth{};
    py::or_default<std::optional<int>> limit{};
};
PYHOST_FIELDS(settings, name, depth, limit)
PYHOST_DEFAULTS(settings, depth, limit)

struct order {
    std::string item;
    py::or_default<std::vector<int>> parts{};
};
PYHOST_FIELDS(order, item, parts)
PYHOST_DEFAULTS(order, parts)
PYHOST_CLASS(order, "or_default_case.Order")

void define() PYHOST_NEEDS_GIL
{
    py::module_from_source("or_default_case", "from dataclasses import dataclass, field\n"
                                              "@dataclass\n"
                                              "class Order:\n"
                                              "    item: str\n"
                                              "    parts: list = field(default_factory=lambda: [7])\n");
}

}  // namespace

TEST_CASE("a field without a value is no key of a dict")
{
    const py::gil_guard gil;
    CHECK(py::repr(py::to_python(settings{.name = "a"})) == "{'name': 'a'}");
    CHECK(py::repr(py::to_python(settings{.name = "a", .depth = 3, .limit = std::nullopt})) == "{'name': 'a', 'depth': 3, 'limit': None}");
}

TEST_CASE("a field that a dict has not is left without a value")
{
    const py::gil_guard gil;
    CHECK(!py::eval("{'name': 'a'}").cast<settings>().depth.has_value());
    const auto read = py::eval("{'name': 'a', 'depth': 3, 'limit': None}").cast<settings>();
    CHECK(read.depth.value() == 3);
    CHECK(read.limit.has_value());
    CHECK(!read.limit.value().has_value());
    try {
        static_cast<void>(py::eval("{'name': 'a', 'depth': 'deep'}").cast<settings>());
        FAIL("not thrown");
    } catch (const py::type_error& e) {
        CHECK(e.message() == "expected int, got str 'deep' at ['depth']");
    }
}

TEST_CASE("a field without a value is left to the default of its class")
{
    const py::gil_guard gil;
    define();
    CHECK(py::repr(py::to_python(order{.item = "cup"})) == "Order(item='cup', parts=[7])");
    CHECK(py::repr(py::to_python(order{.item = "cup", .parts = std::vector<int>{}})) == "Order(item='cup', parts=[])");
    CHECK(py::to_python(order{.item = "cup"}).cast<order>().parts.value() == std::vector{7});
}

TEST_CASE("elsewhere a value has to be there")
{
    const py::gil_guard gil;
    CHECK(py::to_python(py::or_default<int>{3}).cast<int>() == 3);
    CHECK_THROWS_AS(py::to_python(py::or_default<int>{}), py::type_error);
}
