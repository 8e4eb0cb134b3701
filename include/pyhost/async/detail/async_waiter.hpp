// SPDX-License-Identifier: MIT
// Who waits for the end of a call: nobody yet, a thread, or a coroutine.
#pragma once

#include <pyhost/detail/atomic.hpp>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stdexcept>

namespace pyhost::inline v0::detail {

/// Is woken once, on the thread that has the outcome; it may end as soon as that is over.
struct async_waiter {
    void (*wake)(async_waiter&) noexcept;
};

/// The one who waits, or that it is over. The thread that has the outcome and the one that waits meet here.
class waiter_place {
public:
    /// False when it is over: then nobody wakes the waiter. Throws: std::logic_error when another one waits.
    [[nodiscard]] bool wait_with(async_waiter& one)
    {
        async_waiter* nobody = nullptr;
        if (place_.replace(nobody, &one)) return true;
        if (nobody != over())
            throw std::logic_error("future: another thread or coroutine waits for this outcome; it has one reader, so wait in one place");
        return false;
    }

    /// False when it is over: then the waiter is woken, or was.
    [[nodiscard]] bool leave(async_waiter& one) noexcept
    {
        async_waiter* known = &one;
        return place_.replace(known, nullptr);
    }

    /// For the one who has the outcome. Needs: to be the only one.
    void finish() noexcept
    {
        async_waiter* one = place_.exchange(over());
        if (one != nullptr && one != over()) one->wake(*one);
    }

    /// The same where the one who waited is gone.
    void finish_silently() noexcept { place_.store(over()); }

    [[nodiscard]] bool is_over() const noexcept { return place_.load_acquire() == over(); }

private:
    /// No address of an object, which would be another one in each binary.
    static async_waiter* over() noexcept
    {
        return reinterpret_cast<async_waiter*>(alignof(async_waiter));  // NOLINT(performance-no-int-to-ptr): it is only compared
    }

    atomic<async_waiter*> place_;
};

/// A thread that waits.
class waiting_thread : public async_waiter {
public:
    waiting_thread() : async_waiter{[](async_waiter& self) noexcept { static_cast<waiting_thread&>(self).end(); }} {}

    /// Needs: to be detached.
    void wait_at(waiter_place& place)
    {
        if (!place.wait_with(*this)) return;
        std::unique_lock held{lock_};
        news_.wait(held, [this] { return is_over_; });
    }

    /// Whether it is over by then.
    [[nodiscard]] bool wait_at(waiter_place& place, std::chrono::steady_clock::time_point until)
    {
        if (!place.wait_with(*this)) return true;
        std::unique_lock held{lock_};
        if (news_.wait_until(held, until, [this] { return is_over_; }) || !place.leave(*this)) {
            news_.wait(held, [this] { return is_over_; });
            return true;
        }
        return false;
    }

private:
    void end() noexcept
    {
        const std::scoped_lock held{lock_};
        is_over_ = true;
        news_.notify_one();  // under the lock: the waiter may be gone after it
    }

    std::mutex lock_;
    std::condition_variable news_;
    bool is_over_ = false;
};

}  // namespace pyhost::inline v0::detail
