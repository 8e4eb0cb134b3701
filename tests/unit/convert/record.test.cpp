// SPDX-License-Identifier: MIT
// Tests of pyhost/convert/record.hpp.
#include <support/values.hpp>

#include <pyhost/convert/record.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace py = pyhost;
using support::through;

namespace geo {

struct point {
    double x;
    double y;
};
PYHOST_FIELDS(point, x, y)
PYHOST_CLASS(point, "geometry.Point")

struct shape {
    std::string name;
    std::vector<point> corners;
    std::optional<int> colour;
};
PYHOST_FIELDS(shape, name, corners, colour)

struct options {
    int retries = 3;
    std::string mode = "fast";
    bool verbose = false;
};
PYHOST_FIELDS(options, retries, mode, verbose)
PYHOST_DEFAULTS(options, retries, mode)

struct base {
    int id;
};
struct derived : base {
    std::string label;
};
PYHOST_FIELDS(derived, id, label)

/// Its names in Python are keywords here.
struct job {
    int class_ = 1;
    std::string new_;
};
PYHOST_FIELDS(job, class_ = "class", new_ = "new")
PYHOST_DEFAULTS(job, class_ = "class")

struct tree {
    int value;
    std::vector<tree> children;
};
PYHOST_FIELDS(tree, value, children)

/// Comes back to itself behind an optional, whose None is told at a glance.
struct branch {
    int value = 0;
    std::optional<std::vector<branch>> twigs;
};
PYHOST_FIELDS(branch, value, twigs)

/// Members and bases that `{}` does not make.
class metres {
public:
    explicit metres(double value = 0) : value_{value} {}
    [[nodiscard]] double value() const { return value_; }

private:
    double value_;
};
struct numbered {
    int number = 1;

protected:
    numbered() = default;
};
struct parcel : numbered {
    metres length;
    std::string name = "unnamed, with a long default text";
};
PYHOST_FIELDS(parcel, name)

struct user {
    std::string login;
    int age;
};
PYHOST_FIELDS(user, login, age)
PYHOST_CLASS(user, "geometry.User")

struct many {
    int a01, a02, a03, a04, a05, a06, a07, a08, a09, a10, a11, a12, a13, a14, a15, a16, a17, a18, a19, a20;
    int b01, b02, b03, b04, b05, b06, b07, b08, b09, b10, b11, b12, b13, b14, b15, b16, b17, b18, b19, b20;
};
PYHOST_FIELDS(many, a01, a02, a03, a04, a05, a06, a07, a08, a09, a10, a11, a12, a13, a14, a15, a16, a17, a18, a19, a20, b01, b02, b03, b04,
              b05, b06, b07, b08, b09, b10, b11, b12, b13, b14, b15, b16, b17, b18, b19, b20)

struct two {
    py::object first;
    py::object second;
};
PYHOST_FIELDS(two, first, second)
PYHOST_CLASS(two, "geometry.Point")

/// What looks like a container, and like a callable, is a record where it says so.
struct polygon {
    using value_type = int;
    std::vector<int> corners;
    [[nodiscard]] auto begin() const { return corners.begin(); }
    [[nodiscard]] auto end() const { return corners.end(); }
    int operator()(int i) const { return i; }
};
PYHOST_FIELDS(polygon, corners)

template <class T>
struct outer {
    template <class U>
    struct inner {
        T first{};
        U second{};
    };
};
using nested = outer<int>::inner<double>;
PYHOST_FIELDS(nested, first, second)

}  // namespace geo

namespace {

void define_classes() PYHOST_NEEDS_GIL
{
    support::define_hostile_objects();
    py::module_from_source("geometry", "import dataclasses, typing\n"
                                       "@dataclasses.dataclass\n"
                                       "class Point:\n"
                                       "    x: float\n"
                                       "    y: float\n"
                                       "@dataclasses.dataclass(frozen=True)\n"
                                       "class Frozen:\n"
                                       "    __slots__ = ('x', 'y')\n"
                                       "    x: float\n"
                                       "    y: float\n"
                                       "@dataclasses.dataclass\n"
                                       "class Point3(Point):\n"
                                       "    z: float = 0.0\n"
                                       "class Pair(typing.NamedTuple):\n"
                                       "    x: float\n"
                                       "    y: float\n"
                                       "class Triple(typing.NamedTuple):\n"
                                       "    x: float\n"
                                       "    y: float\n"
                                       "    z: float\n"
                                       "class User(typing.TypedDict):\n"
                                       "    login: str\n"
                                       "    age: int\n"
                                       "class Plain:\n"
                                       "    def __init__(self, x=1.0, y=2.0): self.x, self.y, self.z = x, y, 'more'\n"
                                       "class Raising:\n"
                                       "    x = 1.0\n"
                                       "    @property\n"
                                       "    def y(self): raise KeyError('boom')\n");
    py::exec("from geometry import *\n");
}

}  // namespace

TEST_CASE("a record takes every shape that Python gives its fields")
{
    const py::gil_guard gil;
    define_classes();
    for (const char* value :
         {"{'x': 1, 'y': 2}", "{'y': 2.0, 'x': 1.0}", "Point(1, 2)", "Frozen(1.0, 2.0)", "Pair(1, 2)", "Plain()",
          "Mapping({'x': 1, 'y': 2})", "types.MappingProxyType({'x': 1, 'y': 2})", "Dict(x=1, y=2)", "types.SimpleNamespace(x=1, y=2)"})
        CHECK(through<geo::point>(value) == "Point(x=1.0, y=2.0)");
    CHECK(through<geo::user>("User(login='ann', age=7)") == "{'login': 'ann', 'age': 7}");
}

TEST_CASE("what is declared in a dataclass beside its fields is none")
{
    const py::gil_guard gil;
    define_classes();
    py::exec("import dataclasses, typing\n"
             "@dataclasses.dataclass\n"
             "class Extra(Point):\n"
             "    count: typing.ClassVar[int] = 0\n"
             "    scale: dataclasses.InitVar[int] = 1\n");
    CHECK(through<geo::point>("Extra(1, 2)") == "Point(x=1.0, y=2.0)");
}

TEST_CASE("a record is one whatever else it looks like, and is named as it is written")
{
    const py::gil_guard gil;
    CHECK(through<geo::polygon>("{'corners': [1, 2]}") == "{'corners': [1, 2]}");
    CHECK(support::error_of<std::vector<geo::polygon>>("[1]") ==
          "TypeError: expected geo::polygon (a mapping, or an object with its fields as attributes), got int 1 at [0]");
    CHECK(support::error_of<geo::nested>("{'first': 1}") ==
          "ValueError: expected geo::outer<int>::inner<double> (with the field 'second'), got dict without it");
}

TEST_CASE("a field that throws on its way to Python leaks none of the others")
{
    const py::gil_guard gil;
    define_classes();
    const geo::two value{py::eval("object()"), py::object{}};
    const auto references = Py_REFCNT(value.first.ptr());
    for (int i = 0; i < 10; ++i) CHECK_THROWS_AS(py::to_python(value), std::logic_error);
    CHECK(Py_REFCNT(value.first.ptr()) == references);
}

TEST_CASE("what has no fields is a TypeError")
{
    const py::gil_guard gil;
    define_classes();
    for (const char* other : {"None", "1", "1.5", "'x'", "b'x'", "[1, 2]", "(1, 2)", "{1, 2}", "1j", "Point", "Tuple((1, 2))"})
        CHECK(through<geo::point>(other) == "TypeError");
    CHECK(support::error_of<geo::point>("5") ==
          "TypeError: expected geo::point (a mapping, or an object with its fields as attributes), got int 5");
}

TEST_CASE("a missing or unknown field is named")
{
    const py::gil_guard gil;
    define_classes();
    CHECK(through<geo::point>("{'x': 1.5, 'y': 2.5, 'z': 3.5}") == "ValueError");  // all values of fields are told at a glance
    CHECK(support::error_of<geo::point>("{'x': 1}") == "ValueError: expected geo::point (with the field 'y'), got dict without it");
    CHECK(support::error_of<geo::point>("{'x': 1, 'y': 2, 'z': 3}") ==
          "ValueError: expected geo::point (of the fields x, y), got dict with the unknown field 'z'");
    CHECK(support::error_of<geo::point>("{'x': 1, 'y': 2, 3: 4}") ==
          "ValueError: expected geo::point (of the fields x, y), got dict with the unknown field 3");
    CHECK(support::error_of<geo::point>("Point3(1, 2)") ==
          "ValueError: expected geo::point (of the fields x, y), got Point3 with the unknown field 'z'");
    CHECK(support::error_of<geo::point>("Triple(1, 2, 3)") ==
          "ValueError: expected geo::point (of the fields x, y), got Triple with the unknown field 'z'");
    CHECK(support::error_of<geo::point>("object()") == "TypeError: expected geo::point (with the attribute 'x'), got object without it");
    CHECK(support::error_of<geo::point>("Raising()") == "KeyError: 'boom'");
}

TEST_CASE("a failure in a field names its path")
{
    const py::gil_guard gil;
    define_classes();
    CHECK(support::error_of<geo::point>("{'x': 1, 'y': 'no'}") == "TypeError: expected double, got str 'no' at ['y']");
    CHECK(support::error_of<geo::point>("Plain(1, Raises())") == "KeyError: 'boom'");
    CHECK(support::error_of<geo::point>("{'x': 1, 'y': Raises()}") == "KeyError: 'boom'");
    CHECK(support::error_of<geo::point>("Plain(1, None)") == "TypeError: expected double, got None at .y");
    CHECK(support::error_of<geo::shape>("{'name': 'a', 'corners': [Point(1, 2), Point(1, 'no')]}") ==
          "TypeError: expected double, got str 'no' at ['corners'][1].y");
}

TEST_CASE("optional fields and those with defaults may be missing, and only those")
{
    const py::gil_guard gil;
    define_classes();
    CHECK(through<geo::shape>("{'name': 'a', 'corners': [{'x': 1, 'y': 2}]}") ==
          "{'name': 'a', 'corners': [Point(x=1.0, y=2.0)], 'colour': None}");
    CHECK(through<geo::shape>("{'name': 'a', 'corners': (), 'colour': 5}") == "{'name': 'a', 'corners': [], 'colour': 5}");
    CHECK(through<geo::options>("{'verbose': True}") == "{'retries': 3, 'mode': 'fast', 'verbose': True}");
    CHECK(through<geo::options>("types.SimpleNamespace(retries=5, verbose=False)") == "{'retries': 5, 'mode': 'fast', 'verbose': False}");
    CHECK(support::error_of<geo::options>("{'retries': 1}") ==
          "ValueError: expected geo::options (with the field 'verbose'), got dict without it");
}

TEST_CASE("fields of a base class, nested records and containers of them cross")
{
    const py::gil_guard gil;
    define_classes();
    CHECK(through<geo::derived>("{'id': 7, 'label': 'x'}") == "{'id': 7, 'label': 'x'}");
    CHECK(through<std::map<std::string, geo::point>>("{'a': Point(1, 2)}") == "{'a': Point(x=1.0, y=2.0)}");
    CHECK(through<std::optional<geo::point>>("None") == "None");
    CHECK(through<std::variant<int, geo::point, geo::derived>>("{'id': 1, 'label': 'b'}") == "{'id': 1, 'label': 'b'}");
    std::string all = "dict(";
    for (const char* part : {"a", "b"})
        for (int i = 1; i <= 20; ++i) all += part + std::string{i < 10 ? "0" : ""} + std::to_string(i) + "=" + std::to_string(i) + ",";
    CHECK(through<geo::many>(all + ")") == py::repr(py::eval(all + ")")));
}

TEST_CASE("values that contain themselves or are very deep are a RecursionError")
{
    const py::gil_guard gil;
    py::exec("cycle = {'value': 1}\n"
             "cycle['children'] = [cycle]\n"
             "deep = {'value': 1, 'children': []}\n"
             "for _ in range(100000): deep = {'value': 1, 'children': [deep]}\n");
    CHECK(through<geo::tree>("cycle") == "RecursionError");
    CHECK(through<geo::tree>("deep") == "RecursionError");
    CHECK(through<geo::tree>("{'value': 1, 'children': [{'value': 2, 'children': []}]}") ==
          "{'value': 1, 'children': [{'value': 2, 'children': []}]}");
    py::exec("while deep['children']: deep = deep['children'].pop()\n");  // Python itself would recurse to free it
}

TEST_CASE("a record that comes back to itself behind an optional is a RecursionError")
{
    const py::gil_guard gil;
    define_classes();
    CHECK(py::eval("{'value': 1, 'twigs': [{'value': 2, 'twigs': None}]}").cast<geo::branch>().twigs->at(0).value == 2);
    py::exec("endless = {'value': 1}\n"
             "endless['twigs'] = [endless]\n");
    CHECK(through<geo::branch>("endless") == "RecursionError");
    py::exec("endless.clear()");
}

TEST_CASE("a record is made by its default constructor, explicit and protected ones of members and bases too")
{
    const py::gil_guard gil;
    const auto parcel = py::eval("{'name': 'a'}").cast<geo::parcel>();
    CHECK(parcel.name == "a");
    CHECK(parcel.number == 1);
    CHECK(parcel.length.value() == 0);
}

TEST_CASE("what a field raises behind others that are read at a glance passes through")
{
    const py::gil_guard gil;
    CHECK(through<geo::point>("type('Raises', (), {'x': 1.5, 'y': property(lambda self: {}['boom'])})()") == "KeyError");
    CHECK(through<geo::point>("type('Lacks', (), {'x': 1.5})()") == "TypeError");
}

TEST_CASE("what changes while a record is read from it gives the fields that it had, never old ones with new ones")
{
    const py::gil_guard gil;
    define_classes();
    for (const char* act : {"t.clear()", "t.update(y=99.0)", "t.update(z=1)", "t.pop('y')", "t.__init__()"}) {
        const std::string target = "changing(lambda a: {'x': a, 'y': 2.0}, lambda t: " + std::string{act} + ")";
        CHECK(through<geo::point>(target) == "Point(x=7.0, y=2.0)");
        CHECK(through<geo::point>("types.MappingProxyType(" + target + ")") == "Point(x=7.0, y=2.0)");
    }
    for (const char* act : {"delattr(t, 'y')", "setattr(t, 'y', 99.0)", "setattr(t, '__class__', Plain)"})
        for (const char* type : {"Point", "Plain"})
            CHECK(through<geo::point>("changing(lambda a: " + std::string{type} + "(a, 2.0), lambda t: " + act + ")") ==
                  "Point(x=7.0, y=2.0)");
}

TEST_CASE("a key that is not exactly the name of a field is unknown, whatever the number of keys")
{
    const py::gil_guard gil;
    define_classes();
    py::exec("class Hidden(str):\n"
             "    def __hash__(self): return 5\n");
    CHECK(through<geo::point>("{'x': 1, 'y': 2, Hidden('x'): 99}") == "ValueError");
}

TEST_CASE("a field may have another name in Python")
{
    const py::gil_guard gil;
    CHECK(support::to_python(geo::job{2, "n"}) == "{'class': 2, 'new': 'n'}");
    const auto made = py::eval("{'new': 'n'}").cast<geo::job>();
    CHECK(made.class_ == 1);
    CHECK(made.new_ == "n");
    CHECK(through<geo::job>("{'class_': 3, 'new': 'n'}") == "ValueError");
}

TEST_CASE("a class that cannot be found or made is the error of Python")
{
    const py::gil_guard gil;
    define_classes();
    py::exec("import geometry\n"
             "kept = geometry.Point\n"
             "del geometry.Point\n");
    CHECK(support::to_python(geo::point{1, 2}) == "AttributeError");
    py::exec("def refuses(**fields): raise RuntimeError('no')\n"
             "geometry.Point = refuses\n");
    CHECK(support::to_python(geo::point{1, 2}) == "RuntimeError");
    py::exec("geometry.Point = kept\n");
    CHECK(support::to_python(geo::point{1, 2}) == "Point(x=1.0, y=2.0)");
}
