// SPDX-License-Identifier: MIT
#include <support/async_case.hpp>

#include <pyhost/async.hpp>
#include <pyhost/convert/pointer.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

TEST_CASE("a coroutine function is called from a thread without the GIL")
{
    define("import asyncio\n"
           "async def double(x):\n"
           "    await asyncio.sleep(0)\n"
           "    return 2 * x\n"
           "async def at_once(x):\n"
           "    return x\n");
    const py::async_function<int(int)> twice{"async_case", "double"};
    CHECK(twice(4).get() == 8);
    const py::async_function<std::string(std::string)> same{"async_case", "at_once"};
    CHECK(same("ab").get() == "ab");
    const py::async_function<void(py::object)> nothing{"async_case", "at_once"};
    {
        const py::gil_guard gil;
        auto waiting = nothing(py::eval("[1]"));
        waiting.get();  // lets go of the GIL, which the loop needs
        CHECK(!waiting.valid());
    }
    std::vector<py::future<int>> many;
    for (int i = 0; i < 100; ++i) many.push_back(twice(i));
    for (int i = 0; i < 100; ++i) CHECK(many[static_cast<std::size_t>(i)].get() == 2 * i);
}

TEST_CASE("what a coroutine raises is thrown where its outcome is read")
{
    define("async def fail():\n"
           "    raise ValueError('no')\n"
           "async def leave():\n"
           "    raise SystemExit(3)\n"
           "async def interrupt():\n"
           "    import asyncio\n"
           "    await asyncio.sleep(0)\n"
           "    raise KeyboardInterrupt\n"
           "def at_call():\n"
           "    raise KeyError('k')\n");
    const py::async_function<int()> fail{"async_case", "fail"};
    CHECK_THROWS_AS(fail().get(), py::value_error);
    auto failed = fail();
    const py::result<int> outcome = failed.try_get();
    CHECK(outcome.error().message() == "no");
    CHECK(outcome.error().frames().back().function == "fail");
    CHECK_THROWS_AS((py::async_function<int()>{"async_case", "leave"}().get()), py::system_exit);
    CHECK_THROWS_AS((py::async_function<int()>{"async_case", "interrupt"}().get()), py::keyboard_interrupt);
    CHECK_THROWS_AS((py::async_function<int()>{"async_case", "at_call"}().get()), py::key_error);
    CHECK_THROWS_AS((py::async_function<int()>{"async_case", "nothing"}().get()), py::attribute_error);
    CHECK_THROWS_AS((py::async_function<int()>{"async_case_missing", "f"}().get()), py::module_not_found_error);
    CHECK(unraisable().empty());
}

TEST_CASE("what does not convert names the call")
{
    define("async def word():\n"
           "    return 'abc'\n"
           "async def numbers(x):\n"
           "    return x\n");
    CHECK(message_of([] { static_cast<void>(py::async_function<int()>{"async_case", "word"}().get()); }) ==
          "expected int, got str 'abc' at result of async_case.word()");
    CHECK(message_of([] {
              static_cast<void>(py::async_function<int(std::string)>{"async_case", "numbers"}("\xff").get());
          }).starts_with("'utf-8' codec can't decode byte 0xff"));
}

TEST_CASE("everything that can be awaited is awaited, and nothing else")
{
    define("import asyncio, types\n"
           "class Later:\n"
           "    def __await__(self):\n"
           "        yield from asyncio.sleep(0).__await__()\n"
           "        return 1\n"
           "def future():\n"
           "    made = asyncio.get_running_loop().create_future()\n"
           "    asyncio.get_running_loop().call_soon(made.set_result, 2)\n"
           "    return made\n"
           "def done():\n"
           "    made = asyncio.get_running_loop().create_future()\n"
           "    made.set_result(3)\n"
           "    return made\n"
           "def task():\n"
           "    async def work():\n"
           "        return 4\n"
           "    return asyncio.get_running_loop().create_task(work())\n"
           "@types.coroutine\n"
           "def old():\n"
           "    yield from asyncio.sleep(0).__await__()\n"
           "    return 5\n"
           "def plain():\n"
           "    return 6\n"
           "async def many():\n"
           "    yield 7\n"
           "other = asyncio.new_event_loop()\n"
           "def foreign():\n"
           "    return other.create_future()\n");
    const auto value = [](const char* name) { return py::async_function<int()>{"async_case", name}().get(); };
    CHECK(value("Later") == 1);
    CHECK(value("future") == 2);
    CHECK(value("done") == 3);
    CHECK(value("task") == 4);
    CHECK(value("old") == 5);
    CHECK(message_of([&] { value("plain"); }) == "async call: expected an awaitable, got int from async_case.plain(); "
                                                 "use function<> for what is not async");
    CHECK(message_of([&] { value("many"); }) == "async call: expected an awaitable, got async_generator from async_case.many(); "
                                                "use async_stream for an async generator");
    CHECK(message_of([&] { value("foreign"); }) == "async call: the future that async_case.foreign() returned belongs to another event "
                                                   "loop; make it on the loop that awaits it");
    const py::gil_guard gil;
    py::import_module("async_case").attr("other").attr("close")();
}

TEST_CASE("arguments are moved into the call, and dropped when it has been made")
{
    define("import asyncio, gc, weakref\n"
           "class Thing: pass\n"
           "seen = []\n"
           "async def take(x):\n"
           "    seen.append(weakref.ref(x))\n"
           "    del x\n"
           "    await asyncio.sleep(0)\n"
           "    gc.collect()\n"
           "    return seen[0]() is None\n"
           "async def length(text):\n"
           "    return len(text)\n");
    py::object thing;
    {
        const py::gil_guard gil;
        thing = py::import_module("async_case").attr("Thing")();
    }
    const bool is_gone = py::async_function<bool(py::object)>{"async_case", "take"}(std::move(thing)).get();
    CHECK(is_gone);
    const py::async_function<std::size_t(const std::string&)> length{"async_case", "length"};
    py::future<std::size_t> waiting;
    {
        const std::string text(100, 'a');
        waiting = length(text);
    }
    CHECK(waiting.get() == 100);
    const py::async_function<std::size_t(std::unique_ptr<std::string>)> owner{"async_case", "length"};
    CHECK(owner(std::make_unique<std::string>("four")).get() == 4);
}

TEST_CASE("a call made from Python has the context variables of its caller")
{
    define("import asyncio, contextvars\n"
           "var = contextvars.ContextVar('var', default='default')\n"
           "async def read():\n"
           "    before = var.get()\n"
           "    var.set('inner')\n"
           "    await asyncio.sleep(0)\n"
           "    return before + ' ' + var.get()\n"
           "def call(f):\n"
           "    var.set('caller')\n"
           "    f()\n"
           "    return var.get()\n");
    const py::async_function<std::string()> read{"async_case", "read"};
    CHECK(read().get() == "default inner");
    std::string inner;
    const py::gil_guard gil;
    const py::object copied = py::import_module("contextvars").attr("copy_context")();
    const py::object call = py::import_module("async_case").attr("call");
    CHECK(copied.attr("run")(call, py::expose([&] { inner = read().get(); })).cast<std::string>() == "caller");
    CHECK(inner == "caller inner");
}

TEST_CASE("a task has its name, and the loop runs it as the current one")
{
    define("import asyncio, threading\n"
           "async def name():\n"
           "    first = asyncio.current_task()\n"
           "    await asyncio.sleep(0)\n"
           "    assert asyncio.current_task() is first\n"
           "    return first.get_name() + ' on ' + threading.current_thread().name\n");
    const py::async_function<std::string()> name{"async_case", "name"};
    CHECK(name.named("fetch 1")().get() == "fetch 1 on pyhost-asyncio");
    CHECK(name().get().starts_with("Task-"));
}

TEST_CASE("any callable is called with keywords and unpacked arguments")
{
    using namespace py::literals;
    define("async def all(*args, **named):\n"
           "    return f'{args} {named}'\n");
    py::future<std::string> waiting;
    {
        const py::gil_guard gil;
        const py::object f = py::import_module("async_case").attr("all");
        const py::object more = py::eval("[2, 3]");
        waiting = py::async_call<std::string>(f, 1, *more, "key"_a = "v");
    }
    CHECK(waiting.get() == "(1, 2, 3) {'key': 'v'}");
    const py::gil_guard gil;
    const py::object f = py::import_module("async_case").attr("all");
    CHECK(py::async_call<std::string>(py::async_options{}.with_timeout(10s), f).get() == "() {}");
    CHECK_THROWS_AS((py::async_call<int>(f, std::string{"\xff"})), py::unicode_decode_error);
}

TEST_CASE("an empty function says so")
{
    CHECK_THROWS_AS(py::async_function<int()>{}(), std::logic_error);
    CHECK(!py::async_function<int()>{});
}
