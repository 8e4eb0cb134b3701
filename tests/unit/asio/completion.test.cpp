// SPDX-License-Identifier: MIT
#include <support/async_case.hpp>

#include <pyhost/asio.hpp>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers.hpp>

#include <atomic>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/version.hpp>
#include <exception>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <tuple>

namespace {

namespace asio = boost::asio;

constexpr const char* source = "import asyncio\n"
                               "begun = cancelled = 0\n"
                               "async def fetch(url):\n"
                               "    await asyncio.sleep(0)\n"
                               "    if not url:\n"
                               "        raise ValueError('no address')\n"
                               "    return 'page of ' + url\n"
                               "async def nothing():\n"
                               "    await asyncio.sleep(0.01)\n"
                               "async def wait_long():\n"
                               "    global begun, cancelled\n"
                               "    begun += 1\n"
                               "    try:\n"
                               "        await asyncio.sleep(5)\n"
                               "    finally:\n"
                               "        await asyncio.sleep(0)\n"
                               "        cancelled += 1\n";

using fetch_type = py::async_function<std::string(std::string)>;
fetch_type fetch() { return {"async_case", "fetch"}; }
py::async_function<void()> nothing() { return {"async_case", "nothing"}; }
py::async_function<void()> wait_long() { return {"async_case", "wait_long"}; }

int counted(const char* name)
{
    const py::gil_guard gil;
    return py::import_module("async_case").attr(name).cast<int>();
}

int cancelled() { return counted("cancelled"); }

template <class E>
bool is(const std::exception_ptr& thrown)
{
    try {
        if (thrown) std::rethrow_exception(thrown);
    } catch (const E&) {
        return true;
    } catch (...) {
    }
    return false;
}

/// Runs a coroutine of Boost.Asio to its end.
template <class T>
T run(asio::awaitable<T> what)
{
    asio::io_context io;
    auto outcome = asio::co_spawn(io, std::move(what), asio::use_future);
    io.run();
    return outcome.get();
}

}  // namespace

TEST_CASE("a call of Python takes any completion token")
{
    define(source);
    asio::io_context io;
    std::string called;
    std::exception_ptr thrown;
    fetch()("callback")(asio::bind_executor(io, [&](std::exception_ptr e, std::string value) {
        thrown = e;
        called = std::move(value);
    }));
    auto future = fetch()("future")(asio::use_future);
    nothing()()(asio::bind_executor(io, [](std::exception_ptr e) { CHECK(!e); }));
    fetch()("")(asio::detached);
    io.run();
    CHECK(called == "page of callback");
    CHECK(!thrown);
    CHECK(future.get() == "page of future");

    const auto in_a_coroutine = []() -> asio::awaitable<void> {
        const std::string first = co_await fetch()("coroutine")(asio::use_awaitable);
        CHECK(first == "page of coroutine");
        co_await nothing()();
#if BOOST_VERSION >= 108200
        const std::string direct = co_await fetch()("direct");
        CHECK(direct == "page of direct");
#endif
        auto deferred = fetch()("deferred")(asio::deferred);
        const std::string later = co_await std::move(deferred)(asio::use_awaitable);
        CHECK(later == "page of deferred");
        const auto [none, value] = co_await fetch()("tuple")(asio::as_tuple(asio::use_awaitable));
        CHECK(!none);
        CHECK(value == "page of tuple");
        const auto [why, empty] = co_await fetch()("")(asio::as_tuple(asio::use_awaitable));
        CHECK(is<py::value_error>(why));
        CHECK(empty.empty());
        bool is_caught = false;
        try {
            co_await fetch()("")(asio::use_awaitable);
        } catch (const py::value_error& e) {
            is_caught = e.message() == "no address";
        }
        CHECK(is_caught);
        try {
            co_await py::async_function<int(std::string)>{"async_case", "fetch"}("x")(asio::use_awaitable);
        } catch (const py::type_error& e) {
            is_caught = false;
            CHECK(e.message() == "expected int, got str 'page of x' at result of async_case.fetch()");
        }
        CHECK(!is_caught);
    };
    run(in_a_coroutine());
}

TEST_CASE("a handler runs on its executor, never inside the call, and its context waits for it")
{
    define(source);
    asio::io_context io;
    auto ready = fetch()("ready");
    ready.wait();
    int steps = 0;
    std::thread::id where;
    std::move(ready)(asio::bind_executor(io, [&](std::exception_ptr, std::string) {
        steps *= 10;
        where = std::this_thread::get_id();
    }));
    ++steps;
    std::thread runner{[&] { CHECK(io.run() == 1); }};
    const auto id = runner.get_id();
    runner.join();
    CHECK(steps == 10);
    CHECK(where == id);

    io.restart();
    py::future<std::string> moved = fetch()("x");
    auto other = std::move(moved);
    std::exception_ptr thrown;
    // NOLINTNEXTLINE(bugprone-use-after-move): that is the case
    std::move(moved)(asio::bind_executor(io, [&](std::exception_ptr e, std::string) { thrown = e; }));
    io.run();
    CHECK(is<std::logic_error>(thrown));
    CHECK(other.get() == "page of x");
}

TEST_CASE("the associated slot cancels the call, which has one outcome")
{
    define(source);
    asio::io_context io;
    asio::cancellation_signal signal;
    int calls = 0;
    std::exception_ptr thrown;
    wait_long()()(asio::bind_cancellation_slot(signal.slot(), asio::bind_executor(io, [&](std::exception_ptr e) {
                                                   ++calls;
                                                   thrown = e;
                                               })));
    asio::steady_timer timer{io, 20ms};
    timer.async_wait([&](const boost::system::error_code&) {
        signal.emit(asio::cancellation_type::none);
        signal.emit(asio::cancellation_type::terminal);
        signal.emit(asio::cancellation_type::terminal);
    });
    io.run();
    CHECK(calls == 1);
    CHECK(is<py::cancelled_error>(thrown));
    CHECK(cancelled() == 1);
    CHECK(!signal.slot().has_handler());

    const auto race = []() -> asio::awaitable<bool> {
        using namespace asio::experimental::awaitable_operators;
        asio::steady_timer soon{co_await asio::this_coro::executor, 10ms};
        const auto first = co_await (wait_long()()(asio::use_awaitable) || soon.async_wait(asio::use_awaitable));
        co_return first.index() == 1;
    };
    CHECK(run(race()));
    CHECK(cancelled() == 2);
}

TEST_CASE("a thousand cancels around the end of calls leave one outcome each")
{
    define(source);
    asio::thread_pool pool{2};
    std::atomic<int> outcomes{0};
    std::atomic<int> odd{0};
    for (int i = 0; i < 1000; ++i) {
        const auto strand = asio::make_strand(pool);
        const auto signal = std::make_shared<asio::cancellation_signal>();
        fetch()("x")(
            asio::bind_cancellation_slot(signal->slot(), asio::bind_executor(strand, [&, signal](std::exception_ptr e, std::string value) {
                                             ++outcomes;
                                             if (e ? !is<py::cancelled_error>(e) : value != "page of x") ++odd;
                                         })));
        asio::post(strand, [signal] { signal->emit(asio::cancellation_type::total); });
    }
    pool.join();
    CHECK(outcomes == 1000);
    CHECK(odd == 0);
    CHECK(py::event_loop::shared().pending() == 0);
}

TEST_CASE("a context that ends first takes its handlers with it, and cancels their calls")
{
    define(source);
    const auto kept = std::make_shared<int>(1);
    {
        asio::io_context io;
        wait_long()()(asio::bind_executor(io, [kept](std::exception_ptr) { FAIL("called"); }));
        asio::co_spawn(
            io,
            [](std::shared_ptr<int>) -> asio::awaitable<void> {
                co_await wait_long()()(asio::use_awaitable);
                FAIL("resumed");
            }(kept),
            asio::detached);
        io.poll();
        fetch()("posted")(asio::bind_executor(io, [kept](std::exception_ptr, std::string) { FAIL("called"); }));
        CHECK(kept.use_count() == 4);
        CHECK(comes_true([] { return counted("begun") == 2 && py::event_loop::shared().pending() == 2; }));
    }
    CHECK(kept.use_count() == 1);
    CHECK(comes_true([] { return cancelled() == 2 && py::event_loop::shared().pending() == 0; }));
}

TEST_CASE("what a handler throws comes out of run")
{
    define(source);
    asio::io_context io;
    fetch()("")(asio::bind_executor(io, [](std::exception_ptr e, std::string) { std::rethrow_exception(e); }));
    CHECK_THROWS_AS(io.run(), py::value_error);
}

TEST_CASE("calls of many threads of a pool are delivered there")
{
    define(source);
    asio::thread_pool pool{4};
    std::atomic<int> right{0};
    for (int i = 0; i < 200; ++i)
        asio::co_spawn(
            pool,
            [](std::atomic<int>& counted, std::string url) -> asio::awaitable<void> {
                for (int n = 0; n < 5; ++n)
                    if (co_await fetch()(url)(asio::use_awaitable) == "page of " + url) ++counted;
            }(right, std::to_string(i)),
            asio::detached);
    pool.join();
    CHECK(right == 1000);
}
