// SPDX-License-Identifier: MIT
#include "later.hpp"

#include <support/coroutines.hpp>

#include <pyhost/async.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

namespace py = pyhost;

namespace {

template <class T>
std::vector<T> all(py::stream<T> items)
{
    std::vector<T> found;
    while (auto one = items.next().get()) found.push_back(*std::move(one));
    return found;
}

template <class T>
std::vector<T> all(py::generated<T> items)
{
    std::vector<T> found;
    for (T& one : items) found.push_back(std::move(one));
    return found;
}

support::job<std::string> fetch_twice()
{
    const std::string first = co_await later::fetch("a", 1);
    co_return first + co_await later::fetch("b");
}

}  // namespace

TEST_CASE("an async function gives a future", "[async function]")
{
    CHECK(later::fetch("ab").get() == "abab");
    CHECK(later::fetch("ab", 1).get() == "ab");
    later::pause(0.0).get();
    later::pause(0.001, {.times = 2}).get();
    CHECK_THROWS_AS(later::broken().get(), py::key_error);
}

TEST_CASE("an async function is awaited in a coroutine", "[async function]") { CHECK(fetch_twice().get() == "abb"); }

TEST_CASE("a function that returns an awaitable is an async function", "[async function]") { CHECK(later::soon(3).get() == 3); }

TEST_CASE("a generator is a range", "[generator]")
{
    CHECK(all(later::count(3)) == std::vector<std::int64_t>{0, 1, 2});
    CHECK(all(later::words("a bc")) == std::vector<std::string>{"a", "bc"});
    for (const std::int64_t one : later::count(1'000'000)) {
        if (one == 3) break;
    }
}

TEST_CASE("a function that returns an iterable gives a range", "[Iterable]")
{
    const std::vector<std::string> names{"a", "b"};
    CHECK(all(later::pairs(names, {.start = 5})) == std::vector<std::tuple<std::int64_t, std::string>>{{5, "a"}, {6, "b"}});
}

TEST_CASE("an async generator is a stream", "[async generator]")
{
    CHECK(all(later::rows(2)) == std::vector<std::string>{"row 0", "row 1"});
    CHECK(all(later::numbers({.until = 1.0})) == std::vector<double>{0.0, 0.5});
}

TEST_CASE("methods are async, generators and async generators too", "[async method][generator method][async generator method]")
{
    const later::Feed feed{"f"};
    CHECK(feed.read(2).get() == std::vector<std::string>{"f", "f"});
    CHECK(all(feed.steps(3)) == std::vector<std::int64_t>{0, 1, 2});
    CHECK(all(feed.stream(2)) == std::vector<std::string>{"f 0", "f 1"});
    CHECK(later::Feed::open("g").get().name() == "g");
}

TEST_CASE("a callable whose result is awaited is a coroutine of C++", "[Callable, awaited]")
{
    bool is_done = false;
    const auto answer = [](std::string text) -> pyhost::task<bool> { co_return text == "a"; };
    const auto done = [&]() -> pyhost::task<> {
        is_done = true;
        co_return;
    };
    CHECK(later::asked(answer, done).get() == 1);
    CHECK(is_done);
}
