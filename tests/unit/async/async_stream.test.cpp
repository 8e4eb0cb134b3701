// SPDX-License-Identifier: MIT
#include <support/async_case.hpp>
#include <support/coroutines.hpp>

#include <catch2/catch_test_macros.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace {

constexpr const char* source = "import asyncio\n"
                               "log = []\n"
                               "async def count(n):\n"
                               "    try:\n"
                               "        for i in range(n):\n"
                               "            log.append(i)\n"
                               "            yield i\n"
                               "            await asyncio.sleep(0)\n"
                               "    finally:\n"
                               "        await asyncio.sleep(0)\n"
                               "        log.append('end')\n"
                               "held = []\n"  // else asyncio closes what nobody has
                               "def held_count(n):\n"
                               "    held.append(count(n))\n"
                               "    return held[-1]\n"
                               "async def fail(n):\n"
                               "    yield n\n"
                               "    raise ValueError('after one')\n"
                               "async def words():\n"
                               "    yield 'one'\n"
                               "    yield 2\n"
                               "class Countdown:\n"
                               "    def __init__(self, n):\n"
                               "        self.n = n\n"
                               "    def __aiter__(self):\n"
                               "        return self\n"
                               "    async def __anext__(self):\n"
                               "        if self.n == 0:\n"
                               "            raise StopAsyncIteration\n"
                               "        self.n -= 1\n"
                               "        return self.n\n"
                               "async def slow():\n"
                               "    try:\n"
                               "        await asyncio.sleep(1000)\n"
                               "        yield 1\n"
                               "    finally:\n"
                               "        log.append('slow end')\n"
                               "def plain(n):\n"
                               "    return n\n";

std::string log()
{
    const py::gil_guard gil;
    return py::str(py::import_module("async_case").attr("log")).cast<std::string>();
}

py::async_stream<int(int)> items(const char* name) { return {"async_case", name}; }

support::job<int> sum(py::stream<int> numbers)
{
    int total = 0;
    while (const std::optional<int> n = co_await numbers.next()) total += *n;
    co_return total;
}

}  // namespace

TEST_CASE("the items of an asynchronous generator come one by one")
{
    define(source);
    CHECK(sum(items("count")(5)).get() == 10);
    CHECK(log() == "[0, 1, 2, 3, 4, 'end']");
    auto rest = items("Countdown")(3);
    std::vector<int> seen;
    while (const auto n = rest.next().get()) seen.push_back(*n);
    CHECK(seen == std::vector{2, 1, 0});
    CHECK(!rest.next().get());
}

TEST_CASE("a generator runs no further than it is asked for, and is closed where its stream ends")
{
    define(source);
    {
        auto numbers = items("held_count")(1000);
        CHECK(*numbers.next().get() == 0);
        CHECK(*numbers.next().get() == 1);
        CHECK(log() == "[0, 1]");
    }
    CHECK(comes_true([] { return log() == "[0, 1, 'end']"; }));
    {
        const auto never_begun = items("count")(1);
    }
    CHECK(log() == "[0, 1, 'end']");
}

TEST_CASE("a stream is closed before its end")
{
    define(source);
    auto numbers = items("count")(1000);
    CHECK(*numbers.next().get() == 0);
    numbers.close().get();
    CHECK(log() == "[0, 'end']");
    CHECK(!numbers.next().get());
    auto other = items("count")(2);
    other = std::move(numbers);
    CHECK_THROWS_AS(numbers.next(), std::logic_error);  // NOLINT(bugprone-use-after-move): that is the case
}

TEST_CASE("what a generator raises is the outcome of the item, and ends it")
{
    define(source);
    auto failing = items("fail")(3);
    CHECK(*failing.next().get() == 3);
    CHECK_THROWS_AS(failing.next().get(), py::value_error);
    CHECK(!failing.next().get());
    auto words = py::async_stream<std::string()>{"async_case", "words"}();
    CHECK(*words.next().get() == "one");
    CHECK(message_of([&] { words.next().get(); }) == "expected std::string, got int 2 at result of async_case.words()");
    auto plain = items("plain")(1);
    CHECK(message_of([&] { plain.next().get(); }) ==
          "async stream: expected an async generator or what has __aiter__, got int from async_case.plain()");
    auto missing = items("nothing")(1);
    CHECK_THROWS_AS(missing.next().get(), py::attribute_error);
}

TEST_CASE("waiting for an item is cancelled as any call is")
{
    define(source);
    const py::async_stream<int()> slow{"async_case", "slow"};
    auto numbers = slow();
    auto waiting = numbers.next();
    CHECK(!waiting.wait_for(10ms));
    waiting.cancel();
    CHECK_THROWS_AS(waiting.get(), py::cancelled_error);
    CHECK(log() == "['slow end']");
    CHECK(!numbers.next().get());
    auto limited = slow.with_timeout(10ms)();
    CHECK_THROWS_AS(limited.next().get(), py::timeout_error);
    {
        auto dropped = slow();
        auto unread = dropped.next();
        CHECK(!unread.wait_for(10ms));
    }
    CHECK(comes_true([] { return log() == "['slow end', 'slow end', 'slow end']"; }));
    CHECK(comes_true([] { return py::event_loop::shared().pending() == 0; }));
    CHECK(unraisable() == std::vector<std::string>{});
}

TEST_CASE("a stream is closed while an item is on its way, and with options that name its calls")
{
    define(source);
    const py::async_stream<int()> slow{"async_case", "slow"};
    auto numbers = slow.named("slow")();
    auto waiting = numbers.next();
    CHECK(!waiting.wait_for(10ms));
    numbers.close().get();
    CHECK_THROWS_AS(waiting.get(), py::cancelled_error);
    CHECK(log() == "['slow end']");
    CHECK(!numbers.next().get());
    numbers.close().get();
}

TEST_CASE("a stream whose loop is closed starts no other one")
{
    define(source);
    py::event_loop own;
    {
        auto numbers = items("count").on(own)(1000);
        CHECK(*numbers.next().get() == 0);
        own.close();
        CHECK(log() == "[0, 'end']");
        CHECK_THROWS_AS(numbers.next(), py::interpreter_closed);
    }
    CHECK(unraisable() == std::vector<std::string>{});
}
