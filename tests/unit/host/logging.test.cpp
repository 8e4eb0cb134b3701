// SPDX-License-Identifier: MIT
#include <pyhost/host.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace py = pyhost;

namespace {

using records = std::vector<py::log_record>;

/// The sink that fills a list, for its scope; cases that end it look at the list afterwards.
auto into(records& list)
{
    return [&list](const py::log_record& record) { list.push_back(record); };
}

void run(const std::string& source)
{
    const py::gil_guard gil;
    py::exec(source);
}

template <class T>
T extra(const py::log_record& record, const std::string& name)
{
    for (const auto& [key, value] : record.extra)
        if (key == name) return std::get<T>(value);
    throw std::out_of_range(name);
}

}  // namespace

TEST_CASE("a record of Python's logging comes with all that it has")
{
    records got;
    {
        const py::log_sink sink{into(got)};
        run("import logging, threading, time\n"
            "def work():\n"
            "    logging.getLogger('app.net').warning('lost %d of %s', 3, '\\u20ac', extra={'port': 80, 'ratio': 0.5, 'ok': True,\n"
            "        'host': 'a', 'none': None, 'big': 2**70, 'list': [1]})\n"
            "before = time.time()\n"
            "t = threading.Thread(target=work, name='worker'); t.start(); t.join()\n");
    }
    REQUIRE(got.size() == 1);
    const py::log_record& record = got[0];
    CHECK(record.level == py::log_level::warning);
    CHECK(record.level_name == "WARNING");
    CHECK(record.logger == "app.net");
    CHECK(record.message == "lost 3 of \xe2\x82\xac");
    CHECK(record.file == "<string>");
    CHECK(record.line == 3);
    CHECK(record.function == "work");
    CHECK(record.thread_name == "worker");
    CHECK(record.exception.empty());
    CHECK(record.dropped == 0);
    CHECK(py::with_gil([&]() PYHOST_NEEDS_GIL { return py::eval("before").cast<double>() <= record.created; }));
    CHECK(py::with_gil([&]() PYHOST_NEEDS_GIL { return py::eval("t.ident").cast<std::uint64_t>() == record.thread; }));
    REQUIRE(record.extra.size() == 7);
    CHECK(extra<std::int64_t>(record, "port") == 80);
    CHECK(extra<double>(record, "ratio") == 0.5);
    CHECK(extra<bool>(record, "ok"));
    CHECK(extra<std::string>(record, "host") == "a");
    CHECK(extra<std::monostate>(record, "none") == std::monostate{});
    CHECK(extra<std::string>(record, "big") == "1180591620717411303424");
    CHECK(extra<std::string>(record, "list") == "[1]");
}

TEST_CASE("the traceback of an exception and the stack come in the record, and other handlers have it too")
{
    records got;
    {
        const py::log_sink sink{into(got)};
        run("import logging, io\n"
            "memory = io.StringIO()\n"
            "other = logging.StreamHandler(memory)\n"
            "logging.getLogger().addHandler(other)\n"
            "try: 1 / 0\n"
            "except ZeroDivisionError: logging.exception('failed')\n"
            "logging.warning('here', stack_info=True)\n"
            "logging.getLogger().removeHandler(other)\n");
    }
    REQUIRE(got.size() == 2);
    CHECK(got[0].exception.starts_with("Traceback (most recent call last):\n"));
    CHECK(got[0].exception.ends_with("ZeroDivisionError: division by zero"));
    CHECK(got[1].exception.starts_with("Stack (most recent call last):\n"));
    const py::gil_guard gil;
    CHECK(py::eval("memory.getvalue()").cast<std::string>().starts_with("failed\nTraceback"));
}

TEST_CASE("a sink takes a logger and what is below it, from a level on, and puts the level back")
{
    records got;
    {
        const py::log_sink sink{into(got), {.logger = "app", .level = py::log_level::info}};
        run("import logging\n"
            "logging.getLogger('app').info('one')\n"
            "logging.getLogger('app.part').info('two')\n"
            "logging.getLogger('app').debug('too low')\n"
            "logging.getLogger('other').critical('elsewhere')\n"
            "logging.getLogger('app').log(25, 'between')\n");
    }
    REQUIRE(got.size() == 3);
    CHECK(got[0].message == "one");
    CHECK(got[1].logger == "app.part");
    CHECK(got[2].level == static_cast<py::log_level>(25));
    const py::gil_guard gil;
    CHECK(py::eval("logging.getLogger('app').level").cast<int>() == 0);
    CHECK(py::eval("logging.getLogger('app').handlers == []").cast<bool>());
}

TEST_CASE("the sink of records runs without the GIL; what it logs itself does not come to it")
{
    records got;
    bool was_attached = false;
    {
        const py::log_sink sink{[&](const py::log_record& record) {
            was_attached = py::is_attached();
            got.push_back(record);
            run("import logging\nlogging.warning('from the sink')");
            py::log(py::log_level::warning, "", "from C++ in the sink");
        }};
        run("import logging\nlogging.warning('outside')");
        py::log_flush();
    }
    CHECK_FALSE(was_attached);
    REQUIRE(got.size() == 1);
    CHECK(got[0].message == "outside");
}

TEST_CASE("an output sink may log what it gets, also to a handler that prints")
{
    std::vector<std::string> lines;
    {
        const py::output_sink sink{[&](const py::output_line& line) {
            lines.push_back(line.text);
            py::log(py::log_level::warning, "printed", line.text);
        }};
        run("import logging, sys\n"
            "handler = logging.StreamHandler(sys.stdout)\n"
            "logging.getLogger('printed').addHandler(handler)\n"
            "print('once')\n");
        py::log_flush();
        run("logging.getLogger('printed').removeHandler(handler)");
    }
    CHECK(lines == std::vector<std::string>{"once"});
}

TEST_CASE("the level of a logger is what the sinks that live want, in whatever order they end")
{
    const auto nothing = [](const py::log_record&) {};
    const auto level = [] {
        return py::with_gil([]() PYHOST_NEEDS_GIL { return py::eval("__import__('logging').getLogger('shared').level").cast<int>(); });
    };
    auto info = std::make_unique<py::log_sink>(nothing, py::log_selection{.logger = "shared", .level = py::log_level::info});
    CHECK(level() == 20);
    auto debug = std::make_unique<py::log_sink>(nothing, py::log_selection{.logger = "shared", .level = py::log_level::debug});
    CHECK(level() == 10);
    debug.reset();
    CHECK(level() == 20);
    debug = std::make_unique<py::log_sink>(nothing, py::log_selection{.logger = "shared", .level = py::log_level::debug});
    info.reset();
    CHECK(level() == 10);
    run("import logging\nlogging.getLogger('shared').handlers.clear()");  // as logging.config does
    debug.reset();
    CHECK(level() == 0);
    {
        const py::log_sink sink{nothing, {.logger = "shared", .level = py::log_level::info}};
        run("logging.getLogger('shared').setLevel(15)");
    }
    CHECK(level() == 15);  // what other code has set stays
    run("logging.getLogger('shared').setLevel(0)");
}

TEST_CASE("a sink may not wait for itself, and may end itself")
{
    std::unique_ptr<py::output_sink> own;
    std::vector<std::string> got;
    for (const std::size_t queue : {0U, 10U}) {
        std::atomic<bool> has_ended{false};
        own = std::make_unique<py::output_sink>(
            [&](const py::output_line& line) {
                got.push_back(line.text);
                try {
                    own->flush();
                } catch (const std::logic_error&) {
                    got.emplace_back("refused");
                }
                own.reset();
                has_ended = true;
            },
            py::sink_options{.queue = queue});
        run("import sys\nkept = sys.stdout\nprint('one')");
        while (!has_ended) std::this_thread::yield();
        run("assert sys.stdout is not kept\ndel kept");
    }
    CHECK(got == std::vector<std::string>{"one", "refused", "one", "refused"});
}

TEST_CASE("a record that cannot be read is told on sys.stderr, and so is what the sink throws")
{
    records got;
    std::string text;
    {
        const py::output_sink output{[&](const py::output_line& line) { text += line.text + "\n"; }};
        const py::log_sink sink{[&](const py::log_record& record) {
            if (record.message == "bad") throw std::invalid_argument("not this one");
            got.push_back(record);
        }};
        run("import logging\n"
            "logging.warning('%d', 'x')\n"
            "logging.warning('bad')\n"
            "logging.warning('\\udc80')\n"
            "logging.warning('good')\n");
    }
    REQUIRE(got.size() == 2);
    CHECK(got[0].message == "\\udc80");
    CHECK(got[1].message == "good");
    CHECK(text.find("TypeError: ") != std::string::npos);
    CHECK(text.find("ValueError: not this one") != std::string::npos);
}

TEST_CASE("records behind a queue are bounded, counted and told of")
{
    records got;
    std::mutex held;
    std::unique_lock blocked{held};
    {
        py::log_sink sink{[&](const py::log_record& record) {
                              const std::scoped_lock wait{held};
                              got.push_back(record);
                          },
                          {},
                          {.queue = 2}};
        run("import logging\nfor i in range(10): logging.warning(i)");
        CHECK(sink.dropped() >= 7);
        blocked.unlock();
        sink.flush();
        run("logging.warning('after')");
    }
    CHECK(got.size() <= 4);
    CHECK(got.back().message == "after");
    std::uint64_t told = 0;
    for (const py::log_record& record : got) told += record.dropped;
    CHECK(told >= 7);
}

TEST_CASE("C++ logs by Python's logging, attached or not")
{
    records got;
    {
        const py::log_sink sink{into(got), {.level = py::log_level::debug}};
        const py::log_extra fields{{"port", 80}, {"host", "a"}, {"ratio", 0.5}, {"ok", true}};
        const auto before = std::source_location::current().line();
        CHECK(py::log(py::log_level::info, "app.cpp", "detached \xe2\x82\xac", fields));
        py::log_flush();
        const py::gil_guard gil;
        CHECK(py::log(py::log_level::debug, "app.cpp", "100% attached"));
        REQUIRE(got.size() == 2);
        CHECK(got[0].message == "detached \xe2\x82\xac");
        CHECK(got[0].logger == "app.cpp");
        CHECK(got[0].file == __FILE__);
        CHECK(got[0].line == static_cast<int>(before) + 1);
        CHECK(got[0].thread == PyThread_get_thread_ident());
        CHECK(extra<std::int64_t>(got[0], "port") == 80);
        CHECK(extra<std::string>(got[0], "host") == "a");
        CHECK(extra<double>(got[0], "ratio") == 0.5);
        CHECK(extra<bool>(got[0], "ok"));
        CHECK(got[1].message == "100% attached");
        CHECK(got[1].level == py::log_level::debug);
        CHECK(got[0].created <= got[1].created);
    }
}

TEST_CASE("fields of any number or text, under a name that a record has too")
{
    records got;
    {
        const py::log_sink sink{into(got)};
        const std::vector<int> items(3);
        const std::string_view text{"view"};
        py::with_gil([&]() PYHOST_NEEDS_GIL {
            py::log(py::log_level::warning, "fields", "text",
                    {{"size", items.size()}, {"name", text}, {"ratio", 0.5F}, {"most", UINT64_MAX}, {"letter", 'x'}});
        });
    }
    REQUIRE(got.size() == 1);
    CHECK(extra<std::int64_t>(got[0], "size") == 3);
    CHECK(extra<std::string>(got[0], "name_") == "view");
    CHECK(extra<double>(got[0], "ratio") == 0.5);
    CHECK(extra<std::string>(got[0], "most") == "18446744073709551615");
    CHECK(extra<std::string>(got[0], "letter") == "x");
    CHECK(got[0].message == "text");
}

TEST_CASE("a thread that logs does not wait for the GIL")
{
    records got;
    const py::log_sink sink{into(got)};
    {
        const py::gil_guard gil;
        std::thread{[] {
            py::log(py::log_level::warning, "one", "1");
            py::log(py::log_level::warning, "one", "2");
        }}.join();  // under the guard
        if (py::detail::has_gil) CHECK(got.empty());
        py::log_flush();
        py::log(py::log_level::warning, "one", "3");
    }
    REQUIRE(got.size() == 3);
    for (std::size_t i = 0; i < 3; ++i) CHECK(got[i].message == std::to_string(i + 1));
    CHECK(got[0].thread_name.starts_with("C++ thread "));
}

TEST_CASE("what waits for the GIL is brought by a thread of its own")
{
    std::atomic<int> count{0};
    const py::log_sink sink{[&](const py::log_record&) { ++count; }};
    for (int i = 0; i < 100; ++i) CHECK(py::log(py::log_level::warning, "one", "text"));
    py::log_flush();
    CHECK(count == 100);
}

TEST_CASE("records that find the queue full are lost, counted, and told of by a warning")
{
    records got;
    const std::uint64_t before = py::log_dropped();
    std::atomic<bool> is_inside{false};
    std::atomic<bool> may_go_on{false};
    const py::log_sink sink{[&](const py::log_record& record) {
        is_inside = true;
        while (!may_go_on) std::this_thread::yield();
        got.push_back(record);
    }};
    CHECK(py::log(py::log_level::warning, "one", "first"));
    while (!is_inside) std::this_thread::yield();
    for (std::size_t i = 0; i < py::log_queue_size; ++i) CHECK(py::log(py::log_level::warning, "one", "text"));
    for (int i = 0; i < 5; ++i) CHECK_FALSE(py::log(py::log_level::warning, "one", "too many"));
    CHECK(py::log_dropped() == before + 5);
    may_go_on = true;
    py::log_flush();
    REQUIRE(got.size() == py::log_queue_size + 2);
    const auto told = std::find_if(got.begin(), got.end(), [](const py::log_record& record) { return record.logger == "pyhost"; });
    REQUIRE(told != got.end());
    CHECK(told->level == py::log_level::warning);
    CHECK(told->message.starts_with("log records of C++ were lost: 5, "));
}

TEST_CASE("what a handler raises has no caller, and text that is no UTF-8 is replaced")
{
    run("import sys, logging\n"
        "seen = []\n"
        "sys.unraisablehook = lambda e: seen.append(str(e.exc_value))\n"
        "class Bad(logging.Handler):\n"
        "    def emit(self, record): raise KeyError(record.getMessage())\n"
        "bad = Bad()\n"
        "logging.getLogger('bad').addHandler(bad)\n"
        "logging.getLogger('bad').propagate = False\n");
    const py::gil_guard gil;
    CHECK(py::log(py::log_level::error, "bad", "a\xff"));
    CHECK(py::log(py::log_level::error, "bad", "b", {{"message", "taken"}}));
    CHECK(py::log(py::log_level::debug, "bad", "below the level of the logger"));
    py::exec("sys.unraisablehook = sys.__unraisablehook__\nlogging.getLogger('bad').removeHandler(bad)");
    CHECK(py::eval("seen").attr("__repr__")().cast<std::string>() == "[\"'a\xef\xbf\xbd'\", \"'b'\"]");
}
