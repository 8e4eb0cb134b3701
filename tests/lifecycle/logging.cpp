// SPDX-License-Identifier: MIT
// Logging both ways at the end of the interpreter and over restarts.
#include <atomic>
#include <lifecycle/log_book.hpp>
#include <memory>
#include <vector>

LIFECYCLE_CASE(what_cpp_has_logged_reaches_python_though_it_ends_at_once)
{
    for (int i = 0; i < 20; ++i) {
        log_book book;
        py::interpreter python;
        const py::log_sink sink{std::ref(book)};
        run("import atexit\natexit.register(lambda: __import__('logging').warning('atexit'))");
        std::jthread{[] {
            warn("one");
            warn("two");
        }}.join();
        check(python.stop().finalised);
        texts messages = book.all();
        const auto told = std::erase_if(messages, [](const auto& m) { return m.starts_with("log records of C++ were lost: 1, "); });
        check(told == (i > 0 ? 1 : 0));  // of the run before
        check(messages == texts{"one", "two", "atexit"});
        check(!py::log(py::log_level::warning, "cpp", "after the end"));
    }
    check(py::log_dropped() == 20);
}

LIFECYCLE_CASE(what_cpp_has_logged_reaches_python_though_a_guard_does_not_end)
{
    log_book book;
    {
        py::interpreter python{py::config{}.shutdown_timeout(200ms)};
        py::log_sink sink{std::ref(book), {}, {.queue = 10}};
        std::atomic<bool> is_in{false};
        std::atomic<bool> may_end{false};
        std::jthread stuck{[&] {
            const py::gil_guard gil;
            const py::gil_release nogil;
            is_in = true;
            while (!may_end) std::this_thread::sleep_for(1ms);
        }};
        while (!is_in) std::this_thread::yield();
        warn("one");
        check(!python.stop().finalised);
        sink.flush();
        check(book.all() == texts{"one"});
        may_end = true;
    }
    std::_Exit(0);  // of an interpreter that goes on, objects are alive
}

LIFECYCLE_CASE(threads_log_while_the_interpreter_ends)
{
    log_book book;
    std::atomic<std::size_t> taken{0};
    {
        py::interpreter python;
        const py::log_sink sink{std::ref(book)};
        std::atomic<bool> may_end{false};
        std::vector<std::jthread> threads;
        for (int i = 0; i < 8; ++i)
            threads.emplace_back([&] {
                while (!may_end) taken += py::log(py::log_level::warning, "cpp", "text") ? 1U : 0U;
            });
        while (book.all().size() < 100) std::this_thread::yield();
        python.stop();
        may_end = true;
    }
    std::size_t there = 0;
    for (const std::string& message : book.all()) there += message == "text" ? 1U : 0U;
    check(there == taken);  // what was said to be taken is there
}

LIFECYCLE_CASE(logging_works_in_every_run)
{
    for (int i = 0; i < 3; ++i) {
        py::interpreter python;
        log_book book;
        {
            const py::log_sink sink{std::ref(book)};
            warn("detached");
            py::log_flush();
            const py::gil_guard gil;
            warn("attached");
            py::log_flush();
        }
        run("import logging\nlogging.getLogger().addHandler(logging.NullHandler())\nlogging.warning('to nobody')");
        check(book.all() == texts{"detached", "attached"});
    }
}
