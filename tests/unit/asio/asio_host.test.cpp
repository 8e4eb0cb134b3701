// SPDX-License-Identifier: MIT
#include <support/async_case.hpp>

#include <pyhost/asio.hpp>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <optional>
#include <string>
#include <thread>

namespace {

namespace asio = boost::asio;

constexpr const char* source = "import asyncio, threading\n"
                               "ended = []\n"
                               "async def thread_id():\n"
                               "    await asyncio.sleep(0.01)\n"
                               "    return threading.get_ident()\n"
                               "async def tidy():\n"
                               "    try:\n"
                               "        await asyncio.sleep(1000)\n"
                               "    finally:\n"
                               "        await asyncio.sleep(0.01)\n"
                               "        ended.append(threading.get_ident())\n"
                               "def leave():\n"
                               "    raise SystemExit(3)\n";

unsigned long own_id()
{
    const py::gil_guard gil;
    return py::import_module("threading").attr("get_ident")().cast<unsigned long>();
}

}  // namespace

TEST_CASE("Boost.Asio and asyncio run on one thread")
{
    define(source);
    asio::io_context io;
    py::hosted_loop loop{{.name = "io"}};
    py::asio_host polling{io, loop};
    const auto thread_id = py::async_function<unsigned long()>{"async_case", "thread_id"}.on(loop);
    int right = 0;
    int ended = 0;
    const auto work = [&]() -> asio::awaitable<void> {
        for (int i = 0; i < 5; ++i) {
            if (co_await thread_id()(asio::use_awaitable) == own_id()) ++right;
            asio::steady_timer timer{io, 1ms};
            co_await timer.async_wait(asio::use_awaitable);
        }
        if (++ended == 2) io.stop();
    };
    for (int i = 0; i < 2; ++i) asio::co_spawn(io, work(), asio::detached);
    io.run();
    CHECK(right == 10);

    io.restart();
    auto call = py::async_function<void()>{"async_case", "tidy"}.on(loop)();
    std::thread closing{[&] {
        std::this_thread::sleep_for(20ms);
        loop.close();
    }};
    io.run();  // until the loop is closed
    closing.join();
    CHECK_THROWS_AS(call.get(), py::cancelled_error);
    const py::gil_guard gil;
    CHECK(py::import_module("async_case").attr("ended").cast<std::vector<unsigned long>>() == std::vector{own_id()});
}

TEST_CASE("what leaves the program comes out of run, which may be called again")
{
    define(source);
    asio::io_context io;
    py::hosted_loop loop;
    std::optional<py::asio_host> polling{std::in_place, io.get_executor(), loop};
    {
        const py::gil_guard gil;
        loop.get().attr("call_soon_threadsafe")(py::import_module("async_case").attr("leave"));
    }
    CHECK_THROWS_AS(io.run(), py::system_exit);
    auto call = py::async_function<unsigned long()>{"async_case", "thread_id"}.on(loop)();
    while (!call.is_ready()) io.run_one();
    CHECK(call.get() == own_id());
    polling.reset();
    CHECK(io.run() <= 1);  // nothing is left to do
    loop.close();
}

TEST_CASE("a context may end before the loop that it polls, or after it")
{
    define(source);
    py::hosted_loop loop;
    {
        asio::io_context io;
        const py::asio_host polling{io, loop};
        io.poll();
    }
    std::optional<asio::io_context> io{std::in_place};
    std::optional<py::asio_host> polling{std::in_place, *io, loop};
    auto call = py::async_function<unsigned long()>{"async_case", "thread_id"}.on(loop)();
    while (!call.is_ready()) io->run_one();
    CHECK(call.get() == own_id());
    loop.close();
    io->run();
    polling.reset();
}
