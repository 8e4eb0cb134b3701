// SPDX-License-Identifier: MIT
#include <pyhost/method.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <stdexcept>
#include <string>

namespace py = pyhost;

namespace {

constexpr const char* source = "class Shape:\n"
                               "    def __init__(self, side): self.side = side\n"
                               "    def area(self, scale=1.0, *, unit='m2'): return f'{self.side * self.side * scale} {unit}'\n"
                               "class Triangle(Shape):\n"
                               "    def area(self, scale=1.0, *, unit='m2'): return 'half ' + super().area(scale, unit=unit)\n";

py::ref<py::object> make(const char* name)
{
    const py::gil_guard gil;
    return py::ref{py::module_from_source("method_case", source).attr(std::string{name})(2.0)};
}

using area = py::method<std::string(double, py::named<"unit", std::string>)>;

}  // namespace

TEST_CASE("a method is called on any object of its class, and is the object's own")
{
    const area of{"method_case", "Shape.area", "(scale=1.0, *, unit='m2')"};
    CHECK(of(make("Shape"), 3, {"ft2"}) == "12.0 ft2");
    CHECK(of(make("Triangle"), 3, {"ft2"}) == "half 12.0 ft2");
    const py::method<std::string(py::or_default<double>)> plain{"method_case", "Shape.area"};
    CHECK(plain(make("Shape"), {}) == "4.0 m2");
}

TEST_CASE("a method that has other parameters now is told with both")
{
    const area of{"method_case", "Shape.area", "(factor=1.0)"};
    const py::ref<py::object> shape = make("Shape");
    try {
        static_cast<void>(of(shape, 3, {"ft2"}));
        FAIL("not thrown");
    } catch (const py::type_error& e) {
        CHECK(e.message() == "function: expected the parameters (factor=1.0), got (scale=1.0, *, unit='m2') at method_case.Shape.area; "
                             "change the declaration, or generate it again: python -m pyhost generate method_case");
    }
}

TEST_CASE("a method tells what is wrong with its object, its arguments and its result")
{
    const py::method<int()> of{"method_case", "Shape.area"};
    const py::ref<py::object> shape = make("Shape");
    try {
        static_cast<void>(of(shape));
        FAIL("not thrown");
    } catch (const py::type_error& e) {
        CHECK(e.message() == "expected int, got str '4.0 m2' at result of method_case.Shape.area()");
    }
    CHECK_THROWS_AS(of(py::ref<py::object>{}), std::logic_error);
    const py::gil_guard gil;
    CHECK_THROWS_AS(of(py::ref{py::eval("3")}), py::attribute_error);
}
