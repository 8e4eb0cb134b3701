// SPDX-License-Identifier: MIT
#include <support/async_case.hpp>

#include <pyhost/expose.hpp>

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <utility>

namespace {

constexpr const char* source = "import asyncio, contextvars\n"
                               "where = contextvars.ContextVar('where', default='nowhere')\n"
                               "def read():\n"
                               "    found = where.get()\n"
                               "    where.set('changed')\n"
                               "    return asyncio.sleep(0.001, found)\n"
                               "async def visit(f, *names):\n"
                               "    async def one(name):\n"
                               "        where.set(name)\n"
                               "        found = await f()\n"
                               "        assert where.get() == name\n"
                               "        return found\n"
                               "    return ' '.join(await asyncio.gather(*map(one, names)))\n"
                               "async def listed(f):\n"
                               "    where.set('list')\n"
                               "    return ' '.join([one async for one in f()])\n"
                               "def at_once(f):\n"
                               "    where.set('thread')\n"
                               "    return f()\n";

py::future<std::string> read() { return py::async_function<std::string()>{"async_case", "read"}(); }

/// The answers of two tasks of Python that await such coroutines at the same time.
template <class F>
std::string visit(F make)
{
    const py::async_function<std::string(py::ref<py::object>, std::string, std::string)> call{"async_case", "visit"};
    py::ref<py::object> made;
    {
        const py::gil_guard gil;
        made = py::ref{py::expose(std::move(make), "make")};
    }
    return call(made, "left", "right").get();
}

}  // namespace

TEST_CASE("a coroutine of C++ calls Python in a copy of the context variables of the task that awaits it")
{
    define(source);
    CHECK(visit([]() -> py::task<std::string> { co_return co_await read(); }) == "left right");
}

TEST_CASE("context variables go with a coroutine over its waits")
{
    define(source);
    const auto twice = []() -> py::task<std::string> {
        const std::string first = co_await read();
        const std::string second = co_await read();
        co_return first + "," + second;
    };
    CHECK(visit([&]() -> py::task<std::string> { return twice(); }) == "left,left right,right");
    CHECK(visit([]() -> py::task<std::string> {
              co_await py::executor{}.schedule();
              co_return co_await read();
          }) == "left right");
}

TEST_CASE("context variables go with a coroutine that takes the GIL on another thread")
{
    define(source);
    CHECK(visit([]() -> py::task<std::string> {
              co_await py::executor{}.schedule();
              auto reading = []() -> py::future<std::string> {
                  const py::gil_guard gil;
                  return read();
              };
              co_return co_await reading();
          }) == "left right");
}

TEST_CASE("what a coroutine of nobody in Python calls has no context variables of others")
{
    define(source);
    CHECK(visit([]() -> py::task<std::string> {
              static_cast<void>(co_await read());
              co_return "";
          }) == " ");
    CHECK([]() -> py::task<std::string> {
        static_cast<void>(co_await read());
        co_return co_await read();
    }()
                          .get() == "nowhere");
}

TEST_CASE("a task that a thread of Python waits for calls in that thread's context variables")
{
    define(source);
    const py::gil_guard gil;
    const py::object copied = py::import_module("contextvars").attr("copy_context")();
    const auto wait = [] { return []() -> py::task<std::string> { co_return co_await read() + co_await read(); }().get(); };
    const py::object at_once = py::import_module("async_case").attr("at_once");
    CHECK(copied.attr("run")(at_once, py::expose(wait)).cast<std::string>() == "threadthread");
}

TEST_CASE("a generator of C++ has the context variables of who iterates")
{
    define(source);
    const py::async_function<std::string(py::ref<py::object>)> call{"async_case", "listed"};
    py::ref<py::object> made;
    {
        const py::gil_guard gil;
        made = py::ref{py::expose(
            []() -> py::async_generator<std::string> {
                for (int i = 0; i < 2; ++i) {
                    std::string found = co_await read();
                    found += ',';
                    found += co_await read();
                    co_yield found;
                }
            },
            "make")};
    }
    CHECK(call(made).get() == "list,list list,list");
}
