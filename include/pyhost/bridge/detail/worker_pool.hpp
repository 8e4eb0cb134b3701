// SPDX-License-Identifier: MIT
// The threads of an app: those on which its commands run, the one that watches the time, and the one that sends.
#pragma once

#include <pyhost/detail/fork_aware.hpp>

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

namespace pyhost::inline v0::detail {

/// Threads that start when there is work and none is idle. Each owns the pool, so that nothing that still runs loses it.
class worker_pool : public fork_aware, public std::enable_shared_from_this<worker_pool> {
public:
    using clock = std::chrono::steady_clock;
    using work = std::function<void()>;  // it must not throw

    explicit worker_pool(std::size_t most) noexcept : most_{most != 0 ? most : 1} {}

    /// Has it run on one of the threads, detached from Python. Any thread. Throws: std::system_error when there can be no thread at all.
    /// After close() it is dropped.
    void post(work one);

    /// Has it run at that time on a thread of its own, one after the other; it must not wait for Python there. The number is for forget().
    std::uint64_t post_at(clock::time_point when, work one);

    /// Has it run on the thread that sends, one after the other, so that what it waits for keeps nothing else. Throws: std::system_error.
    void post_sending(work one);

    /// One that is not yet run is dropped.
    void forget(clock::time_point when, std::uint64_t number);

    [[nodiscard]] bool is_own_thread() const noexcept { return own == this; }
    [[nodiscard]] bool is_worker() const noexcept { return own == this && runs_work; }

    /// Drops what waits, and waits until the threads have ended, but for its own; false when they have not by then.
    bool close(clock::time_point until);

private:
    void settle(long long) noexcept override {}
    void go_on() noexcept override {}
    void begin_anew() noexcept override;

    void start(void (worker_pool::*loop)());
    void run_work();
    void run_timed();
    void run_sending();
    static void run(work one, std::unique_lock<std::mutex>& held);

    struct signals {
        std::condition_variable work, time, sending, ended;
    };

    static inline constinit thread_local const worker_pool* own = nullptr;  // of this thread
    static inline constinit thread_local bool runs_work = false;

    std::size_t most_;
    std::size_t threads_ = 0, idle_ = 0;
    bool has_timer_ = false, has_sender_ = false, is_closed_ = false;
    std::deque<work> waiting_, to_send_;
    using timed_work = std::map<std::pair<clock::time_point, std::uint64_t>, work>;
    timed_work timed_;
    std::uint64_t last_timed_ = 0;
    std::unique_ptr<signals> signals_ = std::make_unique<signals>();
};

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BRIDGE_BODIES

#include <new>
#include <system_error>
#include <thread>
#include <utility>

namespace pyhost::inline v0::detail {

/// Needs: state_.
PYHOST_DETAIL_BRIDGE_BODY void worker_pool::start(void (worker_pool::*loop)())
{
    std::thread{[self = shared_from_this(), loop] {
        own = self.get();
        runs_work = loop == &worker_pool::run_work;
        (*self.*loop)();
    }}.detach();
    ++threads_;
}

PYHOST_DETAIL_BRIDGE_BODY void worker_pool::post(work one)
{
    work refused;  // it ends when the lock is free
    const std::scoped_lock held{state_};
    if (is_closed_) return;
    waiting_.push_back(std::move(one));
    const std::size_t workers = threads_ - (has_timer_ ? 1 : 0) - (has_sender_ ? 1 : 0);
    if (waiting_.size() > idle_ && workers < most_) {
        try {
            start(&worker_pool::run_work);
        } catch (const std::system_error&) {
            if (workers == 0) {
                refused = std::move(waiting_.back());
                waiting_.pop_back();
                throw;
            }
        }
    }
    signals_->work.notify_one();
}

PYHOST_DETAIL_BRIDGE_BODY std::uint64_t worker_pool::post_at(clock::time_point when, work one)
{
    const std::scoped_lock held{state_};
    if (is_closed_) return 0;
    if (!has_timer_) start(&worker_pool::run_timed);
    has_timer_ = true;
    timed_.emplace(std::pair{when, ++last_timed_}, std::move(one));
    signals_->time.notify_one();
    return last_timed_;
}

PYHOST_DETAIL_BRIDGE_BODY void worker_pool::post_sending(work one)
{
    const std::scoped_lock held{state_};
    if (is_closed_) return;
    if (!has_sender_) start(&worker_pool::run_sending);
    has_sender_ = true;
    to_send_.push_back(std::move(one));
    signals_->sending.notify_one();
}

PYHOST_DETAIL_BRIDGE_BODY void worker_pool::forget(clock::time_point when, std::uint64_t number)
{
    timed_work::node_type dropped;  // it ends when the lock is free
    const std::scoped_lock held{state_};
    dropped = timed_.extract(std::pair{when, number});
}

/// What it has ends before the lock is taken again.
PYHOST_DETAIL_BRIDGE_BODY void worker_pool::run(work one, std::unique_lock<std::mutex>& held)
{
    held.unlock();
    one();
    one = nullptr;
    held.lock();
}

PYHOST_DETAIL_BRIDGE_BODY void worker_pool::run_work()
{
    std::unique_lock held{state_};
    signals& news = *signals_;
    for (;;) {
        ++idle_;
        news.work.wait(held, [this] { return is_closed_ || !waiting_.empty(); });
        --idle_;
        if (is_closed_) break;
        work next = std::move(waiting_.front());
        waiting_.pop_front();
        run(std::move(next), held);
    }
    --threads_;
    news.ended.notify_all();
}

PYHOST_DETAIL_BRIDGE_BODY void worker_pool::run_timed()
{
    std::unique_lock held{state_};
    signals& news = *signals_;
    while (!is_closed_) {
        if (timed_.empty()) {
            news.time.wait(held);
        } else if (const auto first = timed_.begin(); first->first.first > clock::now()) {
            news.time.wait_until(held, clock::time_point{first->first.first});
        } else {
            work next = std::move(first->second);
            timed_.erase(first);
            run(std::move(next), held);
        }
    }
    --threads_;
    news.ended.notify_all();
}

PYHOST_DETAIL_BRIDGE_BODY void worker_pool::run_sending()
{
    std::unique_lock held{state_};
    signals& news = *signals_;
    for (;;) {
        news.sending.wait(held, [this] { return is_closed_ || !to_send_.empty(); });
        if (is_closed_) break;
        work next = std::move(to_send_.front());
        to_send_.pop_front();
        run(std::move(next), held);
    }
    --threads_;
    news.ended.notify_all();
}

PYHOST_DETAIL_BRIDGE_BODY bool worker_pool::close(clock::time_point until)
{
    std::deque<work> dropped, unsent;
    timed_work never;
    const std::size_t stays = own == this ? 1 : 0;
    std::unique_lock held{state_};
    is_closed_ = true;
    dropped.swap(waiting_);
    unsent.swap(to_send_);
    never.swap(timed_);
    signals& news = *signals_;
    news.work.notify_all();
    news.time.notify_all();
    news.sending.notify_all();
    const bool have_ended = news.ended.wait_until(held, until, [&] { return threads_ <= stays; });
    held.unlock();  // before what was dropped is destroyed
    return have_ended;
}

/// What waited is the parent's; its memory too, since what it holds may need threads that are gone.
PYHOST_DETAIL_BRIDGE_BODY void worker_pool::begin_anew() noexcept
{
    static_cast<void>(signals_.release());
    if (auto* made = new (std::nothrow) signals) signals_.reset(made);
    static_cast<void>(new (std::nothrow) std::deque<work>{std::move(waiting_)});
    static_cast<void>(new (std::nothrow) std::deque<work>{std::move(to_send_)});
    static_cast<void>(new (std::nothrow) timed_work{std::move(timed_)});
    waiting_.clear();
    to_send_.clear();
    timed_.clear();
    threads_ = idle_ = 0;
    has_timer_ = has_sender_ = false;
}

}  // namespace pyhost::inline v0::detail

#endif
