// SPDX-License-Identifier: MIT
// Python's output in C++ at the end of the interpreter and over restarts: no line is lost, and nothing hangs.
#include <atomic>
#include <cstdio>
#include <lifecycle/log_book.hpp>
#include <memory>

LIFECYCLE_CASE(what_python_prints_at_its_end_is_in_the_sink)
{
    log_book book;
    {
        py::interpreter python;
        auto sink = std::make_unique<py::output_sink>(std::ref(book));
        run("import atexit, sys, threading\n"
            "def late():\n"
            "    threading.Event().wait(0.1)\n"
            "    print('from a thread', end='')\n"
            "threading.Thread(target=late).start()\n"
            "atexit.register(print, 'from atexit')\n"
            "print('begun', end='')\n"
            "print('wrong', end='', file=sys.stderr)\n");
        check(book.all().empty());
        check(python.stop().flushed);
        check(book.has("from a thread"));
        check(book.has("begunfrom atexit"));  // both of the main thread
        check(book.has("wrong"));
    }
    check(book.all().size() == 3);
}

LIFECYCLE_CASE(a_sink_outlives_its_interpreter_and_is_still_alone_in_the_next)
{
    log_book first, second;
    auto sink = std::unique_ptr<py::output_sink>{};
    {
        py::interpreter python;
        sink = std::make_unique<py::output_sink>(std::ref(first), py::sink_options{.queue = 100});
        run("print('one')");
    }
    py::interpreter python;
    {
        const py::output_sink other{std::ref(second)};
        run("print('two')");
        sink.reset();
        run("print('three')");
    }
    check(first.all() == texts{"one"});
    check(second.all() == texts{"two", "three"});
}

LIFECYCLE_CASE(output_is_in_the_sink_though_the_interpreter_is_left_running,
               .stderr_pattern = "pyhost: the interpreter was left running.*\n")
{
    log_book book;
    {
        std::atomic<bool> may_end{false};
        std::jthread busy;
        const auto python = std::make_unique<py::interpreter>(py::config{}.shutdown_timeout(200ms));
        const py::output_sink sink{std::ref(book)};
        run("print('begun', end='')");
        std::atomic<bool> is_in{false};
        busy = std::jthread{[&] {
            const py::gil_guard gil;
            is_in = true;
            while (!may_end) std::this_thread::yield();  // keeps the GIL
        }};
        while (!is_in) std::this_thread::yield();
        static_cast<void>(*python);
        check(book.all().empty());
        std::thread{[&] { std::this_thread::sleep_for(2s), may_end = true; }}.detach();
        const py::stop_report report = python->stop();
        check(!report.finalised);
        std::fputs("pyhost: the interpreter was left running, as it should\n", stderr);
        busy.join();
    }
    check(book.has("begun"));
    std::_Exit(0);  // of an interpreter that goes on, objects are alive
}

LIFECYCLE_CASE(daemon_threads_that_print_while_the_interpreter_ends_do_no_harm)
{
    log_book book;
    {
        py::interpreter python;
        const py::output_sink sink{std::ref(book)};
        run("import threading\n"
            "def work():\n"
            "    while True: print('line')\n"
            "for _ in range(8): threading.Thread(target=work, daemon=True).start()\n");
        while (book.all().size() < 100) std::this_thread::yield();
        python.stop();
    }
    for (const std::string& line : book.all()) check(line == "line");
    std::_Exit(0);  // what the frames of those threads hold is alive for ever
}

LIFECYCLE_CASE(a_sink_may_end_while_threads_print)
{
    py::interpreter python;
    run("import io, sys, threading\n"
        "sys.stdout = io.StringIO()\n"
        "go = True\n"
        "def work():\n"
        "    while go: print('line')\n"
        "threads = [threading.Thread(target=work) for _ in range(4)]\n"
        "for t in threads: t.start()\n");
    for (int i = 0; i < 100; ++i) {
        std::atomic<int> inside{0};
        const bool is_queued = i % 2 == 0;
        {
            const py::output_sink sink{[&](const py::output_line&) { inside = 1, inside = 0; }, {.queue = is_queued ? 10U : 0U}};
            std::this_thread::sleep_for(1ms);
        }
        check(inside == 0);
    }
    run("go = False\n"
        "for t in threads: t.join()\n"
        "assert sys.stdout.getvalue().replace('line', '').strip('\\n') == ''\n"  // where no sink is, threads share a line
        "sys.stdout = sys.__stdout__");
}

LIFECYCLE_CASE(a_static_sink_ends_with_the_program, .exit_code = 3)
{
    static log_book book;
    static struct last_look {
        ~last_look() { std::_Exit(book.has("last") && book.has("words") ? 3 : 4); }
    } look;
    static py::interpreter python;
    static const py::output_sink sink{std::ref(book)};
    run("import sys\nprint('last')\nsys.stderr.write('words')");
    check(!book.has("words"));
    std::exit(0);
}
