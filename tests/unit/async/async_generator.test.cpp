// SPDX-License-Identifier: MIT
#include <support/async_case.hpp>
#include <support/coroutines.hpp>

#include <pyhost/expose.hpp>

#include <catch2/catch_test_macros.hpp>

#include <memory>
#include <ranges>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace {

py::async_generator<int> count(int n)
{
    for (int i = 0; i < n; ++i) co_yield i;
}

py::async_generator<int> fail_after(int n)
{
    for (int i = 0; i < n; ++i) co_yield i;
    throw std::out_of_range("no more");
}

support::job<int> sum(py::async_generator<int> values)
{
    int total = 0;
    while (const std::optional<int> value = co_await values.next()) total += *value;
    co_return total;
}

struct noted {
    std::shared_ptr<int> ends;
    ~noted() { ++*ends; }
};

}  // namespace

TEST_CASE("a generator of C++ gives its values to a coroutine of C++")
{
    CHECK(sum(count(5)).get() == 10);
    CHECK(sum(count(0)).get() == 0);
    CHECK_THROWS_AS(sum(fail_after(2)).get(), std::out_of_range);
}

TEST_CASE("a generator of C++ is an asynchronous generator of Python")
{
    define("import inspect\n"
           "async def collect(n):\n"
           "    made = numbers(n)\n"
           "    assert inspect.isasyncgen(made)\n"
           "    return [i async for i in made]\n"
           "async def first():\n"
           "    made = numbers(1000)\n"
           "    async for i in made:\n"
           "        if i == 2:\n"
           "            break\n"
           "    await made.aclose()\n"
           "    return i\n"
           "async def failing():\n"
           "    seen = []\n"
           "    try:\n"
           "        async for i in broken(2):\n"
           "            seen.append(i)\n"
           "    except IndexError as e:\n"
           "        return f'{seen} {e}'\n");
    const auto ends = std::make_shared<int>(0);
    {
        const py::gil_guard gil;
        const py::object module = py::import_module("async_case");
        const auto numbers = [ends](int n) -> py::async_generator<int> {
            const noted end{ends};
            const py::async_function<void(double)> pause{"asyncio", "sleep"};
            for (int i = 0; i < n; ++i) {
                if (i % 2 == 1) co_await pause(0.001);
                co_yield i;
            }
        };
        module.attr("numbers") = py::expose(numbers, "numbers");
        module.attr("broken") = py::expose([](int n) { return fail_after(n); }, "broken");
    }
    CHECK(py::async_function<std::vector<int>(int)>{"async_case", "collect"}(4).get() == std::vector{0, 1, 2, 3});
    CHECK(*ends == 1);
    CHECK(py::async_function<int()>{"async_case", "first"}().get() == 2);
    CHECK(*ends == 2);
    CHECK(py::async_function<std::string()>{"async_case", "failing"}().get() == "[0, 1] no more");
    CHECK(unraisable().empty());
}

TEST_CASE("a generator of C++ may be closed while it waits")
{
    if (PY_VERSION_HEX < 0x030D0000) SKIP("CPython closes a generator that waits from 3.13 on");
    define("import asyncio\n"
           "async def close_it():\n"
           "    async def use():\n"
           "        async for i in numbers():\n"
           "            pass\n"
           "    made = use()\n"
           "    made.send(None)\n"
           "    made.close()\n"
           "    await asyncio.sleep(0.01)\n");
    const auto ends = std::make_shared<int>(0);
    std::vector<py::continuation> later;
    {
        const py::gil_guard gil;
        py::import_module("async_case").attr("numbers") = py::expose(
            [ends, &later]() -> py::async_generator<int> {
                const noted end{ends};
                co_await py::executor{[&later](py::continuation next) { later.push_back(next); }}.schedule();
                co_yield 1;
            },
            "numbers");
    }
    py::async_function<void()>{"async_case", "close_it"}().get();
    CHECK(*ends == 0);
    REQUIRE(later.size() == 1);
    later[0]();
    CHECK(comes_true([&] { return *ends == 1; }));
    const py::gil_guard gil;
    py::import_module("async_case").attr("numbers") = py::none{};
}

TEST_CASE("the items of a generator of Python are a range that needs no GIL")
{
    STATIC_CHECK(std::ranges::input_range<py::generated<int>>);
    define("def count(n):\n"
           "    try:\n"
           "        for i in range(n):\n"
           "            yield i\n"
           "    finally:\n"
           "        log.append('end')\n"
           "def mixed():\n"
           "    yield 1\n"
           "    yield 'two'\n"
           "log = []\n");
    const py::generator_function<int(int)> numbers{"async_case", "count"};
    std::vector<int> seen;
    for (const int n : numbers(4)) {
        CHECK(!py::is_attached());
        seen.push_back(n);
    }
    CHECK(seen == std::vector{0, 1, 2, 3});
    for (const int n : numbers(1000))
        if (n == 2) break;
    const auto ended = [] {
        const py::gil_guard gil;
        return py::len(py::import_module("async_case").attr("log")) == 2;
    };
    CHECK(comes_true(ended));
    const auto all = [] {
        for (const int n : py::generator_function<int()>{"async_case", "mixed"}()) static_cast<void>(n);
    };
    CHECK(message_of(all) == "expected int, got str 'two' at item");
    CHECK_THROWS_AS((py::generator_function<int()>{"os", "getpid"}()), py::type_error);
}
