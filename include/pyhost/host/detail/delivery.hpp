// SPDX-License-Identifier: MIT
// Hands items to a function of the user, the sink, one at a time: at once, or by a bounded queue and a thread of its own.
#pragma once

#include <pyhost/gil.hpp>
#include <pyhost/host/detail/fork_aware.hpp>

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <thread>
#include <utility>

namespace pyhost::inline v0::detail {

/// A sink that this thread is in, and the one that it was called from.
class sink_scope {
public:
    explicit sink_scope(const void* delivery) noexcept : of_{delivery}, outer_{innermost} { innermost = this; }
    ~sink_scope() { innermost = outer_; }
    sink_scope(const sink_scope&) = delete;
    sink_scope& operator=(const sink_scope&) = delete;

    [[nodiscard]] static bool is_inside(const void* delivery) noexcept
    {
        const sink_scope* at = innermost;
        while (at != nullptr && at->of_ != delivery) at = at->outer_;
        return at != nullptr;
    }

private:
    static inline thread_local constinit const sink_scope* innermost = nullptr;

    const void* of_;
    const sink_scope* outer_;
};

/// Tells of what a sink has thrown, in the catch block: there is no caller. To sys.unraisablehook, or to stderr when Python has ended.
void report_sink_failure() noexcept;

/// The sink and its queue. `Item` has a member `dropped`, and is empty by default. Owned by a shared_ptr.
template <class Item>
class delivery : public fork_aware, public std::enable_shared_from_this<delivery<Item>> {
public:
    /// `capacity`: how many items may wait; none do when it is 0, and the thread that gives one calls the sink.
    delivery(std::function<void(const Item&)> sink, std::size_t capacity) : sink_{std::move(sink)}, capacity_{capacity} {}

    /// The thread of the queue, where it could not be joined, does not own what is destroyed here.
    ~delivery() override { delete threads_; }

    /// Whether this thread is in the sink.
    [[nodiscard]] bool is_inside() const noexcept { return sink_scope::is_inside(this); }

    /// Gives one item; false, and nothing is done, once it is closed. Needs: to be detached, and not inside.
    /// Throws: what the sink throws, where this thread calls it; std::system_error when there can be no thread for the queue.
    bool give(Item&& item) { return capacity_ == 0 ? call_sink(item) : enqueue(std::move(item)); }

    /// Waits until all that was given is in the sink. Needs: to be detached, and not inside.
    void wait_until_empty()
    {
        std::unique_lock held{state_};
        threads& mine = *threads_;
        mine.progress.wait(held, [&] { return waiting_.empty() && !is_busy_; });
    }

    /// Delivers what waits, and nothing from then on; the sink is not running afterwards, unless this thread is in it.
    /// Needs: to be detached.
    void close()
    {
        threads* mine = nullptr;
        {
            const std::scoped_lock held{state_};
            if (std::exchange(is_closed_, true)) return;
            mine = threads_;
        }
        mine->progress.notify_all();
        if (is_inside()) {
            if (mine->worker.joinable()) mine->worker.detach();
            return;
        }
        if (mine->worker.joinable()) mine->worker.join();
        const std::scoped_lock none_runs{mine->calls};
        sink_ = nullptr;
    }

    [[nodiscard]] std::uint64_t dropped() const
    {
        const std::scoped_lock held{const_cast<delivery*>(this)->state_};
        return dropped_;
    }

protected:
    /// Waits for the sink, so that no lock of the user's in it is held in the child.
    void settle(long long until) noexcept override
    {
        if (is_inside()) return;
        while (!(is_settled_ = threads_->calls.try_lock()) && steady_microseconds() < until) yield_thread();
    }

    void go_on() noexcept override
    {
        if (std::exchange(is_settled_, false)) threads_->calls.unlock();
    }

    /// In the child of a fork. The old locks are left, since threads that are gone may wait for them.
    void begin_anew() noexcept override
    {
        threads_ = new (std::nothrow) threads;
        if (threads_ == nullptr) is_closed_ = true;
        waiting_.clear();
        is_busy_ = is_settled_ = false;
    }

private:
    struct threads {
        std::mutex calls;  // held while the sink runs
        std::condition_variable progress;
        std::thread worker;
    };

    bool enqueue(Item&& item)
    {
        const std::scoped_lock held{state_};
        if (is_closed_) return false;
        if (waiting_.size() >= capacity_) {
            ++lost_;
            ++dropped_;
            return true;
        }
        if (!threads_->worker.joinable()) threads_->worker = std::thread{[self = this->shared_from_this()] { self->work(); }};
        item.dropped = std::exchange(lost_, 0);
        waiting_.push_back(std::move(item));
        threads_->progress.notify_all();
        return true;
    }

    bool call_sink(const Item& item)
    {
        threads& mine = *threads_;
        const std::scoped_lock one_at_a_time{mine.calls};
        {
            const std::scoped_lock held{state_};
            if (is_closed_) return false;
        }
        const sink_scope inside{this};
        sink_(item);
        return true;
    }

    /// What the thread of the queue does, until it is closed and empty.
    void work()
    {
        threads& mine = *threads_;
        std::unique_lock held{state_};
        for (;;) {
            mine.progress.wait(held, [&] { return !waiting_.empty() || is_closed_; });
            if (waiting_.empty() && lost_ == 0) return;
            Item item;
            if (waiting_.empty()) {
                item.dropped = std::exchange(lost_, 0);  // the last of all were lost
            } else {
                item = std::move(waiting_.front());
                waiting_.pop_front();
            }
            is_busy_ = true;
            held.unlock();
            run_reporting(item);
            held.lock();
            is_busy_ = false;
            mine.progress.notify_all();
        }
    }

    void run_reporting(const Item& item)
    {
        const sink_scope inside{this};  // what the report prints is not for this sink
        try {
            const std::scoped_lock one_at_a_time{threads_->calls};
            sink_(item);
        } catch (...) {
            report_sink_failure();
        }
    }

    std::function<void(const Item&)> sink_;
    std::size_t capacity_;
    threads* threads_ = new threads;
    std::deque<Item> waiting_;
    std::uint64_t lost_ = 0;  // since the last item that was taken
    std::uint64_t dropped_ = 0;
    bool is_busy_ = false;
    bool is_settled_ = false;  // whether the thread that forks holds `calls`
    bool is_closed_ = false;
};

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES
#include <pyhost/convert.hpp>

#include <cstdio>

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY void report_sink_failure() noexcept
{
    try {
        if (const gil_guard gil{std::try_to_lock}; gil) {
            raise_current_exception();
            PyErr_WriteUnraisable(nullptr);
            return;
        }
        throw;
    } catch (const std::exception& e) {
        std::fprintf(stderr, "pyhost: a sink threw, after Python had ended: %s\n", e.what());
    } catch (...) {
        std::fputs("pyhost: a sink threw, after Python had ended\n", stderr);
    }
}

}  // namespace pyhost::inline v0::detail

#endif
