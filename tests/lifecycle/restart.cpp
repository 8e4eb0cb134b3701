// SPDX-License-Identifier: MIT
// Starts beside and after one another: at the same time, while another runs, and with modules that can be loaded once.
#include <support/lifecycle.hpp>
#include <support/venv.hpp>

#include <pyhost/expose.hpp>
#include <pyhost/pyhost.hpp>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace py = pyhost;
using support::check;

namespace {

/// What a start says that must be refused.
std::string refusal()
{
    try {
        const py::interpreter second{py::config::isolated()};
    } catch (const py::startup_error& e) {
        return e.what();
    }
    return "it was not refused";
}

/// Whether the gate let another thread in while the start made a module.
bool was_entered = true;

PyObject* try_to_enter(const void*)
{
    std::jthread{[] {
        const py::gil_guard gil{std::try_to_lock};
        was_entered = static_cast<bool>(gil);
    }}.join();
    return PyModule_New("probe");
}

}  // namespace

LIFECYCLE_CASE(a_second_start_is_refused_and_leaves_the_first_alone)
{
    const std::string wanted = "start: an interpreter runs already (a process has one pyhost::interpreter at a time); "
                               "use that one, or stop it first";
    py::interpreter first{py::config::isolated()};
    check(refusal() == wanted);
    const py::gil_guard gil;
    check(refusal() == wanted);
    check(py::is_attached());
    check(py::eval("6 * 7").cast<int>() == 42);
}

LIFECYCLE_CASE(of_starts_at_the_same_time_one_succeeds)
{
    constexpr int count = 4;
    for (int round = 0; round < 20; ++round) {
        std::atomic<int> started{0}, refused{0};
        std::vector<std::jthread> threads;
        for (int i = 0; i < count; ++i)
            threads.emplace_back([&] {
                try {
                    const py::interpreter python{py::config::isolated().site(false)};
                    ++started;
                    while (started + refused < count) std::this_thread::yield();
                    const py::gil_guard gil;
                    check(py::eval("6 * 7").cast<int>() == 42);
                } catch (const py::startup_error&) {
                    ++refused;
                }
            });
        threads.clear();
        check(started == 1 && refused == count - 1);
    }
}

LIFECYCLE_CASE(a_thread_that_waits_for_the_start_sees_it_complete, .limit_seconds = 20)
{
    {
        const py::interpreter python{py::config{}.modules({{"probe", {}, try_to_enter}})};
    }
    check(!was_entered);
    for (int round = 0; round < 5; ++round) {
        std::atomic<bool> is_waiting{false};
        std::jthread early{[&] {
            for (;;) {
                const py::gil_guard gil{std::try_to_lock};
                is_waiting = true;
                if (!gil) continue;
                check(py::eval("'site' in __import__('sys').modules").truth());
                check(py::import_module("sys").attr("argv")[0].cast<std::string>() == "early");
                return;
            }
        }};
        while (!is_waiting) std::this_thread::yield();
        const py::interpreter python{py::config::isolated().program_name("early")};
        early.join();
    }
}

LIFECYCLE_CASE(a_static_function_keeps_what_it_has_found_no_longer_than_the_run)
{
    for (int run = 1; run <= 2; ++run) {
        py::interpreter python{py::config::isolated()};
        static const py::function<int()> answer{"kept_case", "answer", "()"};
        static int ended = 0;
        {
            const py::gil_guard gil;
            const py::object module = py::module_from_source("kept_case", "class Answer:\n"
                                                                          "    def __call__(self): return 42\n"
                                                                          "    def __del__(self): self.end()\n"
                                                                          "answer = Answer()\n");
            module.attr("Answer").attr("end") = py::expose([] { ++ended; });
        }
        check(answer() == 42);
        check(ended == run - 1);
        python.stop();
        check(ended == run);
    }
}

LIFECYCLE_CASE(numpy_in_a_second_run_is_an_exception_and_no_crash)
{
    for (int run = 0; run < 3; ++run) {
        py::interpreter python{support::test_config()};
        const py::gil_guard gil;
        const py::result<py::object> numpy = py::try_call<py::object>(py::eval("__import__"), "numpy");
        check(run > 0 || numpy.has_value());
        check(numpy.has_value() || numpy.error().is(py::handle{PyExc_Exception}));
        check(py::eval("sum([1, 2, 3])").cast<int>() == 6);
        check(py::import_module("json").attr("loads")("[1]")[0].cast<int>() == 1);
    }
}
