// SPDX-License-Identifier: MIT
#include <pyhost/builtins.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace py = pyhost;

TEST_CASE("len, repr, str and hash are Python's")
{
    const py::gil_guard gil;
    CHECK(py::len(py::list::of(1, 2)) == 2);
    CHECK(py::repr(py::to_python("a'b")) == "\"a'b\"");
    CHECK(py::str(py::to_python(1.5)).text() == "1.5");
    CHECK(py::hash(py::to_python(42)) == 42);
    CHECK_THROWS_AS(py::len(py::to_python(1)), py::type_error);
    CHECK_THROWS_AS(py::hash(py::list{}), py::type_error);
}

TEST_CASE("a length that lies is an error")
{
    const py::gil_guard gil;
    CHECK_THROWS_AS(py::len(py::eval("type('T', (), {'__len__': lambda self: -1})()")), py::value_error);
    CHECK_THROWS_AS(py::len(py::eval("type('T', (), {'__len__': lambda self: 1 << 100})()")), py::overflow_error);
    CHECK_THROWS_AS(py::len(py::eval("type('T', (), {'__len__': lambda self: 'x'})()")), py::type_error);
    CHECK_THROWS_AS(py::repr(py::eval("type('T', (), {'__repr__': lambda self: 1})()")), py::type_error);
    CHECK_THROWS_AS(py::repr(py::eval("type('T', (), {'__repr__': lambda self: '\\ud800'})()")), py::unicode_encode_error);
}

TEST_CASE("isinstance asks for a C++ kind, a class or a tuple of classes")
{
    const py::gil_guard gil;
    const py::object flag = py::eval("True");
    CHECK(py::isinstance<py::dict>(py::dict{}));
    CHECK_FALSE(py::isinstance<py::dict>(py::list{}));
    CHECK(py::isinstance<py::callable>(py::eval("len")));
    CHECK(py::isinstance<py::module>(py::import_module("sys")));
    CHECK(py::isinstance<py::type>(py::eval("int")));
    CHECK(py::isinstance<py::none>(py::none{}));
    CHECK(py::isinstance<py::object>(flag));
    CHECK(py::isinstance(flag, py::eval("int")));
    CHECK(py::isinstance(flag, py::eval("(str, int)")));
    CHECK_THROWS_AS(py::isinstance(flag, py::to_python(1)), py::type_error);
}

TEST_CASE("dir gives the sorted names and leaves out what is no str")
{
    const py::gil_guard gil;
    const std::vector<std::string> names = py::import_module("math").dir();
    CHECK(std::find(names.begin(), names.end(), "sqrt") != names.end());
    CHECK(std::is_sorted(names.begin(), names.end()));
}
