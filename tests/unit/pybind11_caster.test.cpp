// SPDX-License-Identifier: MIT
// What pyhost converts, as arguments and results of pybind11's functions and in its containers.
#include <pyhost/all.hpp>
#include <pyhost/pybind11.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <pybind11/embed.h>
#include <pybind11/native_enum.h>
#include <pybind11/stl.h>
#include <string>
#include <variant>
#include <vector>

namespace py = pyhost;

/// A record, one of a class of Python, and one that py::class_ registers too.
struct spot {
    int x = 0;
    int y = 0;
};
PYHOST_FIELDS(spot, x, y)

struct city {
    std::string name;
    spot where;
};
PYHOST_FIELDS(city, name, where)
PYHOST_CLASS(city, "atlas.City")

struct known {
    int n = 1;
};
PYHOST_FIELDS(known, n)

enum class wind { north, south };
PYHOST_ENUM(wind, north = "NORTH", south = "SOUTH")
PYHOST_CLASS(wind, "atlas.Wind")

enum class tide { ebb, flow };
PYHOST_ENUM(tide, ebb, flow)
PYHOST_CLASS(tide, "casters_of_pybind11.Tide")

/// A record that only moves, and one that counts its objects.
struct crate {
    std::unique_ptr<int> weight;
};
PYHOST_FIELDS(crate, weight)

struct tally {
    tally() { ++alive; }
    tally(const tally& other) : n{other.n} { ++alive; }
    tally& operator=(const tally&) = default;
    ~tally() { --alive; }
    int n = 0;
    static inline int alive = 0;
};
PYHOST_FIELDS(tally, n)

/// An enum of a module that raises what nobody asked it.
enum class mood { good };
PYHOST_ENUM(mood, good)
PYHOST_CLASS(mood, "sour.Mood")

/// A type with a converter of its own.
struct money {
    long cents = 0;
};

template <>
struct pyhost::converter<money> {
    static money from_python(py::handle from) PYHOST_NEEDS_GIL
    {
        if (!from.has_attr("cents")) throw py::type_error("no money");
        const auto cents = from.attr("cents").cast<long>();
        if (cents < 0) throw py::value_error("no debts");
        return {cents};
    }
    static py::object to_python(const money& m) PYHOST_NEEDS_GIL { return py::eval("lambda c: types.SimpleNamespace(cents=c)")(m.cents); }
};
template <>
struct pybind11::detail::type_caster<money> : pyhost::pybind11_caster<money> {};

/// Virtual functions that return references to what pyhost makes.
struct source {
    virtual ~source() = default;
    virtual const money& price() const = 0;
    virtual const spot& place() const = 0;
};
struct python_source : source {
    const money& price() const override { PYBIND11_OVERRIDE_PURE(const money&, source, price, ); }
    const spot& place() const override { PYBIND11_OVERRIDE_PURE(const spot&, source, place, ); }
};

/// What has a caster that leaves an exception raised when it says no.
struct careless {
    long n = 0;
};
template <>
struct pybind11::detail::type_caster<careless> {
    PYBIND11_TYPE_CASTER(careless, const_name("careless"));
    bool load(handle from, bool)
    {
        value.n = PyLong_AsLong(from.ptr());
        return PyErr_Occurred() == nullptr;
    }
};

/// pybind11 refuses to cast to references into what its casters make.
static_assert(pybind11::detail::cast_is_temporary_value_reference<const spot&>::value);
static_assert(pybind11::detail::cast_is_temporary_value_reference<spot*>::value);

PYBIND11_EMBEDDED_MODULE(casters_of_pybind11, m, pybind11::mod_gil_not_used())
{
    pybind11::class_<known>(m, "Known").def(pybind11::init<>()).def_readwrite("n", &known::n);
    pybind11::enum_<tide>(m, "Tide").value("ebb", tide::ebb).value("flow", tide::flow);

    m.def("turned", [](spot s) { return spot{s.y, s.x}; });
    m.def("sum", [](const std::vector<spot>& all) {
        spot sum;
        for (const spot& s : all) sum = {sum.x + s.x, sum.y + s.y};
        return sum;
    });
    m.def("moved", [](const city& c) { return city{c.name, {c.where.x + 1, c.where.y}}; });
    m.def("by_name", [](const std::vector<city>& all) {
        std::map<std::string, city> named;
        for (const city& c : all) named[c.name] = c;
        return named;
    });
    m.def("pointed", [](const spot* s) { return s != nullptr ? s->x : -1; });
    m.def("made", []() -> spot* { return new spot{4, 5}; });
    m.def("same", [](known k) { return k; });
    m.def("grown", [](known& k) -> known& { return ++k.n, k; }, pybind11::return_value_policy::reference);
    m.def("raised", [](known k) { return ++k.n; });
    m.def("felt", [](mood) { return 1; });
    m.def("felt", [](const py::object&) { return 2; });
    m.def("weight", [](crate c) { return *c.weight; });
    m.def("crated", [](int n) { return crate{std::make_unique<int>(n)}; });
    m.def("new_tally", []() -> tally* { return new tally{}; });
    pybind11::class_<source, python_source>(m, "Source").def(pybind11::init<>());
    m.def("opposite", [](wind w) { return w == wind::north ? wind::south : wind::north; });
    m.def("turn", [](tide t) { return t == tide::ebb ? tide::flow : tide::ebb; });
    m.def("winds", [](std::optional<wind> w) { return std::vector<wind>(w ? 2 : 0, w.value_or(wind::north)); });

    m.def("add", [](const py::decimal& d) { return std::pair{d, py::big_int{7}}; });
    m.def("echo_int", [](py::big_int n) { return n; });
    m.def("echo_uuid", [](py::uuid u) { return u; });
    m.def("echo_timedelta", [](py::timedelta t) { return t; });
    m.def("echo_fraction", [](py::fraction f) { return f; });
    m.def("call", [](const py::function<int(int)>& f) { return f(20) + 1; });

    m.def("double", [](money v) { return money{v.cents * 2}; });
    m.def("total", [](const std::vector<money>& all) {
        money sum;
        for (const money& v : all) sum.cents += v.cents;
        return sum;
    });
    m.def("kind", [](const money&) { return "money"; });
    m.def("kind", [](const py::decimal&) { return "decimal"; });
    m.def("kind", [](long) { return "int"; });
    m.def("kind", [](const std::string&) { return "str"; });
    m.def("bad", [] { return wind{7}; });
}

namespace {

py::object casters_module() PYHOST_NEEDS_GIL
{
    static_cast<void>(py::try_call<py::object>(py::eval("exec"),
                                               "import sys, types, enum, dataclasses, decimal, fractions, uuid, datetime\n"
                                               "atlas = sys.modules.setdefault('atlas', types.ModuleType('atlas'))\n"
                                               "if not hasattr(atlas, 'City'):\n"
                                               "    atlas.City = dataclasses.make_dataclass('City', ['name', 'where'])\n"
                                               "    atlas.Wind = enum.Enum('Wind', ['NORTH', 'SOUTH'])\n",
                                               py::import_module("__main__").attr("__dict__")));
    return py::import_module("casters_of_pybind11");
}

}  // namespace

TEST_CASE("a record is an argument and a result of functions of pybind11, alone and in its containers")
{
    const py::gil_guard gil;
    const py::object m = casters_module();
    CHECK(m.attr("turned")(py::eval("{'x': 1, 'y': 2}")) == py::eval("{'x': 2, 'y': 1}"));
    CHECK(m.attr("turned")(py::eval("types.SimpleNamespace(x=1, y=2)")) == py::eval("{'x': 2, 'y': 1}"));
    CHECK(m.attr("sum")(py::eval("[{'x': 1, 'y': 2}, {'x': 3, 'y': 4}]")) == py::eval("{'x': 4, 'y': 6}"));
    CHECK(m.attr("moved")(py::eval("atlas.City('Oslo', {'x': 1, 'y': 2})")) == py::eval("atlas.City('Oslo', {'x': 2, 'y': 2})"));
    CHECK(m.attr("by_name")(py::eval("[atlas.City('A', {'x': 1, 'y': 2})]")) == py::eval("{'A': atlas.City('A', {'x': 1, 'y': 2})}"));
    CHECK(m.attr("pointed")(py::eval("{'x': 1, 'y': 2}")).cast<int>() == 1);
    CHECK(m.attr("made")() == py::eval("{'x': 4, 'y': 5}"));
    CHECK_THROWS_AS(m.attr("turned")(py::eval("{'x': 1}")), py::type_error);
}

TEST_CASE("a record or enum that pybind11 registers is its instance in its functions")
{
    const py::gil_guard gil;
    const py::object m = casters_module();
    const py::object instance = m.attr("Known")();
    CHECK(py::isinstance(m.attr("same")(instance), m.attr("Known")));
    CHECK_THROWS_AS(m.attr("same")(py::eval("{'n': 1}")), py::type_error);
    CHECK(m.attr("turn")(m.attr("Tide").attr("ebb")) == m.attr("Tide").attr("flow"));
    CHECK(m.attr("Tide").attr("ebb").cast<tide>() == tide::ebb);
}

TEST_CASE("an enum with a table is an argument and a result of functions of pybind11")
{
    const py::gil_guard gil;
    const py::object m = casters_module();
    CHECK(m.attr("opposite")(py::eval("atlas.Wind.NORTH")).is(py::eval("atlas.Wind.SOUTH")));
    CHECK(m.attr("winds")(py::eval("atlas.Wind.SOUTH")) == py::eval("[atlas.Wind.SOUTH] * 2"));
    CHECK(py::len(m.attr("winds")(py::none{})) == 0);
    CHECK_THROWS_AS(m.attr("opposite")(1), py::type_error);
    CHECK_THROWS_AS(m.attr("bad")(), py::value_error);
}

TEST_CASE("pyhost's own types are arguments and results of functions of pybind11")
{
    const py::gil_guard gil;
    const py::object m = casters_module();
    for (const char* round :
         {"add(decimal.Decimal('1.50')) == (decimal.Decimal('1.50'), 7)", "echo_int(2**100) == 2**100",
          "echo_uuid(uuid.UUID(int=5)) == uuid.UUID(int=5)", "echo_timedelta(datetime.timedelta.max) == datetime.timedelta.max",
          "echo_fraction(fractions.Fraction(1, 3)) == fractions.Fraction(1, 3)", "call(lambda n: n * 2) == 41"}) {
        INFO(round);
        CHECK(py::eval(std::string{"__import__('casters_of_pybind11')."} + round).cast<bool>());
    }
    CHECK(m.attr("echo_fraction").attr("__doc__").cast<std::string>().find("fractions.Fraction") != std::string::npos);
    CHECK_THROWS_AS(m.attr("echo_int")("7"), py::type_error);
}

TEST_CASE("a converter of one's own serves pybind11 by one line")
{
    const py::gil_guard gil;
    const py::object m = casters_module();
    CHECK(m.attr("double")(py::to_python(money{21})).attr("cents").cast<long>() == 42);
    CHECK(m.attr("total")(std::vector<money>{{1}, {2}}).attr("cents").cast<long>() == 3);
}

TEST_CASE("a value that does not fit makes pybind11 try the next overload, and leaves no error behind")
{
    const py::gil_guard gil;
    const py::object kind = casters_module().attr("kind");
    CHECK(kind("text").cast<std::string>() == "str");
    CHECK(kind(3).cast<std::string>() == "int");
    CHECK(kind(py::eval("decimal.Decimal(3)")).cast<std::string>() == "decimal");
    CHECK(kind(money{1}).cast<std::string>() == "money");
    CHECK_THROWS_AS(kind(py::eval("types.SimpleNamespace(cents=-1)")), py::type_error);
    CHECK(PyErr_Occurred() == nullptr);
}

TEST_CASE("what the object's own code raises ends the call of a function of pybind11")
{
    const py::gil_guard gil;
    const py::object m = casters_module();
    py::exec("class Broken:\n    @property\n    def x(self):\n        raise LookupError('broken')\n    y = 1\n    cents = x\n");
    CHECK_THROWS_AS(m.attr("turned")(py::eval("Broken()")), py::lookup_error);
    CHECK_THROWS_AS(m.attr("kind")(py::eval("Broken()")), py::lookup_error);
    CHECK_THROWS_AS(m.attr("sum")(py::eval("[Broken()]")), py::lookup_error);
    py::exec("del Broken\n");
    CHECK(PyErr_Occurred() == nullptr);
}

TEST_CASE("a record that only moves is an argument and a result by value")
{
    const py::gil_guard gil;
    const py::object m = casters_module();
    CHECK(m.attr("weight")(py::eval("{'weight': 7}")).cast<int>() == 7);
    CHECK(m.attr("crated")(8) == py::eval("{'weight': 8}"));
    CHECK(*py::to_pybind11(py::eval("{'weight': 9}")).cast<crate>().weight == 9);
}

TEST_CASE("a record that pybind11 registers is taken by reference and by value, and stays Python's")
{
    const py::gil_guard gil;
    const py::object m = casters_module();
    const py::object instance = m.attr("Known")();
    CHECK(m.attr("grown")(instance).is(instance));
    CHECK(m.attr("raised")(instance).cast<int>() == 3);
    CHECK(instance.attr("n").cast<int>() == 2);
    instance.cast<std::reference_wrapper<known>>().get().n = 5;
    CHECK(instance.attr("n").cast<int>() == 5);
}

TEST_CASE("what a function of pybind11 returns by a new pointer is given to Python")
{
    const py::gil_guard gil;
    const int before = tally::alive;
    CHECK(casters_module().attr("new_tally")() == py::eval("{'n': 0}"));
    CHECK(tally::alive == before);
}

TEST_CASE("an override that returns what does not fit throws, and gives no value of an earlier call")
{
    const py::gil_guard gil;
    static_cast<void>(casters_module());
    py::exec("import casters_of_pybind11\n"
             "class Once(casters_of_pybind11.Source):\n"
             "    price = lambda self: prices.pop()\n"
             "    place = lambda self: places.pop()\n"
             "prices = [1, types.SimpleNamespace(cents=5)]\nplaces = ['here', {'x': 1, 'y': 2}]\n");
    const py::object made = py::eval("Once()");
    const auto* const once = made.cast<const source*>();
    CHECK(once->price().cents == 5);
    CHECK_THROWS_AS(once->price(), pybind11::cast_error);
    CHECK(once->place().y == 2);
    CHECK_THROWS_AS(once->place(), pybind11::cast_error);
    py::exec("del Once, prices, places\n");
}

TEST_CASE("a caster that leaves an exception raised spoils no other alternative")
{
    const py::gil_guard gil;
    const auto either = py::eval("(1, 2)").cast<std::variant<careless, std::vector<int>>>();
    CHECK(either.index() == 1);
    CHECK(PyErr_Occurred() == nullptr);
    CHECK(py::try_cast<careless>(py::to_python("text")).error().message() == "expected careless, got str 'text'");
}

TEST_CASE("what the search for the class of an argument raises ends the call")
{
    const py::gil_guard gil;
    const py::object felt = casters_module().attr("felt");
    py::exec("class Sour(types.ModuleType):\n    def __getattr__(self, name):\n        raise LookupError('sour')\n"
             "sys.modules['sour'] = Sour('sour')\n");
    CHECK_THROWS_AS(felt(py::eval("sys.modules['sour']")), py::lookup_error);
    CHECK(PyErr_Occurred() == nullptr);
    py::exec("del sys.modules['sour'], Sour\n");
}
