// SPDX-License-Identifier: MIT
#include <pyhost/expose.hpp>
#include <pyhost/pyhost.hpp>
#include <pyhost/warnings.hpp>

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

namespace py = pyhost;

TEST_CASE("a warning of C++ is shown by Python, from the line that called")
{
    const py::gil_guard gil;
    const py::object warned = py::expose([]() PYHOST_NEEDS_GIL { py::warn<py::deprecation_warning>("use the \xe2\x82\xac other"); });
    py::exec("def outer(f):\n    f()\n");
    const py::captured_warnings captured;
    py::eval("outer")(warned);
    py::warn("100% plain");
    const std::vector<py::warning_record> records = captured.records();
    REQUIRE(records.size() == 2);
    CHECK(records[0].category == "DeprecationWarning");
    CHECK(records[0].message == "use the \xe2\x82\xac other");
    CHECK(records[0].file == "<string>");
    CHECK(records[0].line == 2);
    CHECK(records[1].category == "UserWarning");
    CHECK(records[1].message == "100% plain");
}

TEST_CASE("a warning that the filters raise is thrown as the class that it is")
{
    const py::gil_guard gil;
    const py::captured_warnings captured;  // puts the filters back
    py::exec("import warnings\nwarnings.simplefilter('error')");
    CHECK_THROWS_AS(py::warn<py::resource_warning>("left open"), py::resource_warning);
    CHECK_THROWS_AS(py::warn("plain"), py::user_warning);
    CHECK(captured.records().empty());
}

TEST_CASE("a class of Python is a warning too, and what is none is refused")
{
    const py::gil_guard gil;
    py::exec("class OwnWarning(FutureWarning): pass");
    const py::captured_warnings captured;
    py::warn(py::cast<py::type>(py::eval("OwnWarning")), "own");
    CHECK(captured.records().at(0).category == "OwnWarning");
    CHECK_THROWS_AS(py::warn(py::cast<py::type>(py::eval("int")), "no warning"), py::type_error);
}

TEST_CASE("the filters are as before after captured_warnings")
{
    const py::gil_guard gil;
    const std::string before = py::repr(py::import_module("warnings").attr("filters"));
    {
        const py::captured_warnings captured;
        CHECK(py::repr(py::import_module("warnings").attr("filters")) != before);
    }
    CHECK(py::repr(py::import_module("warnings").attr("filters")) == before);
}
