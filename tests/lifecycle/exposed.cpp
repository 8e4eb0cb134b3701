// SPDX-License-Identifier: MIT
// Modules that are defined in C++, over starts and ends.
#include <support/lifecycle.hpp>

#include <pyhost/expose.hpp>
#include <pyhost/pyhost.hpp>

#include <memory>
#include <thread>
#include <vector>

namespace py = pyhost;
using namespace py::literals;
using support::check;

LIFECYCLE_CASE(a_module_of_cpp_is_there_in_every_run_that_asks_for_it)
{
    const auto owned = std::make_shared<int>(7);
    {
        py::module_def host{"host"};
        host.def("get", [owned](int by) { return *owned * by; }, "by"_a = 1).value("name", "host");
        for (int run = 0; run < 3; ++run) {
            py::interpreter python{py::config{}.modules({host})};
            const py::function<int(int)> get{"host", "get"};
            check(get(3) == 21);
            std::vector<std::thread> threads;
            for (int i = 0; i < 4; ++i)
                threads.emplace_back([&] {
                    for (int n = 0; n < 100; ++n) check(get(n) == 7 * n);
                });
            for (std::thread& thread : threads) thread.join();
            const py::gil_guard gil;
            check(py::eval("__import__('host').get()").cast<int>() == 7);
        }
        py::interpreter without;
        const py::gil_guard gil;
        check(!py::try_call<py::object>(py::eval("__import__"), "host").has_value());
    }
    check(owned.use_count() == 1);
    check(py::counters().callables == 0);
}

LIFECYCLE_CASE(a_module_of_cpp_is_added_to_an_interpreter_that_runs)
{
    py::module_def host{"host"};
    host.def("add", [](int a, int b) { return a + b; }, "a"_a, "b"_a);
    py::interpreter python;
    python.add(host);
    check(py::function<int(int, int)>{"host", "add"}(1, 2) == 3);
    py::module_def bad{"bad"};
    bad.value("text", std::string{"\xff"});
    try {
        python.add(bad);
        check(false);
    } catch (const py::unicode_decode_error&) {
    }
    python.stop();
    try {
        python.add(host);
        check(false);
    } catch (const py::interpreter_closed&) {
    }
}

LIFECYCLE_CASE(a_module_of_cpp_that_cannot_be_made_is_a_failed_start)
{
    py::module_def bad{"bad"};
    bad.value("text", std::string{"\xff"});
    try {
        py::interpreter python{py::config{}.modules({bad})};
        check(false);
    } catch (const py::startup_error& e) {
        check(std::string{e.what()}.find("the module 'bad' cannot be made") != std::string::npos);
    }
    py::interpreter again;
    check(py::function<int(std::string)>{"builtins", "int"}("3") == 3);
}
