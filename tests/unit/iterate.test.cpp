// SPDX-License-Identifier: MIT
#include <pyhost/iterate.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

namespace py = pyhost;

TEST_CASE("a range-for over an object iterates as Python does")
{
    const py::gil_guard gil;
    int sum = 0;
    for (py::handle item : py::list::of(1, 2, 3)) sum += item.cast<int>();
    for (const py::object& item : py::eval("range(4)")) sum += item.cast<int>();
    for (py::handle key : py::eval("{10: 'a'}")) sum += key.cast<int>();
    for (py::handle item : py::tuple{}) sum += item.cast<int>();
    CHECK(sum == 22);
}

TEST_CASE("typed iteration converts each item, generators included")
{
    const py::gil_guard gil;
    std::vector<std::string> seen;
    for (const std::string& text : py::iterate<std::string>(py::eval("(c for c in 'abc')"))) seen.push_back(text);
    CHECK(seen == std::vector<std::string>{"a", "b", "c"});
}

TEST_CASE("an item that does not convert, and an iterable that raises, end the loop with the error")
{
    const py::gil_guard gil;
    int seen = 0;
    const auto count = [&](const char* iterable) PYHOST_NEEDS_GIL {
        for (const int n : py::iterate<int>(py::eval(iterable))) seen += n;
    };
    CHECK_THROWS_AS(count("[1, 'x', 5]"), py::type_error);
    CHECK(seen == 1);
    py::exec("def failing():\n    yield 10\n    raise KeyError('late')");
    CHECK_THROWS_AS(count("failing()"), py::key_error);
    CHECK(seen == 11);
    CHECK_THROWS_AS(count("5"), py::type_error);
    CHECK_THROWS_AS(count("type('T', (), {'__iter__': lambda self: 1})()"), py::type_error);
    CHECK(PyErr_Occurred() == nullptr);
}

TEST_CASE("a generator that is left early runs its finally")
{
    const py::gil_guard gil;
    py::exec("closed = []\ndef numbers():\n    try:\n        yield 1\n        yield 2\n    finally:\n        closed.append(True)");
    for (const int n : py::iterate<int>(py::eval("numbers()")))
        if (n == 1) break;
    CHECK(py::len(py::eval("closed")) == 1);
}

TEST_CASE("what a generator raises in its finally is thrown by close(), and told to sys.unraisablehook by a drop")
{
    const py::gil_guard gil;
    py::exec("import sys\n"
             "seen, old = [], sys.unraisablehook\n"
             "sys.unraisablehook = lambda info: seen.append(repr(info.exc_value))\n"
             "def items():\n"
             "    try: yield 1\n"
             "    finally: raise KeyError('in finally')\n");
    const py::object closed = py::eval("items()");
    CHECK(py::eval("next")(closed).cast<int>() == 1);
    CHECK_THROWS_AS(closed.attr("close")(), py::key_error);
    for (const int n : py::iterate<int>(py::eval("items()")))
        if (n == 1) break;
    CHECK(py::repr(py::eval("seen")) == "[\"KeyError('in finally')\"]");
    CHECK(PyErr_Occurred() == nullptr);
    py::exec("sys.unraisablehook = old");
}

TEST_CASE("a list that grows or shrinks under the loop is seen as in Python")
{
    const py::gil_guard gil;
    const py::list shrinking = py::list::of(1, 2, 3);
    int seen = 0;
    for (py::handle item : shrinking) {
        seen += item.cast<int>();
        shrinking.attr("clear")();
    }
    CHECK(seen == 1);
    const py::object growing = py::eval("{1: 1}");
    CHECK_THROWS_AS(
        [&]() PYHOST_NEEDS_GIL {
            for (py::handle key : growing) growing[key.cast<int>() + 1] = 0;
        }(),
        py::runtime_error);
}
