// SPDX-License-Identifier: MIT
#include <support/async_case.hpp>
#include <support/coroutines.hpp>

#include <pyhost/expose.hpp>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers.hpp>

#include <atomic>
#include <memory>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace {

py::task<int> twice(int n) { co_return 2 * n; }

py::task<int> sum_of_twice(int a, int b)
{
    const int first = co_await twice(a);
    co_return first + co_await twice(b);
}

py::task<> fail()
{
    co_await twice(1);
    throw std::out_of_range("no such thing");
}

/// A function of C++ in the module of the case.
template <class F>
void provide(const char* name, F f)
{
    const py::gil_guard gil;
    py::import_module("async_case").attr(std::string{name}) = py::expose(std::move(f), name);
}

/// Awaits a coroutine function of the module.
template <class R, class... A>
R call(const char* name, A... args)
{
    return py::async_function<R(A...)>{"async_case", name}(args...).get();
}

/// A call of Python that waits, so that what awaits it goes on elsewhere.
py::future<int> add_in_python(int x, int y)
{
    const py::gil_guard gil;
    return py::async_call<int>(py::eval("__import__('asyncio').sleep"), 0.01, x + y);
}

}  // namespace

TEST_CASE("a task begins when it is awaited, and is waited for by a thread")
{
    bool has_begun = false;
    auto begin = [&]() -> py::task<int> {
        has_begun = true;
        co_return 1;
    };
    {
        const auto unused = begin();
    }
    CHECK(!has_begun);
    CHECK(begin().get() == 1);
    CHECK(sum_of_twice(1, 2).get() == 6);
    CHECK_THROWS_AS(fail().get(), std::out_of_range);
}

TEST_CASE("a coroutine of C++ is an awaitable of Python")
{
    define("import asyncio, collections.abc, inspect\n"
           "async def one(n):\n"
           "    return await work(n)\n"
           "async def kinds():\n"
           "    made = work(1)\n"
           "    told = (asyncio.iscoroutine(made), isinstance(made, collections.abc.Coroutine), inspect.isawaitable(made), made.__name__)\n"
           "    assert await made == 2\n"
           "    return told\n"
           "async def together():\n"
           "    return await asyncio.gather(work(1), later(2), one(3), asyncio.wait_for(later(4), 10), asyncio.create_task(later(5)))\n"
           "async def again():\n"
           "    made = work(1)\n"
           "    await made\n"
           "    await made\n");
    provide("work", [](int n) -> py::task<int> { co_return co_await twice(n); });
    provide("later", [](int n) -> py::task<int> { co_return co_await add_in_python(n, n); });
    CHECK(call<int>("one", 4) == 8);
    CHECK(call<std::tuple<bool, bool, bool, std::string>>("kinds") == std::tuple{true, true, true, std::string{"work"}});
    CHECK(call<std::vector<int>>("together") == std::vector{2, 4, 6, 8, 10});
    CHECK(message_of([] { call<void>("again"); }) == "cannot reuse already awaited coroutine");
}

TEST_CASE("an exception of a coroutine of C++ is Python's, with the function as a line of its traceback")
{
    define("async def catch():\n"
           "    try:\n"
           "        await work()\n"
           "    except IndexError as e:\n"
           "        import traceback\n"
           "        return str(e) + ' in ' + traceback.extract_tb(e.__traceback__)[-1].name\n"
           "async def through():\n"
           "    await pass_on()\n"
           "async def fail():\n"
           "    raise KeyError('k')\n");
    provide("work", []() -> py::task<> { co_await fail(); });
    provide("pass_on", []() -> py::task<> { co_await py::async_function<void()>{"async_case", "fail"}(); });
    CHECK(call<std::string>("catch") == "no such thing in work");
    CHECK_THROWS_AS(call<void>("through"), py::key_error);
}

TEST_CASE("what Python cancels stops the coroutine of C++, which comes to its end first")
{
    define("import asyncio\n"
           "log = []\n"
           "async def wait_long():\n"
           "    try:\n"
           "        await asyncio.sleep(1000)\n"
           "    finally:\n"
           "        await asyncio.sleep(0)\n"
           "        log.append('finally')\n"
           "async def cancel():\n"
           "    task = asyncio.create_task(work())\n"
           "    await asyncio.sleep(0.01)\n"
           "    task.cancel()\n"
           "    try:\n"
           "        await task\n"
           "    except asyncio.CancelledError:\n"
           "        log.append('cancelled')\n"
           "    return log\n"
           "async def limit():\n"
           "    try:\n"
           "        await asyncio.wait_for(work(), 0.01)\n"
           "    except asyncio.TimeoutError:\n"
           "        log.append('timeout')\n"
           "    return log\n");
    std::atomic<int> stopped{0};
    provide("work", [&]() -> py::task<> {
        const std::stop_token stop = co_await py::get_stop_token;
        try {
            co_await py::async_function<void()>{"async_case", "wait_long"}();
        } catch (const py::cancelled_error&) {
            stopped += stop.stop_requested() ? 1 : 0;
            throw;
        }
    });
    CHECK(call<std::vector<std::string>>("cancel") == std::vector<std::string>{"finally", "cancelled"});
    CHECK(stopped == 1);
    CHECK(call<std::vector<std::string>>("limit") == std::vector<std::string>{"finally", "cancelled", "finally", "timeout"});
    CHECK(stopped == 2);
    provide("work", [&]() -> py::task<> { co_return; });
}

TEST_CASE("a coroutine of C++ that nobody awaits is told")
{
    define("import gc, warnings\n"
           "def forget():\n"
           "    with warnings.catch_warnings(record=True) as seen:\n"
           "        warnings.simplefilter('always')\n"
           "        work()\n"
           "        gc.collect()\n"
           "        return [str(w.message) for w in seen]\n");
    provide("work", []() -> py::task<> { co_return; });
    const py::function<std::vector<std::string>()> forget{"async_case", "forget"};
    CHECK(forget() == std::vector<std::string>{"coroutine 'work' was never awaited"});
}

TEST_CASE("a coroutine of C++ is awaited in any loop of asyncio, and nowhere else")
{
    define("import asyncio\n"
           "async def main():\n"
           "    return await later(4)\n"
           "def run():\n"
           "    return asyncio.run(main())\n"
           "def step():\n"
           "    later(1).send(None)\n");
    provide("later", [](int n) -> py::task<int> { co_return co_await add_in_python(n, n); });
    CHECK(py::function<int()>{"async_case", "run"}() == 8);
    CHECK(message_of([] { py::function<void()>{"async_case", "step"}(); }) ==
          "await of C++: there is no running event loop of asyncio; trio and others cannot await it");
}

TEST_CASE("a callable lives as long as the coroutine that it has begun")
{
    define("import asyncio\n"
           "async def take():\n"
           "    global work\n"
           "    made = work()\n"
           "    del work\n"
           "    await asyncio.sleep(0)\n"
           "    return await made\n");
    provide("work", [kept = std::make_shared<int>(5)]() -> py::task<int> {
        co_await add_in_python(1, 1);
        co_return *kept;
    });
    CHECK(call<int>("take") == 5);
}
