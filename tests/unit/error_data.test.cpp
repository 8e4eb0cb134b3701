// SPDX-License-Identifier: MIT
// What an error tells as data: chains, groups, notes, places, codes, JSON.
#include <support/errors.hpp>
#include <support/scratch.hpp>

#include <pyhost/counters.hpp>
#include <pyhost/error.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <optional>
#include <string>
#include <vector>

namespace py = pyhost;
using support::raised_by;

namespace {

bool has_groups()
{
    const py::gil_guard gil;
    return py::import_module("builtins").has_attr("ExceptionGroup");
}

/// What Python's json module reads of the error, and gives again by this expression over `e`.
std::string read_back(const py::error& e, const char* expression)
{
    const py::gil_guard gil;
    const py::object globals = py::dict{};
    globals["e"] = py::import_module("json").attr("loads")(e.to_json());
    return py::str(py::eval(expression, globals)).cast<std::string>();
}

}  // namespace

TEST_CASE("the cause of an error is an error of its own class, and the context too where both are one")
{
    const py::error e = raised_by("try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    raise ValueError('caused') from e");
    REQUIRE(e.cause());
    CHECK(e.cause()->type_name() == "ZeroDivisionError");
    CHECK(e.cause()->frames().front().line == 2);
    CHECK_THROWS_AS(e.cause()->raise(), py::zero_division_error);
    REQUIRE(e.context());
    CHECK(e.suppresses_context());
    CHECK_FALSE(e.cause()->cause());
    CHECK_FALSE(e.cause()->context());
    const py::gil_guard gil;
    CHECK(e.context()->value().is(e.cause()->value()));
}

TEST_CASE("the context of an error is there without a cause, and told to be suppressed")
{
    const py::error e = raised_by("try:\n    {}['key']\nexcept KeyError:\n    raise ValueError('later')");
    CHECK_FALSE(e.cause());
    CHECK_FALSE(e.suppresses_context());
    REQUIRE(e.context());
    CHECK(e.context()->message() == "'key'");
    const py::error alone = raised_by("try:\n    {}['key']\nexcept KeyError:\n    raise ValueError('alone') from None");
    CHECK_FALSE(alone.cause());
    CHECK(alone.suppresses_context());
    CHECK(alone.context());
    CHECK_FALSE(py::value_error{"made in C++"}.context());
    CHECK_FALSE(py::value_error{"made in C++"}.suppresses_context());
}

TEST_CASE("a chain of any length is walked and dropped, and a circle is a chain without an end")
{
    const auto before = py::counters().errors;
    {
        std::optional<py::error> e = raised_by("last = None\n"
                                               "for i in range(5000):\n"
                                               "    try:\n"
                                               "        raise ValueError(i) from last\n"
                                               "    except ValueError as e:\n"
                                               "        last = e\n"
                                               "raise last");
        int length = 0;
        for (; e; e = e->cause()) ++length;
        CHECK(length == 5000);
    }
    const py::error circle = raised_by("e = ValueError('round')\ne.__cause__ = e\nraise e");
    CHECK(circle.cause()->cause()->cause()->message() == "round");
    CHECK(read_back(circle, "e['cause']['cause']['message']") == "round");
    CHECK(py::counters().errors == before + 1);
}

TEST_CASE("a group is a tree of errors")
{
    if (!has_groups()) SKIP("groups came with Python 3.11");
    const py::error e = raised_by("def member(number):\n"
                                  "    try:\n"
                                  "        raise KeyError(number)\n"
                                  "    except KeyError as e:\n"
                                  "        return e\n"
                                  "raise ExceptionGroup('both', [member(1), ExceptionGroup('inner', [member(2), member(3)])])");
    const std::vector<py::error> members = e.group();
    REQUIRE(members.size() == 2);
    CHECK(members[0].message() == "1");
    CHECK(members[0].frames().front().function == "member");
    CHECK(members[0].group().empty());
    REQUIRE(members[1].group().size() == 2);
    CHECK(members[1].group()[1].message() == "3");
    CHECK_THROWS_AS(members[1].raise(), py::exception_group);
    CHECK_THROWS_AS(members[1].group()[0].raise(), py::key_error);
    CHECK(read_back(e, "[x['type'] for x in e['exceptions']]") == "['KeyError', 'ExceptionGroup']");
    const py::error odd = raised_by("class Odd(ExceptionGroup):\n"
                                    "    exceptions = property(lambda self: 1 / 0)\n"
                                    "raise Odd('odd', [KeyError(1)])");
    CHECK(odd.group().empty());
}

TEST_CASE("notes are read line by line, whatever stands there")
{
    CHECK(raised_by("e = ValueError()\ne.__notes__ = ['in row 3', 4]\nraise e").notes() == std::vector<std::string>{"in row 3", "4"});
    CHECK(raised_by("e = ValueError()\ne.__notes__ = 'no list'\nraise e").notes().empty());
    CHECK(raised_by("class Bad:\n    def __str__(self): 1 / 0\ne = ValueError()\ne.__notes__ = [Bad()]\nraise e").notes() ==
          std::vector<std::string>{"<note str() failed>"});
    CHECK(raised_by("raise ValueError").notes().empty());
}

TEST_CASE("a SyntaxError tells its place")
{
    const py::error e = raised_by("exec('x = 1\\ny = = 2')");
    const auto where = e.syntax();
    REQUIRE(where);
    CHECK(where->message == "invalid syntax");
    CHECK(where->file == "<string>");
    CHECK(where->line == 2);
    CHECK(where->column == 5);
    CHECK(where->source == "y = = 2");
    CHECK_FALSE(raised_by("raise ValueError").syntax());
    const py::error bare = raised_by("raise SyntaxError('alone')");
    REQUIRE(bare.syntax());
    CHECK(bare.syntax()->line == 0);
    CHECK(bare.syntax()->file.empty());
    CHECK(raised_by("e = SyntaxError('big')\ne.lineno = 1 << 40\nraise e").syntax()->line == 0);
}

TEST_CASE("an OSError tells its number and its files")
{
    const auto os = raised_by("import os\nos.rename('/no such file', '/nor this')").os();
    REQUIRE(os);
    CHECK(os->number == ENOENT);
    CHECK(os->reason == "No such file or directory");
    CHECK(os->file == "/no such file");
    CHECK(os->second_file == "/nor this");
    CHECK(raised_by("open(b'/no such file')").os()->file == "/no such file");
    CHECK(raised_by("raise OSError('text alone')").os()->number == 0);
    CHECK_FALSE(raised_by("raise ValueError").os());
}

TEST_CASE("the exit code is what the process would end with")
{
    CHECK(raised_by("raise SystemExit(3)").exit_code() == 3);
    CHECK(raised_by("import sys\nsys.exit()").exit_code() == 0);
    CHECK(raised_by("raise SystemExit('a message')").exit_code() == 1);
    CHECK(raised_by("raise SystemExit(True)").exit_code() == 1);
    CHECK(raised_by("raise SystemExit(1 << 100)").exit_code() == -1);
    CHECK_FALSE(raised_by("raise KeyboardInterrupt").exit_code());
}

TEST_CASE("frames without their source are the same frames, and no file is read for them")
{
    const support::scratch folder;
    folder.write("failing.py", "def outer():\n    inner(\n        1)\ndef inner(n):\n    raise ValueError(n)\n");
    const py::error e = raised_by("import runpy\nrunpy.run_path(r'" + (folder / "failing.py") + "')['outer']()");
    const std::vector<py::frame> bare = e.frames(py::source_lines::omitted);
    const std::vector<py::frame> full = e.frames();
    REQUIRE(bare.size() == full.size());
    for (std::size_t i = 0; i < full.size(); ++i) {
        CAPTURE(i);
        CHECK(bare[i].file == full[i].file);
        CHECK(bare[i].line == full[i].line);
        CHECK(bare[i].function == full[i].function);
        CHECK(bare[i].source.empty());
        CHECK(bare[i].column == -1);
    }
    CHECK(full.back().source == "raise ValueError(n)");
    CHECK(full.back().line == 5);
    if (has_groups()) {  // columns came with CPython 3.11 too
        CHECK(full.back().column == 4);
        CHECK(full.back().end_column == 23);
        CHECK(full[full.size() - 2].end_line == 3);
    }
}

TEST_CASE("a traceback that Python code put together has the same lines with and without their source, and none below 1")
{
    const py::error e = raised_by("import types\n"
                                  "try:\n"
                                  "    1 / 0\n"
                                  "except ZeroDivisionError as e:\n"
                                  "    trace = e.__traceback__\n"
                                  "    for lasti, line in (trace.tb_lasti, 40), (-1, 40), (-1, -7), (4000, 41), (-1, -1):\n"
                                  "        trace = types.TracebackType(trace, trace.tb_frame, lasti, line)\n"
                                  "    raise e.with_traceback(trace)");
    const std::vector<py::frame> bare = e.frames(py::source_lines::omitted);
    const std::vector<py::frame> full = e.frames();
    REQUIRE(full.size() == 7);
    REQUIRE(bare.size() == 7);
    for (std::size_t i = 0; i < full.size(); ++i) {
        CAPTURE(i);
        CHECK(bare[i].line == full[i].line);
    }
    CHECK(full[2].line == 41);  // the code has no such instruction
    CHECK(full[3].line == 0);
    CHECK(full[4].line == 40);
    CHECK(full[5].line == (has_groups() ? 3 : 40));  // from CPython 3.11 on the instruction says it
    CHECK(full[6].line == 3);
}

TEST_CASE("an exception whose traceback was taken away has no frames, with and without their source")
{
    const py::gil_guard gil;
    const py::object exception = py::eval("ValueError('bare').with_traceback(None)");
    PyErr_SetObject(PyExc_ValueError, exception.ptr());
    try {
        py::detail::throw_raised();
    } catch (const py::error& e) {
        CHECK(e.frames(py::source_lines::omitted).empty());
        CHECK(e.frames().empty());
        CHECK(e.what() == std::string{"ValueError: bare"});
    }
}

TEST_CASE("to_json is what Python's json module reads")
{
    const py::error e =
        raised_by("def fail(): raise ValueError('\"quoted\", \\\\, grün, \\u20ac, \\U0001f600, \\ud800, \\x00, two\\nlines')\n"
                  "try:\n"
                  "    fail()\n"
                  "except ValueError as e:\n"
                  "    e.__notes__ = ['a note']\n"
                  "    raise OSError(2, 'missing', 'file') from e");
    CHECK(read_back(e, "e['type']") == "FileNotFoundError");
    CHECK(read_back(e, "e['os']") == "{'errno': 2, 'reason': 'missing', 'file': 'file', 'second_file': ''}");
    CHECK(read_back(e, "e['cause']['message'] == '\"quoted\", \\\\, grün, \\u20ac, \\U0001f600, \\\\ud800, \\x00, two\\nlines'") == "True");
    CHECK(read_back(e, "e['cause']['notes']") == "['a note']");
    CHECK(read_back(e, "[(f['file'], f['line'], f['function']) for f in e['cause']['frames']]") ==
          "[('<string>', 3, '<module>'), ('<string>', 1, 'fail')]");
    CHECK(read_back(e, "'context' in e, e['suppress_context']") == "(False, True)");
    CHECK(read_back(raised_by("raise SystemExit(4)"), "e['exit_code']") == "4");
    CHECK(read_back(raised_by("exec('y = = 2')"), "e['syntax']['line'], e['syntax']['column']") == "(1, 5)");
    CHECK(read_back(py::value_error{"\xff in \xe2\x82 C++ \xed\xa0\x80"}, "ascii(e['message'])") ==
          R"('\ufffd in \ufffd\ufffd C++ \ufffd\ufffd\ufffd')");
}

TEST_CASE("a tree of errors without end is written to a depth, and says so")
{
    const py::error e = raised_by("def grow(e): e.__cause__, e.__context__ = ValueError('cause'), ValueError('context')\n"
                                  "root = ValueError('root')\n"
                                  "level = [root]\n"
                                  "for _ in range(12):\n"
                                  "    for e in level: grow(e)\n"
                                  "    level = [x for e in level for x in (e.__cause__, e.__context__)]\n"
                                  "raise root");
    CHECK(read_back(e, "e['type']") == "ValueError");
    CHECK(e.to_json().find("\"truncated\":true") != std::string::npos);
    CHECK(raised_by("raise ValueError").to_json().find("truncated") == std::string::npos);
}
