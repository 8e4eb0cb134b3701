// SPDX-License-Identifier: MIT
#include <support/scratch.hpp>

#include <pyhost/eval.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <string_view>

namespace py = pyhost;
using namespace py::literals;

TEST_CASE("eval gives the value of an expression, in __main__ or in given globals")
{
    const py::gil_guard gil;
    CHECK(py::eval("1 + 2").cast<int>() == 3);
    CHECK(py::eval("x + 1", py::dict::of("x"_a = 41)).cast<int>() == 42);
    CHECK(py::eval(std::string_view{"1 + 23"}.substr(0, 5)).cast<int>() == 3);
    CHECK(py::eval("'größe'").cast<std::string>() == "größe");
}

TEST_CASE("blanks and tabs before an expression are skipped, as Python's eval() does")
{
    const py::gil_guard gil;
    for (const char* expression : {"  1 + 2", "\t1 + 2", " \t 1 + 2  ", "\xef\xbb\xbf 1 + 2"}) CHECK(py::eval(expression).cast<int>() == 3);
    for (const char* expression : {" ", "\t", " 1 +", "\n 1"}) CHECK_THROWS_AS(py::eval(expression), py::syntax_error);
    CHECK_THROWS_AS(py::exec("  x = 1"), py::indentation_error);
}

TEST_CASE("source is UTF-8, whatever a coding cookie in it says")
{
    const py::gil_guard gil;
    const py::dict scope;
    py::exec("# -*- coding: latin-1 -*-\nword = 'größe'", scope);
    CHECK(scope["word"].cast<std::string>() == "größe");
    py::exec("\xef\xbb\xbf# coding: utf-8\nword = 'grün'", scope);
    CHECK(scope["word"].cast<std::string>() == "grün");
    CHECK(py::eval("# coding: latin-1\n'größe'").cast<std::string>() == "größe");
    CHECK(py::module_from_source("eval_test_cookie", "# coding: no-such-encoding\nword = 'größe'").attr("word").cast<std::string>() ==
          "größe");
}

TEST_CASE("exec runs statements and keeps their names")
{
    const py::gil_guard gil;
    py::exec("kept_by_exec = 5");
    CHECK(py::eval("kept_by_exec").cast<int>() == 5);
    const py::dict scope;
    py::exec("def f(): return len('abc')\ny = f()", scope);
    CHECK(scope["y"].cast<int>() == 3);
    CHECK_THROWS_AS(py::eval("y"), py::name_error);
}

TEST_CASE("the globals of __main__ stay while source runs that takes __main__ away")
{
    const py::gil_guard gil;
    const py::dict scope;
    py::exec("import sys, types, warnings\n"
             "kept, shown = dict(vars(sys.modules['__main__'])), warnings.showwarning\n"
             "warnings.simplefilter('always')\n"
             "def take_away(*_, **__): sys.modules.pop('__main__', None)\n"
             "warnings.showwarning = take_away\n",
             scope);
    py::exec("removed = [1 is 1, 'removed']");  // compiling it warns
    CHECK_THROWS_AS(py::eval("removed"), py::name_error);
    py::exec("warnings.showwarning = shown\n"
             "warnings.resetwarnings()\n"
             "main = sys.modules['__main__'] = types.ModuleType('__main__')\n"
             "vars(main).update(kept)\n",
             scope);
}

TEST_CASE("bad source and bad globals are Python's errors")
{
    const py::gil_guard gil;
    CHECK_THROWS_AS(py::eval("1 +"), py::syntax_error);
    CHECK_THROWS_AS(py::eval("x = 1"), py::syntax_error);
    CHECK_THROWS_AS(py::eval(""), py::syntax_error);
    CHECK_THROWS_AS(py::exec("  x = 1\n y"), py::indentation_error);
    CHECK_THROWS_AS(py::eval(std::string_view{"1\0+ 2", 5}), py::value_error);
    CHECK_THROWS_AS(py::eval("'\xff'"), py::error);
    CHECK_THROWS_AS(py::eval("1", py::list{}), py::type_error);
    CHECK_THROWS_AS(py::exec("raise SystemExit(3)"), py::system_exit);
    CHECK(PyErr_Occurred() == nullptr);
}

TEST_CASE("a file is run as a script")
{
    const py::gil_guard gil;
    const support::scratch folder;
    folder.write("script.py", "name, file = __name__, __file__\nif name == '__main__': value = 7\n");
    folder.write("bad.py", "def f(): raise KeyError('in a file')\nf()\n");
    const py::dict globals = py::run_file(folder / "script.py");
    CHECK(globals["value"].cast<int>() == 7);
    CHECK(globals["file"].cast<std::string>() == folder / "script.py");
    try {
        py::run_file(folder / "bad.py");
        FAIL("nothing was thrown");
    } catch (const py::key_error& e) {
        CHECK(e.frames().back().line == 1);
        CHECK(e.frames().back().source == "def f(): raise KeyError('in a file')");
    }
    CHECK_THROWS_AS(py::run_file(folder / "missing.py"), py::file_not_found_error);
}

TEST_CASE("a NUL in source or in a name is an error, and never the end of it")
{
    const py::gil_guard gil;
    const std::string nul("1\0+ 1", 5);
    const auto refused = [](auto uses) PYHOST_NEEDS_GIL {
        try {
            uses();
        } catch (const py::error& e) {
            return e.is(py::handle{PyExc_ValueError}) || e.is(py::handle{PyExc_SyntaxError}) || e.is(py::handle{PyExc_ImportError});
        }
        return false;
    };
    CHECK(refused([&]() PYHOST_NEEDS_GIL { py::eval(nul); }));
    CHECK(refused([&]() PYHOST_NEEDS_GIL { py::exec(nul); }));
    CHECK(refused([&]() PYHOST_NEEDS_GIL { py::module_from_source("with_nul", nul); }));
    CHECK(refused([&]() PYHOST_NEEDS_GIL { py::run_file(nul); }));
    CHECK(refused([&]() PYHOST_NEEDS_GIL { static_cast<void>(py::import_module(std::string("math\0x", 6))); }));
    CHECK_THROWS_AS(py::eval("object()").attr(std::string("__class__\0x", 11)).get(), py::attribute_error);
    CHECK(PyErr_Occurred() == nullptr);
}
