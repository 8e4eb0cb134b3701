// SPDX-License-Identifier: MIT
// What Python itself does at its end, with C++ in between: executors, threads, atexit functions, finalisers.
#include <support/lifecycle.hpp>

#include <pyhost/detail/stop_hooks.hpp>
#include <pyhost/expose.hpp>
#include <pyhost/pyhost.hpp>

#include <atomic>
#include <chrono>
#include <optional>
#include <string>
#include <thread>

namespace py = pyhost;
using namespace std::chrono_literals;
using namespace py::literals;
using support::check;

namespace {

/// Runs statements that see `callback`.
template <class F>
void run_with(F callback, std::string_view statements)
{
    const py::gil_guard gil;
    const py::dict globals = py::dict::of("callback"_a = py::expose(std::move(callback)));
    py::exec(statements, globals);
}

/// Uses the tables that pyhost keeps for the length of a run: names, keywords, the type of callables.
void use_tables() PYHOST_NEEDS_GIL
{
    const py::dict made = py::dict::of("a_keyword_of_the_end"_a = 1);
    check(made.attr("setdefault")("a_keyword_of_the_end", 2).cast<int>() == 1);
    check(py::eval("lambda **k: k")("a_keyword_of_the_end"_a = 1) == made);
    check(py::expose([](int i) { return i + 1; })(1).cast<int>() == 2);
}

/// Whether the tables of names, modules, kept objects and live errors refer to no Python object.
bool tables_are_empty()
{
    py::detail::process_state& p = py::detail::process();
    for (const auto& head : p.names)
        for (const py::detail::name_node* node = head.load(); node != nullptr; node = node->next)
            if (node->interned.load() != nullptr || node->module.load() != nullptr) return false;
    for (const py::detail::cache_slot* slot = p.slots; slot != nullptr; slot = slot->next)
        if (slot->kept.load() != nullptr) return false;
    return p.errors == nullptr;
}

}  // namespace

LIFECYCLE_CASE(executors_with_idle_workers_end_at_once)
{
    py::interpreter python;
    int calls = 0;
    run_with([&calls](int i) { return ++calls, i; }, "import asyncio, concurrent.futures, warnings\n"
                                                     "warnings.simplefilter('ignore')  # a debug build tells that the loop is not closed\n"
                                                     "pool = concurrent.futures.ThreadPoolExecutor(2)\n"
                                                     "assert list(pool.map(callback, range(4))) == [0, 1, 2, 3]\n"
                                                     "loop = asyncio.new_event_loop()\n"
                                                     "loop.run_until_complete(loop.run_in_executor(None, callback, 1))\n");
    const py::stop_report report = python.stop();
    check(report.finalised && !report.timed_out);
    check(calls == 5);
}

LIFECYCLE_CASE(an_executor_that_works_for_ever_is_given_up_by_name, .limit_seconds = 20)
{
    static py::interpreter python{py::config{}.shutdown_timeout(300ms)};
    run_with([] {}, "import concurrent.futures, time\n"
                    "pool = concurrent.futures.ThreadPoolExecutor(1, thread_name_prefix='busy')\n"
                    "pool.submit(time.sleep, 60)\n");
    const py::stop_report report = python.stop();
    check(report.timed_out && !report.finalised);
    check(report.waited_for == std::vector<std::string>{"Python thread busy_0"});
    std::_Exit(0);  // Python still runs
}

LIFECYCLE_CASE(an_atexit_function_may_wait_for_a_thread_that_calls_cpp)
{
    py::interpreter python;
    std::string log;
    run_with([&log](const std::string& line) { log += line + '\n'; }, "import atexit, logging, logging.handlers, queue\n"
                                                                      "class handler(logging.Handler):\n"
                                                                      "    def emit(self, record): callback(record.getMessage())\n"
                                                                      "handler_of_cpp = handler()\n"
                                                                      "lines = queue.Queue()\n"
                                                                      "listener = logging.handlers.QueueListener(lines, handler_of_cpp)\n"
                                                                      "listener.start()\n"
                                                                      "log = logging.getLogger('x')\n"
                                                                      "log.addHandler(logging.handlers.QueueHandler(lines))\n"
                                                                      "log.warning('hello')\n"
                                                                      "def finish():\n"
                                                                      "    log.warning('goodbye')\n"
                                                                      "    listener.stop()\n"
                                                                      "atexit.register(finish)\n");
    check(python.stop().finalised);
    check(log == "hello\ngoodbye\n");
}

LIFECYCLE_CASE(an_atexit_function_that_raises_is_reported_and_the_others_run, .stderr_pattern = "(?s).*ValueError: the reason\n")
{
    py::interpreter python;
    int calls = 0;
    run_with([&calls] { ++calls; }, "import atexit\n"
                                    "def fail(): raise ValueError('the reason')\n"
                                    "atexit.register(callback)\n"
                                    "atexit.register(fail)\n"
                                    "atexit.register(callback)\n");
    check(python.stop().finalised);
    check(calls == 2);
}

LIFECYCLE_CASE(atexit_functions_run_and_output_is_flushed_when_the_time_is_over, .stderr_pattern = "buffered\n", .limit_seconds = 20)
{
    static py::interpreter python{py::config{}.shutdown_timeout(100ms)};
    std::atomic<int> calls{0};  // ThreadSanitizer does not see the lock of CPython that orders it
    run_with([&calls] { ++calls; }, "import atexit, io, sys\n"
                                    "atexit.register(callback)\n"
                                    "sys.stdout = io.TextIOWrapper(io.FileIO(2, 'w', closefd=False))\n"
                                    "print('buffered')\n");
    std::atomic<bool> is_inside{false};
    std::thread{[&is_inside] {
        const py::gil_guard gil;
        const py::gil_release nogil;
        is_inside = true;
        std::this_thread::sleep_for(60s);
    }}.detach();
    while (!is_inside) std::this_thread::yield();
    check(python.stop().timed_out);
    check(calls == 1);
    std::_Exit(0);  // Python still runs
}

LIFECYCLE_CASE(output_that_cannot_be_written_is_told, .stderr_pattern = "(?s).*No space left on device\n.*")
{
    py::interpreter python;
    run_with([] {}, "import io, sys\n"
                    "sys.stdout = io.TextIOWrapper(io.FileIO('/dev/full', 'w'))\n"
                    "print('lost')\n");
    const py::stop_report report = python.stop();
    check(report.finalised && !report.flushed);
}

LIFECYCLE_CASE(stop_hooks_run_in_reverse_order_before_guards_are_waited_for, .limit_seconds = 20)
{
    static std::string order;
    static std::atomic<bool> may_end{false};
    py::interpreter python{py::config{}.shutdown_timeout(10s)};
    for (const char* name : {"first ", "second "})
        py::detail::add_stop_hook(
            py::detail::stop_step::refuse, [](void* data) { order += static_cast<const char*>(data); }, const_cast<char*>(name));
    py::detail::add_stop_hook(py::detail::stop_step::refuse, [](void*) { may_end = true; }, nullptr);
    std::atomic<bool> is_inside{false};
    std::jthread other{[&is_inside] {
        const py::gil_guard gil;
        const py::gil_release nogil;
        is_inside = true;
        while (!may_end) std::this_thread::sleep_for(1ms);
    }};
    while (!is_inside) std::this_thread::yield();
    const py::stop_report report = python.stop();
    may_end = true;
    check(report.finalised);
    check(order == "second first ");
}

LIFECYCLE_CASE(the_name_of_a_thread_says_nothing_but_its_name)
{
    py::interpreter python;
    const auto is_open = [] {
        using namespace py::detail;
        return gate_word::phase_of(process().gate.load()) == phase::open;
    };
    run_with(is_open, "import threading, time\n"
                      "def work():\n"
                      "    while callback(): time.sleep(0.01)\n"
                      "    time.sleep(0.3)\n"
                      "for name in ('!important', ''):\n"
                      "    t = threading.Thread(target=work)\n"
                      "    t.name = name\n"
                      "    t.start()\n");
    const py::stop_report report = python.stop();
    check(report.finalised);
    check(report.waited_for == std::vector<std::string>{"Python thread !important", "Python thread "});
}

LIFECYCLE_CASE(a_thread_that_keeps_the_gil_does_not_keep_stop, .limit_seconds = 20)
{
    static py::interpreter python{py::config{}.shutdown_timeout(200ms)};
    std::atomic<bool> has_gil{false};
    run_with(
        [&has_gil] {
            has_gil = true;
            std::this_thread::sleep_for(3s);
        },
        "import threading\n"
        "threading.Timer(0.05, callback).start()\n");
    while (!has_gil) std::this_thread::yield();
    const auto begin = std::chrono::steady_clock::now();
    const py::stop_report report = python.stop();
    check(report.timed_out);
    const std::string reason = py::detail::has_gil ? "the GIL, which a thread does not let go" : "a thread that stays attached to Python";
    check(report.waited_for.back() == reason);
    check(std::chrono::steady_clock::now() - begin < 2500ms);  // atexit functions have a second of their own
    std::_Exit(0);  // Python still runs
}

LIFECYCLE_CASE(a_daemon_thread_inside_python_that_cpp_called_is_waited_for, .limit_seconds = 60)
{
    std::atomic<int> begun{0}, ended{0};
    for (int run = 0; run < 3; ++run) {
        py::interpreter python{py::config::isolated().shutdown_timeout(20s)};
        run_with(
            [&]() PYHOST_NEEDS_GIL {
                ++begun;
                py::exec("for _ in range(300_000): pass");  // other threads get the GIL meanwhile
                ++ended;
            },
            "import threading\n"
            "def work():\n"
            "    while True: callback()\n"
            "for _ in range(2): threading.Thread(target=work, daemon=True).start()\n");
        while (begun < 4 * (run + 1)) std::this_thread::yield();
        check(python.stop().finalised);
        check(begun == ended);
    }
    std::_Exit(0);  // parked threads never return, and what their callbacks refer to lives on this stack
}

LIFECYCLE_CASE(a_daemon_thread_that_wakes_up_between_two_runs_does_no_harm)
{
    for (int run = 0; run < 3; ++run) {
        py::interpreter python{py::config::isolated()};
        {
            const py::gil_guard gil;
            py::exec("import threading, time\n"
                     "def work():\n"
                     "    while True: time.sleep(0.2)\n"
                     "threading.Thread(target=work, daemon=True).start()\n");
        }
        check(python.stop().finalised);
    }
}

LIFECYCLE_CASE(a_start_is_refused_while_a_daemon_thread_of_the_run_before_would_crash_it)
{
    {
        py::interpreter python{py::config::isolated()};
        run_with([] {}, "import threading, time\n"
                        "threading.Thread(target=time.sleep, args=(60,), daemon=True, name='sleeper').start()\n");
        check(python.stop().finalised);
    }
    std::string refusal;
    try {
        py::interpreter python{py::config::isolated()};
        const py::gil_guard gil;
        refusal = py::eval("1 + 1").cast<int>() == 2 ? "" : "no";
    } catch (const py::startup_error& e) {
        refusal = e.what();
    }
    const bool is_dangerous = PY_VERSION_HEX < 0x030E0000;
    check(refusal == (is_dangerous ? "start: the daemon thread 'sleeper' of the interpreter that ended is still inside a call of Python, "
                                     "and would crash the process when it comes back (up to Python 3.13); end such threads before stop()"
                                   : ""));
}

LIFECYCLE_CASE(what_the_end_makes_is_not_found_again_by_the_next_run)
{
    for (int run = 0; run < 3; ++run) {
        py::interpreter python{py::config::isolated()};
        int calls = 0;
        {
            const py::gil_guard gil;
            if (run > 0) use_tables();
        }
        run_with(
            [&calls]() PYHOST_NEEDS_GIL {
                use_tables();
                ++calls;
            },
            "import atexit, builtins\n"
            "class late:\n"
            "    def __del__(self, callback=callback): callback()\n"
            "builtins.late = late()\n"
            "atexit.register(callback)\n");
        check(python.stop().finalised);
        check(calls == 2);
        check(tables_are_empty());
    }
}

LIFECYCLE_CASE(an_error_used_by_the_finalisation_has_its_text_and_says_that_its_object_is_gone)
{
    std::optional<py::error> before;
    std::optional<py::error> during;
    bool rethrown = false, gone = false;
    {
        py::interpreter python{py::config::isolated()};
        try {
            const py::gil_guard gil;
            py::exec("raise ValueError('first')");
        } catch (const py::error& e) {
            before = e;
        }
        run_with(
            [&]() PYHOST_NEEDS_GIL {
                try {
                    before->raise();
                } catch (const py::value_error& e) {
                    rethrown = e.message() == "first";
                }
                try {
                    static_cast<void>(before->value());
                } catch (const py::interpreter_closed&) {
                    gone = true;
                }
                try {
                    py::exec("class trouble(Exception): pass\nraise trouble('the reason')");
                } catch (const py::error& e) {
                    during = e;
                }
                throw py::error{*before};  // becomes a ValueError again
            },
            "import builtins\n"
            "class late:\n"
            "    def __del__(self, callback=callback):\n"
            "        try: callback()\n"
            "        except ValueError as e: assert str(e) == 'first'\n"
            "builtins.late = late()\n");
        check(python.stop().finalised);
        check(tables_are_empty());
    }
    check(rethrown && gone);
    check(during->message() == "the reason");
    {
        py::interpreter python{py::config::isolated()};
        const py::gil_guard gil;
        check(during->message() == "the reason");
        check(py::eval("[object() for _ in range(1000)]").truth());
    }
    check(during->type_name() == "trouble");
    std::_Exit(0);  // the exception of the finalisation still holds the frame of __del__, and that the callback
}

LIFECYCLE_CASE(an_error_made_in_cpp_reaches_python_in_every_run)
{
    const py::value_error made{"made in C++"};
    for (int run = 0; run < 2; ++run) {
        py::interpreter python{py::config::isolated()};
        run_with([&made] { throw py::value_error{made}; }, "try: callback()\n"
                                                           "except ValueError as e: assert str(e) == 'made in C++'\n"
                                                           "else: assert False\n");
    }
}
