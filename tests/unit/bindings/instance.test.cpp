// SPDX-License-Identifier: MIT
#include <pyhost/bindings/argument.hpp>
#include <pyhost/bindings/collection.hpp>
#include <pyhost/bindings/entered.hpp>
#include <pyhost/bindings/instance.hpp>
#include <pyhost/bindings/instance_items.hpp>
#include <pyhost/bindings/record_object.hpp>
#include <pyhost/bindings/tuple_of.hpp>
#include <pyhost/bindings/variable.hpp>
#include <pyhost/convert/set.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <optional>
#include <ranges>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace py = pyhost;

namespace shapes {

// NOLINTBEGIN(readability-identifier-naming): generated classes have the names that they have in Python

/// As a generated binding has it.
class Shape : public py::instance {
public:
    using instance::instance;
    explicit Shape(double side) : instance{py::from_object, made(side)} {}

    [[nodiscard]] double side() const { return py::attribute_of<double>(*this, "side"); }
    void side(double value) const { py::set_attribute(*this, "side", value); }
    [[nodiscard]] std::string area(double scale) const
    {
        static const py::method<std::string(double)> call{"shapes", "Shape.area", "(scale)"};
        return call(self(), scale);
    }
    [[nodiscard]] py::instance_items<double> begin() const { return py::instance_items<double>{self()}; }
    [[nodiscard]] py::iteration_end end() const { return {}; }
    [[nodiscard]] py::entered<Shape> enter() const { return py::entered<Shape>{self()}; }

private:
    static py::ref<py::object> made(double side)
    {
        static const py::function<py::ref<py::object>(double)> call{"shapes", "Shape", "(side)"};
        return call(side);
    }
};
PYHOST_CLASS(Shape, "shapes.Shape")

class Corner : public py::instance {
public:
    using instance::instance;
};
PYHOST_CLASS(Corner, "shapes:Shape.Corner")

class Anything : public py::instance {
public:
    using instance::instance;
};

/// A record whose class has methods.
struct Place {
    int x = 0;
};
PYHOST_FIELDS(Place, x)
PYHOST_CLASS(Place, "shapes.Place")

// NOLINTEND(readability-identifier-naming)

}  // namespace shapes

namespace {

constexpr const char* source = "log = []\n"
                               "limit = 3\n"
                               "class Shape:\n"
                               "    class Corner: pass\n"
                               "    def __init__(self, side): self.side = side\n"
                               "    def area(self, scale): return f'{type(self).__name__} {self.side * self.side * scale}'\n"
                               "    def __iter__(self): return iter([self.side] * 4)\n"
                               "    def __enter__(self):\n"
                               "        log.append('enter')\n"
                               "        return self\n"
                               "    def __exit__(self, kind, value, traceback):\n"
                               "        log.append(f'exit {kind and kind.__name__} {value}')\n"
                               "        if self.side < 0: raise ValueError('negative')\n"
                               "class Square(Shape): pass\n"
                               "class Place:\n"
                               "    def __init__(self, x): self.x = x\n"
                               "    def moved(self, by): return Place(self.x + by)\n"
                               "    double = property(lambda self: 2 * self.x)\n"
                               "def kind(x): return type(x).__name__\n"
                               "def corner(): return Shape.Corner()\n";

/// Once: functions keep what they have found.
void define()
{
    const py::gil_guard gil;
    if (!py::eval("'shapes' in __import__('sys').modules").truth()) py::module_from_source("shapes", source);
    py::import_module("shapes").attr("log").attr("clear")();
}

std::vector<std::string> log() { return py::module_variable<std::vector<std::string>>("shapes", "log"); }

}  // namespace

TEST_CASE("an instance is made, called and read without the GIL, on any thread")
{
    define();
    const shapes::Shape shape{2};
    CHECK(shape.area(3) == "Shape 12.0");
    shape.side(3);
    std::string there;
    std::thread{[&, copy = shape] { there = copy.area(1); }}.join();
    CHECK(there == "Shape 9.0");
    CHECK(shape.side() == 3);
    CHECK(!shapes::Shape{py::no_object}.has_value());
    CHECK_THROWS_AS(shapes::Shape{py::no_object}.side(), std::logic_error);
}

TEST_CASE("an instance converts from objects of its class and of classes derived from it")
{
    define();
    const py::function<shapes::Shape(double)> square{"shapes", "Square"};
    CHECK(square(2).area(1) == "Square 4.0");
    const py::function<std::string(shapes::Shape)> kind{"shapes", "kind"};
    CHECK(kind(square(2)) == "Square");
    CHECK(py::function<std::optional<shapes::Corner>()>{"shapes", "corner"}()->has_value());
    const py::gil_guard gil;
    try {
        static_cast<void>(py::eval("3").cast<shapes::Shape>());
        FAIL("not thrown");
    } catch (const py::type_error& e) {
        CHECK(e.message() == "expected shapes.Shape, got int 3");
    }
    CHECK(py::eval("3").cast<shapes::Anything>().has_value());
}

TEST_CASE("an attribute that does not convert is named")
{
    define();
    const shapes::Shape shape{2};
    {
        const py::gil_guard gil;
        shape.self().get().attr("side") = "wide";
    }
    try {
        static_cast<void>(shape.side());
        FAIL("not thrown");
    } catch (const py::type_error& e) {
        CHECK(e.message() == "expected double, got str 'wide' at side");
    }
}

TEST_CASE("an instance whose class is iterable is looped over")
{
    STATIC_CHECK(std::ranges::input_range<shapes::Shape>);
    define();
    double sum = 0;
    for (const double one : shapes::Shape{2}) sum += one;
    CHECK(sum == 8);
}

TEST_CASE("a context manager is a scope, and is told when an exception of C++ leaves it")
{
    define();
    {
        auto in = shapes::Shape{2}.enter();
        CHECK(in->side() == 2);
        CHECK((*in).area(1) == "Shape 4.0");
    }
    CHECK(log() == std::vector<std::string>{"enter", "exit None None"});
    const auto leave = [] {
        const auto in = shapes::Shape{2}.enter();
        throw std::out_of_range("x");
    };
    CHECK_THROWS_AS(leave(), std::out_of_range);
    CHECK(log().back() == "exit RuntimeError an exception of C++ leaves the scope");
}

TEST_CASE("a scope that is left sooner throws what leaving raises, and is left once")
{
    define();
    auto in = shapes::Shape{-1}.enter();
    CHECK_THROWS_AS(in.exit(), py::value_error);
    in.exit();
    CHECK(log().size() == 2);
}

TEST_CASE("any value is an argument, and so is none")
{
    define();
    const py::function<std::string(py::argument)> kind{"shapes", "kind"};
    CHECK(kind(3) == "int");
    CHECK(kind("text") == "str");
    CHECK(kind(std::vector<double>{1, 2}) == "list");
    CHECK(kind(shapes::Shape{2}) == "Shape");
    CHECK(kind(py::argument::none()) == "NoneType");
    CHECK(kind([](int x) { return x; }) != "NoneType");
    const py::function<std::size_t(py::unpack<std::vector<py::argument>>)> count{"builtins", "print"};
    CHECK_THROWS_AS(count({{1, "x", 2.5}}), py::type_error);  // print returns None
}

TEST_CASE("a variable of a module is read as it is now")
{
    define();
    CHECK(py::module_variable<int>("shapes", "limit") == 3);
    {
        const py::gil_guard gil;
        py::import_module("shapes").attr("limit") = 4;
    }
    CHECK(py::module_variable<int>("shapes", "limit") == 4);
    CHECK_THROWS_AS(py::module_variable<int>("shapes", "absent"), py::attribute_error);
}

TEST_CASE("a variable of a module is set")
{
    define();
    py::set_module_variable("shapes", "limit", 5);
    CHECK(py::module_variable<int>("shapes", "limit") == 5);
    CHECK_THROWS_AS(py::set_module_variable("no_such_module", "limit", 5), py::module_not_found_error);
}

TEST_CASE("methods and properties of a record are those of the object that it becomes")
{
    define();
    const py::method<shapes::Place(int)> moved{"shapes", "Place.moved", "(by)"};
    const shapes::Place place{3};
    CHECK(moved(py::object_of(place), 4).x == 7);
    CHECK(py::attribute_of<int>(place, "double") == 6);
    CHECK_THROWS_AS(py::attribute_of<int>(place, "absent"), py::attribute_error);
}

TEST_CASE("a container is passed as the collection that Python names")
{
    define();
    const std::vector<int> items{1, 2};
    using list = const std::vector<int>&;
    CHECK(py::function<std::string(py::collection<"collections.deque", list>)>{"shapes", "kind"}({items}) == "deque");
    CHECK(py::function<std::string(py::collection<"builtins.frozenset", const std::set<int>&>)>{"shapes", "kind"}({{1}}) == "frozenset");
    CHECK(py::function<std::string(py::tuple_of<list>)>{"shapes", "kind"}({items}) == "tuple");
    CHECK_THROWS_AS((py::function<std::string(py::collection<"collections.absent", list>)>{"shapes", "kind"}({items})),
                    py::attribute_error);
}
