// SPDX-License-Identifier: MIT
#include <support/front_end.hpp>

#include <pyhost/bridge/stdio.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <chrono>
#include <mutex>
#include <string>
#include <thread>
#include <unistd.h>
#include <utility>

namespace py = pyhost;
namespace bridge = py::bridge;

namespace {

/// The two pipes of a sidecar; its server runs until in() is closed.
class sidecar {
public:
    explicit sidecar(bridge::app& app)
    {
        REQUIRE(pipe(to_.data()) == 0);
        REQUIRE(pipe(from_.data()) == 0);
        server_ = std::thread{[this, &app] { bridge::serve(app, to_[0], from_[1]); }};
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
    std::thread server_;
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

TEST_CASE("a reader of a sidecar that is gone is logged, and no signal")
{
    std::mutex guard;
    std::string logged;
    bridge::app app{{.log = [&](const std::string& line) {
        const std::scoped_lock held{guard};
        logged = line;
    }}};
    app.command("noop", [] {}).allow({.commands = {"*"}});
    sidecar program{app};
    program.close_reader();
    program.send(R"({"id":1,"command":"noop"})");
    const auto is_logged = [&] {
        const std::scoped_lock held{guard};
        return logged.find("a message could not be sent: the reader cannot be written to: Broken pipe") != std::string::npos;
    };
    for (int i = 0; i < 6000 && !is_logged(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds{10});
    CHECK(is_logged());
}
