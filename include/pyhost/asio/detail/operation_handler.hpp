// SPDX-License-Identifier: MIT
// The handlers that an asynchronous operation of Boost.Asio gets from a coroutine of pyhost.
#pragma once

#include <pyhost/asio/detail/operation_outcome.hpp>

#include <atomic>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <coroutine>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace pyhost::inline v0::detail {

/// A coroutine that waits for an operation: its handler resumes it once, also where it ends without being called.
template <class Outcome>
struct waiting_for_operation {
    Outcome outcome;
    std::coroutine_handle<> coroutine;
};

/// The begin of an operation, during which its handler may be dropped on the thread that begins it: then the coroutine is resumed when
/// that is over, with what was thrown.
class operation_begin {
public:
    /// `begin()` is the last thing that knows of `waiting`, unless the handler was dropped.
    template <class Outcome, class Begin>
    void run(waiting_for_operation<Outcome>& waiting, Begin begin) noexcept
    {
        std::exception_ptr thrown;
        beginner_.store(std::this_thread::get_id());
        try {
            begin();
        } catch (...) {
            thrown = std::current_exception();
        }
        beginner_.store({});
        if (!is_dropped_) return;
        if (thrown != nullptr) waiting.outcome.fail(thrown);
        else waiting.outcome.abort();
        waiting.coroutine.resume();
    }

    /// Whether the one that begins it resumes the coroutine.
    [[nodiscard]] bool drop() noexcept
    {
        if (beginner_.load() != std::this_thread::get_id()) return false;
        is_dropped_ = true;
        return true;
    }

private:
    std::atomic<std::thread::id> beginner_{};
    bool is_dropped_ = false;  // of the thread that begins
};

template <class Outcome>
class operation_handler {
public:
    operation_handler(waiting_for_operation<Outcome>& waiting, std::shared_ptr<operation_begin> begun) noexcept
        : waiting_{&waiting}, begun_{std::move(begun)}
    {
    }
    operation_handler(operation_handler&& other) noexcept
        : waiting_{std::exchange(other.waiting_, nullptr)}, begun_{std::move(other.begun_)}
    {
    }
    operation_handler& operator=(operation_handler&&) = delete;

    /// A context that ends destroys its handlers while its services are still there, which the coroutine may need to unwind.
    ~operation_handler()
    {
        if (waiting_ == nullptr || begun_->drop()) return;
        waiting_->outcome.abort();
        waiting_->coroutine.resume();
    }

    template <class... Values>
    void operator()(Values&&... values)
    {
        auto* waiting = std::exchange(waiting_, nullptr);
        try {
            waiting->outcome.set(std::forward<Values>(values)...);
        } catch (...) {
            waiting->outcome.fail(std::current_exception());
        }
        waiting->coroutine.resume();
    }

private:
    waiting_for_operation<Outcome>* waiting_;
    std::shared_ptr<operation_begin> begun_;
};

/// How an operation is begun and cancelled from any thread: on one strand, on which its handler runs too.
class operation_strand : public std::enable_shared_from_this<operation_strand> {
public:
    using executor_type = boost::asio::strand<boost::asio::any_io_executor>;

    explicit operation_strand(const boost::asio::any_io_executor& where) : strand_{boost::asio::make_strand(where)} {}

    /// Needs: no end yet.
    [[nodiscard]] executor_type executor() const
    {
        const std::scoped_lock held{state_};
        return *strand_;
    }
    [[nodiscard]] boost::asio::cancellation_slot slot() noexcept { return signal_.slot(); }

    /// Any thread, any time.
    void cancel()
    {
        const std::scoped_lock held{state_};
        if (strand_) boost::asio::post(*strand_, [self = shared_from_this()] { self->emit(); });
    }

    operation_begin begun;

    /// On the strand: false when it is cancelled already.
    [[nodiscard]] bool begin() noexcept
    {
        has_begun_ = true;
        return !is_cancelled_;
    }

    /// On the strand, or where its context ends: nothing is left that needs the context.
    void end() noexcept
    {
        has_begun_ = false;
        std::optional<executor_type> last;
        const std::scoped_lock held{state_};
        last.swap(strand_);
    }

private:
    void emit()
    {
        is_cancelled_ = true;
        if (has_begun_) signal_.emit(boost::asio::cancellation_type::all);
    }

    mutable std::mutex state_;
    std::optional<executor_type> strand_;
    boost::asio::cancellation_signal signal_;
    bool has_begun_ = false;  // of the strand
    bool is_cancelled_ = false;
};

/// The same on a strand.
template <class Outcome>
class operation_handler_on_strand {
public:
    using executor_type = operation_strand::executor_type;
    using cancellation_slot_type = boost::asio::cancellation_slot;

    operation_handler_on_strand(waiting_for_operation<Outcome>& waiting, std::shared_ptr<operation_strand> strand)
        : strand_{std::move(strand)}, executor_{strand_->executor()}, next_{waiting, {strand_, &strand_->begun}}
    {
    }
    operation_handler_on_strand(operation_handler_on_strand&&) noexcept = default;
    operation_handler_on_strand& operator=(operation_handler_on_strand&&) = delete;
    ~operation_handler_on_strand()
    {
        if (strand_ != nullptr) strand_->end();
    }

    /// False when it is cancelled already: then it is to end without being called.
    [[nodiscard]] bool begin() noexcept { return strand_->begin(); }

    [[nodiscard]] const std::shared_ptr<operation_strand>& strand() const noexcept { return strand_; }
    [[nodiscard]] executor_type get_executor() const noexcept { return executor_; }
    [[nodiscard]] cancellation_slot_type get_cancellation_slot() const noexcept { return strand_->slot(); }

    template <class... Values>
    void operator()(Values&&... values)
    {
        std::exchange(strand_, nullptr)->end();
        next_(std::forward<Values>(values)...);
    }

private:
    std::shared_ptr<operation_strand> strand_;
    executor_type executor_;
    operation_handler<Outcome> next_;
};

}  // namespace pyhost::inline v0::detail
