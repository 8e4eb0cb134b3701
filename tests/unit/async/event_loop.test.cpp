// SPDX-License-Identifier: MIT
#include <support/async_case.hpp>

#include <pyhost/expose.hpp>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers.hpp>

#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace {

constexpr const char* source = "import asyncio, threading\n"
                               "async def where():\n"
                               "    return threading.current_thread().name\n"
                               "async def kind():\n"
                               "    return type(asyncio.get_running_loop()).__module__.split('.')[0]\n"
                               "async def wait_long():\n"
                               "    await asyncio.sleep(1000)\n"
                               "def make():\n"
                               "    loop = asyncio.new_event_loop()\n"
                               "    loop.made_here = True\n"
                               "    return loop\n"
                               "async def made_here():\n"
                               "    return asyncio.get_running_loop().made_here\n";

bool has_module(const char* name)
{
    const py::gil_guard gil;
    return !py::import_module("importlib.util").attr("find_spec")(name).is_none();
}

template <class R>
R on(const py::event_loop& loop, const char* name)
{
    return py::async_function<R()>{"async_case", name}.on(loop)().get();
}

}  // namespace

TEST_CASE("a loop has a thread of its own, with its name")
{
    define(source);
    py::event_loop own{{.name = "io"}};
    CHECK(on<std::string>(own, "where") == "io");
    CHECK(on<std::string>(py::event_loop::shared(), "where") == "pyhost-asyncio");
    py::event_loop other{{.name = "other"}};
    CHECK(on<std::string>(other, "where") == "other");
    CHECK(!own.is_own_thread());
    own.close();
    other.close();
}

TEST_CASE("a loop is made by any factory")
{
    define(source);
    py::event_loop own{{.factory = "async_case:make"}};
    CHECK(on<bool>(own, "made_here"));
    own.close();
    py::event_loop missing{{.factory = "async_case:nothing"}};
    CHECK_THROWS_AS(on<bool>(missing, "made_here"), py::attribute_error);
    py::event_loop no_module{{.factory = "no_such_module:make"}};
    CHECK_THROWS_AS(on<bool>(no_module, "made_here"), py::module_not_found_error);
    if (!has_module("uvloop")) return;
    py::event_loop fast{{.factory = "uvloop:new_event_loop"}};
    CHECK(on<std::string>(fast, "kind") == "uvloop");
    auto waiting = py::async_function<void()>{"async_case", "wait_long"}.on(fast)();
    CHECK(!waiting.wait_for(10ms));
    fast.close();
    CHECK_THROWS_AS(waiting.get(), py::cancelled_error);
}

TEST_CASE("a loop that is closed cancels its calls and takes no more")
{
    define(source);
    py::event_loop own{{.name = "io"}};
    auto waiting = py::async_function<void()>{"async_case", "wait_long"}.on(own)();
    CHECK(!waiting.wait_for(10ms));
    CHECK(own.pending() == 1);
    own.close();
    own.close();
    CHECK(own.pending() == 0);
    CHECK_THROWS_AS(waiting.get(), py::cancelled_error);
    CHECK_THROWS_WITH(on<std::string>(own, "where"), "event_loop: 'io' was closed; calls of async functions need one that runs");
    py::event_loop unused;
    unused.close();
    CHECK_THROWS_AS(on<std::string>(unused, "where"), py::interpreter_closed);
}

TEST_CASE("the shared loop is another one after it was closed, and may be any other")
{
    define(source);
    CHECK(on<std::string>(py::event_loop::shared(), "where") == "pyhost-asyncio");
    py::event_loop::shared().share();  // which it is
    CHECK_THROWS_WITH((py::event_loop{{.name = "late"}}.share()),
                      "event_loop::share: the shared event loop 'pyhost-asyncio' runs already; share another one before the first call, or "
                      "close it");
    py::event_loop::shared().close();
    py::event_loop{{.name = "early"}}.share();
    CHECK(on<std::string>(py::event_loop::shared(), "where") == "early");
    py::event_loop::shared().close();
    CHECK(on<std::string>(py::event_loop::shared(), "where") == "pyhost-asyncio");
}

TEST_CASE("a loop is an object of Python too, and is not closed on its own thread")
{
    define(source);
    py::event_loop own;
    CHECK(comes_true([&] {
        const py::gil_guard gil;
        return own.get().attr("is_running")().cast<bool>();
    }));
    std::string message;
    {
        const py::gil_guard gil;
        py::import_module("async_case").attr("close_it") = py::expose([&] {
            try {
                own.close();
            } catch (const std::logic_error& e) {
                message = e.what();
            }
        });
        py::exec("async def close_from_it():\n    close_it()\n", py::import_module("async_case").attr("__dict__"));
    }
    on<void>(own, "close_from_it");
    CHECK(message == "event_loop::close: this thread runs the event loop 'pyhost-asyncio', and would wait for itself; close it on another "
                     "thread");
    own.close();
    const py::gil_guard gil;
    CHECK_THROWS_AS(own.get(), py::interpreter_closed);
    py::import_module("async_case").attr("close_it") = py::none{};
}

TEST_CASE("asyncio's debug mode finds nothing to complain of")
{
    define("import asyncio, logging\n"
           "seen = []\n"
           "class Keep(logging.Handler):\n"
           "    def emit(self, record):\n"
           "        seen.append(record.getMessage())\n"
           "handler = Keep()\n"
           "logging.getLogger('asyncio').addHandler(handler)\n"
           "logging.getLogger('asyncio').propagate = False\n"
           "async def add(x, y):\n"
           "    await asyncio.sleep(0)\n"
           "    return x + y\n"
           "async def wait_long():\n"
           "    await asyncio.sleep(1000)\n"
           "def end():\n"
           "    logging.getLogger('asyncio').removeHandler(handler)\n"
           "    logging.getLogger('asyncio').propagate = True\n"
           "    return seen\n");
    py::event_loop own{{.debug = true}};
    {
        const py::gil_guard gil;
        own.get().attr("slow_callback_duration") = 60;  // a busy machine
    }
    const auto add = py::async_function<int(int, int)>{"async_case", "add"}.on(own);
    for (int i = 0; i < 20; ++i) CHECK(add(i, 1).get() == i + 1);
    {
        auto waiting = py::async_function<void()>{"async_case", "wait_long"}.on(own)();
        CHECK(!waiting.wait_for(10ms));
    }
    own.close();
    CHECK(py::function<std::vector<std::string>()>{"async_case", "end"}() == std::vector<std::string>{});
}

TEST_CASE("anyio works on a loop, and trio is told that it is none of asyncio")
{
    if (!has_module("anyio") || !has_module("trio")) SKIP("anyio or trio is not installed");
    define("import anyio, trio\n"
           "async def sum_up():\n"
           "    results = []\n"
           "    async def add(n):\n"
           "        await anyio.sleep(0.001)\n"
           "        results.append(n)\n"
           "    async with anyio.create_task_group() as group:\n"
           "        for n in range(4):\n"
           "            group.start_soon(add, n)\n"
           "    with anyio.move_on_after(0.01):\n"
           "        await anyio.sleep(1000)\n"
           "    return sum(results) + await anyio.to_thread.run_sync(lambda: 10)\n"
           "async def await_cpp():\n"
           "    await pause()\n"
           "def run_trio():\n"
           "    trio.run(await_cpp)\n"
           "async def use_trio():\n"
           "    await trio.sleep(0)\n");
    CHECK(py::async_function<int()>{"async_case", "sum_up"}().get() == 16);
    CHECK_THROWS_AS((py::async_function<void()>{"async_case", "use_trio"}().get()), py::runtime_error);
    std::optional<py::continuation> rest;
    {
        const py::gil_guard gil;
        const py::executor later{[&](py::continuation next) { rest = next; }};
        py::import_module("async_case").attr("pause") = py::expose([later]() -> py::task<> { co_await later.schedule(); }, "pause");
    }
    CHECK(message_of([] { py::function<void()>{"async_case", "run_trio"}(); }) ==
          "await of C++: there is no running event loop of asyncio; trio and others cannot await it");
    REQUIRE(rest);
    (*rest)();
}

TEST_CASE("loops that are closed leave nothing open")
{
    define(source);
    const auto descriptors = [] {
        const py::gil_guard gil;
        return py::len(py::import_module("os").attr("listdir")("/proc/self/fd"));
    };
    const std::size_t before = descriptors();
    for (int i = 0; i < 50; ++i) {
        py::event_loop own;
        CHECK(on<std::string>(own, "where") == "pyhost-asyncio");
        own.close();
    }
    CHECK(comes_true([&] { return descriptors() <= before + 2; }));
}

TEST_CASE("calls while a loop is closed have one outcome each")
{
    define(source);
    for (int run = 0; run < 20; ++run) {
        py::event_loop own;
        const auto where = py::async_function<std::string()>{"async_case", "where"}.on(own);
        static_cast<void>(where().get());
        std::vector<std::jthread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([&] {
                try {
                    for (;;) static_cast<void>(where().get());
                } catch (const py::interpreter_closed&) {
                } catch (const py::cancelled_error&) {
                }
            });
        std::this_thread::sleep_for(1ms);
        own.close();
        threads.clear();
        CHECK(own.pending() == 0);
    }
    CHECK(comes_true([] { return py::counters().awaits == 0; }));
    CHECK(unraisable().empty());
}

TEST_CASE("a loop is closed while it starts, and while its factory fails")
{
    define("import asyncio, time\n"
           "async def one():\n"
           "    return 1\n"
           "def slow():\n"
           "    time.sleep(0.02)\n"
           "    return asyncio.new_event_loop()\n"
           "def broken():\n"
           "    time.sleep(0.02)\n"
           "    raise ValueError('no loop')\n");
    for (const char* factory : {"async_case:slow", "async_case:broken"}) {
        py::event_loop own{{.factory = factory}};
        const std::jthread other{[&] {
            try {
                static_cast<void>(on<int>(own, "one"));
            } catch (const py::interpreter_closed&) {
            } catch (const py::cancelled_error&) {
            } catch (const py::value_error&) {
            }
        }};
        std::this_thread::sleep_for(5ms);
        own.close();
    }
}

TEST_CASE("all that a loop runs comes to its end, also where somebody stops the loop or leaves the program")
{
    define("import asyncio\n"
           "log = []\n"
           "def bare():\n"
           "    return asyncio.get_running_loop().create_future()\n"
           "async def stop_loop():\n"
           "    try:\n"
           "        await asyncio.sleep(1000)\n"
           "    finally:\n"
           "        asyncio.get_running_loop().stop()\n"
           "async def leave():\n"
           "    try:\n"
           "        await asyncio.sleep(1000)\n"
           "    finally:\n"
           "        raise SystemExit(3)\n"
           "async def cancel_all():\n"
           "    try:\n"
           "        await asyncio.sleep(1000)\n"
           "    finally:\n"
           "        for task in asyncio.all_tasks():\n"
           "            if task.get_coro().__name__ == 'wait':\n"
           "                task.cancel()\n"
           "async def slow_end():\n"
           "    try:\n"
           "        await asyncio.sleep(1000)\n"
           "    finally:\n"
           "        await asyncio.sleep(0.02)\n"
           "        log.append(await asyncio.to_thread(lambda: 'end') if hasattr(asyncio, 'to_thread') else 'end')\n");
    py::event_loop own;
    const auto start = [&](const char* name) { return py::async_function<void()>{"async_case", name}.on(own)(); };
    auto bare = start("bare");
    auto stopping = start("stop_loop");
    auto leaving = start("leave");
    auto cancelling = start("cancel_all");
    auto slow = start("slow_end");
    py::async_function<void(int)>{"asyncio", "sleep"}.on(own)(0).get();  // the others have begun
    own.close();
    CHECK_THROWS_AS(bare.get(), py::cancelled_error);
    CHECK_THROWS_AS(stopping.get(), py::cancelled_error);
    CHECK_THROWS_AS(leaving.get(), py::system_exit);
    CHECK_THROWS_AS(cancelling.get(), py::cancelled_error);
    CHECK_THROWS_AS(slow.get(), py::cancelled_error);
    CHECK(comes_true([] { return py::counters().awaits == 0; }));
    CHECK(unraisable().empty());
    const py::gil_guard gil;
    CHECK(py::import_module("async_case").attr("log").cast<std::vector<std::string>>() == std::vector<std::string>{"end"});
}

TEST_CASE("task factories make the tasks")
{
    define("import asyncio\n"
           "made = []\n"
           "def factory(loop, coroutine):\n"
           "    made.append(1)\n"
           "    return asyncio.Task(coroutine, loop=loop)\n"
           "def make():\n"
           "    loop = asyncio.new_event_loop()\n"
           "    loop.set_task_factory(factory)\n"
           "    return loop\n"
           "async def one():\n"
           "    return 1\n");
    py::event_loop own{{.factory = "async_case:make"}};
    CHECK(on<int>(own, "one") == 1);
    {
        const py::gil_guard gil;
        CHECK(py::len(py::import_module("async_case").attr("made")) == 1);
    }
    own.close();
}
