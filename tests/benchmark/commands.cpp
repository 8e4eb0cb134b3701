// SPDX-License-Identifier: MIT
// A small command through the bridge, from the text of its message to that of its answer, beside the bare call of its function.
//
// Usage: commands                  prints the table
//        commands ROW PEER COUNT   runs "python" or "checked" by "call" or "bridge", for callgrind
#include "pairs.hpp"
#include "rows.hpp"

#include <pyhost/bridge.hpp>
#include <pyhost/pyhost.hpp>

#include <cstdio>
#include <cstdlib>
#include <semaphore>
#include <string>
#include <string_view>

namespace py = pyhost;

namespace {

constexpr const char* source = R"(
import importlib

def plain(a, b, label):
    return {'sum': a + b, 'label': label}

def checked(a: int, b: float, label: str):
    return {'sum': a + b, 'label': label}

def by(package):
    """The same from text to text, with no more than that."""
    json = importlib.import_module(package)
    def from_text(text):
        message = json.loads(text)
        return json.dumps({'id': message['id'], 'result': checked(**message['args'])})
    return from_text
)";

/// The message that calls a command.
std::string message(const std::string& command)
{
    return R"({"id":1,"command":")" + command + R"(","args":{"a":17,"b":2.5,"label":"a quick brown fox"}})";
}

constexpr int rounds = 20000;

/// A front end that counts its answers.
class answered_calls {
public:
    explicit answered_calls(py::bridge::app& app)
        : channel_{app.open({.window = "main", .origin = "app://localhost"}, [this](const py::bridge::message& one) {
              if (one.text.find("\"result\"") == std::string::npos) benchmark::fail();
              came_.release();
          })}
    {
    }

    /// One after the other.
    void call(const std::string& command, long count)
    {
        const std::string text = message(command);
        while (count-- > 0) {
            channel_.receive(text);
            came_.acquire();
        }
    }

private:
    std::binary_semaphore came_{0};
    py::bridge::channel channel_;
};

/// The module that has the commands, and more that they are compared with.
py::object function_of(const char* name) PYHOST_NEEDS_GIL { return py::import_module("small").attr(name); }

void call_from_text(const py::object& from_text, long count) PYHOST_NEEDS_GIL
{
    const std::string text = message("checked");
    while (count-- > 0) {
        const py::object given = py::object::steal(PyUnicode_FromStringAndSize(text.data(), static_cast<Py_ssize_t>(text.size())));
        PyObject* values[] = {nullptr, given.ptr()};
        benchmark::drop(PyObject_Vectorcall(from_text.ptr(), values + 1, 1 | PY_VECTORCALL_ARGUMENTS_OFFSET, nullptr));
    }
}

/// Beside Python that reads and writes JSON by a package, and does nothing else.
void print_beside(const char* package, answered_calls& calls) PYHOST_NEEDS_GIL
{
    const py::object from_text = function_of("by")(package);
    const std::string what = "checked, beside loads(), the call and dumps() of " + std::string{package};
    benchmark::print_times(
        what.c_str(), rounds, [&]() PYHOST_NEEDS_GIL { call_from_text(from_text, rounds); }, [&] { calls.call("checked", rounds); });
}

/// The function by itself, with the values made before.
class bare_call {
public:
    explicit bare_call(const char* name) PYHOST_NEEDS_GIL : function_{function_of(name)} {}

    void run(long count) const PYHOST_NEEDS_GIL
    {
        PyObject* values[] = {nullptr, a_.ptr(), b_.ptr(), label_.ptr()};
        while (count-- > 0) benchmark::drop(PyObject_Vectorcall(function_.ptr(), values + 1, PY_VECTORCALL_ARGUMENTS_OFFSET, names_.ptr()));
    }

private:
    py::object function_;
    py::object names_ = py::eval("('a', 'b', 'label')"), a_ = py::eval("17"), b_ = py::eval("2.5"),
               label_ = py::eval("'a quick brown fox'");
};

void print(const char* what, const bare_call& bare, answered_calls& calls, const char* command) PYHOST_NEEDS_GIL
{
    benchmark::print_times(what, rounds, [&]() PYHOST_NEEDS_GIL { bare.run(rounds); }, [&] { calls.call(command, rounds); });
}

}  // namespace

void benchmark::fail()
{
    std::fputs("commands: an answer is none\n", stderr);
    std::_Exit(1);
}

int main(int size, char** given)
{
    const py::interpreter python{py::config{}.site(false)};
    py::bridge::app app;
    app.command("plain", "small:plain", {.runs = py::bridge::runs::in_place})
        .command("checked", "small:checked", {.runs = py::bridge::runs::in_place})
        .command("pool", "small:checked");
    app.allow({.name = "all", .windows = {"main"}, .origins = {"app://localhost"}, .commands = {"*"}});
    answered_calls calls{app};
    const py::gil_guard gil;
    py::import_module("sys").attr("modules")["small"] = py::module_from_source("small", source);
    const bare_call plain{"plain"}, checked{"checked"};
    if (size == 4) {
        const long count = std::strtol(given[3], nullptr, 10);
        const std::string row = given[1];
        if (std::string_view{given[2]} == "call") (row == "plain" ? plain : checked).run(count);
        else calls.call(row, count);
        return 0;
    }
    std::printf("| microseconds of a command | Python | bridge | ratio | middle half |\n|---|--:|--:|--:|--:|\n");
    print_beside("json", calls);
#if defined(BENCHMARK_PACKAGES)
    py::import_module("site").attr("addsitedir")(BENCHMARK_PACKAGES);
    print_beside("orjson", calls);
#endif
    print("parameters without annotations, beside the bare call", plain, calls, "plain");
    print("checked, beside the bare call", checked, calls, "checked");
    const py::gil_release nogil;
    const auto through_pool = [&] { calls.call("pool", rounds / 10); };
    benchmark::print_times(
        "checked and through the pool, beside the bare call", rounds / 10,
        [&] {
            const py::gil_guard inside;
            checked.run(rounds / 10);
        },
        through_pool);
}
