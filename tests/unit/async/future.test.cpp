// SPDX-License-Identifier: MIT
#include <support/async_case.hpp>
#include <support/coroutines.hpp>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers.hpp>

#include <atomic>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <stop_token>
#include <thread>
#include <utility>

namespace {

constexpr const char* waiting_source = "import asyncio\n"
                                       "log = []\n"
                                       "async def wait_long():\n"
                                       "    try:\n"
                                       "        await asyncio.sleep(1000)\n"
                                       "    finally:\n"
                                       "        log.append('finally')\n"
                                       "async def refuse_to_end():\n"
                                       "    try:\n"
                                       "        await asyncio.sleep(1000)\n"
                                       "    except asyncio.CancelledError:\n"
                                       "        return 7\n"
                                       "async def fail_at_end():\n"
                                       "    try:\n"
                                       "        await asyncio.sleep(1000)\n"
                                       "    finally:\n"
                                       "        raise ValueError('at the end')\n"
                                       "async def fail_soon():\n"
                                       "    await asyncio.sleep(0)\n"
                                       "    raise ValueError('soon')\n"
                                       "async def add_slowly(x, y):\n"
                                       "    await asyncio.sleep(0.02)\n"
                                       "    return x + y\n"
                                       "async def add(x, y):\n"
                                       "    await asyncio.sleep(0)\n"
                                       "    return x + y\n";

// Made anew, since a function is looked up once and the module is another one in each case.
py::async_function<void()> wait_long() { return {"async_case", "wait_long"}; }
py::async_function<int(int, int)> add() { return {"async_case", "add"}; }

std::size_t ended()
{
    const py::gil_guard gil;
    return py::import_module("async_case").attr("log").attr("__len__")().cast<std::size_t>();
}

/// Runs what it is given on a thread of its own.
class worker {
public:
    worker()
        : thread_{[this](const std::stop_token& stop) {
              while (!stop.stop_requested()) {
                  std::vector<py::continuation> now;
                  {
                      const std::scoped_lock held{lock_};
                      now.swap(waiting_);
                  }
                  for (const py::continuation& next : now) next();
                  std::this_thread::sleep_for(1ms);
              }
          }}
    {
    }

    [[nodiscard]] py::executor executor()
    {
        return [this](py::continuation next) {
            const std::scoped_lock held{lock_};
            waiting_.push_back(next);
        };
    }
    [[nodiscard]] std::thread::id id() const { return thread_.get_id(); }

private:
    std::mutex lock_;
    std::vector<py::continuation> waiting_;
    std::jthread thread_;
};

struct place {
    std::thread::id thread;
    bool is_loop;
    bool is_attached;
};

support::job<place> place_after(py::future<int> awaited)
{
    co_await std::move(awaited);
    co_return place{std::this_thread::get_id(), py::event_loop::shared().is_own_thread(), py::is_attached()};
}

support::job<int> sum_of_three()
{
    const int two = co_await add()(1, 1);
    co_return co_await add()(two, 1);
}

}  // namespace

TEST_CASE("a coroutine of any type awaits calls of Python")
{
    define(waiting_source);
    CHECK(sum_of_three().get() == 3);
    const auto failing = []() -> support::job<int> { co_return co_await py::async_function<int()>{"async_case", "fail_soon"}(); };
    CHECK_THROWS_AS(failing().get(), py::value_error);
}

TEST_CASE("a coroutine goes on where it has asked to, and not on the thread of the loop unless it has")
{
    define(waiting_source);
    worker pool;
    const py::async_function<int(int, int)> slow{"async_case", "add_slowly"};
    CHECK(place_after(slow(1, 2).on(pool.executor())).get().thread == pool.id());
    CHECK(place_after(slow.on(pool.executor())(1, 2)).get().thread == pool.id());
    const place own = place_after(slow(1, 2)).get();
    CHECK((!own.is_loop && own.thread != std::this_thread::get_id() && !own.is_attached));
    const place inlined = place_after(slow(1, 2).on(py::executor::inline_here())).get();
    CHECK((inlined.is_loop && !inlined.is_attached));
}

TEST_CASE("a coroutine whose outcome is there goes on at once")
{
    define(waiting_source);
    py::future<int> ready = add()(1, 2);
    ready.wait();
    const place inlined = place_after(std::move(ready)).get();
    CHECK(inlined.thread == std::this_thread::get_id());
}

TEST_CASE("an executor that throws makes the co_await throw the same")
{
    define(waiting_source);
    const py::executor closed{[](py::continuation) { throw std::runtime_error("the pool is closed"); }};
    const py::async_function<int(int, int)> slow{"async_case", "add_slowly"};
    CHECK_THROWS_WITH(place_after(slow(1, 2).on(closed)).get(), "the pool is closed");
}

TEST_CASE("a coroutine may end while it waits, which cancels the call")
{
    define(waiting_source);
    struct kept {
        struct promise_type {
            kept get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
            std::suspend_never initial_suspend() noexcept { return {}; }
            std::suspend_always final_suspend() noexcept { return {}; }
            void unhandled_exception() { std::terminate(); }
            void return_void() {}
        };
        std::coroutine_handle<promise_type> coroutine;
    };
    const auto waiting = []() -> kept { co_await wait_long()(); };
    const kept one = waiting();
    CHECK(!one.coroutine.done());
    one.coroutine.destroy();
    CHECK(comes_true([] { return py::event_loop::shared().pending() == 0; }));
}

TEST_CASE("a call that is cancelled runs its finally, and the outcome says so")
{
    define(waiting_source);
    auto waiting = wait_long()();
    CHECK(!waiting.wait_for(10ms));
    waiting.cancel();
    CHECK_THROWS_AS(waiting.get(), py::cancelled_error);
    CHECK(ended() == 1);
    auto other = wait_long()();
    static_cast<void>(other.wait_for(10ms));
    other.cancel();
    other.cancel();
    const py::result<void> outcome = other.try_get();
    CHECK(outcome.error().type_name() == "asyncio.exceptions.CancelledError");
    CHECK_THROWS_AS(outcome.value(), py::cancelled_error);
    CHECK(unraisable().empty());
}

TEST_CASE("a call that is cancelled before it has begun is never made")
{
    define("import time\n"
           "calls = []\n"
           "async def block():\n"
           "    time.sleep(0.1)\n"
           "async def note():\n"
           "    calls.append(1)\n");
    auto blocking = py::async_function<void()>{"async_case", "block"}();
    auto second = py::async_function<void()>{"async_case", "note"}();
    second.cancel();
    CHECK_THROWS_AS(second.get(), py::cancelled_error);
    blocking.get();
    std::stop_source source;
    source.request_stop();
    CHECK_THROWS_AS((py::async_function<void()>{"async_case", "note"}.with(source.get_token())().get()), py::cancelled_error);
    const py::gil_guard gil;
    CHECK(py::len(py::import_module("async_case").attr("calls")) == 0);
}

TEST_CASE("a stop token cancels a call")
{
    define(waiting_source);
    std::stop_source source;
    auto waiting = wait_long().with(source.get_token())();
    CHECK(!waiting.wait_for(10ms));
    source.request_stop();
    CHECK_THROWS_AS(waiting.get(), py::cancelled_error);
    CHECK(ended() == 1);
}

TEST_CASE("a call has a time limit")
{
    define(waiting_source);
    CHECK(message_of([] { wait_long().with_timeout(20ms)().get(); }) == "async_case.wait_long(): no result within 0.02 s (with_timeout)");
    auto timed_out = wait_long().with_timeout(20ms)();
    const py::result<void> outcome = timed_out.try_get();
    CHECK_THROWS_AS(outcome.value(), py::timeout_error);
    CHECK(outcome.error().cause()->type_name() == "asyncio.exceptions.CancelledError");
    CHECK(ended() == 2);
    CHECK_THROWS_AS(wait_long().with_timeout(0s)().get(), py::timeout_error);
    CHECK(ended() == 2);
    CHECK(add().with_timeout(10s)(1, 2).get() == 3);
    auto cancelled = wait_long().with_timeout(10s)();
    static_cast<void>(cancelled.wait_for(10ms));
    cancelled.cancel();
    CHECK_THROWS_AS(cancelled.get(), py::cancelled_error);
}

TEST_CASE("a coroutine that is cancelled may still give a value or an error of its own")
{
    define(waiting_source);
    auto value = py::async_function<int()>{"async_case", "refuse_to_end"}();
    static_cast<void>(value.wait_for(10ms));
    value.cancel();
    CHECK(value.get() == 7);
    auto failed = py::async_function<int()>{"async_case", "fail_at_end"}();
    static_cast<void>(failed.wait_for(10ms));
    failed.cancel();
    CHECK_THROWS_AS(failed.get(), py::value_error);
}

TEST_CASE("a future that ends cancels its call, and a detached one does not")
{
    define(waiting_source);
    {
        auto waiting = wait_long()();
        CHECK(!waiting.wait_for(10ms));
    }
    CHECK(comes_true([] { return ended() == 1; }));
    wait_long().with_timeout(10ms)().detach();
    CHECK(comes_true([] { return ended() == 2; }));
    CHECK(comes_true([] { return unraisable().size() == 1; }));
    CHECK(unraisable()[0] == "TimeoutError: async_case.wait_long(): no result within 0.01 s (with_timeout)");
}

TEST_CASE("an error that nobody reads is told")
{
    define(waiting_source);
    const py::async_function<int()> fail_soon{"async_case", "fail_soon"};
    fail_soon().detach();
    CHECK(comes_true([] { return unraisable().size() == 1; }));
    {
        auto ready = fail_soon();
        ready.wait();
    }
    CHECK(comes_true([] { return unraisable().size() == 2; }));
    CHECK(unraisable() == std::vector<std::string>(2, "ValueError: soon"));
}

TEST_CASE("waiting on the thread of the loop is an error")
{
    define(waiting_source);
    std::string message;
    {
        const py::gil_guard gil;
        py::import_module("async_case").attr("call") = py::expose([&] {
            try {
                add()(1, 2).get();
            } catch (const std::logic_error& e) {
                message = e.what();
            }
        });
        py::exec("async def call_it():\n    call()\n", py::import_module("async_case").attr("__dict__"));
    }
    py::async_function<void()>{"async_case", "call_it"}().get();
    CHECK(message == "future::get: this thread runs the event loop 'pyhost-asyncio', and would wait for itself; co_await the future, or "
                     "wait on another thread");
    const py::gil_guard gil;
    py::import_module("async_case").attr("call") = py::none{};
}

TEST_CASE("a future is read once")
{
    define(waiting_source);
    auto one = add()(1, 2);
    CHECK(one.valid());
    CHECK(one.get() == 3);
    CHECK(!one.valid());
    CHECK_THROWS_WITH(one.get(), "future::get: there is no outcome to wait for: it was read, moved or detached; keep the future");
    CHECK_THROWS_AS(one.wait(), std::logic_error);
    one = add()(3, 4);
    CHECK(one.get() == 7);
    CHECK(!py::future<int>{}.is_ready());
}

TEST_CASE("an outcome has one reader at a time")
{
    define(waiting_source);
    auto waiting = wait_long()();
    std::atomic<int> refused{0};
    const auto wait_a_while = [&] {
        try {
            if (waiting.wait_for(0.3s)) refused = 10;
        } catch (const std::logic_error&) {
            ++refused;
        }
    };
    std::jthread other{wait_a_while};
    wait_a_while();
    other.join();
    CHECK(refused == 1);
    waiting.cancel();
    CHECK(waiting.wait_for(std::chrono::hours::max()));
    CHECK_THROWS_AS(waiting.get(), py::cancelled_error);
    CHECK(add().with_timeout(std::chrono::hours::max())(1, 2).get() == 3);
}

TEST_CASE("cancels around the end of a time limit leave one outcome each")
{
    define(waiting_source);
    const auto limited = wait_long().with_timeout(2ms);
    int timeouts = 0;
    int cancelled = 0;
    for (int i = 0; i < 300; ++i) {
        std::stop_source source;
        auto call = limited.with(source.get_token())();
        std::this_thread::sleep_for(1ms + std::chrono::microseconds{i * 7});
        source.request_stop();
        call.cancel();
        if (i % 3 == 0) {
            auto dropped = std::move(call);
            continue;
        }
        try {
            call.get();
        } catch (const py::timeout_error&) {
            ++timeouts;
        } catch (const py::cancelled_error&) {
            ++cancelled;
        }
    }
    CHECK(timeouts + cancelled == 200);
    CHECK(comes_true([] { return py::event_loop::shared().pending() == 0; }));
    CHECK(comes_true([] { return py::counters().awaits == 0; }));
}

TEST_CASE("a stop that is requested while the outcome comes is no use of what is gone")
{
    define(waiting_source);
    for (int i = 0; i < 300; ++i) {
        std::stop_source source;
        const std::jthread other{[&] {
            std::this_thread::sleep_for(std::chrono::microseconds{50 + i});
            source.request_stop();
        }};
        try {
            static_cast<void>(add().with(source.get_token())(1, 2).get());
        } catch (const py::cancelled_error&) {
        }
    }
    CHECK(comes_true([] { return py::counters().awaits == 0; }));
}

TEST_CASE("a coroutine may be destroyed by its executor's thread while its outcome is on the way")
{
    define(waiting_source);
    struct kept {
        struct promise_type {
            kept get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
            std::suspend_never initial_suspend() noexcept { return {}; }
            std::suspend_always final_suspend() noexcept { return {}; }
            void unhandled_exception() { std::terminate(); }
            void return_void() {}
        };
        std::coroutine_handle<promise_type> coroutine;
    };
    std::vector<py::continuation> queue;
    std::mutex lock;
    const py::executor here{[&](py::continuation next) {
        const std::scoped_lock held{lock};
        queue.push_back(next);
    }};
    int resumed = 0;
    std::size_t on_the_way = 0;
    for (int i = 0; i < 300 || (on_the_way == 0 && i < 20'000); i += i < 300 ? 1 : 100) {  // a busy machine takes longer
        const auto waiting = [&]() -> kept {
            co_await add().on(here)(1, 2);
            ++resumed;
        };
        const kept one = waiting();
        const int resumed_at_once = resumed;  // the outcome may have been there before the co_await
        std::this_thread::sleep_for(std::chrono::microseconds{i});
        one.coroutine.destroy();
        std::vector<py::continuation> now;
        {
            const std::scoped_lock held{lock};
            now.swap(queue);
        }
        for (const py::continuation& next : now) next();
        on_the_way += now.size();
        CHECK(resumed == resumed_at_once);
    }
    CHECK(on_the_way > 0);
    CHECK(comes_true([&] {
        const std::scoped_lock held{lock};
        for (const py::continuation& next : queue) next();
        queue.clear();
        return py::counters().awaits == 0;
    }));
}
