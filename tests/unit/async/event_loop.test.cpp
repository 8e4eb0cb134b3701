// SPDX-License-Identifier: MIT
#include <support/async_case.hpp>

#include <pyhost/expose.hpp>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers.hpp>

#include <stdexcept>
#include <string>
#include <utility>

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

TEST_CASE("the shared loop is another one after it was closed, and is made as it was configured")
{
    define(source);
    CHECK(on<std::string>(py::event_loop::shared(), "where") == "pyhost-asyncio");
    CHECK_THROWS_WITH(py::event_loop::configure_shared({.name = "late"}),
                      "event_loop::configure_shared: the shared event loop 'pyhost-asyncio' runs already; configure it before the first "
                      "call, or close it");
    py::event_loop::shared().close();
    py::event_loop::configure_shared({.name = "early"});
    CHECK(on<std::string>(py::event_loop::shared(), "where") == "early");
    py::event_loop::shared().close();
    CHECK(on<std::string>(py::event_loop::shared(), "where") == "pyhost-asyncio");
}

TEST_CASE("a loop is an object of Python too, and is not closed on its own thread")
{
    define(source);
    py::event_loop own;
    std::string message;
    {
        const py::gil_guard gil;
        CHECK(own.get().attr("is_running")().cast<bool>());
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
    {
        const py::gil_guard gil;
        py::import_module("async_case").attr("pause") = py::expose([]() -> py::task<> { co_await py::executor{}.schedule(); }, "pause");
    }
    CHECK(message_of([] { py::function<void()>{"async_case", "run_trio"}(); }) ==
          "await of C++: there is no running event loop of asyncio; trio and others cannot await it");
}
