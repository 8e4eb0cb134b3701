// SPDX-License-Identifier: MIT
// Turns of threads that attach for short calls: whose it is, what ends one, and that nobody waits who need not.
#include <pyhost/detail/turns.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <chrono>
#include <functional>
#include <thread>
#include <vector>

namespace py = pyhost;
using namespace std::chrono_literals;
using py::detail::activity;
using py::detail::turn_state;

TEST_CASE("while somebody waits the turn is the first one's that calls, until it is over")
{
    turn_state turns;
    const py::detail::thread_record one{};
    const py::detail::thread_record other{};
    CHECK_FALSE(has_turn(turns, one));  // nobody waits
    turns.waiting.store(1);
    CHECK(has_turn(turns, one));
    CHECK(has_turn(turns, one));
    CHECK_FALSE(has_turn(turns, other));
    turns.is_over.store(1);
    CHECK_FALSE(has_turn(turns, one));
}

TEST_CASE("a thread in one long call is told that its turn is over")
{
    turn_state turns;
    turns.is_held = 1;
    CHECK(watched(turns) == activity::is_in_a_call);
    wait_for_turn(turns);
    CHECK(turns.is_over.load() == 1);
}

TEST_CASE("a thread that has let go of the GIL is not waited for")
{
    turn_state turns;
    CHECK(watched(turns) == activity::rests);
    wait_for_turn(turns);
    CHECK(turns.is_over.load() == 1);
}

TEST_CASE("a thread that makes short calls is seen to")
{
    turn_state turns;
    turns.is_held = 1;
    std::atomic<bool> over{false};
    std::jthread caller{[&] {
        while (!over) turns.calls.fetch_add(1);
    }};
    while (watched(turns) != activity::makes_short_calls) {}  // until the system runs both at once
    over = true;
}

TEST_CASE("the thread whose turn begins is in a call before the next one is woken")
{
    turn_state turns;
    turns.next = PyThread_allocate_lock();
    REQUIRE(PyThread_acquire_lock(turns.next, NOWAIT_LOCK) != 0);
    turns.waiting.store(2);
    turns.is_over.store(1);
    py::detail::thread_record one{};
    begin_turn(turns, one, 0);
    CHECK(watched(turns) == activity::is_in_a_call);
    CHECK(has_turn(turns, one));
    CHECK(PyThread_acquire_lock(turns.next, NOWAIT_LOCK) != 0);
    PyThread_release_lock(turns.next);
    PyThread_free_lock(turns.next);
}

TEST_CASE("who comes from a call goes behind those who wait already")
{
    turn_state turns;
    py::detail::thread_record one{};
    one.attached_at = py::detail::steady_microseconds() + 1'000'000;  // later than any delay of this test
    turns.waiting.store(1);  // the next one alone
    CHECK_FALSE(goes_last(turns, one));
    turns.waiting.store(2);
    CHECK(goes_last(turns, one));
    one.attached_at = 0;
    CHECK_FALSE(goes_last(turns, one));
}

namespace {

/// Runs `attach` on a thread of its own, while another one is next and never comes. True when the thread was in the queue, in vain.
bool queues(const std::function<void(const turn_state&)>& attach)
{
    turn_state& turns = py::detail::process().turns;
    REQUIRE(PyThread_acquire_lock(turns.next, NOWAIT_LOCK) != 0);
    turns.waiting.fetch_add(1);
    turns.is_over.store(1);
    turns.unwatched.store(0);
    {
        const py::gil_guard gil;  // others are not alone
        const py::gil_release nogil;
        std::jthread{[&] { attach(turns); }}.join();
    }
    turns.is_over.store(0);
    turns.waiting.fetch_sub(1);
    PyThread_release_lock(turns.next);
    return turns.unwatched.exchange(0) > 0;
}

}  // namespace

TEST_CASE("threads attach although the one whose turn is next never comes")
{
    if (!py::detail::has_gil) SKIP("free-threaded: there are no turns");
    CHECK(queues([](const turn_state& turns) {
        const auto end = std::chrono::steady_clock::now() + 5s;
        while (turns.unwatched.load() <= 0 && std::chrono::steady_clock::now() < end) const py::gil_guard gil;
    }));
}

TEST_CASE("a thread that pauses between its calls does not queue")
{
    if (!py::detail::has_gil) SKIP("free-threaded: there are no turns");
    CHECK_FALSE(queues([](const turn_state&) {
        for (int i = 0; i < 20; ++i) {
            std::this_thread::sleep_for(1ms);
            const py::gil_guard gil;
        }
    }));
}

TEST_CASE("calls of many threads at once are all made")
{
    constexpr int calls = 2000;
    {
        const py::gil_guard gil;
        py::module_from_source("turns_all", "count = 0\n"
                                            "def call():\n"
                                            "    global count\n"
                                            "    was = count\n"
                                            "    count = was + 1\n"
                                            "    return was\n");
    }
    std::atomic<long> sum{0};
    std::vector<std::jthread> threads;
    for (int i = 0; i < 16; ++i)
        threads.emplace_back([&] {
            const py::function<long()> call{"turns_all", "call"};
            for (int n = 0; n < calls; ++n) sum += call() >= 0 ? 1 : 0;
        });
    threads.clear();
    CHECK(sum == 16L * calls);
    CHECK(py::detail::process().turns.waiting.load() == 0);
}

TEST_CASE("threads that wait for each other through Python do not wait for a turn")
{
    {
        const py::gil_guard gil;
        py::module_from_source("turns_pair", "import queue\n"
                                             "there, back = queue.Queue(), queue.Queue()\n"
                                             "def ask(n):\n"
                                             "    there.put(n)\n"
                                             "    return back.get(timeout=30)\n"
                                             "def answer():\n"
                                             "    back.put(there.get(timeout=30) + 1)\n");
    }
    constexpr int rounds = 500;
    std::jthread answering{[] {
        const py::function<void()> answer{"turns_pair", "answer"};
        for (int n = 0; n < rounds; ++n) answer();
    }};
    const py::function<int(int)> ask{"turns_pair", "ask"};
    int right = 0;
    for (int n = 0; n < rounds; ++n) right += ask(n) == n + 1 ? 1 : 0;
    CHECK(right == rounds);
}
