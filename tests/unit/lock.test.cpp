// SPDX-License-Identifier: MIT
#include <pyhost/lock.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers.hpp>

#include <atomic>
#include <mutex>
#include <shared_mutex>
#include <stdexcept>
#include <thread>
#include <vector>

namespace py = pyhost;

namespace {

/// Has the mutex, and asks for the GIL with it in hand once `other` waits; what a plain lock turns into a deadlock.
class lock_holder {
public:
    explicit lock_holder(std::mutex& mutex)
        : thread_{[this, &mutex] {
              const std::lock_guard held{mutex};
              has_lock_ = true;
              while (!may_attach_) std::this_thread::yield();
              const py::gil_guard gil;
              has_attached_ = true;
          }}
    {
        while (!has_lock_) std::this_thread::yield();
    }
    void attach_now() { may_attach_ = true; }
    bool has_attached() const { return has_attached_; }

private:
    std::atomic<bool> has_lock_{false};
    std::atomic<bool> may_attach_{false};
    std::atomic<bool> has_attached_{false};
    std::jthread thread_;
};

/// A mutex whose lock() fails.
struct broken_mutex {
    bool try_lock() { return false; }
    void lock() { throw std::runtime_error{"broken"}; }
    void unlock() {}
};

}  // namespace

TEST_CASE("lock lets the GIL go to the thread that has the mutex")
{
    std::mutex mutex;
    lock_holder other{mutex};
    const py::gil_guard gil;
    other.attach_now();
    const auto held = py::lock(mutex);
    CHECK(other.has_attached());
    CHECK(py::is_attached());
    CHECK(held.owns_lock());
}

TEST_CASE("lock takes a free mutex at once, with and without the GIL, and gives it back")
{
    std::mutex mutex;
    {
        const auto held = py::lock(mutex);
        CHECK_FALSE(py::is_attached());
    }
    const py::gil_guard gil;
    {
        const auto held = py::lock(mutex);
        CHECK(py::is_attached());
        bool is_free = true;
        std::jthread{[&] { is_free = mutex.try_lock(); }}.join();
        CHECK_FALSE(is_free);
    }
    CHECK(mutex.try_lock());
    mutex.unlock();
}

TEST_CASE("lock waits for a taken mutex without the GIL too")
{
    std::mutex mutex;
    std::atomic<int> turns{0};
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([&] {
                for (int n = 0; n < 500; ++n) {
                    const auto held = py::lock(mutex);
                    const int before = turns;
                    std::this_thread::yield();
                    turns = before + 1;
                }
            });
    }
    CHECK(turns == 2000);
}

TEST_CASE("threads that attach and lock in both orders do not deadlock")
{
    std::mutex mutex;
    int turns = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([&, guard_first = i % 2 == 0]() PYHOST_DETAIL_NO_ANALYSIS {
                for (int n = 0; n < 300; ++n) {
                    if (guard_first) {
                        const py::gil_guard gil;
                        const auto held = py::lock(mutex);
                        turns += py::eval("1").cast<int>();
                    } else {
                        const auto held = py::lock(mutex);
                        const py::gil_guard gil;
                        turns += py::eval("1").cast<int>();
                    }
                }
            });
    }
    CHECK(turns == 1200);
}

TEST_CASE("lock serves shared mutexes through std::shared_lock")
{
    std::shared_mutex mutex;
    const py::gil_guard gil;
    std::shared_lock first{mutex, std::defer_lock};
    const auto held = py::lock(first);
    CHECK(mutex.try_lock_shared());
    mutex.unlock_shared();
    CHECK_FALSE(mutex.try_lock());
}

TEST_CASE("a thread is attached again before the exception of a mutex leaves lock")
{
    broken_mutex mutex;
    const py::gil_guard gil;
    CHECK_THROWS_WITH(static_cast<void>(py::lock(mutex)), "broken");
    CHECK(py::is_attached());
}

TEST_CASE("call_once calls once, and the others wait without the GIL")
{
    py::once_flag flag;
    std::atomic<int> calls{0};
    std::atomic<int> seen{0};
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 8; ++i)
            threads.emplace_back([&] {
                const py::gil_guard gil;
                int value = 0;
                py::call_once(flag, [&]() PYHOST_NEEDS_GIL {
                    // Lets the GIL go, as an import does: a plain std::call_once would stand here for ever.
                    py::exec("import time; time.sleep(0.02)");
                    ++calls;
                });
                value = calls;
                seen += value;
            });
    }
    CHECK(calls == 1);
    CHECK(seen == 8);
}

TEST_CASE("a function that throws does not count for call_once")
{
    py::once_flag flag;
    int calls = 0;
    const py::gil_guard gil;
    const auto once = [&]() PYHOST_NEEDS_GIL {
        py::call_once(flag, [&] {
            if (++calls == 1) throw std::runtime_error{"first"};
        });
    };
    CHECK_THROWS_WITH(once(), "first");
    once();
    once();
    CHECK(calls == 2);
}

TEST_CASE("call_once without the GIL is refused")
{
    py::once_flag flag;
    int calls = 0;
    [&]() PYHOST_DETAIL_NO_ANALYSIS {
        CHECK_THROWS_WITH(py::call_once(flag, [&] { ++calls; }),
                          "call_once: this thread is not attached to Python (no pyhost::gil_guard lives in it, "
                          "or it is inside a gil_release); make a gil_guard in this scope");
    }();
    CHECK(calls == 0);
}
