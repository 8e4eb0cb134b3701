// SPDX-License-Identifier: MIT
#include <support/scratch.hpp>

#include <pyhost/module.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <string>

namespace py = pyhost;

TEST_CASE("a module is imported by a literal or by run-time text, the innermost of a dotted name")
{
    const py::gil_guard gil;
    CHECK(py::import_module("os.path").is(py::import_module("os").attr("path").get()));
    CHECK(py::import_module(std::string{"os.path"}).is(py::import_module("os.path")));
    CHECK(py::import_module("math").is(py::import_module("math")));
}

TEST_CASE("a module that replaces another in sys.modules is seen")
{
    const py::gil_guard gil;
    py::module_from_source("replaced", "x = 1");
    const auto import = []() PYHOST_NEEDS_GIL { return py::import_module("replaced").attr("x").cast<int>(); };
    CHECK(import() == 1);
    py::module_from_source("replaced", "x = 2");
    CHECK(import() == 2);
    py::import_module("sys").attr("modules")["replaced"].del();
    CHECK_THROWS_AS(import(), py::module_not_found_error);
}

TEST_CASE("an import that fails is Python's error, and may be tried again")
{
    const py::gil_guard gil;
    CHECK_THROWS_AS(py::import_module("no_such_module"), py::module_not_found_error);
    CHECK_THROWS_AS(py::import_module("math.no_such_module"), py::module_not_found_error);
    CHECK_THROWS_AS(py::import_module(""), py::value_error);
    CHECK_THROWS_AS(py::import_module(std::string{"\xff"}), py::unicode_decode_error);
    CHECK(PyErr_Occurred() == nullptr);
}

TEST_CASE("an import error names its module, shows where it was, and is gone when its reason is")
{
    const py::gil_guard gil;
    const support::scratch files;
    files.write("fails_once.py", "import no_such_module\n");
    files.write("circle_a.py", "from circle_b import b\na = 1\n");
    files.write("circle_b.py", "from circle_a import a\nb = 2\n");
    const py::object sys = py::import_module("sys");
    sys.attr("dont_write_bytecode") = true;
    sys.attr("path").attr("insert")(0, files / "");
    try {
        static_cast<void>(py::import_module("fails_once"));
        FAIL("nothing was thrown");
    } catch (const py::module_not_found_error& e) {
        CHECK(e.value().attr("name").cast<std::string>() == "no_such_module");
        CHECK(e.frames().back().file == files / "fails_once.py");
        CHECK(e.frames().back().line == 1);
    }
    files.write("fails_once.py", "answer = 42\n");
    py::import_module("importlib").attr("invalidate_caches")();
    CHECK(py::import_module("fails_once").attr("answer").cast<int>() == 42);
    try {
        static_cast<void>(py::import_module("circle_a"));
        FAIL("nothing was thrown");
    } catch (const py::import_error& e) {
        CHECK(e.message().find("partially initialized module 'circle_a'") != std::string::npos);
    }
    CHECK_FALSE(sys.attr("modules").contains("circle_a"));
    sys.attr("path").attr("pop")(0);
}

TEST_CASE("an import that fails has no frames of the import system, and a note that says which Python has looked where")
{
    const py::gil_guard gil;
    const support::scratch files;
    files.write("broken_syntax.py", "def f(:\n");
    const py::object sys = py::import_module("sys");
    sys.attr("path").attr("insert")(0, files / "");
    const auto text_of = [](const char* name) PYHOST_NEEDS_GIL {
        try {
            static_cast<void>(py::import_module(name));
        } catch (const py::error& e) {
            CHECK(e.frames().empty());
            return std::string{e.what()};
        }
        return std::string{};
    };
    const std::string text = text_of("no_such_module");
    CHECK(text.starts_with("ModuleNotFoundError: No module named 'no_such_module'"));
    CHECK(text_of("broken_syntax").starts_with("  File \""));
    const std::string of_package = "ModuleNotFoundError: No module named 'math.no_such_module'; 'math' is not a package";
    CHECK(text_of("math.no_such_module") == of_package);
#if PY_VERSION_HEX >= 0x030B0000
    const std::string looked = "CPython " + std::string{PY_VERSION} + " of " + sys.attr("prefix").cast<std::string>() + " has looked in ['";
    CHECK(text.find('\n' + looked + (files / "") + "', ") != std::string::npos);
#endif
    sys.attr("path").attr("pop")(0);
}

TEST_CASE("a module is made from source, with its name in tracebacks, and is importable")
{
    const py::gil_guard gil;
    const py::object made = py::module_from_source("from_source", "def f(): return __name__\ndef bad(): raise ValueError\n");
    CHECK(made.attr("f")().cast<std::string>() == "from_source");
    CHECK(py::import_module("from_source").is(made));
    try {
        made.attr("bad")();
        FAIL("nothing was thrown");
    } catch (const py::value_error& e) {
        CHECK(e.frames().back().file == "<from_source>");
    }
}

TEST_CASE("source that fails leaves sys.modules as it was")
{
    const py::gil_guard gil;
    CHECK_THROWS_AS(py::module_from_source("half", "x = 1\nraise KeyError"), py::key_error);
    CHECK_THROWS_AS(py::import_module("half"), py::module_not_found_error);
    const py::object good = py::module_from_source("whole", "x = 1");
    CHECK_THROWS_AS(py::module_from_source("whole", "1 / 0"), py::zero_division_error);
    CHECK(py::import_module("whole").is(good));
    CHECK_THROWS_AS(py::module_from_source("whole", "def"), py::syntax_error);
    CHECK(py::import_module("whole").is(good));
}

TEST_CASE("a module that is reloaded from its changed file is seen as it is now")
{
    const py::gil_guard gil;
    const support::scratch files;
    files.write("reloaded.py", "def test(): return 1\n");
    py::import_module("sys").attr("path").attr("insert")(0, files / "");
    const py::object written = py::import_module("sys").attr("dont_write_bytecode");
    py::import_module("sys").attr("dont_write_bytecode") = true;
    const py::module loaded = py::import_module("reloaded");
    const auto test = [&]() PYHOST_NEEDS_GIL { return py::import_module("reloaded").attr("test")().cast<int>(); };
    CHECK(test() == 1);
    files.write("reloaded.py", "def test(): return 2\n");
    py::import_module("importlib").attr("reload")(loaded);
    CHECK(test() == 2);
    CHECK(loaded.attr("test")().cast<int>() == 2);
    py::import_module("sys").attr("path").attr("pop")(0);
    py::import_module("sys").attr("dont_write_bytecode") = written;
}
