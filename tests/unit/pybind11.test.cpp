// SPDX-License-Identifier: MIT
#include <pyhost/all.hpp>
#include <pyhost/pybind11.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <memory>
#include <pybind11/embed.h>
#include <ranges>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace py = pyhost;
using namespace py::literals;

namespace {

struct counter {
    int count = 0;
    void add(int n) { count += n; }
};

struct unregistered {
    int value = 0;
};

/// Ranges: one that pybind11 knows, and one that it does not.
struct reel {
    std::vector<int> frames;
    [[nodiscard]] auto begin() const { return frames.begin(); }
    [[nodiscard]] auto end() const { return frames.end(); }
};
struct film : reel {};

/// A class whose objects do not copy.
struct vault {
    vault() = default;
    vault(const vault&) = delete;
    vault& operator=(const vault&) = delete;
    int coins = 3;
};

/// A class whose objects pybind11 owns alone.
struct ticket {
    int number = 0;
};

}  // namespace

struct meters {
    double value = 0;
};

namespace pybind11::detail {

/// A user's own caster.
template <>
struct type_caster<meters> {
    PYBIND11_TYPE_CASTER(meters, const_name("meters"));
    bool load(handle from, bool)
    {
        value.value = PyFloat_AsDouble(from.ptr());
        if (PyErr_Occurred() == nullptr) return true;
        PyErr_Clear();
        return false;
    }
    static handle cast(const meters& m, return_value_policy, handle) { return PyFloat_FromDouble(m.value); }
};

}  // namespace pybind11::detail

PYBIND11_EMBEDDED_MODULE(embedded_by_pybind11, m, pybind11::mod_gil_not_used())
{
    pybind11::class_<counter, std::shared_ptr<counter>>(m, "Counter")
        .def(pybind11::init<>())
        .def("add", &counter::add, "n"_a = 1)
        .def_readwrite("count", &counter::count);
    pybind11::class_<vault, std::shared_ptr<vault>>(m, "Vault").def(pybind11::init<>()).def_readwrite("coins", &vault::coins);
    pybind11::class_<ticket>(m, "Ticket").def(pybind11::init<>()).def_readwrite("number", &ticket::number);
    pybind11::class_<reel>(m, "Reel").def("__len__", [](const reel& r) { return r.frames.size(); });
    m.def("scale", [](double x, double by) { return x * by; }, "x"_a, "by"_a = 2.0);
    m.def("same", [](const py::object& o) PYHOST_NEEDS_GIL { return o; });
    m.def("size", [](const py::list& l) { return l.size(); });
}

TEST_CASE("a module of pybind11 with a class runs under pyhost's interpreter")
{
    const py::gil_guard gil;
    const py::object module = py::import_module("embedded_by_pybind11");
    const py::object made = module.attr("Counter")();
    made.attr("add")(2);
    made.attr("add")("n"_a = 40);
    made.attr("add")();
    CHECK(made.attr("count").cast<int>() == 43);
}

TEST_CASE("an object passes to pybind11 and back as the same object, at no cost for a temporary")
{
    const py::gil_guard gil;
    py::object list = py::list::of(1, 2);
    PyObject* const pointer = list.ptr();
    const Py_ssize_t before = Py_REFCNT(pointer);

    pybind11::object theirs = py::to_pybind11(std::move(list));
    CHECK(theirs.ptr() == pointer);
    CHECK(Py_REFCNT(pointer) == before);

    const py::object ours = py::from_pybind11(std::move(theirs));
    CHECK(ours.ptr() == pointer);
    CHECK(Py_REFCNT(pointer) == before);

    const pybind11::object shared = py::to_pybind11(ours);
    CHECK(Py_REFCNT(pointer) == before + 1);
    const py::object again = py::from_pybind11(shared);
    CHECK(Py_REFCNT(pointer) == before + 2);
}

TEST_CASE("pybind11's objects are arguments and results of pyhost's functions")
{
    const py::function<pybind11::object(pybind11::list)> reversed{"builtins", "reversed"};
    const py::function<pybind11::dict(pybind11::list)> as_dict{"builtins", "dict"};
    const py::function<int(pybind11::handle)> length{"builtins", "len"};
    const py::gil_guard gil;
    pybind11::list three;
    three.append(1);
    three.append(2);
    three.append(3);
    CHECK(pybind11::list(reversed(three))[0].cast<int>() == 3);
    CHECK(length(three) == 3);
    CHECK(as_dict(pybind11::list{}).empty());
    CHECK(py::eval("len")(three).cast<int>() == 3);
    CHECK_THROWS_AS(py::eval("1").cast<pybind11::list>(), py::type_error);
    CHECK_THROWS_AS(length(pybind11::handle{}), py::value_error);
}

TEST_CASE("pyhost's objects are arguments and results of pybind11's functions")
{
    const py::gil_guard gil;
    const pybind11::object module = pybind11::module_::import("embedded_by_pybind11");
    const py::object list = py::list::of(1, 2, 3);
    CHECK(module.attr("size")(list).cast<int>() == 3);
    CHECK(module.attr("same")(list).cast<py::object>().is(list));
    CHECK(module.attr("same")(list).ptr() == list.ptr());
    CHECK_THROWS_AS(module.attr("size")(py::none{}), pybind11::error_already_set);
}

TEST_CASE("a class that pybind11 registered converts by value, by pointer and by shared_ptr")
{
    const py::gil_guard gil;
    const py::object module = py::import_module("embedded_by_pybind11");
    const py::object made = module.attr("Counter")();
    made.attr("count") = 7;

    CHECK(made.cast<counter>().count == 7);
    made.cast<counter*>()->count = 8;
    CHECK(made.attr("count").cast<int>() == 8);
    const auto shared = made.cast<std::shared_ptr<counter>>();
    shared->count = 9;
    CHECK(made.attr("count").cast<int>() == 9);
    const py::object nothing = py::none{};
    CHECK(nothing.cast<counter*>() == nullptr);

    const py::object copied = py::to_python(counter{5});
    CHECK(copied.attr("count").cast<int>() == 5);
    CHECK(py::to_python(shared).is(made));
    CHECK(py::cast<std::vector<counter>>(py::list::of(counter{1}, counter{2}))[1].count == 2);
}

TEST_CASE("a shared_ptr to a class whose objects do not copy shares the object")
{
    const py::gil_guard gil;
    const py::object made = py::import_module("embedded_by_pybind11").attr("Vault")();
    const auto shared = made.cast<std::shared_ptr<vault>>();
    shared->coins += 1;
    CHECK(made.attr("coins").cast<int>() == 4);
    CHECK(py::to_python(shared).is(made));
    CHECK(py::to_python(std::shared_ptr<vault>{}).is_none());
    CHECK(py::none{}.cast<std::shared_ptr<vault>>() == nullptr);
}

TEST_CASE("a shared_ptr to a class that pybind11 owns alone, or casts by a user's caster, has a copy")
{
    const py::gil_guard gil;
    const py::object made = py::import_module("embedded_by_pybind11").attr("Ticket")();
    made.attr("number") = 5;
    const auto shared = made.cast<std::shared_ptr<ticket>>();
    shared->number += 1;
    CHECK(made.attr("number").cast<int>() == 5);
    CHECK(py::to_python(shared).attr("number").cast<int>() == 6);
    CHECK(made.cast<std::shared_ptr<const ticket>>()->number == 5);
    CHECK(py::eval("2.5").cast<std::shared_ptr<meters>>()->value == 2.5);
    CHECK(py::to_python(std::make_shared<film>(film{{{1, 2}}})).cast<std::vector<int>>() == std::vector{1, 2});
}

TEST_CASE("a range that pybind11 registered is an instance of its class; others are lists")
{
    const py::gil_guard gil;
    const py::object module = py::import_module("embedded_by_pybind11");
    const py::object known = py::to_python(reel{{1, 2}});
    CHECK(py::isinstance(known, module.attr("Reel")));
    CHECK(py::len(known) == 2);
    CHECK(py::repr(py::to_python(film{{{1, 2}}})) == "[1, 2]");
    CHECK(py::repr(py::to_python(std::views::iota(0, 2))) == "[0, 1]");
    CHECK(py::repr(py::to_python(pybind11::make_tuple(1, 2))) == "(1, 2)");
}

TEST_CASE("a typed function and a callable take and give a class that pybind11 registered")
{
    const py::gil_guard gil;
    py::exec("import embedded_by_pybind11\ndef twice(c):\n    c.add(c.count)\n    return c\n");
    const py::function<counter(counter)> twice{"__main__", "twice"};
    CHECK(twice(counter{21}).count == 42);
    const py::object next = py::expose([](const counter& c) { return counter{c.count + 1}; });
    CHECK(next(counter{1}).attr("count").cast<int>() == 2);
}

TEST_CASE("a user's pybind11 caster converts in pyhost")
{
    const py::gil_guard gil;
    CHECK(py::eval("2.5").cast<meters>().value == 2.5);
    CHECK(py::to_python(meters{1.5}).cast<double>() == 1.5);
}

TEST_CASE("a value that does not fit a pybind11 class says what was expected and what came")
{
    const py::gil_guard gil;
    const py::object module = py::import_module("embedded_by_pybind11");
    const py::result<counter> wrong = py::try_cast<counter>(py::to_python("abc"));
    REQUIRE_FALSE(wrong.has_value());
    CHECK(wrong.error().type_name() == "TypeError");
    CHECK(wrong.error().message() == "expected (anonymous namespace)::counter, got str 'abc'");
    CHECK_FALSE(py::try_cast<counter>(py::none{}).has_value());
    CHECK_FALSE(py::try_cast<unregistered>(py::to_python(1)).has_value());
    CHECK_THROWS_AS(py::to_python(unregistered{}), py::type_error);
    CHECK(PyErr_Occurred() == nullptr);
}

TEST_CASE("the guards of both nest in any order on any thread")
{
    const auto outer_pybind11 = [] {
        const pybind11::gil_scoped_acquire gil;
        CHECK(py::is_attached());
        {
            const py::gil_guard nested;
            CHECK(py::is_attached());
            const pybind11::gil_scoped_release nogil;
            CHECK_FALSE(py::is_attached());
            const py::gil_guard inside;
            CHECK(py::is_attached());
        }
        CHECK(py::is_attached());
        {
            const py::gil_release nogil;
            CHECK_FALSE(py::is_attached());
            const pybind11::gil_scoped_acquire inside;
            CHECK(py::is_attached());
        }
        CHECK(py::is_attached());
        {
            const py::gil_release nogil;
            const py::gil_guard inside;
            CHECK(py::eval("1 + 1").cast<int>() == 2);
        }
        CHECK(py::is_attached());
    };
    const auto outer_pyhost = [] {
        const py::gil_guard gil;
        {
            const pybind11::gil_scoped_acquire nested;
            CHECK(py::is_attached());
            const pybind11::gil_scoped_release nogil;
            CHECK_FALSE(py::is_attached());
            const pybind11::gil_scoped_acquire inside;
            const py::gil_guard innermost;
            CHECK(py::is_attached());
        }
        CHECK(py::is_attached());
        {
            const py::gil_release nogil;
            const pybind11::gil_scoped_acquire inside;
            CHECK(py::is_attached());
        }
        CHECK(py::is_attached());
    };
    for (int round = 0; round < 3; ++round) {
        outer_pybind11();
        CHECK_FALSE(py::is_attached());
        outer_pyhost();
        CHECK_FALSE(py::is_attached());
    }
    std::thread{outer_pybind11}.join();
    std::thread{outer_pyhost}.join();
    std::thread{[&] {
        outer_pyhost();
        outer_pybind11();
        outer_pyhost();
    }}.join();
    std::thread{[&] {
        outer_pybind11();
        outer_pyhost();
        outer_pybind11();
    }}.join();
    CHECK_FALSE(py::is_attached());
}

TEST_CASE("pyhost's keywords become pybind11's")
{
    const py::gil_guard gil;
    const pybind11::arg name = "n"_a;
    CHECK(std::string{name.name} == "n");
    const pybind11::arg_v valued = ("n"_a = 4);
    CHECK(std::string{valued.name} == "n");
    CHECK(valued.value.cast<int>() == 4);
}

TEST_CASE("keywords work in calls with the literals of both libraries in sight")
{
    using namespace pybind11::literals;
    const py::gil_guard gil;
    const py::object module = py::import_module("embedded_by_pybind11");
    CHECK(module.attr("scale")(3.0).cast<double>() == 6);
    CHECK(module.attr("scale")("x"_a = 3.0, "by"_a = 0.5).cast<double>() == 1.5);
    CHECK(module.attr("scale")(3.0, pybind11::arg("by") = 0.5).cast<double>() == 1.5);
    CHECK_THROWS_AS(module.attr("scale")(3.0, pybind11::arg("by") = 1, pybind11::arg("by") = 2), py::type_error);
    CHECK_THROWS_AS(module.attr("scale")(3.0, pybind11::arg("by") = unregistered{}), py::type_error);
}
