// SPDX-License-Identifier: MIT
#include <support/async_case.hpp>

#include <pyhost/expose.hpp>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers.hpp>

#include <atomic>
#include <future>
#include <stdexcept>
#include <string>
#include <thread>

#if defined(__linux__)

#include <poll.h>

namespace {

constexpr const char* source = "import asyncio, selectors, threading\n"
                               "seen = []\n"
                               "async def thread_id():\n"
                               "    await asyncio.sleep(0)\n"
                               "    return threading.get_ident()\n"
                               "async def nap(seconds):\n"
                               "    await asyncio.sleep(seconds)\n"
                               "    return 'slept'\n"
                               "async def spin():\n"
                               "    while True:\n"
                               "        await asyncio.sleep(0)\n"
                               "async def tidy():\n"
                               "    try:\n"
                               "        await asyncio.sleep(1000)\n"
                               "    finally:\n"
                               "        await asyncio.sleep(0.01)\n"
                               "        seen.append(threading.get_ident())\n"
                               "class derived(asyncio.SelectorEventLoop):\n"
                               "    pass\n"
                               "def heedless(selector):\n"
                               "    return asyncio.SelectorEventLoop()\n"
                               "def leave():\n"
                               "    raise SystemExit(3)\n";

bool is_readable(const py::hosted_loop& loop, std::chrono::milliseconds limit)
{
    pollfd one{loop.descriptor(), POLLIN, 0};
    return ::poll(&one, 1, static_cast<int>(limit.count())) == 1;
}

/// What a host does.
template <class Condition>
void poll_until(const py::hosted_loop& loop, Condition condition)
{
    while (!condition()) {
        REQUIRE(is_readable(loop, 10s));
        REQUIRE(loop.poll() != py::poll_result::closed);
    }
}

template <class R, class... A>
R polled(const py::hosted_loop& loop, const char* name, A... args)
{
    auto call = py::async_function<R(A...)>{"async_case", name}.on(loop)(args...);
    poll_until(loop, [&] { return call.is_ready(); });
    return call.get();
}

unsigned long own_id()
{
    const py::gil_guard gil;
    return py::import_module("threading").attr("get_ident")().cast<unsigned long>();
}

template <class F>
void call_soon(const py::event_loop& loop, F f)
{
    const py::gil_guard gil;
    loop.get().attr("call_soon_threadsafe")(py::expose(f));
}

}  // namespace

TEST_CASE("a hosted loop runs on the thread that polls it, and then alone")
{
    define(source);
    py::hosted_loop loop{{.name = "ui"}};
    CHECK(!is_readable(loop, 0ms));
    CHECK(loop.poll(10s) == py::poll_result::idle);
    CHECK(loop.is_own_thread());
    CHECK(polled<unsigned long>(loop, "thread_id") == own_id());

    auto call = py::async_function<unsigned long()>{"async_case", "thread_id"}.on(loop)();
    CHECK(is_readable(loop, 10s));
    CHECK(!call.is_ready());
    std::thread{[&] {
        CHECK(loop.poll(1s) == py::poll_result::idle);
        CHECK(call.is_ready());
        CHECK(loop.is_own_thread());
        CHECK(call.get() == own_id());
    }}.join();
    CHECK(!loop.is_own_thread());
    CHECK(!is_readable(loop, 0ms));
    loop.close();
}

TEST_CASE("the descriptor of a hosted loop is readable when a time has come, and not before")
{
    define(source);
    py::hosted_loop loop;
    auto call = py::async_function<std::string(double)>{"async_case", "nap"}.on(loop)(0.2);
    CHECK(is_readable(loop, 10s));
    const auto start = std::chrono::steady_clock::now();
    CHECK(loop.poll(10s) == py::poll_result::idle);
    int polls = 0;
    poll_until(loop, [&] {
        ++polls;
        return call.is_ready();
    });
    CHECK(std::chrono::steady_clock::now() - start >= 190ms);
    CHECK(polls < 10);
    CHECK(call.get() == "slept");
    CHECK(polled<std::string>(loop, "nap", 0.0) == "slept");
    loop.close();
}

TEST_CASE("a poll that has more to do returns when its time is over")
{
    define(source);
    py::hosted_loop loop;
    auto call = py::async_function<void()>{"async_case", "spin"}.on(loop)();
    for (int i = 0; i < 3; ++i) {
        CHECK(loop.poll(1ms) == py::poll_result::more);
        CHECK(is_readable(loop, 0ms));
    }
    CHECK(loop.poll(0ms) == py::poll_result::more);
    CHECK(is_readable(loop, 0ms));
    call.cancel();
    CHECK(loop.poll(10s) == py::poll_result::idle);
    CHECK_THROWS_AS(call.get(), py::cancelled_error);
    CHECK(loop.poll(0ms) == py::poll_result::idle);
    CHECK(!is_readable(loop, 0ms));
    loop.close();
}

TEST_CASE("other threads wake a hosted loop, by Python's means too")
{
    define(source);
    py::hosted_loop loop;
    CHECK(polled<std::string>(loop, "nap", 0.0) == "slept");
    bool is_done = false;
    std::thread other{[&] { call_soon(loop, [&] { is_done = true; }); }};
    poll_until(loop, [&] { return is_done; });
    other.join();
    CHECK(!is_readable(loop, 0ms));
    loop.close();
}

TEST_CASE("nobody waits for a hosted loop on its own thread")
{
    define(source);
    py::hosted_loop loop{{.name = "ui"}};
    auto call = py::async_function<std::string(double)>{"async_case", "nap"}.on(loop)(0.0);
    CHECK_THROWS_WITH(call.get(), "future::get: this thread runs the event loop 'ui', and would wait for itself; co_await the future, or "
                                  "wait on another thread");
    poll_until(loop, [&] { return call.is_ready(); });
    CHECK(call.get() == "slept");

    std::string message;
    call_soon(loop, [&] {
        try {
            loop.close();
        } catch (const std::logic_error& e) {
            message = e.what();
        }
    });
    CHECK(loop.poll(10s) == py::poll_result::idle);
    CHECK(message == "event_loop::close: this thread runs the event loop 'ui', and would wait for itself; close it on another thread");
    CHECK(polled<std::string>(loop, "nap", 0.0) == "slept");
    loop.close();
}

TEST_CASE("closing a hosted loop has its tasks come to their end, on its thread")
{
    define(source);
    const auto seen = [] {
        const py::gil_guard gil;
        return py::import_module("async_case").attr("seen").cast<std::vector<unsigned long>>();
    };
    py::hosted_loop own;
    auto call = py::async_function<void()>{"async_case", "tidy"}.on(own)();
    CHECK(own.poll(10s) == py::poll_result::idle);
    own.close();
    CHECK_THROWS_AS(call.get(), py::cancelled_error);
    CHECK(seen() == std::vector{own_id()});
    CHECK(is_readable(own, 0ms));
    CHECK(own.poll() == py::poll_result::closed);

    py::hosted_loop polled_here;
    auto other = py::async_function<void()>{"async_case", "tidy"}.on(polled_here)();
    CHECK(polled_here.poll(10s) == py::poll_result::idle);
    auto closing = std::async(std::launch::async, [&] { polled_here.close(); });
    do CHECK(is_readable(polled_here, 10s));
    while (polled_here.poll() != py::poll_result::closed);
    closing.get();
    CHECK_THROWS_AS(other.get(), py::cancelled_error);
    CHECK(seen() == std::vector{own_id(), own_id()});

    py::hosted_loop unused;
    unused.close();
    CHECK(is_readable(unused, 0ms));
    CHECK(unused.poll() == py::poll_result::closed);
}

TEST_CASE("closing a hosted loop waits for a host that polls, and goes on where its thread has ended")
{
    define(source);
    py::hosted_loop loop;
    std::atomic<bool> goes_on{true};
    std::thread host{[&] {
        auto call = py::async_function<void()>{"async_case", "tidy"}.on(loop)();
        while (goes_on) {
            const py::poll_result polled = loop.poll(10s);
            CHECK((polled == py::poll_result::idle || polled == py::poll_result::closed));  // by when it was asked
            std::this_thread::sleep_for(1ms);
        }
        std::this_thread::sleep_for(20ms);
        call.detach();
    }};
    std::this_thread::sleep_for(10ms);
    goes_on = false;
    loop.close();
    host.join();
    CHECK(loop.poll() == py::poll_result::closed);
}

TEST_CASE("a hosted loop may be closed while another thread starts it, or cannot")
{
    define(source + std::string{"def slow_factory(selector):\n"
                                "    import time\n"
                                "    time.sleep(0.05)\n"
                                "    raise OSError('no loop')\n"});
    py::hosted_loop loop{{.factory = "async_case:slow_factory"}};
    std::thread caller{[&] { CHECK_THROWS_AS((py::async_function<void()>{"async_case", "tidy"}.on(loop)()), py::os_error); }};
    std::this_thread::sleep_for(20ms);
    {
        const py::gil_guard gil;
        loop.close();
    }
    caller.join();
    CHECK(is_readable(loop, 0ms));
    CHECK(loop.poll() == py::poll_result::closed);
}

TEST_CASE("a hosted loop needs a factory that takes its selector")
{
    define(source);
    py::hosted_loop derived{{.factory = "async_case:derived"}};
    CHECK(polled<std::string>(derived, "nap", 0.0) == "slept");
    derived.close();
    const auto why = [](const char* factory) {
        py::hosted_loop loop{{.factory = factory}};
        const std::string message = message_of([&] { polled<std::string>(loop, "nap", 0.0); });
        CHECK(loop.poll(10s) == py::poll_result::idle);
        return message;
    };
    CHECK(why("async_case:heedless")
              .find("SelectorEventLoop of 'async_case:heedless' does not wait by the selector it was given; use "
                    "asyncio:SelectorEventLoop, or a class that is derived from it") != std::string::npos);
    CHECK(why("asyncio:new_event_loop") == "hosted_loop: the factory 'asyncio:new_event_loop' takes no selector; use "
                                           "asyncio:SelectorEventLoop, or a class that is derived from it");
}

TEST_CASE("what leaves a program is thrown by the poll that runs it, and the loop goes on")
{
    define(source);
    py::hosted_loop loop;
    {
        const py::gil_guard gil;
        loop.get().attr("call_soon_threadsafe")(py::import_module("async_case").attr("leave"));
    }
    CHECK_THROWS_AS(loop.poll(), py::system_exit);
    CHECK(is_readable(loop, 0ms));
    CHECK(loop.poll(10s) == py::poll_result::idle);
    CHECK(polled<std::string>(loop, "nap", 0.0) == "slept");
    loop.close();
}

TEST_CASE("a hosted loop is polled in one place at a time")
{
    define(source);
    py::hosted_loop loop{{.name = "ui"}};
    std::string message;
    std::string elsewhere;
    const auto poll = [&](std::string& into) {
        try {
            static_cast<void>(loop.poll());
        } catch (const std::logic_error& e) {
            into = e.what();
        }
    };
    call_soon(loop, [&]() PYHOST_NEEDS_GIL {
        poll(message);
        const py::gil_release nogil;
        std::thread{[&] { poll(elsewhere); }}.join();
    });
    CHECK(loop.poll(10s) == py::poll_result::idle);
    CHECK(message == "hosted_loop::poll: 'ui' is being polled, on another thread or around this call; poll it in one place at a time");
    CHECK(elsewhere == message);
    CHECK(polled<std::string>(loop, "nap", 0.0) == "slept");
    loop.close();
}

TEST_CASE("a hosted loop may be the one of all calls, and be stopped or closed by Python")
{
    define(source);
    py::hosted_loop loop{{.name = "ui"}};
    py::event_loop::shared().close();
    loop.share();
    auto call = py::async_function<unsigned long()>{"async_case", "thread_id"}();
    {
        const py::gil_guard gil;
        const py::object made = loop.get();
        made.attr("call_soon_threadsafe")(made.attr("stop"));
    }
    CHECK(loop.poll(10s) == py::poll_result::idle);
    CHECK(call.get() == own_id());
    {
        const py::gil_guard gil;
        loop.get().attr("close")();
    }
    CHECK(loop.poll() == py::poll_result::closed);
    CHECK(unraisable() == std::vector<std::string>{"RuntimeError: Event loop is closed"});
    CHECK(py::async_function<unsigned long()>{"async_case", "thread_id"}().get() != own_id());
    py::event_loop::shared().close();
}

#endif
