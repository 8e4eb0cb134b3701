// SPDX-License-Identifier: MIT
#include <support/front_end.hpp>

#include <pyhost/bridge/stdio.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <mutex>
#include <poll.h>
#include <string>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

namespace py = pyhost;
namespace bridge = py::bridge;

namespace {

using namespace std::chrono_literals;

/// Whether it becomes true within a minute.
template <class Is>
bool becomes(Is is)
{
    for (int i = 0; i < 6000 && !is(); ++i) std::this_thread::sleep_for(10ms);
    return is();
}

/// What an app has logged, from any thread.
class kept_log {
public:
    [[nodiscard]] bridge::app_options options(std::chrono::milliseconds closing = 5s)
    {
        return {.closing = closing, .log = [this](const std::string& line) {
                    const std::scoped_lock held{guard_};
                    lines_.push_back(line);
                }};
    }
    [[nodiscard]] std::vector<std::string> lines()
    {
        const std::scoped_lock held{guard_};
        return lines_;
    }

private:
    std::mutex guard_;
    std::vector<std::string> lines_;
};

/// The two pipes of a sidecar; its server runs until in() is closed. `to`: what it writes to in place of the second one.
class sidecar {
public:
    explicit sidecar(bridge::app& app, int flags = 0, int to = -1)
    {
        REQUIRE(pipe2(to_.data(), flags) == 0);
        REQUIRE(pipe2(from_.data(), flags) == 0);
        REQUIRE(fcntl(to_[1], F_SETFL, 0) == 0);  // this end blocks
        REQUIRE(fcntl(from_[0], F_SETFL, 0) == 0);
        server_ = std::thread{[this, &app, to] {
            bridge::serve(app, to_[0], to >= 0 ? to : from_[1]);
            has_ended_ = true;
        }};
    }
    ~sidecar()
    {
        end();
        for (const int one : {to_[0], from_[0], from_[1]}) close(one);
    }
    sidecar(const sidecar&) = delete;
    sidecar& operator=(const sidecar&) = delete;

    void end()
    {
        if (!server_.joinable()) return;
        close(to_[1]);
        server_.join();
    }
    [[nodiscard]] bool has_ended() const { return has_ended_; }
    [[nodiscard]] int reader() const { return from_[0]; }
    void close_reader() { close(std::exchange(from_[0], dup(to_[0]))); }

    void write(const std::string& bytes) const
    {
        REQUIRE(::write(to_[1], bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
    }
    void send(const std::string& payload) const { write(length(payload.size()) + payload); }
    [[nodiscard]] std::string read() const
    {
        const std::string head = exactly(4);
        std::size_t size = 0;
        for (unsigned i = 0; i < 4; ++i) size |= static_cast<std::size_t>(static_cast<unsigned char>(head[i])) << (8 * i);
        return exactly(size);
    }

    static std::string length(std::size_t size)
    {
        std::string made;
        for (unsigned shift = 0; shift < 32; shift += 8) made += static_cast<char>(size >> shift & 0xFF);
        return made;
    }

private:
    [[nodiscard]] std::string exactly(std::size_t size) const
    {
        std::string made(size, '\0');
        for (std::size_t at = 0; at < size;) {
            const ssize_t got = ::read(from_[0], made.data() + at, size - at);
            REQUIRE(got > 0);
            at += static_cast<std::size_t>(got);
        }
        return made;
    }

    std::array<int, 2> to_{}, from_{};
    std::atomic<bool> has_ended_{false};
    std::thread server_;
};

/// Standard input and output of this process, in place of which there are pipes for as long as it lives.
class standard_pipes {
public:
    standard_pipes()
    {
        REQUIRE(pipe2(in_.data(), O_CLOEXEC) == 0);
        REQUIRE(pipe2(out_.data(), O_CLOEXEC) == 0);
        dup2(in_[0], 0);
        dup2(out_[1], 1);
    }
    ~standard_pipes()
    {
        for (int i = 0; i < 2; ++i) {
            dup2(before_[static_cast<std::size_t>(i)], i);
            close(before_[static_cast<std::size_t>(i)]);
        }
        for (const int one : {in_[0], in_[1], out_[0], out_[1]})
            if (one >= 0) close(one);
    }
    standard_pipes(const standard_pipes&) = delete;
    standard_pipes& operator=(const standard_pipes&) = delete;

    void send(const std::string& payload) const
    {
        std::string whole;
        py::detail::put_length(whole, payload.size());
        whole += payload;
        REQUIRE(::write(in_[1], whole.data(), whole.size()) == static_cast<ssize_t>(whole.size()));
    }
    /// What comes until this has come, or nothing within ten seconds.
    [[nodiscard]] std::string read_until(std::string_view last) const
    {
        std::string made;
        pollfd one{out_[0], POLLIN, 0};
        while (made.find(last) == std::string::npos && ::poll(&one, 1, 10'000) == 1) {
            char more[4096];
            const ssize_t got = ::read(out_[0], more, sizeof more);
            if (got <= 0) break;
            made.append(more, static_cast<std::size_t>(got));
        }
        return made;
    }
    void end_input() { close(std::exchange(in_[1], -1)); }

    /// "pipe:[123]", as links of /proc name it.
    [[nodiscard]] std::string name_of_input() const
    {
        struct stat is{};
        fstat(in_[0], &is);
        return "pipe:[" + std::to_string(is.st_ino) + "]";
    }

private:
    std::array<int, 2> before_{fcntl(0, F_DUPFD_CLOEXEC, 3), fcntl(1, F_DUPFD_CLOEXEC, 3)}, in_{}, out_{};
};

}  // namespace

TEST_CASE("a sidecar answers messages with their length, and bytes behind a text")
{
    support::make_module("bridge_stdio", "def double(data: bytes): return [data + data, len(data)]");
    bridge::app app;
    app.command("double", "bridge_stdio:double").allow({.commands = {"*"}});
    const sidecar program{app};
    program.send(R"({"id":1,"command":"double","args":{"data":{"$bytes":"aGk="}}})");
    const std::string text = R"({"id":1,"result":[{"$bytes":0},2]})";
    CHECK(program.read() == std::string(1, '\0') + sidecar::length(text.size()) + text + sidecar::length(4) + "hihi");
    const std::string call = R"({"id":2,"command":"double","args":{"data":{"$bytes":0}}})";
    program.send(std::string(1, '\0') + sidecar::length(call.size()) + call + sidecar::length(3) + std::string{"a\0b", 3});
    CHECK(program.read().ends_with(sidecar::length(6) + std::string{"a\0ba\0b", 6}));
}

TEST_CASE("a message of a sidecar that is too long, or cut short, is refused, and the next is read")
{
    bridge::app app{{.arguments = {.max_size = 100}}};
    app.command("noop", [] {}).allow({.commands = {"*"}});
    const sidecar program{app};
    program.send(std::string(10000, ' '));
    CHECK(program.read().find("a message has at most 100 bytes, got 10000") != std::string::npos);
    program.send(std::string(1, '\0') + sidecar::length(99) + R"({"id":7,"command":"noop",)" + std::string(10000, ' '));
    CHECK(program.read().starts_with(R"({"id":7,"error":{"code":"message_too_large")"));
    program.send(std::string(1, '\0') + sidecar::length(50) + "{}");
    CHECK(program.read().find("invalid_message") != std::string::npos);
    program.send("");
    CHECK(program.read().find("invalid_message") != std::string::npos);
    program.send(R"({"id":1,"command":"noop"})");
    CHECK(program.read() == R"({"id":1,"result":null})");
}

TEST_CASE("the end of its input ends a sidecar, in the middle of a message too, and cancels what runs")
{
    support::make_module("bridge_stdio", "import asyncio\nended = []\n"
                                         "async def sleep(job):\n"
                                         "    try:\n        job.progress(1)\n        await asyncio.sleep(60)\n"
                                         "    finally:\n        ended.append(1)\n");
    std::vector<std::string> lines;
    bridge::app app{{.log = [&](const std::string& line) { lines.push_back(line); }}};
    app.command("sleep", "bridge_stdio:sleep", {.job = "job"}).allow({.commands = {"*"}});
    sidecar program{app};
    program.send(R"({"id":1,"command":"sleep"})");
    CHECK(program.read() == R"({"id":1,"progress":1})");
    program.write(sidecar::length(1000) + "{");
    program.end();
    app.close();
    CHECK(lines == std::vector<std::string>{
                       "stdio: the input ended after 1 of 1000 bytes; each message stands behind its length, 4 bytes, little-endian"});
    const py::gil_guard gil;
    CHECK(py::len(py::import_module("bridge_stdio").attr("ended")) == 1);
}

TEST_CASE("a reader of a sidecar that is gone is logged once, and no signal")
{
    kept_log log;
    bridge::app app{log.options()};
    std::atomic<int> calls = 0;
    app.command("noop", [&] { ++calls; }).allow({.commands = {"*"}});
    sidecar program{app};
    program.close_reader();
    for (const char* id : {"1", "2", "3"}) program.send(R"({"id":)" + std::string{id} + R"(,"command":"noop"})");
    CHECK(becomes([&] { return calls == 3; }));
    program.end();
    app.close();
    CHECK(log.lines() ==
          std::vector<std::string>{"window 'main': a message could not be sent: the reader cannot be written to: Broken pipe"});
}

TEST_CASE("a sidecar waits for descriptors that do not block")
{
    kept_log log;
    bridge::app app{log.options()};
    app.command("big", [] { return std::string(300'000, 'x'); }).command("noop", [] {}).allow({.commands = {"*"}});
    const sidecar program{app, O_NONBLOCK};
    std::this_thread::sleep_for(20ms);  // nothing is there to read yet
    program.send(R"({"id":1,"command":"big"})");
    program.send(R"({"id":2,"command":"noop"})");
    std::this_thread::sleep_for(100ms);  // the pipe is full, and nobody reads
    const std::string first = program.read(), second = program.read();
    CHECK(std::max(first.size(), second.size()) == 300'000 + std::string{R"({"id":1,"result":""})"}.size());
    CHECK((first == R"({"id":2,"result":null})" || second == R"({"id":2,"result":null})"));
    CHECK(log.lines().empty());
}

TEST_CASE("behind a message that was not written to its end a sidecar sends nothing")
{
    kept_log log;
    bridge::app app{log.options()};
    std::atomic<int> calls = 0;
    app.command("big", [&] { return ++calls, std::string(100'000, 'x'); }).command("noop", [&] { ++calls; });
    app.allow({.commands = {"*"}});
    std::string name = "/tmp/pyhost_stdio_XXXXXX";
    const int file = mkstemp(name.data());
    REQUIRE(file >= 0);
    unlink(name.c_str());
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    const rlimit small{20'000, before.rlim_max};
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &small);
    {
        sidecar program{app, 0, file};
        program.send(R"({"id":1,"command":"big"})");
        const bool is_logged = becomes([&] { return !log.lines().empty(); });
        setrlimit(RLIMIT_FSIZE, &before);
        std::signal(SIGXFSZ, handler);
        CHECK(is_logged);
        program.send(R"({"id":2,"command":"noop"})");
        CHECK(becomes([&] { return calls == 2; }));
        program.end();
    }
    app.close();
    struct stat written{};
    fstat(file, &written);
    close(file);
    CHECK(written.st_size == 20'000);
    CHECK(log.lines() ==
          std::vector<std::string>{"window 'main': a message could not be sent: the reader cannot be written to: File too large"});
}

TEST_CASE("the end of the app ends its sidecar, whose last answers are sent")
{
    bridge::app app;
    app.command("forever",
                [](const bridge::job& job) PYHOST_NEEDS_GIL {
                    const py::gil_release nogil;
                    while (!job.is_cancelled()) std::this_thread::sleep_for(1ms);
                })
        .allow({.commands = {"*"}});
    sidecar program{app};
    program.send(R"({"id":1,"command":"forever"})");
    std::this_thread::sleep_for(50ms);
    CHECK_FALSE(program.has_ended());
    app.close();
    CHECK(program.read().starts_with(R"({"id":1,"error":{"code":"closed")"));
    CHECK(becomes([&] { return program.has_ended(); }));
}

TEST_CASE("a command of a sidecar that closes its app ends it")
{
    bridge::app app;
    app.command("quit", [&] { app.close(); }, bridge::command_options{.runs = bridge::runs::in_place}).allow({.commands = {"*"}});
    const sidecar program{app};
    program.send(R"({"id":1,"command":"quit"})");
    CHECK(program.read().starts_with(R"({"id":1,"error":{"code":"closed")"));
    CHECK(becomes([&] { return program.has_ended(); }));
}

TEST_CASE("a reader that takes nothing keeps no app from its end")
{
    std::array<int, 2> sockets{};
    REQUIRE(socketpair(AF_UNIX, SOCK_STREAM, 0, sockets.data()) == 0);
    const int to = GENERATE_COPY(-1, sockets[0]);  // a pipe, or a socket
    kept_log log;
    bridge::app app{log.options(200ms)};
    app.command("big", [] { return std::string(1 << 20, 'x'); }).allow({.commands = {"*"}});
    sidecar program{app, 0, to};
    program.send(R"({"id":1,"command":"big"})");
    pollfd begun{to >= 0 ? sockets[1] : program.reader(), POLLIN, 0};
    REQUIRE(poll(&begun, 1, 60'000) == 1);
    std::atomic<bool> has_closed = false;
    std::thread closing{[&] {
        app.close();
        has_closed = true;
    }};
    CHECK(becomes([&] { return has_closed.load(); }));
    CHECK(becomes([&] { return program.has_ended(); }));
    program.close_reader();  // so that nothing waits where this fails
    close(sockets[1]);
    closing.join();
    program.end();
    close(sockets[0]);
    const std::string expected = "window 'main': a message could not be sent: the app has ended before the reader has taken all of it";
    CHECK(std::ranges::count(log.lines(), expected) == 1);
}

TEST_CASE("a message that is too long for its length is refused before a byte of it is written")
{
    const bridge::message text{"12345"}, attached{"12", {"3", ""}};
    CHECK(py::detail::framed(text, 5) == std::string{"\5\0\0\0", 4} + "12345");
    CHECK_THROWS_AS(py::detail::framed(text, 4), std::length_error);
    const std::string whole = py::detail::framed(attached);
    CHECK(whole.size() == 4 + 16);
    CHECK(py::detail::framed(attached, 16) == whole);
    CHECK_THROWS_AS(py::detail::framed(attached, 15), std::length_error);
}

TEST_CASE("standard input of a sidecar is for its messages: commands and their children read nothing of it")
{
    support::make_module("bridge_stdio", "import os, subprocess, sys\n"
                                         "def run():\n"
                                         "    child = subprocess.run(['cat'], timeout=5, capture_output=True).stdout\n"
                                         "    has = ['sh', '-c', 'readlink /proc/$$/fd/*']\n"
                                         "    return [child.decode(), os.read(0, 1).decode(), os.system('cat >&2'),\n"
                                         "            subprocess.run(has, close_fds=False, capture_output=True).stdout.decode()]\n");
    standard_pipes pipes;
    bridge::app app;
    app.command("run", "bridge_stdio:run").command("noop", [] {}).allow({.commands = {"*"}});
    std::thread server{[&] { bridge::serve_stdio(app); }};
    pipes.send(R"({"id":1,"command":"run"})");
    std::this_thread::sleep_for(100ms);
    pipes.send(R"({"id":2,"command":"noop"})");  // which a child would have had
    std::string answers = pipes.read_until(R"("id":2,"result":null})");
    if (answers.find(R"("id":1,)") == std::string::npos) answers += pipes.read_until(R"("id":1,)");
    pipes.end_input();
    server.join();
    CHECK(answers.find(R"({"id":1,"result":["","",0,")") != std::string::npos);
    CHECK(answers.find(pipes.name_of_input()) == std::string::npos);
    CHECK(answers.find(R"({"id":2,"result":null})") != std::string::npos);
}
