// SPDX-License-Identifier: MIT
#include <pyhost/host/output.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <map>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace py = pyhost;

namespace {

using lines = std::vector<py::output_line>;

/// Runs `source` with a sink, and returns what it got.
lines lines_of(const std::string& source, py::sink_options options = {})
{
    lines got;
    const py::output_sink sink{[&](const py::output_line& line) { got.push_back(line); }, options};
    py::with_gil([&]() PYHOST_NEEDS_GIL { py::exec(source); });
    return got;
}

/// A sink that is kept until it is let go.
class held_sink {
public:
    auto function()
    {
        return [this](const py::output_line& line) {
            is_inside_ = true;
            while (is_held_) std::this_thread::yield();
            got.push_back(line);
        };
    }
    void wait_until_inside() const
    {
        while (!is_inside_) std::this_thread::yield();
    }
    void let_go() { is_held_ = false; }

    lines got;

private:
    std::atomic<bool> is_inside_{false};
    std::atomic<bool> is_held_{true};
};

/// As a program with windows on Windows has it.
void run_without_streams()
{
    const py::gil_guard gil;
    py::exec("import sys\nsys.stdout = None\ndel sys.stderr");
}

std::string text_of(const lines& all)
{
    std::string text;
    for (const py::output_line& line : all) text += line.text + (line.ended ? "\n" : "");
    return text;
}

}  // namespace

TEST_CASE("what Python prints comes as lines, of both streams")
{
    const lines got = lines_of("import sys\nprint('one', 2)\nprint('wrong', file=sys.stderr)\nsys.stdout.write('a\\nb\\n\\n')");
    REQUIRE(got.size() == 5);
    CHECK(got[0].stream == py::output_stream::out);
    CHECK(got[0].text == "one 2");
    CHECK(got[0].ended);
    CHECK(got[0].dropped == 0);
    CHECK(got[1].stream == py::output_stream::err);
    CHECK(got[1].text == "wrong");
    CHECK(got[2].text == "a");
    CHECK(got[3].text == "b");
    CHECK(got[4].text.empty());
}

TEST_CASE("a line says which thread wrote it, and lines of threads never mix")
{
    std::map<std::uint64_t, int> count;
    bool is_whole = true;
    {
        const py::output_sink sink{[&](const py::output_line& line) {
            const std::string name = line.text.substr(0, line.text.find(' '));
            const std::string expected = name + " " + std::string(50, 'x') + " " + std::to_string(count[line.thread]);
            is_whole = is_whole && line.ended && line.text == expected && name == std::to_string(line.thread);
            ++count[line.thread];
        }};
        const py::gil_guard gil;
        py::exec("import threading\n"
                 "def work():\n"
                 "    for i in range(200):\n"
                 "        print(threading.get_ident(), end=' ')\n"
                 "        barrier.wait()\n"
                 "        print('x' * 50, i)\n"
                 "barrier = threading.Barrier(8)\n"
                 "threads = [threading.Thread(target=work) for _ in range(8)]\n"
                 "for t in threads: t.start()\n"
                 "for t in threads: t.join()\n");
    }
    CHECK(is_whole);
    CHECK(count.size() == 8);
    for (const auto& [thread, lines_of_it] : count) CHECK(lines_of_it == 200);
}

TEST_CASE("the sink runs without the GIL, never twice at a time")
{
    std::atomic<int> inside{0};
    bool was_attached = false;
    bool was_alone = true;
    int other = 0;
    {
        const py::output_sink sink{[&](const py::output_line& line) {
            was_alone = ++inside == 1 && was_alone;
            was_attached = py::is_attached() || was_attached;
            if (line.text == "first")
                std::thread{[&] { other = py::with_gil([]() PYHOST_NEEDS_GIL { return py::eval("6 * 7").cast<int>(); }); }}.join();
            std::this_thread::yield();
            --inside;
        }};
        const py::gil_guard gil;
        py::exec("import threading\nprint('first')\n"
                 "threads = [threading.Thread(target=lambda: [print(i) for i in range(100)]) for _ in range(4)]\n"
                 "for t in threads: t.start()\n"
                 "for t in threads: t.join()\n");
    }
    CHECK_FALSE(was_attached);
    CHECK(was_alone);
    CHECK(other == 42);
}

TEST_CASE("a line without its end comes when it is flushed, and where the sink ends")
{
    lines got;
    {
        py::output_sink sink{[&](const py::output_line& line) { got.push_back(line); }};
        const py::gil_guard gil;
        py::exec("import sys, threading\n"
                 "print('50%', end='', flush=True)\n"
                 "print('mine', end='')\n"
                 "t = threading.Thread(target=lambda: (print('theirs', end=''), sys.stdout.flush())); t.start(); t.join()\n");
        REQUIRE(got.size() == 2);
        CHECK(got[0].text == "50%");
        CHECK_FALSE(got[0].ended);
        CHECK(got[1].text == "theirs");
        sink.flush();
        REQUIRE(got.size() == 3);
        CHECK(got[2].text == "mine");
        py::exec("print('last', end='')");
        CHECK(got.size() == 3);
    }
    REQUIRE(got.size() == 4);
    CHECK(got[3].text == "last");
    CHECK_FALSE(got[3].ended);
}

TEST_CASE("a line of any length comes in bounded parts of whole characters")
{
    const lines got = lines_of("print('\\u20ac' * 100000, end='')\nprint('!')");
    REQUIRE(got.size() == 5);
    for (const py::output_line& line : got) {
        CHECK(line.text.size() <= 65'536);
        CHECK((static_cast<unsigned char>(line.text.front()) & 0xC0) != 0x80);
    }
    CHECK(text_of(got).size() == 300'002);
    CHECK(got.back().ended);
}

TEST_CASE("threads that begin a line and end do not pile up")
{
    const lines got =
        lines_of("import threading\n"
                 "for i in range(1500):\n"
                 "    t = threading.Thread(target=lambda: print(i, threading.get_native_id(), end='')); t.start(); t.join()\n");
    std::string all = text_of(got);
    CHECK(all.starts_with("0 "));
    CHECK(all.find("1499 ") != std::string::npos);
}

TEST_CASE("text that is no UTF-8, bytes and other objects are written as to Python's own streams")
{
    const lines got =
        lines_of("import sys\n"
                 "print('\\u20ac \\udc80')\n"
                 "sys.stdout.buffer.write(b'\\xe2\\x82'); sys.stdout.buffer.write(memoryview(b'\\xac\\xff\\n'))\n"
                 "sys.stdout.writelines(['a', 'b\\n'])\n"
                 "problems = []\n"
                 "for bad in (lambda: sys.stdout.write(1), lambda: sys.stdout.buffer.write('x')):\n"
                 "    try: bad()\n"
                 "    except TypeError as e: problems.append(str(e))\n"
                 "print(problems)\n"
                 "sys.stdout.reconfigure(encoding='utf-8', line_buffering=True)\n"
                 "print(sys.stdout.encoding, sys.stdout.errors, sys.stdout.isatty(), sys.stdout.writable(), sys.stdout.write('x'))\n"
                 "print(sys.stdout.fileno(), sys.stdout.name)\n");
    REQUIRE(got.size() == 6);
    CHECK(got[0].text == "\xe2\x82\xac \\udc80");
    CHECK(got[1].text == "\xe2\x82\xac\xff");
    CHECK(got[2].text == "ab");
    CHECK(got[3].text == "['write() argument must be str, not int', \"a bytes-like object is required, not 'str'\"]");
    CHECK(got[4].text == "xutf-8 backslashreplace False True 1");
    CHECK(got[5].text == "1 <stdout>");
}

TEST_CASE("what the sink prints itself goes to the stream before")
{
    const py::gil_guard gil;
    const py::object memory = py::eval("__import__('io').StringIO()");
    const py::object sys = py::import_module("sys");
    const py::object before = sys.attr("stdout");
    sys.attr("stdout") = memory;
    lines got;
    {
        const py::output_sink sink{[&](const py::output_line& line) {
            got.push_back(line);
            const py::gil_guard again;
            py::eval("print")("sink:", line.text);
        }};
        py::exec("print('hello')");
    }
    CHECK(sys.attr("stdout").is(memory));
    sys.attr("stdout") = before;
    REQUIRE(got.size() == 1);
    CHECK(memory.attr("getvalue")().cast<std::string>() == "sink: hello\n");
}

TEST_CASE("a stream that Python kept writes to the one before when the sink has ended")
{
    const py::gil_guard gil;
    const py::object memory = py::eval("__import__('io').StringIO()");
    const py::object sys = py::import_module("sys");
    const py::object before = sys.attr("stdout");
    sys.attr("stdout") = memory;
    lines got;
    {
        const py::output_sink outer{[&](const py::output_line& line) { got.push_back(line); }};
        {
            const py::output_sink inner{[](const py::output_line&) {}};
            py::exec("import sys\nkept = sys.stdout");
        }
        py::exec("print('to the outer', file=kept)\nprint('and', end=' ', file=kept)\nprint('again', file=kept)\nprint('outer')");
    }
    py::exec("print('to memory', file=kept)\nkept.flush()\ndel kept");
    sys.attr("stdout") = before;
    CHECK(text_of(got) == "to the outer\nand again\nouter\n");
    CHECK(memory.attr("getvalue")().cast<std::string>() == "to memory\n");
}

TEST_CASE("a stream that other code has put in its place stays there")
{
    const py::gil_guard gil;
    lines got;
    {
        const py::output_sink sink{[&](const py::output_line& line) { got.push_back(line); }};
        py::exec("import sys, io, contextlib\nold = sys.stdout\nsys.stdout = other = io.StringIO()\nprint('other')");
    }
    CHECK(py::eval("sys.stdout is other and other.getvalue() == 'other\\n'").cast<bool>());
    py::exec("sys.stdout = sys.__stdout__\ndel old, other");
    CHECK(got.empty());
}

TEST_CASE("where Python has no stream a sink has what is printed")
{
    run_without_streams();
    CHECK(text_of(lines_of("print('seen')")) == "seen\n");
    const py::gil_guard gil;
    CHECK(py::eval("sys.stdout is None and sys.stderr is None").cast<bool>());
    py::exec("sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__");
}

TEST_CASE("what a sink throws is raised where Python wrote, or is unraisable behind a queue")
{
    std::vector<std::string> seen;
    const auto refuse = [&seen](const py::output_line& line) {
        seen.push_back(line.text);
        if (line.text == "bad") throw std::invalid_argument("no");
    };
    const py::gil_guard gil;
    {
        const py::output_sink sink{refuse};
        CHECK_THROWS_AS(py::exec("import sys\nsys.stdout.write('bad\\ngood\\n')"), py::value_error);
        CHECK(seen == std::vector<std::string>{"bad", "good"});
        py::exec("print('good')");
    }
    py::exec("import sys\nseen = []\nsys.unraisablehook = lambda e: seen.append((type(e.exc_value).__name__, str(e.exc_value)))");
    {
        py::output_sink sink{refuse, {.queue = 10}};
        py::exec("print('bad')\nprint('good')");
        sink.flush();
    }
    {
        const py::output_sink sink{refuse};
        py::exec("print('bad', end='')");
    }
    CHECK(py::eval("seen").attr("__repr__")().cast<std::string>() == "[('ValueError', 'no'), ('ValueError', 'no')]");
    py::exec("sys.unraisablehook = sys.__unraisablehook__\ndel seen");
}

TEST_CASE("a queue is bounded, and what finds it full is counted and told")
{
    held_sink held;
    {
        py::output_sink sink{held.function(), {.queue = 3}};
        py::with_gil([]() PYHOST_NEEDS_GIL { py::exec("print(0)"); });
        held.wait_until_inside();
        py::with_gil([]() PYHOST_NEEDS_GIL { py::exec("for i in range(1, 10): print(i)"); });  // does not wait for the sink
        CHECK(sink.dropped() == 6);
        held.let_go();
        sink.flush();
        py::with_gil([]() PYHOST_NEEDS_GIL { py::exec("print('after')"); });
        sink.flush();
        CHECK(sink.dropped() == 6);
        CHECK(text_of(held.got) == "0\n1\n2\n3\nafter\n");
        CHECK(held.got.back().dropped == 6);
        CHECK(held.got.front().dropped == 0);
    }
    CHECK(held.got.size() == 5);
}

TEST_CASE("lines that were lost last are told of where the sink ends")
{
    held_sink held;
    {
        py::output_sink sink{held.function(), {.queue = 1}};
        py::with_gil([]() PYHOST_NEEDS_GIL { py::exec("print(0)"); });
        held.wait_until_inside();
        py::with_gil([]() PYHOST_NEEDS_GIL { py::exec("for i in range(1, 10): print(i)"); });
        CHECK(sink.dropped() == 8);
        held.let_go();
    }
    CHECK(held.got.back().text.empty());
    CHECK_FALSE(held.got.back().ended);
    CHECK(held.got.back().dropped == 8);
}

TEST_CASE("an exception that ends a thread of Python comes as lines")
{
    const lines got = lines_of("import threading\nt = threading.Thread(target=lambda: 1 / 0, name='worker'); t.start(); t.join()");
    const std::string text = text_of(got);
    CHECK(text.starts_with("Exception in thread worker"));
    CHECK(text.ends_with("ZeroDivisionError: division by zero\n"));
}
