// SPDX-License-Identifier: MIT
// A call runs up to its first wait where it begins, on every CPython, and its task is as good as any.
#include <support/async_case.hpp>

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

namespace {

constexpr const char* source = R"(
import asyncio, contextvars, gc, weakref
where = contextvars.ContextVar('where', default='outside')
kept, events = [], []

async def at_once(value):
    kept.append(asyncio.current_task())
    where.set(value)
    return value

async def await_the_kept():
    return await kept.pop()

async def outside():
    return where.get()

async def current():
    first = asyncio.current_task()
    where.set('inside')
    if first not in asyncio.all_tasks() or first.done() or first.get_loop() is not asyncio.get_running_loop():
        return 'no task'
    asyncio.get_running_loop().call_soon(lambda: events.append(where.get()))
    await asyncio.sleep(0)
    if 'current' not in repr(first) or not hasattr(first.get_coro(), 'send'):
        return repr(first)
    await asyncio.sleep(0.001)
    return where.get() if asyncio.current_task() is first else 'another task'

class Reluctant(asyncio.Future):
    def cancel(self, msg=None):
        events.append('asked')
        self.get_loop().call_later(0.001, self.set_result, 'went on')
        return True

async def cancels_itself(how):
    events.clear()
    loop = asyncio.get_running_loop()
    asyncio.current_task().cancel()
    try:
        if how == 'reluctant':
            return await Reluctant(loop=loop)
        if how == 'future':
            return await loop.create_future()
        await asyncio.sleep(0)
    except asyncio.CancelledError:
        events.append('told')
        await asyncio.sleep(0)
        return 'to the end'

async def done_at_once():
    future = asyncio.get_running_loop().create_future()
    future.set_result('ready')
    asyncio.get_running_loop().call_soon(events.append, 'before')
    value = await future
    later = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_soon(later.set_result, 'later')
    return value + ' ' + await later

shared = None
async def connect():
    await asyncio.sleep(0.01)
    return 'connection'

async def connected():
    global shared
    if shared is None:
        shared = asyncio.ensure_future(connect())
    return await shared

def block(seconds):
    import time
    time.sleep(seconds)

async def ends_cancelled():
    kept.append(asyncio.current_task())
    asyncio.current_task().cancel()
    return 'value'

async def runs_itself():
    try:
        asyncio.current_task().get_coro().close()
    except ValueError as error:
        return str(error)

async def fails_at_once():
    kept.append(asyncio.current_task())
    raise KeyError('at once')

async def stack():
    async def look(task):
        return [frame.f_code.co_name for frame in task.get_stack()], 'stack' in repr(task), task.get_coro().__qualname__
    return await asyncio.ensure_future(look(asyncio.current_task()))

def leaks_nothing():
    gc.collect()
    return not [task for task in kept if not task.done()]
)";

template <class R, class... A>
R result_of(const char* name, A... args)
{
    return py::async_function<R(A...)>{"async_case", name}(args...).get();
}

std::vector<std::string> events()
{
    const py::gil_guard gil;
    return py::import_module("async_case").attr("events").cast<std::vector<std::string>>();
}

}  // namespace

TEST_CASE("a coroutine that comes to its end at once has a task, which has the value too")
{
    define(source);
    CHECK(result_of<std::string>("at_once", std::string{"a"}) == "a");
    CHECK(result_of<std::string>("await_the_kept") == "a");
    CHECK(result_of<std::string>("outside") == "outside");
    CHECK_THROWS_AS(result_of<int>("fails_at_once"), py::key_error);
    CHECK_THROWS_AS(result_of<int>("await_the_kept"), py::key_error);
    const py::gil_guard gil;
    CHECK(py::import_module("async_case").attr("leaks_nothing")().cast<bool>());
}

TEST_CASE("a coroutine is in its own task and its own context from its first line on")
{
    define(source);
    CHECK(result_of<std::string>("current") == "inside");
    CHECK(events() == std::vector<std::string>{"inside"});
    CHECK(result_of<std::string>("outside") == "outside");
    CHECK(result_of<std::string>("done_at_once") == "ready later");
    CHECK(result_of<std::tuple<std::vector<std::string>, bool, std::string>>("stack") ==
          std::tuple{std::vector<std::string>{"stack"}, true, std::string{"stack"}});
}

TEST_CASE("a cancel before the first wait reaches what is waited for, or the coroutine")
{
    define(source);
    const auto told = std::vector<std::string>{"told"};
    CHECK(result_of<std::string>("cancels_itself", std::string{"reluctant"}) == "went on");
    CHECK(events() == std::vector<std::string>{"asked"});
    CHECK(result_of<std::string>("cancels_itself", std::string{"future"}) == "to the end");
    CHECK(events() == told);
    CHECK(result_of<std::string>("cancels_itself", std::string{"sleep"}) == "to the end");
    CHECK(events() == told);
    CHECK_THROWS_AS(result_of<std::string>("ends_cancelled"), py::cancelled_error);
    CHECK_THROWS_AS(result_of<std::string>("await_the_kept"), py::cancelled_error);
    CHECK(result_of<std::string>("runs_itself") == "coroutine already executing");
    CHECK(unraisable().empty());
}

TEST_CASE("calls that begin together may await one future")
{
    define(source);
    {
        const py::gil_guard gil;
        py::event_loop::shared().get().attr("call_soon_threadsafe")(py::import_module("async_case").attr("block"), 0.02);
    }
    const py::async_function<std::string()> connected{"async_case", "connected"};
    std::vector<py::future<std::string>> calls;
    for (int i = 0; i < 3; ++i) calls.push_back(connected());
    for (auto& call : calls) CHECK(call.get() == "connection");
}
