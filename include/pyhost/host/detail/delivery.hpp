// SPDX-License-Identifier: MIT
// Hands items to a function of the user, the sink, one at a time: at once, or by a bounded queue and a thread of its own.
#pragma once

#include <pyhost/detail/fork_aware.hpp>
#include <pyhost/host/detail/sink_failure.hpp>
#include <pyhost/host/detail/sink_scope.hpp>

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

namespace pyhost::inline v0::detail {

/// `of(lost)`: the item that tells of nothing but items that were lost.
template <class Item>
struct loss_notice;

/// The sink and its queue. `Item` has a member `dropped`, and a loss_notice.
///
/// Made by make_fork_aware().
template <class Item>
class delivery : public fork_aware, public std::enable_shared_from_this<delivery<Item>> {
public:
    /// Items in order, and their turn.
    struct batch {
        std::vector<Item> items;
        std::uint64_t turn = 0;
    };

    /// `capacity`: how many items may wait; none do when it is 0, and the thread that gives one calls the sink.
    delivery(std::function<void(const Item&)> sink, std::size_t capacity) : sink_{std::move(sink)}, capacity_{capacity} {}
    ~delivery() override { delete meeting_; }

    [[nodiscard]] std::uint64_t number() const noexcept { return number_; }

    /// Whether this thread is in the sink.
    [[nodiscard]] bool is_inside() const noexcept { return sink_scope::is_inside(number_); }

    /// Takes what `collect(items)` adds, in one step with other threads: what is taken first comes first. False when it is closed.
    /// Throws: std::system_error when there can be no thread for the queue.
    template <class Collect>
    [[nodiscard]] bool take(batch& taken, Collect collect)
    {
        const std::scoped_lock held{state_};
        if (is_closed_) return false;
        collect(taken.items);
        if (capacity_ == 0) taken.turn = taken.items.empty() && !is_closed_ ? 0 : ++turns_;  // the last one waits for all others
        else enqueue(std::exchange(taken.items, {}));
        return true;
    }

    /// Gives a batch to the sink when its turn comes. Needs: to be detached, and not inside. Throws: what the sink has thrown first, when
    /// it has seen all.
    void deliver(batch taken)
    {
        if (taken.turn == 0) return;
        meeting& here = *meeting_;
        {
            std::unique_lock held{state_};
            here.progress.wait(held, [&] { return over_ + 1 == taken.turn; });
        }
        std::exception_ptr thrown;
        {
            const std::scoped_lock alone{here.calls};
            const sink_scope inside{number_};
            for (const Item& item : taken.items) run_sink(item, thrown);
        }
        {
            const std::scoped_lock held{state_};
            ++over_;
        }
        here.progress.notify_all();
        if (thrown) std::rethrow_exception(thrown);
    }

    /// Waits until the sink has had all that was taken so far. Needs: to be detached. Throws: std::logic_error inside the sink.
    void wait_for_sink()
    {
        if (is_inside()) throw std::logic_error("flush: this thread is in the sink, which would wait for itself; call it elsewhere");
        meeting& here = *meeting_;
        std::unique_lock held{state_};
        here.progress.wait(
            held, [&, turns = turns_, end = done_ + waiting_.size() + (is_busy_ ? 1 : 0)] { return over_ >= turns && done_ >= end; });
    }

    /// Takes what `collect(items)` adds and nothing from then on; delivers it, and what waits. The sink is not running afterwards, unless
    /// this thread is in it: then what waits is lost. Needs: to be detached. Throws: what the sink throws.
    template <class Collect>
    void close(Collect collect)
    {
        batch last;
        const bool is_own = is_inside();
        if (!take(last, [&](std::vector<Item>& items) {
                if (!is_own) collect(items);
                else dropped_ += waiting_.size(), waiting_.clear();
                is_closed_ = true;
            }))
            return;
        meeting& here = *meeting_;
        here.progress.notify_all();
        if (is_own) {
            if (here.worker.joinable()) here.worker.detach();
            return;
        }
        const ended at_end{*this};
        deliver(std::move(last));
    }

    [[nodiscard]] std::uint64_t dropped() const
    {
        const std::scoped_lock held{state_};
        return dropped_;
    }

protected:
    /// Waits for the sink, so that no lock of the user's in it is held in the child.
    void settle(long long until) noexcept override
    {
        if (is_inside()) return;
        while (!(is_settled_ = meeting_->calls.try_lock()) && steady_microseconds() < until) yield_thread();
    }

    void go_on() noexcept override
    {
        if (std::exchange(is_settled_, false)) meeting_->calls.unlock();
    }

    /// In the child of a fork. The old locks are left, since threads that are gone may wait for them.
    void begin_anew() noexcept override
    {
        meeting_ = new (std::nothrow) meeting;
        if (meeting_ == nullptr) is_closed_ = true;
        waiting_.clear();
        is_busy_ = is_settled_ = false;
        over_ = turns_;
        lost_ = 0;
    }

private:
    /// Where threads wait for each other.
    struct meeting {
        std::mutex calls;  // held while the sink runs
        std::condition_variable progress;
        std::thread worker;
    };

    /// Ends the thread of the queue, and lets go of the sink, which no thread is in then.
    struct ended {
        delivery& of;
        ~ended()
        {
            if (of.meeting_->worker.joinable()) of.meeting_->worker.join();
            std::function<void(const Item&)> over;  // its destructor may print
            const std::scoped_lock none_runs{of.meeting_->calls};
            over.swap(of.sink_);
        }
    };

    void run_sink(const Item& item, std::exception_ptr& thrown) noexcept
    {
        try {
            sink_(item);
        } catch (...) {
            if (!thrown) thrown = std::current_exception();
        }
    }

    /// Needs: state_.
    void enqueue(std::vector<Item> items)
    {
        for (Item& item : items) {
            if (waiting_.size() >= capacity_) {
                ++lost_;
                ++dropped_;
                continue;
            }
            if (!meeting_->worker.joinable()) meeting_->worker = std::thread{[self = this->shared_from_this()] { self->work(); }};
            item.dropped = std::exchange(lost_, 0);
            waiting_.push_back(std::move(item));
        }
        meeting_->progress.notify_all();
    }

    /// What the thread of the queue does, until it is closed and empty.
    void work()
    {
        meeting& here = *meeting_;
        std::unique_lock held{state_};
        for (;;) {
            here.progress.wait(held, [&] { return !waiting_.empty() || is_closed_; });
            if (waiting_.empty() && lost_ == 0) return;
            const Item item = next();
            is_busy_ = true;
            held.unlock();
            run_reporting(item);
            held.lock();
            is_busy_ = false;
            ++done_;
            here.progress.notify_all();
        }
    }

    /// The first that waits, or at the end word of the last that were lost. Needs: state_.
    Item next()
    {
        if (waiting_.empty()) return loss_notice<Item>::of(std::exchange(lost_, 0));
        Item first = std::move(waiting_.front());
        waiting_.pop_front();
        return first;
    }

    void run_reporting(const Item& item)
    {
        const sink_scope inside{number_};  // what the report prints is not for this sink
        try {
            const std::scoped_lock alone{meeting_->calls};
            sink_(item);
        } catch (...) {
            report_sink_failure();
        }
    }

    std::function<void(const Item&)> sink_;
    const std::size_t capacity_;
    const std::uint64_t number_ = new_sink_number();
    meeting* meeting_ = new meeting;
    std::deque<Item> waiting_;
    std::uint64_t turns_ = 0, over_ = 0;  // of batches: given out, done
    std::uint64_t done_ = 0;  // items of the queue that the sink has had
    std::uint64_t lost_ = 0;  // since the last item that was taken
    std::uint64_t dropped_ = 0;
    bool is_busy_ = false;
    bool is_settled_ = false;  // whether the thread that forks holds `calls`
    bool is_closed_ = false;
};

}  // namespace pyhost::inline v0::detail
