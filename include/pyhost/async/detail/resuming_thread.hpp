// SPDX-License-Identifier: MIT
// The thread where coroutines go on that name no executor.
#pragma once

#include <pyhost/async/continuation.hpp>
#include <pyhost/detail/atomic.hpp>
#include <pyhost/detail/fork_aware.hpp>
#include <pyhost/detail/platform.hpp>

#include <condition_variable>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

namespace pyhost::inline v0::detail {

/// Of one binary, which it keeps loaded; it starts with the first continuation and sleeps when there is none.
class resuming_thread : public fork_aware {
public:
    /// Never destroyed: coroutines wait at any time.
    static resuming_thread& of_binary()
    {
        resuming_thread* known = only.load_acquire();
        if (known != nullptr) return *known;
        auto made = std::make_unique<resuming_thread>();
        if (!only.replace(known, made.get())) return *known;
        pin_binary(&only);
        made->enrol();
        return *made.release();
    }

    /// Whether this is that thread.
    [[nodiscard]] static bool is_here() noexcept { return is_own; }

    ~resuming_thread() override { delete news_; }  // of one that another thread was faster to make

    /// Throws: std::system_error when there can be no thread, and std::bad_alloc; then it is not taken.
    void post(continuation next)
    {
        const std::scoped_lock held{state_};
        if (!is_running_) std::thread{[this] { work(); }}.detach();
        is_running_ = true;
        waiting_.push_back(next);
        news_->notify_one();
    }

private:
    [[noreturn]] void work() noexcept
    {
        is_own = true;
        std::vector<continuation> now;
        for (;;) {
            {
                std::unique_lock held{state_};
                std::condition_variable& news = *news_;
                news.wait(held, [this] { return !waiting_.empty(); });
                now.swap(waiting_);
            }
            for (const continuation& next : now) next();
            now.clear();
        }
    }

    void settle(long long) noexcept override {}
    void go_on() noexcept override {}

    /// The coroutines that wait are the parent's.
    void begin_anew() noexcept override
    {
        if (auto* made = new (std::nothrow) std::condition_variable) news_ = made;
        waiting_.clear();
        is_running_ = false;
    }

    static inline constinit atomic<resuming_thread*> only{nullptr};
    static inline constinit thread_local bool is_own = false;

    std::condition_variable* news_ = new std::condition_variable;
    std::vector<continuation> waiting_;
    bool is_running_ = false;
};

}  // namespace pyhost::inline v0::detail
