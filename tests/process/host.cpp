// SPDX-License-Identifier: MIT
// One state per process: a program that uses pyhost, and two plugins that do. Each case runs in a process of its own.
//
//     host PLUGIN OTHER_PLUGIN local|global
#include <support/leaks.hpp>
#include <support/threads.hpp>

#include <pyhost/expose.hpp>
#include <pyhost/pyhost.hpp>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <future>
#include <optional>
#include <process/plugin.hpp>
#include <source_location>
#include <string_view>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace py = pyhost;
using support::plugin;

namespace {

std::string first_path, second_path;
int visibility = RTLD_LOCAL;
bool unique_symbols = false;  // see CMakeLists.txt: such a plugin stays loaded whatever it does

void check(bool condition, std::source_location where = std::source_location::current())
{
    if (condition) return;
    std::fprintf(stderr, "%s:%u: check failed in %s\n", where.file_name(), where.line(), where.function_name());
    std::_Exit(1);
}

plugin open_first() { return {first_path, visibility}; }
plugin open_second() { return {second_path, visibility}; }

bool has_same_state(const plugin& one) { return one.call<const void*()>("process_address") == &py::detail::process(); }

void plugins_see_the_interpreter_of_the_program()
{
    const py::interpreter python;
    const plugin first = open_first(), second = open_second();
    check(has_same_state(first));
    check(has_same_state(second));
    check(first.call<double(double)>("square_root", 9.0) == 3.0);
    check(second.call<double(double)>("square_root", 16.0) == 4.0);
    check(first.call<bool()>("enters_on_a_thread"));
}

void a_guard_of_the_program_makes_a_guard_of_a_plugin_nested()
{
    const py::interpreter python;
    const plugin first = open_first();
    check(first.call<int()>("attached_around_guard") == 2);
    check(first.call<int()>("attached_around_release") == 2);
    const py::gil_guard gil;
    check(first.call<int()>("attached_around_guard") == 7);
    check(first.call<int()>("attached_around_release") == 7);
    {
        const py::gil_release nogil;
        check(first.call<int()>("attached_around_guard") == 2);
        check(first.call<int()>("attached_around_release") == 2);
    }
    check(py::is_attached());
}

void a_release_scope_of_a_plugin_under_a_callback_of_the_program_does_not_keep_the_end()
{
    static std::atomic<bool> sleeps{false};
    static plugin first = open_first();
    py::interpreter python{py::config{}.shutdown_timeout(std::chrono::seconds{10})};
    {
        const py::gil_guard gil;
        const py::dict globals;
        globals["callback"] = py::expose([] {
            sleeps = true;
            first.call<void(int)>("sleep_without_gil", 60'000);
        });
        py::exec("import threading\nthreading.Thread(target=callback, daemon=True).start()", globals);
    }
    while (!sleeps) std::this_thread::yield();
    check(python.stop().finalised);
    std::_Exit(0);  // the thread sleeps on
}

void an_object_is_read_in_a_plugin()
{
    const py::interpreter python;
    const plugin first = open_first();
    const py::gil_guard gil;
    const py::object made = py::to_python(1234);
    check(first.call<int(const void*)>("read_object", static_cast<const void*>(&made)) == 1234);
}

void a_ref_of_one_plugin_is_dropped_in_another()
{
    const py::interpreter python;
    const plugin first = open_first(), second = open_second();
    void* ref = first.call<void*(int)>("new_ref", 77);
    check(py::counters().refs >= 1);
    check(first.call<std::int64_t()>("live_refs") == second.call<std::int64_t()>("live_refs"));
    {
        const py::gil_guard gil;
        check(static_cast<py::ref<>*>(ref)->get().cast<int>() == 77);
    }
    const auto before = py::counters().refs;
    second.call<void(void*)>("drop_ref", ref);
    check(py::counters().refs == before - 1);
}

void an_error_thrown_in_a_plugin_arrives_with_its_type()
{
    const py::interpreter python;
    const plugin first = open_first(), second = open_second();
    bool caught = false;
    try {
        first.call<void()>("raise_value_error");
    } catch (const py::value_error& e) {
        caught = e.message() == "invalid literal for int() with base 10: 'abc'";
    }
    check(caught);
    caught = false;
    try {
        second.call<void()>("throw_made_in_cpp");
    } catch (const std::exception& e) {
        caught = std::string_view{e.what()} == "KeyError: made in the plugin";
    }
    check(caught);
}

void an_error_kept_by_a_plugin_outlives_it_and_the_interpreter()
{
    std::optional<py::error> copy;
    {
        const py::interpreter python;
        plugin first = open_first();
        const plugin second = open_second();
        auto* kept = static_cast<py::error*>(first.call<void*()>("new_error"));
        check(second.call<bool(const void*)>("is_value_error", static_cast<const void*>(kept)));
        copy.emplace(*kept);
        delete kept;
        first.close();
    }
    check(copy->message() == "invalid literal for int() with base 10: 'abc'");
}

void a_plugin_makes_the_state_and_is_closed()
{
    const void* state = nullptr;
    {
        const plugin first = open_first();
        state = first.call<const void*()>("process_address");
    }
    check(state == &py::detail::process());
    py::interpreter python;
    // Dropping without the GIL and ending a thread both use functions that the first binary put into the state.
    std::thread{[] {
        std::optional<py::object> dropped;
        {
            const py::gil_guard gil;
            dropped.emplace(py::eval("object()"));
        }
        dropped.reset();
    }}.join();
    check(py::function<double(double)>{"math", "sqrt"}(4) == 2);
    // So do forks.
    support::wait_for_thread_count(1);  // pyhost's own thread deletes the state of the one that ended
    const pid_t child = py::fork();
    if (child == 0) std::_Exit(python.stop().finalised ? 0 : 1);
    int status = 1;
    check(waitpid(child, &status, 0) == child && status == 0);
    const plugin again = open_first();
    check(has_same_state(again));
}

void a_closed_plugin_leaves_nothing_that_stop_trips_over()
{
    py::interpreter python;
    {
        const py::gil_guard gil;  // so that the plugin has no thread-local of its own, which would keep it loaded
        plugin first = open_first();
        first.call<void()>("leave_traces");
        first.close();
        check(unique_symbols || !first.is_loaded());
    }
    {
        const py::gil_guard gil;
        check(py::import_module("json").attr("loads")("[1]").cast<py::list>().size() == 1);
    }
    check(python.stop().finalised);
}

void a_plugin_whose_code_python_knows_stays_loaded()
{
    py::interpreter python;
    {
        const py::gil_guard gil;
        plugin first = open_first();
        first.call<void()>("leave_callable");
        first.close();
        check(first.is_loaded());
        check(py::eval("from_plugin(21)").cast<int>() == 42);
    }
    check(python.stop().finalised);
}

void a_callable_of_a_plugin_runs_under_a_guard_of_the_program()
{
    const py::interpreter python;
    const plugin first = open_first();
    check(first.call<int()>("use_callable") == 21);
    const py::gil_guard gil;
    check(first.call<int()>("use_callable") == 21);
}

void a_stop_hook_of_a_closed_plugin_runs()
{
    int told = 0;
    py::interpreter python;
    {
        const py::gil_guard gil;
        plugin first = open_first();
        first.call<void(int*)>("leave_stop_hook", &told);
        first.close();
    }
    python.stop();
    check(told == 42);
}

void a_thread_outlives_the_plugin_that_it_first_used()
{
    const py::interpreter python;
    std::promise<void> used, closed;
    plugin first = open_first();
    std::thread late{[&] {
        check(first.call<double(double)>("square_root", 4.0) == 2.0);
        used.set_value();
        closed.get_future().wait();
        check(py::function<double(double)>{"math", "sqrt"}(9) == 3);
    }};
    used.get_future().wait();
    first.close();
    closed.set_value();
    late.join();
}

void plugins_are_opened_and_closed_many_times()
{
    const py::interpreter python;
    for (int i = 0; i < 20; ++i) {
        std::thread{[] {
            const plugin first = open_first();
            check(first.call<double(double)>("square_root", 4.0) == 2.0);
            first.call<void()>("leave_traces");
        }}.join();
    }
}

void a_plugin_starts_and_stops_the_interpreter_of_the_program()
{
    const plugin first = open_first();
    for (int i = 0; i < 2; ++i) {
        first.call<void()>("start");
        check(py::function<double(double)>{"math", "sqrt"}(9) == 3);
        {
            const py::gil_guard gil;
            check(first.call<int()>("attached_around_guard") == 7);
        }
        first.call<void()>("stop");
        const py::gil_guard refused{std::try_to_lock};
        check(!refused);
    }
}

void a_plugin_stops_the_interpreter_under_a_guard_of_the_program()
{
    const plugin first = open_first();
    first.call<void()>("start");
    {
        const py::gil_guard gil;
        const py::gil_release nogil;
        first.call<void()>("stop");
    }
    const py::gil_guard refused{std::try_to_lock};
    check(!refused);
}

/// Whether new guards are refused: stop() has begun.
bool refuses_guards()
{
    const py::gil_guard gil{std::try_to_lock};
    return !gil;
}

void a_plugin_may_attach_in_a_release_scope_of_the_program_while_the_interpreter_stops()
{
    py::interpreter python;
    const plugin first = open_first();
    std::promise<void> inside;
    std::thread late{[&] {
        const py::gil_guard gil;
        const py::gil_release nogil;
        inside.set_value();
        std::thread{[] {
            while (!refuses_guards()) std::this_thread::yield();
        }}.join();
        check(first.call<double(double)>("square_root", 9.0) == 3.0);
        check(first.call<int()>("attached_around_guard") == 2);
    }};
    inside.get_future().wait();
    check(python.stop().finalised);
    late.join();
}

void another_layout_is_a_clear_error()
{
    static struct {
        char name[16] = "_pyhost_state";
        std::uint32_t layout = 4711;
        std::uint32_t size = 8;
    } other;
    static _frozen table[2]{};
    table[0].name = other.name;
    PyImport_FrozenModules = table;
    std::string told;
    try {
        const py::interpreter python;
    } catch (const std::runtime_error& e) {
        told = e.what();
    }
    check(told == "pyhost: two binaries of this process were built with versions of pyhost that cannot share an interpreter "
                  "(state layout 4711 was found, layout " +
                      std::to_string(py::detail::process_state::current_layout) + " is built in); build them with one version");
    std::_Exit(0);  // the leak report would ask for the state
}

struct named_case {
    const char* name;
    void (*run)();
};

constexpr named_case cases[] = {
    {"plugins see the interpreter of the program", plugins_see_the_interpreter_of_the_program},
    {"a guard of the program makes a guard of a plugin nested", a_guard_of_the_program_makes_a_guard_of_a_plugin_nested},
    {"a release scope of a plugin under a callback of the program does not keep the end",
     a_release_scope_of_a_plugin_under_a_callback_of_the_program_does_not_keep_the_end},
    {"an object is read in a plugin", an_object_is_read_in_a_plugin},
    {"a ref of one plugin is dropped in another", a_ref_of_one_plugin_is_dropped_in_another},
    {"an error thrown in a plugin arrives with its type", an_error_thrown_in_a_plugin_arrives_with_its_type},
    {"an error kept by a plugin outlives it and the interpreter", an_error_kept_by_a_plugin_outlives_it_and_the_interpreter},
    {"a plugin makes the state and is closed", a_plugin_makes_the_state_and_is_closed},
    {"a closed plugin leaves nothing that stop trips over", a_closed_plugin_leaves_nothing_that_stop_trips_over},
    {"a plugin whose code Python knows stays loaded", a_plugin_whose_code_python_knows_stays_loaded},
    {"a callable of a plugin runs under a guard of the program", a_callable_of_a_plugin_runs_under_a_guard_of_the_program},
    {"a stop hook of a closed plugin runs", a_stop_hook_of_a_closed_plugin_runs},
    {"a thread outlives the plugin that it first used", a_thread_outlives_the_plugin_that_it_first_used},
    {"plugins are opened and closed many times", plugins_are_opened_and_closed_many_times},
    {"a plugin starts and stops the interpreter of the program", a_plugin_starts_and_stops_the_interpreter_of_the_program},
    {"a plugin stops the interpreter under a guard of the program", a_plugin_stops_the_interpreter_under_a_guard_of_the_program},
    {"a plugin may attach in a release scope of the program while the interpreter stops",
     a_plugin_may_attach_in_a_release_scope_of_the_program_while_the_interpreter_stops},
    {"another layout is a clear error", another_layout_is_a_clear_error},
};

/// Runs a case in a child, which the clock ends after a minute.
bool passes(const named_case& one)
{
    const pid_t child = fork();
    if (child == 0) {
        alarm(60);
        try {
            one.run();
        } catch (const std::exception& e) {
            std::fprintf(stderr, "%s: ended by an exception: %s\n", one.name, e.what());
            std::_Exit(1);
        }
        std::exit(support::report_leaks() == 0 ? 0 : 1);
    }
    int status = 0;
    waitpid(child, &status, 0);
    std::printf("%s: %s (%d)\n", status == 0 ? "passed" : "FAILED", one.name, status);
    return status == 0;
}

}  // namespace

int main(int, char** argv)
{
    std::setvbuf(stdout, nullptr, _IONBF, 0);
    first_path = argv[1];
    second_path = argv[2];
    visibility = std::string_view{argv[3]} == "global" ? RTLD_GLOBAL : RTLD_LOCAL;
    unique_symbols = first_path.find("process_default") != std::string::npos;
    int failed = 0;
    for (const named_case& one : cases) failed += passes(one) ? 0 : 1;
    return failed == 0 ? 0 : 1;
}
