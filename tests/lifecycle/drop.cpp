// SPDX-License-Identifier: MIT
// Values of pyhost that die late: without the GIL, on other threads, after the end, as static and thread_local objects.
#include <support/lifecycle.hpp>

#include <pyhost/expose.hpp>
#include <pyhost/pyhost.hpp>

#include <atomic>
#include <optional>
#include <string>
#include <thread>

namespace py = pyhost;
using support::check;

namespace {

py::object static_object;
py::ref<> static_ref;
std::optional<py::error> static_error;
py::function<int(std::string)> static_function{"builtins", "int"};
std::optional<py::interpreter> static_interpreter;

thread_local py::object local_object;
thread_local py::ref<> local_ref;

}  // namespace

LIFECYCLE_CASE(static_values_may_outlive_the_interpreter)
{
    py::interpreter python;
    const py::gil_guard gil;
    static_object = py::eval("[1, 2]");
    static_ref = py::ref<>{static_object};
    check(static_function("3") == 3);
    try {
        static_function("abc");
    } catch (const py::error& e) {
        static_error = e;
    }
    std::exit(0);  // the interpreter of this frame is never destroyed, the static values are
}

LIFECYCLE_CASE(a_static_interpreter_ends_with_the_program)
{
    static_interpreter.emplace();
    const py::gil_guard gil;
    static_object = py::eval("[1, 2]");
}

LIFECYCLE_CASE(an_error_is_read_after_the_end)
{
    std::optional<py::error> kept;
    {
        py::interpreter python;
        const py::function<int(std::string)> parse{"builtins", "int"};
        try {
            parse("abc");
        } catch (const py::value_error& e) {
            kept = e;
        }
    }
    check(kept->type_name() == "ValueError");
    check(kept->message() == "invalid literal for int() with base 10: 'abc'");
    check(std::string{kept->what()} == "ValueError: invalid literal for int() with base 10: 'abc'");
    try {
        kept->raise();
    } catch (const py::value_error& again) {
        check(std::string{again.what()} == kept->what());
    }
}

LIFECYCLE_CASE(what_an_error_knows_of_is_read_after_the_end)
{
    std::optional<py::error> kept, circle;
    std::string json;
    {
        py::interpreter python;
        const py::gil_guard gil;
        try {
            py::exec("last = None\n"
                     "for i in range(300):\n"
                     "    try: raise ValueError(i) from last\n"
                     "    except ValueError as e: last = e\n"
                     "try: raise last\n"
                     "except ValueError as e:\n"
                     "    e.__notes__ = ['a note']\n"
                     "    raise OSError(2, 'missing', 'file') from e\n");
        } catch (const py::error& e) {
            kept = e;
            json = e.to_json();
        }
        try {
            py::exec("e = KeyError('round')\ne.__cause__ = e.__context__ = e\nraise e");
        } catch (const py::error& e) {
            circle = e;
        }
    }
    check(kept->to_json() == json);
    check(kept->os()->file == "file");
    check(kept->suppresses_context());
    check(kept->cause()->message() == "299");
    check(kept->cause()->notes().front() == "a note");
    check(kept->cause()->frames(py::source_lines::omitted).front().line == 5);
    check(kept->cause()->cause()->message() == "298");
    check(kept->context()->message() == "299");
    try {
        kept->cause()->raise();
    } catch (const py::value_error& again) {
        check(again.message() == "299");
    }
    int length = 0;
    for (std::optional<py::error> e = kept; e; e = e->cause()) ++length;
    check(length == 101);
    check(circle->cause()->cause()->message() == "'round'");
    kept.reset();
    circle.reset();
    check(py::counters().errors == 0);
}

LIFECYCLE_CASE(the_members_of_a_group_are_read_after_the_end)
{
    std::optional<py::error> kept;
    {
        py::interpreter python;
        const py::gil_guard gil;
        if (!py::import_module("builtins").has_attr("ExceptionGroup")) return;  // it came with Python 3.11
        try {
            py::exec("raise ExceptionGroup('both', [KeyError(1), ExceptionGroup('inner', [ValueError(2)])])");
        } catch (const py::exception_group& e) {
            kept = e;
        }
    }
    check(kept->group().size() == 2);
    check(kept->group()[1].group()[0].message() == "2");
    check(kept->group()[0].type_name() == "KeyError");
}

LIFECYCLE_CASE(values_dropped_after_the_end_are_left)
{
    std::optional<py::object> object;
    std::optional<py::ref<>> keep;
    {
        py::interpreter python;
        const py::gil_guard gil;
        object = py::eval("{}");
        keep.emplace(*object);
    }
    object.reset();
    const py::ref<> copy = *keep;
    keep.reset();
    bool refused = false;
    try {
        static_cast<void>(copy.get());
    } catch (const py::interpreter_closed&) {
        refused = true;
    }
    check(refused);
}

LIFECYCLE_CASE(a_ref_of_an_earlier_run_is_refused_and_dropped_in_the_next)
{
    std::optional<py::ref<>> keep;
    PyObject* left = nullptr;
    {
        py::interpreter python;
        const py::gil_guard gil;
        left = py::eval("{}").release();  // never freed, so that its count can be read for ever
        keep.emplace(py::object::borrow(left));
    }
    py::interpreter python;
    const py::gil_guard gil;
    bool refused = false;
    try {
        static_cast<void>(keep->get());
    } catch (const py::interpreter_closed&) {
        refused = true;
    }
    check(refused);
    keep.reset();
    check(Py_REFCNT(left) == 2);
}

LIFECYCLE_CASE(objects_dropped_without_the_gil_die_at_the_next_guard)
{
    py::interpreter python;
    bool died = false;
    std::optional<py::object> kept;
    {
        const py::gil_guard gil;
        py::dict globals;
        globals["note"] = py::expose([&died] { died = true; });
        py::exec("class noted:\n"
                 "    def __del__(self): note()\n",
                 globals);
        kept = py::eval("noted()", globals);
    }
    kept.reset();
    check(py::counters().deferred == 1);
    check(!died);
    {
        const py::gil_guard gil;
        check(died);
        check(py::counters().deferred == 0);
    }
}

LIFECYCLE_CASE(objects_dropped_without_the_gil_die_while_threads_of_python_run_on, .limit_seconds = 10)
{
    py::interpreter python;
    std::atomic<bool> died{false};
    const py::gil_guard gil;
    py::dict globals;
    globals["note"] = py::expose([&died] { died = true; });
    globals["is_dead"] = py::expose([&died] { return died.load(); });
    py::exec("import threading\n"
             "class noted:\n"
             "    def __del__(self): note()\n"
             "def wait():\n"
             "    while not is_dead(): pass\n"
             "other = threading.Thread(target=wait)\n"
             "other.start()\n",
             globals);
    std::optional<py::object> kept = py::eval("noted()", globals);
    const std::jthread dropping{[&kept] { kept.reset(); }};
    py::exec("wait()\nother.join()", globals);  // no guard begins meanwhile
}

LIFECYCLE_CASE(thread_local_values_may_outlive_their_guard)
{
    py::interpreter python;
    std::thread{[] {
        const py::gil_guard gil;
        local_object = py::eval("[1]");
        local_ref = py::ref<>{local_object};
    }}.join();
    const py::gil_guard gil;
    check(py::counters().deferred == 0);
}

LIFECYCLE_CASE(a_function_is_looked_up_again_after_a_restart)
{
    const py::function<int()> number_of_run{"restarted", "number"};
    for (int run = 0; run < 3; ++run) {
        py::interpreter python;
        {
            const py::gil_guard gil;
            py::module_from_source("restarted", "value = " + std::to_string(run) + "\ndef number(): return value\n");
            check(py::import_module("math").attr("sqrt")(9.0).cast<double>() == 3);
        }
        check(number_of_run() == run);
        check(number_of_run() == run);
    }
}

LIFECYCLE_CASE(callbacks_of_weak_references_may_call_cpp_until_the_last, .limit_seconds = 10)
{
    int calls = 0;
    {
        py::interpreter python{py::config::isolated()};
        const py::gil_guard gil;
        py::dict globals;
        globals["callback"] = py::expose([&calls](const py::object&) PYHOST_NEEDS_GIL { calls += py::eval("1").cast<int>(); });
        py::exec("import builtins, weakref\n"
                 "class watched: pass\n"
                 "early, builtins.late = watched(), watched()\n"
                 "builtins.seen = [weakref.ref(early, callback), weakref.ref(builtins.late, callback)]\n"
                 "del early\n",
                 globals);
        check(calls == 1);
        check(py::eval("seen[0]() is None and seen[1]() is late").truth());
    }
    check(calls == 2);
}
