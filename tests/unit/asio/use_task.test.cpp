// SPDX-License-Identifier: MIT
#include <support/async_case.hpp>

#include <pyhost/asio.hpp>
#include <pyhost/expose.hpp>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers.hpp>

#include <atomic>
#include <boost/asio/async_result.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>
#include <tuple>

namespace {

namespace asio = boost::asio;

constexpr const char* source = "import asyncio\n"
                               "async def together(f):\n"
                               "    return await asyncio.gather(f(1), f(2), f(3))\n"
                               "async def limited(f):\n"
                               "    try:\n"
                               "        await asyncio.wait_for(f(), 0.02)\n"
                               "    except asyncio.TimeoutError:\n"
                               "        return 'over'\n"
                               "async def caught(f):\n"
                               "    try:\n"
                               "        await f()\n"
                               "    except Exception as e:\n"
                               "        return f'{type(e).__name__}: {e}'\n"
                               "async def cancel_all(f, n):\n"
                               "    tasks = [asyncio.ensure_future(f(i)) for i in range(n)]\n"
                               "    for i, task in enumerate(tasks):\n"
                               "        await asyncio.sleep(0)\n"
                               "        task.cancel()\n"
                               "    ended = await asyncio.gather(*tasks, return_exceptions=True)\n"
                               "    return sum(e is None or isinstance(e, asyncio.CancelledError) for e in ended)\n";

/// A context that a thread runs.
class running_context {
public:
    asio::io_context& operator*() { return *io_; }

    void end()
    {
        work_.reset();
        io_->stop();
        if (thread_.joinable()) thread_.join();
        io_.reset();
    }
    ~running_context()
    {
        work_.reset();
        if (thread_.joinable()) thread_.join();
    }

private:
    std::optional<asio::io_context> io_{std::in_place};
    asio::executor_work_guard<asio::io_context::executor_type> work_{io_->get_executor()};
    std::thread thread_{[this] { io_->run(); }};
};

template <class R, class F>
R in_python(const char* name, F f)
{
    std::optional<py::future<R>> call;
    {
        const py::gil_guard gil;
        call = py::async_call<R>(py::import_module("async_case").attr(name), py::expose(std::move(f)));
    }
    return call->get();
}

asio::awaitable<int> doubled(int n)
{
    asio::steady_timer timer{co_await asio::this_coro::executor, 5ms};
    co_await timer.async_wait(asio::use_awaitable);
    if (n < 0) throw std::out_of_range("below zero");
    co_return 2 * n;
}

/// An operation of this signature that completes with these values, where it is begun.
template <class Signature, class... Values>
auto completes(Values... values)
{
    return asio::async_initiate<const py::use_task_t, Signature>(
        [](auto handler, Values... given) { std::move(handler)(std::move(given)...); }, py::use_task, std::move(values)...);
}

/// An initiation that throws, on its executor.
struct with_executor {
    using executor_type = asio::io_context::executor_type;
    executor_type where;
    executor_type get_executor() const noexcept { return where; }
    template <class Handler>
    void operator()(Handler handler) const
    {
        auto kept = std::move(handler);
        throw std::length_error("too long");
    }
};

}  // namespace

TEST_CASE("an operation is a task, whatever it completes with")
{
    CHECK(completes<void(int)>(3).get() == 3);
    CHECK(completes<void(int, std::string)>(3, std::string{"x"}).get() == std::tuple{3, std::string{"x"}});
    completes<void()>().get();
    completes<void(boost::system::error_code)>(boost::system::error_code{}).get();
    CHECK(completes<void(boost::system::error_code, std::size_t)>(boost::system::error_code{}, std::size_t{5}).get() == 5);
    CHECK(completes<void(std::exception_ptr, std::unique_ptr<int>)>(std::exception_ptr{}, std::make_unique<int>(7)).get() != nullptr);
    CHECK_THROWS_AS(completes<void(std::exception_ptr)>(std::make_exception_ptr(std::out_of_range{"x"})).get(), std::out_of_range);
    try {
        completes<void(boost::system::error_code, int)>(boost::system::error_code{boost::asio::error::connection_refused}, 0).get();
        FAIL("not thrown");
    } catch (const std::system_error& e) {
        CHECK(e.code() == std::errc::connection_refused);
    }
}

TEST_CASE("coroutines of Boost.Asio are awaitables of asyncio")
{
    define(source);
    running_context context;
    const auto spawned = [&](int n) { return asio::co_spawn(*context, doubled(n), py::use_task); };
    CHECK(in_python<std::vector<int>>("together", spawned) == std::vector{2, 4, 6});
    CHECK(in_python<std::string>("caught", [&] { return asio::co_spawn(*context, doubled(-1), py::use_task); }) ==
          "IndexError: below zero");
}

TEST_CASE("an operation begins where its executor runs, and an error of it is one of the system")
{
    define(source);
    running_context context;
    std::atomic<bool> is_elsewhere{false};
    const auto connect = [&]() -> py::task<> {
        asio::ip::tcp::socket socket{*context};
        asio::ip::tcp::acceptor closed{*context, {asio::ip::address_v4::loopback(), 0}};
        const auto there = closed.local_endpoint();
        closed.close();
        const auto begun = std::this_thread::get_id();
        try {
            co_await socket.async_connect(there, py::use_task);
        } catch (...) {
            is_elsewhere = std::this_thread::get_id() != begun;
            throw;
        }
    };
    CHECK(in_python<std::string>("caught", connect).rfind("ConnectionRefusedError: [Errno 111]", 0) == 0);
    CHECK(is_elsewhere);
}

TEST_CASE("what Python cancels is cancelled in Boost.Asio, which has come to its end before Python goes on")
{
    define(source);
    running_context context;
    std::string seen;
    const auto wait_long = [&]() -> asio::awaitable<void> {
        asio::steady_timer timer{co_await asio::this_coro::executor, 1000s};
        try {
            co_await timer.async_wait(asio::use_awaitable);
        } catch (const boost::system::system_error& e) {
            if (e.code() == asio::error::operation_aborted) seen = "aborted";
            throw;
        }
    };
    CHECK(in_python<std::string>("limited", [&] { return asio::co_spawn(*context, wait_long(), py::use_task); }) == "over");
    CHECK(seen == "aborted");

    asio::steady_timer timer{*context, 1000s};
    CHECK(in_python<std::string>("limited", [&] { return timer.async_wait(py::use_task); }) == "over");
    std::stop_source stop;
    stop.request_stop();
    CHECK_THROWS_AS(timer.async_wait(py::use_task).with(stop.get_token()).get(), py::cancelled_error);
    const auto nap = [&](int) -> py::task<> {
        asio::steady_timer soon{*context, 50us};
        co_await soon.async_wait(py::use_task);
    };
    std::optional<py::future<int>> call;
    {
        const py::gil_guard gil;
        call = py::async_call<int>(py::import_module("async_case").attr("cancel_all"), py::expose(nap), 1000);
    }
    CHECK(call->get() == 1000);
}

TEST_CASE("an operation whose context ends first is aborted")
{
    define(source);
    running_context context;
    std::atomic<bool> has_begun{false};
    const auto wait_long = [&]() -> asio::awaitable<void> {
        asio::steady_timer timer{co_await asio::this_coro::executor, 1000s};
        has_begun = true;
        co_await timer.async_wait(asio::use_awaitable);
    };
    const auto waiting = [](py::task<> one) -> py::task<std::string> {
        try {
            co_await std::move(one);
        } catch (const std::system_error& e) {
            co_return e.code() == std::errc::operation_canceled ? "aborted" : e.what();
        }
        co_return "nothing";
    };
    auto one = waiting(asio::co_spawn(*context, wait_long(), py::use_task));
    bool has_come = false;
    std::thread ending{[&] {
        has_come = comes_true([&] { return has_begun.load(); });
        context.end();
    }};
    const std::string outcome = std::move(one).get();
    ending.join();
    CHECK(outcome == "aborted");
    CHECK(has_come);
}

TEST_CASE("a task whose context ends unwinds while its timer can")
{
    define(source);
    for (int i = 0; i < 20; ++i) {
        running_context context;
        std::atomic<bool> has_begun{false};
        const auto wait_long = [&](asio::io_context& io) -> py::task<std::string> {
            co_await py::asio_executor(io).schedule();
            asio::steady_timer timer{io, 1000s};
            asio::post(io, [&] { has_begun = true; });  // after the wait
            try {
                co_await timer.async_wait(py::use_task);
            } catch (const std::system_error&) {
                co_return "aborted";
            }
            co_return "nothing";
        };
        bool has_come = false;
        std::thread ending{[&] {
            has_come = comes_true([&] { return has_begun.load(); });
            context.end();
        }};
        const std::string outcome = wait_long(*context).get();
        ending.join();
        CHECK(outcome == "aborted");
        CHECK(has_come);
    }
}

TEST_CASE("what an initiation throws is thrown where the operation is awaited")
{
    const auto throws = [](auto handler) {
        auto kept = std::move(handler);
        throw std::length_error("too long");
    };
    CHECK_THROWS_AS((asio::async_initiate<const py::use_task_t, void(int)>(throws, py::use_task).get()), std::length_error);

    running_context context;
    const with_executor begins{(*context).get_executor()};
    CHECK_THROWS_AS((asio::async_initiate<const py::use_task_t, void(int)>(begins, py::use_task).get()), std::length_error);
}

TEST_CASE("tasks go on where an executor of Boost.Asio says")
{
    define(source + std::string{"async def one():\n    await asyncio.sleep(0)\n    return 1\n"});
    running_context context;
    std::thread::id runs;
    asio::post(*context, [&] { runs = std::this_thread::get_id(); });
    const auto call = [&]() -> py::task<bool> {
        co_await py::asio_executor(*context).schedule();
        const bool is_there = std::this_thread::get_id() == runs;
        const int one = co_await py::async_function<int()>{"async_case", "one"}();
        co_return is_there&& one == 1 && std::this_thread::get_id() == runs;
    };
    CHECK(call().on(py::asio_executor((*context).get_executor())).get());
}
