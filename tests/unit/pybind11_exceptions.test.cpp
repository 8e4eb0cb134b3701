// SPDX-License-Identifier: MIT
// Exceptions that cross pybind11 and pyhost, both ways.
#include <pyhost/all.hpp>
#include <pyhost/pybind11.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <pybind11/embed.h>
#include <stdexcept>
#include <string>

namespace py = pyhost;

namespace {

/// Mapped by pyhost to exceptions_of_pybind11.Rejected.
struct rejected : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Registered by pybind11 as exceptions_of_pybind11.Empty; in C++ it is one that pyhost has a rule for.
struct empty : std::out_of_range {
    using std::out_of_range::out_of_range;
};

/// Known to a translator of pybind11, and no std::exception.
struct stop_code {
    int number = 0;
};

}  // namespace

PYBIND11_EMBEDDED_MODULE(exceptions_of_pybind11, m, pybind11::mod_gil_not_used())
{
    pybind11::register_exception<empty>(m, "Empty", PyExc_LookupError);
    pybind11::register_exception_translator([](std::exception_ptr thrown) {
        try {
            if (thrown) std::rethrow_exception(thrown);
        } catch (const stop_code& stop) {
            pybind11::set_error(PyExc_SystemExit, pybind11::int_(stop.number));
        }
    });
    m.attr("Rejected") =
        pybind11::reinterpret_steal<pybind11::object>(PyErr_NewException("exceptions_of_pybind11.Rejected", nullptr, nullptr));
    m.def("throw_pyhost", [] { throw py::key_error{"from pyhost"}; });
    m.def("call_failing", [] { py::function<int(std::string)>{"builtins", "int"}("abc"); });
    m.def("throw_std", [] { throw std::out_of_range{"from std"}; });
    m.def("reject", [] { throw rejected{"no"}; });
    m.def("reject_nested", [] {
        try {
            throw rejected{"inner"};
        } catch (...) {
            std::throw_with_nested(std::invalid_argument{"outer"});
        }
    });
    m.def("nest", [](bool is_builtin) {
        try {
            throw rejected{"inner"};
        } catch (...) {
            if (is_builtin) std::throw_with_nested(pybind11::value_error{"outer"});
            std::throw_with_nested(py::value_error{"outer"});
        }
    });
    m.def("catch_rejected", [](const py::object& callable) PYHOST_NEEDS_GIL -> std::string {
        try {
            callable();
        } catch (const rejected& e) {
            return e.what();
        }
        return "nothing";
    });
    m.def("pass", [](const py::object& callable) PYHOST_NEEDS_GIL { callable(); });
}

namespace {

py::object exceptions_module() PYHOST_NEEDS_GIL
{
    py::map_exception<rejected>("exceptions_of_pybind11.Rejected");
    return py::import_module("exceptions_of_pybind11");
}

}  // namespace

TEST_CASE("an exception of pybind11 that leaves a callable of pyhost is the same Python exception with its traceback")
{
    const py::gil_guard gil;
    const py::object failing = py::expose([] { pybind11::exec("def inner():\n    raise KeyError('deep')\ninner()\n"); });
    try {
        failing();
        FAIL("nothing was thrown");
    } catch (const py::key_error& e) {
        CHECK(e.message() == "'deep'");
        REQUIRE_FALSE(e.frames().empty());
        CHECK(e.frames().back().function == "inner");
    }
    CHECK_THROWS_AS(py::expose([] { throw pybind11::index_error("far"); })(), py::index_error);
    CHECK_THROWS_AS(py::expose([] { throw pybind11::stop_iteration(); })(), py::stop_iteration);
    CHECK(PyErr_Occurred() == nullptr);
}

TEST_CASE("an error of pyhost that leaves a function of pybind11 is the same Python exception")
{
    const py::gil_guard gil;
    const py::object module = exceptions_module();
    try {
        module.attr("throw_pyhost")();
        FAIL("nothing was thrown");
    } catch (const py::key_error& e) {
        CHECK(e.message() == "'from pyhost'");
    }
    CHECK_THROWS_AS(module.attr("call_failing")(), py::value_error);
    CHECK_THROWS_AS(module.attr("throw_std")(), py::index_error);
    CHECK(PyErr_Occurred() == nullptr);
}

TEST_CASE("a caught exception of one library becomes the other's and back")
{
    const py::gil_guard gil;
    try {
        pybind11::exec("raise ValueError('made by pybind11')");
        FAIL("nothing was thrown");
    } catch (const pybind11::error_already_set& theirs) {
        const py::error ours = py::from_pybind11(theirs);
        CHECK(ours.message() == "made by pybind11");
        CHECK_FALSE(ours.frames().empty());
        CHECK_THROWS_AS(ours.raise(), py::value_error);
        const pybind11::error_already_set again = py::to_pybind11(ours);
        CHECK(again.matches(PyExc_ValueError));
        CHECK(again.value().is(theirs.value()));
    }
    CHECK(PyErr_Occurred() == nullptr);
}

TEST_CASE("a mapped exception of C++ crosses functions of pybind11 both ways and stays the same object")
{
    const py::gil_guard gil;
    const py::object module = exceptions_module();
    CHECK_THROWS_AS(module.attr("reject")(), rejected);
    CHECK(module.attr("catch_rejected")(module.attr("reject")).cast<std::string>() == "no");
    CHECK(module.attr("catch_rejected")(py::expose([] { throw rejected{"by pyhost"}; })).cast<std::string>() == "by pyhost");
    py::exec("import exceptions_of_pybind11 as e\ndef reject_in_python():\n    raise e.Rejected('by Python')\n");
    CHECK(module.attr("catch_rejected")(py::eval("reject_in_python")).cast<std::string>() == "by Python");
    CHECK_THROWS_AS(module.attr("pass")(py::eval("reject_in_python")), rejected);
    CHECK(PyErr_Occurred() == nullptr);
}

TEST_CASE("what is nested in an exception that leaves a function of pybind11 is its cause")
{
    const py::gil_guard gil;
    try {
        exceptions_module().attr("reject_nested")();
        FAIL("nothing was thrown");
    } catch (const py::value_error& e) {
        CHECK(e.message() == "outer");
        REQUIRE(e.cause().has_value());
        CHECK(e.cause()->type_name() == "exceptions_of_pybind11.Rejected");
        CHECK(e.cause()->message() == "inner");
    }
    const py::object nested = py::expose([] {
        try {
            pybind11::exec("raise KeyError('deep')");
        } catch (...) {
            std::throw_with_nested(std::runtime_error{"outer"});
        }
    });
    try {
        nested();
        FAIL("nothing was thrown");
    } catch (const py::runtime_error& e) {
        REQUIRE(e.cause().has_value());
        CHECK(e.cause()->type_name() == "KeyError");
    }
}

TEST_CASE("a class that pybind11 registered as an exception is that class where it leaves a callable of pyhost")
{
    const py::gil_guard gil;
    static_cast<void>(exceptions_module());
    try {
        py::expose([] { throw empty{"no more"}; })();
        FAIL("nothing was thrown");
    } catch (const py::lookup_error& e) {
        CHECK(e.is("exceptions_of_pybind11.Empty"));
        CHECK(e.message() == "no more");
        CHECK_THROWS_AS(e.rethrow_original(), empty);
    }
    CHECK_THROWS_AS(py::expose([] { throw stop_code{3}; })(), py::system_exit);
    CHECK_THROWS_AS(py::expose([] { throw std::out_of_range{"of std"}; })(), py::index_error);
    CHECK_THROWS_AS(py::expose([] { throw py::key_error{"of pyhost"}; })(), py::key_error);
    CHECK(PyErr_Occurred() == nullptr);
}

TEST_CASE("exceptions of either library that another one is nested in have it as their cause")
{
    const py::gil_guard gil;
    const py::object module = exceptions_module();
    const auto cause_of = [](auto throws) PYHOST_NEEDS_GIL -> std::string {
        try {
            throws();
        } catch (const py::value_error& e) {
            return e.message() + ": " + (e.cause() ? e.cause()->message() : "no cause");
        }
        return "nothing";
    };
    CHECK(cause_of([&]() PYHOST_NEEDS_GIL { module.attr("nest")(false); }) == "outer: inner");
    CHECK(cause_of([&]() PYHOST_NEEDS_GIL { module.attr("nest")(true); }) == "outer: inner");
    const py::object nests = py::expose([] {
        try {
            throw rejected{"inner"};
        } catch (...) {
            std::throw_with_nested(pybind11::value_error{"outer"});
        }
    });
    CHECK(cause_of([&]() PYHOST_NEEDS_GIL { nests(); }) == "outer: inner");
    CHECK_THROWS_AS(py::expose([] { throw pybind11::index_error("far"); })(), py::index_error);
}
