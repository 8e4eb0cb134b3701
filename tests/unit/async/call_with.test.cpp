// SPDX-License-Identifier: MIT
#include <support/async_case.hpp>

#include <pyhost/async/call_with.hpp>

#include <catch2/catch_test_macros.hpp>

#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace {

constexpr const char* source = "import time\n"
                               "log = []\n"
                               "def spin():\n"
                               "    try:\n"
                               "        while True:\n"
                               "            pass\n"
                               "    finally:\n"
                               "        log.append('finally')\n"
                               "def stubborn():\n"
                               "    while True:\n"
                               "        try:\n"
                               "            while True:\n"
                               "                pass\n"
                               "        except Exception:\n"
                               "            log.append('caught')\n"
                               "def resist():\n"
                               "    try:\n"
                               "        while True:\n"
                               "            pass\n"
                               "    except BaseException:\n"
                               "        return 7\n"
                               "def spin_for(seconds):\n"
                               "    end = time.monotonic() + seconds\n"
                               "    while time.monotonic() < end:\n"
                               "        pass\n"
                               "    return 1\n"
                               "def add(x, y):\n"
                               "    return x + y\n"
                               "def count(n):\n"
                               "    for _ in range(n):\n"
                               "        pass\n"
                               "    return n\n";

py::function<void()> function(const char* name) { return {"async_case", name}; }

}  // namespace

TEST_CASE("a call of Python ends when its time is over")
{
    define(source);
    CHECK_THROWS_AS(py::call_with(30ms, function("spin")), py::timeout_error);
    CHECK_THROWS_AS(py::call_with(std::chrono::system_clock::now() + 30ms, function("stubborn")), py::timeout_error);
    try {
        py::call_with(30ms, function("spin"));
        FAIL("nothing was thrown");
    } catch (const py::timeout_error& e) {
        CHECK(e.message() == "call_with: the call was interrupted, since its time was over");
        CHECK(e.cause()->type_name() == "pyhost.Interrupted");
        CHECK(e.cause()->frames().back().function == "spin");
    }
    const py::gil_guard gil;
    CHECK(py::import_module("async_case").attr("log").cast<std::vector<std::string>>() == std::vector<std::string>(2, "finally"));
}

TEST_CASE("a call of Python ends when a stop is requested")
{
    define(source);
    std::stop_source stop;
    const std::jthread other{[&] {
        std::this_thread::sleep_for(30ms);
        stop.request_stop();
    }};
    CHECK_THROWS_AS(py::call_with(stop.get_token(), function("spin")), py::cancelled_error);
    CHECK_THROWS_AS(py::call_with(stop.get_token(), function("spin")), py::cancelled_error);
}

TEST_CASE("a call that ends by itself gives its value or its error")
{
    define(source);
    const py::function<int(int, int)> add{"async_case", "add"};
    CHECK(py::call_with(10s, add, 1, 2) == 3);
    CHECK(py::call_with(std::stop_token{}, add, 1, 2) == 3);
    CHECK(py::call_with(20ms, py::function<int()>{"async_case", "resist"}) == 7);
    CHECK_THROWS_AS(py::call_with(10s, py::function<int()>{"async_case", "no_such_function"}), py::attribute_error);
    const py::gil_guard gil;
    const py::object by_object = py::import_module("async_case").attr("add");
    CHECK(py::call_with(10s, by_object, "a", "b").cast<std::string>() == "ab");
    CHECK(py::call_with(10s, [] { return 5; }) == 5);
}

TEST_CASE("calls may nest, and each ends by its own time")
{
    define(source);
    const py::function<int(double)> spin_for{"async_case", "spin_for"};
    int inner_timeouts = 0;
    const auto both = [&](auto outer, auto inner) {
        py::call_with(outer, [&] {
            try {
                py::call_with(inner, function("spin"));
            } catch (const py::timeout_error&) {
                ++inner_timeouts;
            }
            spin_for(0.2);
        });
    };
    CHECK_THROWS_AS(both(60ms, 20ms), py::timeout_error);
    CHECK(inner_timeouts == 1);
    CHECK_THROWS_AS(both(20ms, 60ms), py::timeout_error);
    CHECK(inner_timeouts == 1);
    CHECK_NOTHROW(both(10s, 20ms));
    CHECK_THROWS_AS(both(20ms, 20ms), py::timeout_error);
}

TEST_CASE("nothing is raised after a call whose time is over around its end")
{
    define(source);
    const py::function<int(int)> count{"async_case", "count"};
    int values = 0;
    int timeouts = 0;
    for (int i = 0; i < 1000; ++i) {
        try {
            values += py::call_with(std::chrono::microseconds{i}, count, 20'000) > 0 ? 1 : 0;
        } catch (const py::timeout_error&) {
            ++timeouts;
        }
        CHECK(count(100) == 100);
    }
    CHECK(values + timeouts == 1000);
    CHECK(unraisable().empty());
}
