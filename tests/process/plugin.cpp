// SPDX-License-Identifier: MIT
// A shared object that uses pyhost behind a C interface. It is built with several visibilities and TLS models.
#include <pyhost/detail/stop_hooks.hpp>
#include <pyhost/expose.hpp>
#include <pyhost/pyhost.hpp>

#include <chrono>
#include <memory>
#include <thread>

namespace py = pyhost;
using namespace py::literals;

#define EXPORTED extern "C" __attribute__((visibility("default")))

namespace {

std::unique_ptr<py::interpreter>& own_interpreter()
{
    static std::unique_ptr<py::interpreter> interpreter;
    return interpreter;
}

}  // namespace

EXPORTED void start() { own_interpreter() = std::make_unique<py::interpreter>(); }
EXPORTED void stop() { own_interpreter().reset(); }

EXPORTED const void* process_address() { return &py::detail::process(); }
EXPORTED std::int64_t live_refs() { return py::counters().refs; }

EXPORTED double square_root(double x)
{
    const py::function<double(double)> sqrt{"math", "sqrt"};
    return sqrt(x);
}

/// Attached before, inside and after a guard, as three bits.
EXPORTED int attached_around_guard()
{
    const int before = py::is_attached() ? 4 : 0;
    int inside = 0;
    {
        const py::gil_guard gil;
        inside = py::is_attached() ? 2 : 0;
    }
    return before | inside | (py::is_attached() ? 1 : 0);
}

/// The same around a release scope that holds a guard.
EXPORTED int attached_around_release() PYHOST_DETAIL_NO_ANALYSIS
{
    const int before = py::is_attached() ? 4 : 0;
    int inside = 0;
    {
        const py::gil_release nogil;
        const bool detached = !py::is_attached();
        const py::gil_guard gil;
        inside = detached && py::is_attached() ? 2 : 0;
    }
    return before | inside | (py::is_attached() ? 1 : 0);
}

/// Sleeps in a release scope of this binary.
EXPORTED void sleep_without_gil(int milliseconds) PYHOST_NEEDS_GIL
{
    const py::gil_release nogil;
    std::this_thread::sleep_for(std::chrono::milliseconds{milliseconds});
}

EXPORTED bool enters_on_a_thread()
{
    bool entered = false;
    std::thread{[&] {
        const py::gil_guard gil{std::try_to_lock};
        entered = static_cast<bool>(gil);
    }}.join();
    return entered;
}

EXPORTED void* new_ref(int value)
{
    const py::gil_guard gil;
    return new py::ref<>{py::to_python(value)};
}
EXPORTED void drop_ref(void* ref) { delete static_cast<py::ref<>*>(ref); }

EXPORTED int read_object(const void* object)
{
    const py::gil_guard gil;
    return static_cast<const py::object*>(object)->cast<int>();
}

EXPORTED void raise_value_error()
{
    const py::function<int(std::string)> parse{"builtins", "int"};
    parse("abc");
}
EXPORTED void throw_made_in_cpp() { throw py::key_error{"made in the plugin"}; }

/// An error that the caller keeps and drops.
EXPORTED void* new_error()
{
    try {
        raise_value_error();
    } catch (const py::value_error& e) {
        return new py::error{e};
    }
    return nullptr;
}
EXPORTED bool is_value_error(const void* error)
{
    try {
        static_cast<const py::error*>(error)->raise();
    } catch (const py::value_error&) {
        return true;
    } catch (...) {
        return false;
    }
}

/// Fills every table of the process: names, modules, keyword tuples.
EXPORTED void leave_traces()
{
    const py::gil_guard gil;
    const py::object json = py::import_module("json");
    json.attr("dumps")(py::list::of(1, 2), "indent"_a = 2, "sort_keys"_a = true);
    py::eval("type('T', (), {})").attr("a_name_that_only_the_plugin_uses") = 1;
}

/// Makes a callable of the plugin's code, calls it from Python, and drops it.
EXPORTED int use_callable()
{
    const py::gil_guard gil;
    return py::eval("lambda f: f(20)")(py::expose([](int i) { return i + 1; })).cast<int>();
}

/// Leaves a callable of the plugin's code in Python.
EXPORTED void leave_callable()
{
    const py::gil_guard gil;
    py::import_module("builtins").attr("from_plugin") = py::expose([](int i) { return i * 2; });
}

/// Asks for work at the end of the interpreter, which the plugin's code does.
EXPORTED void leave_stop_hook(int* told)
{
    py::detail::add_stop_hook(py::detail::stop_step::refuse, [](void* data) { *static_cast<int*>(data) = 42; }, told);
}
