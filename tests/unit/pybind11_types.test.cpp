// SPDX-License-Identifier: MIT
// Types that pybind11 converts, in pyhost: enums, what does not copy, references, unions, what implicit conversions make, in containers.
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
#include <pybind11/stl_bind.h>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace py = pyhost;

namespace {

enum class colour { red, green };
enum class level : signed char { low = -1, high = 1 };
enum class unknown { one };

struct animal {
    explicit animal(std::string text) : name{std::move(text)} {}
    std::string name;
};
struct dog : animal {
    using animal::animal;
};

/// Moves and does not copy.
struct parcel {
    explicit parcel(int grams) : weight{std::make_unique<int>(grams)} {}
    std::unique_ptr<int> weight;
};

/// Does neither.
struct statue {
    statue() = default;
    statue(const statue&) = delete;
    statue& operator=(const statue&) = delete;
    int height = 2;
};

/// Virtual functions, what C++ and Python derive, and a class whose virtual functions only C++ has.
struct rate {
    rate() = default;
    rate(const rate&) = default;
    rate(rate&&) = default;
    rate& operator=(const rate&) = default;
    rate& operator=(rate&&) = default;
    virtual ~rate() = default;
    virtual double of(double amount) const { return amount; }
    int number = 1;
};
struct python_rate : rate {
    using rate::rate;
    double of(double amount) const override { PYBIND11_OVERRIDE(double, rate, of, amount); }
};
struct wide_rate : rate {
    double of(double amount) const override { return amount * numbers[15]; }
    double numbers[16] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3};
};

union word {
    int number = 7;
    float real;
};

}  // namespace

/// What a caster of its own moves out.
struct secret {
    std::unique_ptr<std::string> text;
};

/// An enum with a caster of its own, as its user says by type_caster_enum_type_enabled.
enum class side { left, right };

namespace pybind11::detail {

template <>
struct type_caster<secret> {
    PYBIND11_TYPE_CASTER(secret, const_name("secret"));
    bool load(handle from, bool)
    {
        if (!isinstance<str>(from)) return false;
        value.text = std::make_unique<std::string>(from.cast<std::string>());
        return true;
    }
    static handle cast(secret&& s, return_value_policy, handle) { return str(*s.text).release(); }
};

template <>
struct type_caster_enum_type_enabled<side> : std::false_type {};
template <>
struct type_caster<side> {
    PYBIND11_TYPE_CASTER(side, const_name("side"));
    bool load(handle from, bool)
    {
        if (!isinstance<str>(from)) return false;
        value = from.cast<std::string>() == "left" ? side::left : side::right;
        return true;
    }
    static handle cast(side s, return_value_policy, handle) { return str(s == side::left ? "left" : "right").release(); }
};

}  // namespace pybind11::detail

PYBIND11_MAKE_OPAQUE(std::vector<float>)

PYBIND11_EMBEDDED_MODULE(types_of_pybind11, m, pybind11::mod_gil_not_used())
{
    pybind11::enum_<colour>(m, "Colour").value("red", colour::red).value("green", colour::green);
    pybind11::native_enum<level>(m, "Level", "enum.IntEnum").value("low", level::low).value("high", level::high).finalize();
    pybind11::class_<animal>(m, "Animal").def(pybind11::init<std::string>()).def_readonly("name", &animal::name);
    pybind11::class_<dog, animal>(m, "Dog").def(pybind11::init<std::string>());
    pybind11::implicitly_convertible<std::string, animal>();
    pybind11::class_<parcel>(m, "Parcel").def(pybind11::init<int>()).def_property_readonly("weight", [](const parcel& p) {
        return *p.weight;
    });
    pybind11::class_<statue>(m, "Statue").def(pybind11::init<>()).def_readwrite("height", &statue::height);
    pybind11::bind_vector<std::vector<float>>(m, "Floats");
    pybind11::class_<rate, python_rate>(m, "Rate").def(pybind11::init<>()).def("of", &rate::of).def_readwrite("number", &rate::number);
    pybind11::class_<wide_rate, rate>(m, "WideRate").def(pybind11::init<>());
    pybind11::implicitly_convertible<std::string, rate>();
    m.def("inside", [](const py::object& f) PYHOST_NEEDS_GIL { return f("Rex"); });
    pybind11::class_<word>(m, "Word").def(pybind11::init<>()).def_readwrite("number", &word::number);
}

namespace {

py::object types_module() PYHOST_NEEDS_GIL { return py::import_module("types_of_pybind11"); }

}  // namespace

TEST_CASE("an enum of pybind11 converts both ways, alone and in containers, old and native ones")
{
    const py::gil_guard gil;
    const py::object module = types_module();
    const py::object green = module.attr("Colour").attr("green");
    CHECK(green.cast<colour>() == colour::green);
    CHECK(py::to_python(colour::green) == green);
    CHECK(py::to_python(level::low).is(module.attr("Level").attr("low")));
    CHECK(module.attr("Level").attr("high").cast<level>() == level::high);

    CHECK(py::none{}.cast<std::optional<colour>>() == std::nullopt);
    CHECK(green.cast<std::optional<colour>>() == colour::green);
    const py::object by_name = py::to_python(std::map<std::string, level>{{"a", level::low}});
    CHECK(by_name["a"].is(module.attr("Level").attr("low")));
    CHECK(by_name.cast<std::map<std::string, level>>().at("a") == level::low);
    CHECK((py::to_python(level::high).cast<std::variant<int, level>>() == std::variant<int, level>{level::high}));
}

TEST_CASE("an enum is an argument and a result of typed functions, exposed callables and modules")
{
    const py::gil_guard gil;
    const py::object module = types_module();
    py::exec("def other(level):\n    return type(level)(-level)\n");
    const py::function<level(level)> other{"__main__", "other"};
    CHECK(other(level::low) == level::high);
    const py::object exposed = py::expose([](std::vector<colour> all) { return all.back(); });
    CHECK(exposed(py::list::of(colour::red, colour::green)) == module.attr("Colour").attr("green"));
    py::module_def host{"host_of_colours"};
    host.def("other", [](colour c) { return c == colour::red ? colour::green : colour::red; });
    const py::detail::module_registration registration = host;
    const py::object made = py::object::steal(py::detail::checked(registration.create(registration.definition.get())));
    CHECK(made.attr("other")(colour::red) == module.attr("Colour").attr("green"));
}

TEST_CASE("a value that is no member of the enum is refused with its name, and so is an enum that pybind11 does not know")
{
    const py::gil_guard gil;
    static_cast<void>(types_module());
    const auto wrong = py::try_cast<std::vector<colour>>(py::list::of(colour::red, 1));
    REQUIRE_FALSE(wrong.has_value());
    CHECK(wrong.error().message() == "expected (anonymous namespace)::colour, got int 1 at [1]");
    CHECK(py::try_cast<level>(py::to_python(1)).error().message() == "expected (anonymous namespace)::level, got int 1");
    CHECK(py::try_cast<colour>(py::none{}).error().message() == "expected (anonymous namespace)::colour, got None");
    CHECK_FALSE(py::try_cast<unknown>(py::to_python(0)).has_value());
    CHECK_THROWS_AS(py::to_python(unknown::one), py::type_error);
    CHECK(PyErr_Occurred() == nullptr);
}

TEST_CASE("users' casters convert enums, and types that only move")
{
    const py::gil_guard gil;
    CHECK(py::to_python("left").cast<side>() == side::left);
    CHECK(py::to_python(side::right).cast<std::string>() == "right");
    CHECK(*py::to_python("hush").cast<secret>().text == "hush");
    CHECK(py::to_python(secret{std::make_unique<std::string>("hush")}).cast<std::string>() == "hush");
    const py::object swap = py::expose([](secret s) { return secret{std::make_unique<std::string>(*s.text + "!")}; });
    CHECK(swap("hush").cast<std::string>() == "hush!");
    const py::function<secret(secret)> upper{"builtins", "str"};
    CHECK(*upper(secret{std::make_unique<std::string>("a")}).text == "a");
}

TEST_CASE("an object of a class that only moves is given to Python by functions both ways")
{
    const py::gil_guard gil;
    static_cast<void>(types_module());
    CHECK(py::to_python(parcel{3}).attr("weight").cast<int>() == 3);
    CHECK(py::to_python(std::optional{parcel{3}}).attr("weight").cast<int>() == 3);
    CHECK(py::to_python(std::optional<parcel>{}).is_none());
    const py::object make = py::expose([](int weight) { return parcel{weight}; });
    CHECK(make(4).attr("weight").cast<int>() == 4);
    py::exec("def weight(parcel):\n    return parcel.weight\n");
    const py::function<int(parcel)> weight{"__main__", "weight"};
    CHECK(weight(parcel{5}) == 5);
    CHECK(weight.try_call(parcel{6}).value() == 6);
}

TEST_CASE("an object that neither copies nor moves is seen by pointer and by reference")
{
    const py::gil_guard gil;
    const py::object made = types_module().attr("Statue")();
    made.cast<std::reference_wrapper<statue>>().get().height = 3;
    CHECK(made.attr("height").cast<int>() == 3);
    const statue* const seen = made.cast<const statue*>();
    CHECK(seen->height == 3);
    CHECK(py::to_python(seen).is(made));
    CHECK(py::to_python(std::cref(*seen)).is(made));
    const py::object grow =
        py::expose([](std::reference_wrapper<statue> s, const statue* other) { return s.get().height += other->height; });
    CHECK(grow(made, made).cast<int>() == 6);
    const py::object same = py::expose([](statue* s) { return s; });
    CHECK(same(made).is(made));
    CHECK(same(py::none{}).is_none());
    CHECK_THROWS_AS(grow(py::none{}, made), py::type_error);
}

TEST_CASE("a parameter that is a reference is the object of Python itself")
{
    const py::gil_guard gil;
    const py::object module = types_module();
    const py::object made = module.attr("Statue")();
    const py::object grow = py::expose([](statue& s, int by) { s.height += by; });
    grow(made, 5);
    CHECK(made.attr("height").cast<int>() == 7);
    CHECK(py::expose([](const statue& s) { return s.height; })(made).cast<int>() == 7);
    CHECK_THROWS_AS(grow(py::none{}, 1), py::type_error);
    CHECK_THROWS_AS(grow("statue", 1), py::type_error);

    const py::object word_seven = module.attr("Word")();
    py::expose([](word& w) { w.number = 8; })(word_seven);
    CHECK(word_seven.attr("number").cast<int>() == 8);
    CHECK(py::expose([](word w) { return ++w.number; })(word_seven).cast<int>() == 9);
    CHECK(word_seven.attr("number").cast<int>() == 8);
    CHECK(py::expose([](const animal& a) { return a.name; })("Rex").cast<std::string>() == "Rex");

    py::module_def host{"host_of_statues"};
    host.def("taller", [](statue& s) { return ++s.height; });
    host.def("taller", [](const std::string& s) { return s + "!"; });
    const py::detail::module_registration registration = host;
    const py::object taller = py::object::steal(py::detail::checked(registration.create(registration.definition.get()))).attr("taller");
    CHECK(taller(made).cast<int>() == 8);
    CHECK(taller("Rex").cast<std::string>() == "Rex!");
}

TEST_CASE("a union, and what an implicit conversion of pybind11 makes, convert by value")
{
    const py::gil_guard gil;
    const py::object module = types_module();
    CHECK(module.attr("Word")().cast<word>().number == 7);
    CHECK(py::to_python("Rex").cast<animal>().name == "Rex");
    CHECK(py::cast<std::vector<animal>>(py::list::of("Rex", dog{"Fido"})).at(1).name == "Fido");
    CHECK_FALSE(py::try_cast<animal*>(py::to_python("Rex")).has_value());
}

TEST_CASE("a const reference to a class with virtual functions is the object itself, with what Python overrides")
{
    const py::gil_guard gil;
    static_cast<void>(types_module());
    py::exec("import types_of_pybind11\nclass Half(types_of_pybind11.Rate):\n    def of(self, amount):\n        return amount / 2\n");
    const py::object half = py::eval("Half()");
    const py::object of_80 = py::expose([](const rate& r) { return r.of(80); });
    CHECK(of_80(half).cast<double>() == 40);
    CHECK(of_80(wide_rate{}).cast<double>() == 240);
    CHECK(of_80(rate{}).cast<double>() == 80);
    py::exec("del Half\n");
}

TEST_CASE("a copy that would lose a part of an object is refused both ways")
{
    const py::gil_guard gil;
    const py::object module = types_module();
    const py::object wide = module.attr("WideRate")();
    CHECK(py::try_cast<rate>(wide).error().message() ==
          "expected (anonymous namespace)::rate (by pointer, reference or shared_ptr: a copy would lose what its class adds), got "
          "types_of_pybind11.WideRate");
    CHECK_FALSE(py::try_cast<std::unique_ptr<rate>>(wide).has_value());
    CHECK(wide.cast<wide_rate>().of(1) == 3);
    CHECK(module.attr("Rate")().cast<rate>().of(1) == 1);

    const std::unique_ptr<rate> owner = std::make_unique<wide_rate>();
    const py::object same = py::eval("lambda o: o");
    CHECK_THROWS_AS(same(*owner), py::type_error);
    CHECK_THROWS_AS(py::to_python(std::move(*owner)), py::type_error);
    CHECK_THROWS_AS(py::expose([&]() -> const rate& { return *owner; })(), py::type_error);
    std::vector<std::unique_ptr<rate>> owners;
    owners.push_back(std::make_unique<wide_rate>());
    CHECK_THROWS_AS(py::to_python(owners), py::type_error);
    CHECK_THROWS_AS(py::to_python(std::shared_ptr<rate>{std::make_shared<wide_rate>()}), py::type_error);
    CHECK(same(static_cast<const wide_rate&>(*owner)).cast<wide_rate>().of(1) == 3);
}

TEST_CASE("an lvalue is copied to Python also where Python knows its address")
{
    const py::gil_guard gil;
    const py::object known = types_module().attr("Rate")();
    rate& value = known.cast<std::reference_wrapper<rate>>();
    const py::object copied = py::to_python(value);
    CHECK_FALSE(copied.is(known));
    value.number = 5;
    CHECK(copied.attr("number").cast<int>() == 1);
}

TEST_CASE("a pointer or reference is never to what an implicit conversion makes, inside a function of pybind11 too")
{
    const py::gil_guard gil;
    const py::object module = types_module();
    const auto points = py::expose([](const py::object& o) PYHOST_NEEDS_GIL {
        return py::try_cast<animal*>(o).has_value() || py::try_cast<std::reference_wrapper<animal>>(o).has_value();
    });
    CHECK_FALSE(module.attr("inside")(points).cast<bool>());
    const auto names = py::expose([](const animal& a) { return a.name; });
    CHECK(module.attr("inside")(names).cast<std::string>() == "Rex");
}

TEST_CASE("an object whose __init__ has not run is refused")
{
    const py::gil_guard gil;
    const py::object half = py::eval("lambda t: t.__new__(t)")(types_module().attr("Rate"));
    const auto seen = py::try_cast<rate*>(half);
    REQUIRE_FALSE(seen.has_value());
    CHECK(seen.error().message() == "expected (anonymous namespace)::rate, got types_of_pybind11.Rate, whose __init__ has not run");
    CHECK_FALSE(py::try_cast<rate>(half).has_value());
}

TEST_CASE("a container that pybind11 keeps as an object of its own is seen by pointer and by reference")
{
    const py::gil_guard gil;
    const py::object floats = types_module().attr("Floats")(py::list::of(1.5, 2.5));
    floats.cast<std::vector<float>*>()->push_back(3.5F);
    CHECK(floats.cast<std::reference_wrapper<std::vector<float>>>().get().size() == 3);
    CHECK(py::len(floats) == 3);
    CHECK(py::to_python(floats.cast<std::vector<float>*>()).is(floats));
}

TEST_CASE("a variant takes an object as the class that it is of, wherever that stands")
{
    const py::gil_guard gil;
    const py::object fido = types_module().attr("Dog")("Fido");
    CHECK(std::holds_alternative<dog>(fido.cast<std::variant<animal, dog>>()));
    CHECK(std::holds_alternative<animal>(py::to_python(animal{"Rex"}).cast<std::variant<std::string, dog, animal>>()));
    CHECK(std::holds_alternative<std::string>(py::to_python("Rex").cast<std::variant<animal, std::string>>()));
    CHECK(std::holds_alternative<colour>(py::to_python(colour::red).cast<std::variant<int, colour>>()));
}
