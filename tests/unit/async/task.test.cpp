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

TEST_CASE("a coroutine of C++ is awaited by one, and its steps are as those of Python's own")
{
    define("import asyncio, traceback\n"
           "async def twice_awaited():\n"
           "    made = later(1)\n"
           "    first = asyncio.create_task(made)\n"
           "    await asyncio.sleep(0)\n"
           "    async def second():\n"
           "        return await made\n"
           "    try:\n"
           "        await second()\n"
           "    except RuntimeError as e:\n"
           "        return [str(e), str(await first)]\n"
           "def thrown():\n"
           "    made = later(1)\n"
           "    try:\n"
           "        raise KeyError('k')\n"
           "    except KeyError as e:\n"
           "        try:\n"
           "            made.throw(e)\n"
           "        except KeyError as same:\n"
           "            return [str(same is e), traceback.extract_tb(same.__traceback__)[-1].line]\n"
           "def wrong():\n"
           "    seen = []\n"
           "    for arguments in ((ValueError('x'), 1), (ValueError, None, 1), (1,), ()):\n"
           "        made = later(1)\n"
           "        try:\n"
           "            made.throw(*arguments)\n"
           "        except TypeError as e:\n"
           "            seen.append(str(e))\n"
           "        made.close()\n"
           "    try:\n"
           "        type(made)()\n"
           "    except TypeError as e:\n"
           "        seen.append(str(e))\n"
           "    return seen\n"
           "async def stopped():\n"
           "    try:\n"
           "        await stop()\n"
           "    except RuntimeError as e:\n"
           "        return [str(e), repr(e.__cause__)]\n"
           "async def tuples():\n"
           "    return [str(await pair()), str(await nothing())]\n");
    provide("later", [](int n) -> py::task<int> { co_return co_await add_in_python(n, n); });
    provide("stop", []() -> py::task<> {
        co_await py::executor{}.schedule();
        throw py::stop_iteration("over");
    });
    provide("pair", []() -> py::task<std::tuple<int, int>> { co_return std::tuple{1, 2}; });
    provide("nothing", []() -> py::task<> { co_return; });
    using texts = std::vector<std::string>;
    CHECK(call<texts>("twice_awaited") == texts{"coroutine is being awaited already", "2"});
    CHECK(py::function<texts()>{"async_case", "thrown"}().at(0) == "True");
    CHECK(py::function<texts()>{"async_case", "wrong"}() ==
          texts{"instance exception may not have a separate value", "throw() third argument must be a traceback object",
                "exceptions must be classes or instances deriving from BaseException, not int", "throw expected at least 1 argument, got 0",
                "cannot create 'pyhost.coroutine' instances; call a function of C++ that returns an awaitable"});
    CHECK(call<texts>("stopped") == texts{"coroutine raised StopIteration", "StopIteration('over')"});
    CHECK(call<texts>("tuples") == texts{"(1, 2)", "None"});
}

TEST_CASE("a coroutine of C++ that is dropped or closed is asked to stop")
{
    define("import gc\n"
           "import asyncio\n"
           "async def close_it():\n"
           "    made = work()\n"
           "    made.send(None)\n"
           "    made.close()\n"
           "    made.close()\n"
           "async def drop_it():\n"
           "    made = work()\n"
           "    made.send(None)\n"
           "def drop_loop():\n"
           "    loop = asyncio.new_event_loop()\n"
           "    task = loop.create_task(work())\n"
           "    loop.run_until_complete(asyncio.sleep(0))\n"
           "    task._log_destroy_pending = False\n"
           "    loop.close()\n"
           "    del loop, task\n"
           "    gc.collect()\n");
    std::atomic<int> stopped{0};
    provide("work", [&]() -> py::task<> {
        try {
            co_await py::async_function<void(double)>{"asyncio", "sleep"}(1000.0);
        } catch (const py::cancelled_error&) {
            ++stopped;
            throw;
        }
    });
    call<void>("close_it");
    CHECK(comes_true([&] { return stopped == 1; }));
    call<void>("drop_it");
    CHECK(comes_true([&] { return stopped == 2; }));
    py::function<void()>{"async_case", "drop_loop"}();
    CHECK(comes_true([&] { return stopped == 3; }));
    CHECK(comes_true([] { return py::event_loop::shared().pending() == 0; }));
}

TEST_CASE("waiting for a task on the thread of a loop is an error")
{
    define("async def call_it():\n"
           "    return block()\n");
    provide("block", [] { return twice(1).get(); });
    CHECK_THROWS_AS(call<int>("call_it"), py::runtime_error);
}
