// SPDX-License-Identifier: MIT
#include <support/errors.hpp>

#include <pyhost/counters.hpp>
#include <pyhost/error.hpp>
#include <pyhost/expose.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <type_traits>
#include <vector>

namespace py = pyhost;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::EndsWith;
using Catch::Matchers::StartsWith;
using support::raised_by;

static_assert(std::is_nothrow_copy_constructible_v<py::error>);
static_assert(std::is_nothrow_copy_assignable_v<py::error>);

namespace {

/// What Python's traceback module prints for it, without the last newline.
std::string printed(const py::error& e)
{
    const py::gil_guard gil;
    const py::object value = e.value();
    const py::object lines = py::import_module("traceback").attr("format_exception")(py::type{value}, value, value.attr("__traceback__"));
    auto text = py::str{""}.attr("join")(lines).cast<std::string>();
    text.pop_back();
    return text;
}

}  // namespace

TEST_CASE("making the Python exception may run code that does the same")
{
    const py::gil_guard gil;
    const py::object gc = py::import_module("gc");
    std::optional<py::value_error> current;
    bool busy = false;
    const py::object callback = py::expose([&](const std::string&, const py::object&) PYHOST_NEEDS_GIL {
        if (!std::exchange(busy, true)) busy = current && !current->value().has_value();
    });
    gc.attr("callbacks").attr("append")(callback);
    gc.attr("set_threshold")(1);
    for (int i = 0; i < 50; ++i) {
        current.emplace("made in C++");
        CHECK(current->value().is(current->value()));
    }
    gc.attr("callbacks").attr("clear")();
    gc.attr("set_threshold")(700);
    std::int64_t linked = 0;  // an error in the list of live errors twice would close it to a ring
    for (const auto* state = py::detail::process().errors; state != nullptr && linked <= py::counters().errors; state = state->older)
        ++linked;
    CHECK(linked <= py::counters().errors);
}

TEST_CASE("what() is exactly the text that Python prints, without the last newline")
{
    for (const char* statements : {
             "raise ValueError('plain')",
             "raise KeyError",
             "def f(): g()\ndef g(): raise RuntimeError('deep')\nf()",
             "try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    raise ValueError('caused') from e",
             "try:\n    1 / 0\nexcept ZeroDivisionError:\n    raise ValueError('in context')",
             "try:\n    1 / 0\nexcept ZeroDivisionError:\n    raise ValueError('alone') from None",
             "eval('1 +')",
             "exec('def f(:\\n  pass')",
             "raise ValueError('two\\nlines')",
             "raise ValueError('grün \\ud83d\\ude00'.encode('utf-16', 'surrogatepass').decode('utf-16'))",
             "import json\njson.loads('{')",
             "raise SystemExit(3)",
             "raise KeyboardInterrupt",
             "def f(n): return f(n + 1)\nf(0)",
         }) {
        CAPTURE(statements);
        const py::error e = raised_by(statements);
        CHECK(std::string{e.what()} == printed(e));
    }
}

TEST_CASE("the cause and the context of an error are in its text")
{
    const std::string zero = "ZeroDivisionError: division by zero\n\n";
    const py::error caused = raised_by("try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    raise ValueError('caused') from e");
    CHECK_THAT(caused.what(), ContainsSubstring(zero + "The above exception was the direct cause of the following exception:\n\n"));
    CHECK_THAT(caused.what(), EndsWith("ValueError: caused"));
    const py::error later = raised_by("try:\n    1 / 0\nexcept ZeroDivisionError:\n    raise ValueError('in context')");
    CHECK_THAT(later.what(), ContainsSubstring(zero + "During handling of the above exception, another exception occurred:\n\n"));
    CHECK_THAT(later.what(), EndsWith("ValueError: in context"));
}

TEST_CASE("the notes of an error and the exceptions of a group are in its text, where Python has them")
{
    {
        const py::gil_guard gil;
        if (!py::import_module("builtins").has_attr("ExceptionGroup")) SKIP("notes and groups came with Python 3.11");
    }
    const py::error noted = raised_by("e = ValueError('bad')\ne.add_note('in row 3')\ne.add_note('of a.csv')\nraise e");
    CHECK_THAT(noted.what(), EndsWith("ValueError: bad\nin row 3\nof a.csv"));
    const py::error group = raised_by("raise ExceptionGroup('both', [ValueError('one'), KeyError('two')])");
    CHECK_THAT(group.what(), ContainsSubstring("ExceptionGroup: both (2 sub-exceptions)"));
    CHECK_THAT(group.what(), ContainsSubstring("| ValueError: one\n") && ContainsSubstring("| KeyError: 'two'\n"));
}

TEST_CASE("a SyntaxError shows its file, line, text and place, although nothing ran")
{
    const py::gil_guard gil;
    try {
        py::eval("x = = 2");
        FAIL("nothing was thrown");
    } catch (const py::syntax_error& e) {
        CHECK(e.frames().empty());
        CHECK_THAT(e.what(), StartsWith("  File \"<string>\", line 1\n    x = = 2\n") && ContainsSubstring("^\nSyntaxError: "));
    }
}

TEST_CASE("type_name, message and frames are what the traceback shows")
{
    const py::error e = raised_by("import json\ndef load(text):\n    return json.loads(text)\nload('{')");
    CHECK(e.type_name() == "json.decoder.JSONDecodeError");
    CHECK(e.message() == "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)");
    const std::vector<py::frame> frames = e.frames();
    REQUIRE(frames.size() >= 4);
    CHECK(frames[0].function == "<module>");
    CHECK(frames[0].file == "<string>");
    CHECK(frames[0].line == 4);
    CHECK(frames[1].function == "load");
    CHECK(frames[1].line == 3);
    CHECK(frames.back().function == "raw_decode");
    CHECK_FALSE(frames.back().source.empty());
}

TEST_CASE("an error is copied, assigned and read on other threads without the GIL")
{
    const py::error e = raised_by("raise KeyError('shared')");
    const auto before = py::counters().errors;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&] {
            for (int n = 0; n < 100; ++n) {
                py::error copy = e;
                copy = e;
                const py::error* same = &copy;
                copy = *same;
                if (copy.message() != "'shared'") std::terminate();
            }
        });
    for (std::thread& thread : threads) thread.join();
    CHECK(py::counters().errors == before);
}

TEST_CASE("an error is thrown again with its own type on another thread")
{
    const py::error e = raised_by("raise ConnectionResetError('far away')");
    bool caught = false;
    std::thread{[&] {
        try {
            e.raise();
        } catch (const py::connection_reset_error& again) {
            caught = again.message() == "far away";
        }
    }}.join();
    CHECK(caught);
}

TEST_CASE("an exception_ptr carries an error")
{
    std::exception_ptr kept;
    try {
        raised_by("raise IndexError('kept')").raise();
    } catch (...) {
        kept = std::current_exception();
    }
    CHECK_THROWS_AS(std::rethrow_exception(kept), py::index_error);
}

TEST_CASE("the last copy that is dropped without the GIL leaves the exception to the next guard")
{
    {
        std::optional<py::error> e{raised_by("raise ValueError")};
        CHECK_FALSE(py::is_attached());
    }
    CHECK(py::counters().deferred > 0);
    {
        const py::gil_guard gil;
    }
    CHECK(py::counters().deferred == 0);
}

TEST_CASE("an error is asked for its class by name, by alias and by class object")
{
    const py::error e = raised_by("import json\njson.loads('{')");
    CHECK(e.is("json.decoder.JSONDecodeError"));
    CHECK(e.is("json.JSONDecodeError"));
    CHECK(e.is("ValueError"));
    CHECK(e.is("builtins.ValueError"));
    CHECK(e.is("Exception"));
    CHECK_FALSE(e.is("KeyError"));
    CHECK_FALSE(e.is("no.such.module"));
    CHECK_FALSE(e.is("json.loads"));
    CHECK_FALSE(e.is(""));
    const py::gil_guard gil;
    CHECK(e.is(py::eval("ValueError")));
    CHECK_FALSE(e.is(py::eval("KeyError")));
}

TEST_CASE("the value is the exception object itself, with its traceback")
{
    const py::gil_guard gil;
    const py::object made = py::eval("OSError(2, 'missing', 'file')");
    py::exec("def fail(e): raise e");
    try {
        py::eval("fail")(made);
        FAIL("nothing was thrown");
    } catch (const py::file_not_found_error& e) {
        CHECK(e.value().is(made));
        CHECK(e.value().attr("filename").cast<std::string>() == "file");
        CHECK_FALSE(e.value().attr("__traceback__").is_none());
    }
}

TEST_CASE("an error made in C++ is read like any other")
{
    const py::value_error e{"made here"};
    CHECK(e.type_name() == "ValueError");
    CHECK(e.message() == "made here");
    CHECK(std::string{e.what()} == "ValueError: made here");
    CHECK(e.frames().empty());
    CHECK(std::string{py::key_error{""}.what()} == "KeyError");
    CHECK(e.is("ValueError"));
    const py::gil_guard gil;
    CHECK(e.value().attr("args")[0].cast<std::string>() == "made here");
    CHECK(e.value().is(e.value()));
}

TEST_CASE("restore raises the same exception in Python")
{
    const py::error e = raised_by("raise LookupError('again')");
    const py::gil_guard gil;
    const py::object value = e.value();
    const Py_ssize_t before = Py_REFCNT(value.ptr());
    e.restore();
    REQUIRE(PyErr_ExceptionMatches(PyExc_LookupError) != 0);
    PyErr_Clear();
    CHECK(Py_REFCNT(value.ptr()) == before);
    py::overflow_error{"from C++"}.restore();
    CHECK(PyErr_ExceptionMatches(PyExc_OverflowError) != 0);
    PyErr_Clear();
}

TEST_CASE("methods that raise or lie cannot break an error")
{
    py::error e = raised_by("class Bad(Exception):\n"
                            "    def __str__(self): raise RuntimeError\n"
                            "    def __repr__(self): raise RuntimeError\n"
                            "raise Bad");
    CHECK(e.type_name() == "Bad");
    CHECK(e.message() == "<exception str() failed>");
    CHECK(std::string{e.what()} == printed(e));

    e = raised_by("class NoText(Exception):\n    def __str__(self): return 3\nraise NoText");
    CHECK(e.message() == "<exception str() failed>");

    e = raised_by("raise ValueError('\\ud800')");
    CHECK(e.message() == "\\ud800");

    e = raised_by("class Picky(Exception):\n    def __init__(self): raise KeyError('in the making')\nraise Picky");
    CHECK(e.type_name() == "KeyError");

    e = raised_by("class Loud(Exception):\n    def __getattribute__(self, name): raise RuntimeError(name)\nraise Loud('x')");
    CHECK(e.type_name() == "Loud");
    CHECK(e.what() != nullptr);

    e = raised_by("raise 1");
    CHECK(e.type_name() == "TypeError");
    const py::gil_guard gil;
    CHECK(PyErr_Occurred() == nullptr);
}

TEST_CASE("an exception that Python's traceback module cannot print has its frames, its class and its message")
{
    const py::error e = raised_by("class Loud(Exception):\n"
                                  "    def __getattribute__(self, name): raise RuntimeError(name)\n"
                                  "def fail(): raise Loud('mine')\n"
                                  "fail()");
    CHECK(std::string{e.what()} == "Traceback (most recent call last):\n"
                                   "  File \"<string>\", line 4, in <module>\n"
                                   "  File \"<string>\", line 3, in fail\n"
                                   "Loud: mine");
}

TEST_CASE("a zero does not end the text of an error")
{
    const py::error e = raised_by("raise ValueError('one\\x00two\\x00')");
    CHECK_THAT(e.what(), EndsWith("ValueError: one\\x00two\\x00"));
    CHECK(e.message() == std::string{"one\0two\0", 8});
}

TEST_CASE("print writes the traceback to Python's stderr")
{
    const py::error e = raised_by("raise ValueError('shown')");
    const py::gil_guard gil;
    const py::object sys = py::import_module("sys"), buffer = py::import_module("io").attr("StringIO")(), old = sys.attr("stderr");
    sys.attr("stderr") = buffer;
    e.print();
    sys.attr("stderr") = old;
    CHECK(buffer.attr("getvalue")().cast<std::string>() == std::string{e.what()} + "\n");
}

TEST_CASE("after an exception the indicator is clear, counts are as before and the thread is as before")
{
    const py::gil_guard gil;
    const py::object argument = py::list{};
    const py::object failing = py::eval("lambda x: x.missing");
    const Py_ssize_t before = Py_REFCNT(argument.ptr());
    for (int i = 0; i < 10; ++i) CHECK_THROWS_AS(failing(argument), py::attribute_error);
    CHECK(Py_REFCNT(argument.ptr()) == before);
    CHECK(PyErr_Occurred() == nullptr);
    CHECK(py::is_attached());
}

TEST_CASE("reading an error leaves an exception that Python is raising in place")
{
    const py::error e = raised_by("raise ValueError('read')");
    const py::gil_guard gil;
    PyErr_SetString(PyExc_KeyError, "being raised");
    CHECK(e.message() == "read");
    CHECK(PyErr_ExceptionMatches(PyExc_KeyError) != 0);
    PyErr_Clear();
}

TEST_CASE("a Python error that passes through C++ keeps its traceback and class")
{
    const py::gil_guard gil;
    py::exec("class Own(Exception): pass\ndef inner(): raise Own('mine')\ndef outer(f): f()\n");
    const py::object middle = py::expose([]() PYHOST_NEEDS_GIL { py::eval("inner")(); });
    try {
        py::eval("outer")(middle);
        FAIL("nothing was thrown");
    } catch (const py::error& e) {
        CHECK(e.type_name() == "Own");
        CHECK(e.frames().front().function == "outer");
        CHECK(e.frames().back().function == "inner");
    }
}
