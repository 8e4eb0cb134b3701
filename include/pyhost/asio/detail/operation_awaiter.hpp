// SPDX-License-Identifier: MIT
// A coroutine of pyhost that waits for an asynchronous operation of Boost.Asio.
#pragma once

#include <pyhost/asio/detail/operation_outcome.hpp>
#include <pyhost/async/executor.hpp>
#include <pyhost/async/task.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <concepts>
#include <coroutine>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <tuple>
#include <utility>

namespace pyhost::inline v0::detail {

/// An initiation that tells where its operation runs.
template <class Initiation>
concept has_io_executor = requires(const Initiation& one) {
    typename Initiation::executor_type;
    { one.get_executor() } -> std::convertible_to<boost::asio::any_io_executor>;
};

/// How an operation is begun and cancelled from any thread: on one strand, on which its handler runs too.
class operation_strand : public std::enable_shared_from_this<operation_strand> {
public:
    using executor_type = boost::asio::strand<boost::asio::any_io_executor>;

    explicit operation_strand(boost::asio::any_io_executor where) : strand_{boost::asio::make_strand(std::move(where))} {}

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

/// A coroutine that waits for an operation: its handler resumes it once, also where it ends without being called.
template <class Outcome>
struct waiting_for_operation {
    Outcome outcome;
    std::coroutine_handle<> coroutine;

    void abort() noexcept
    {
        outcome.abort();
        const continuation next{[](void* address) noexcept { std::coroutine_handle<>::from_address(address).resume(); },
                                coroutine.address()};
        try {
            executor{}.post(next);
        } catch (...) {  // no memory, no thread: here, then
            next();
        }
    }
};

template <class Outcome>
class operation_handler {
public:
    explicit operation_handler(waiting_for_operation<Outcome>& waiting) noexcept : waiting_{&waiting} {}
    operation_handler(operation_handler&& other) noexcept : waiting_{std::exchange(other.waiting_, nullptr)} {}
    operation_handler& operator=(operation_handler&&) = delete;
    ~operation_handler()
    {
        if (waiting_ != nullptr) waiting_->abort();
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
};

/// The same on a strand.
template <class Outcome>
class operation_handler_on_strand {
public:
    using executor_type = operation_strand::executor_type;
    using cancellation_slot_type = boost::asio::cancellation_slot;

    operation_handler_on_strand(waiting_for_operation<Outcome>& waiting, std::shared_ptr<operation_strand> strand)
        : strand_{std::move(strand)}, executor_{strand_->executor()}, next_{waiting}
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

/// Begins the operation when it is awaited.
template <class Outcome, class Initiation, class... Args>
class [[nodiscard]] operation_awaiter {
public:
    explicit operation_awaiter(Initiation initiation, Args... args) : initiation_{std::move(initiation)}, arguments_{std::move(args)...} {}
    operation_awaiter(const operation_awaiter&) = delete;
    operation_awaiter& operator=(const operation_awaiter&) = delete;

    [[nodiscard]] bool await_ready() const noexcept { return false; }

    /// From the begin on the coroutine may have come to its end.
    template <class Promise>
    void await_suspend(std::coroutine_handle<Promise> coroutine)
    {
        waiting_.coroutine = coroutine;
        if constexpr (has_stop_token<Promise>) token_ = coroutine.promise().stop_token();
        if constexpr (has_io_executor<Initiation>) {
            const auto strand = std::make_shared<operation_strand>(initiation_.get_executor());
            if (token_.stop_possible()) stop_.emplace(token_, canceller{strand});
            const auto where = strand->executor();
            starter first{std::move(initiation_), std::move(arguments_), {waiting_, strand}};
            try {
                boost::asio::dispatch(where, std::move(first));
            } catch (...) {  // the handler has ended, and resumes the coroutine
            }
        } else {
            auto initiation = std::move(initiation_);
            auto arguments = std::move(arguments_);
            try {
                begin(std::move(initiation), std::move(arguments), operation_handler<Outcome>{waiting_});
            } catch (...) {  // the same
            }
        }
    }

    decltype(auto) await_resume()
    {
        stop_.reset();
        return waiting_.outcome.take(token_.stop_requested());
    }

private:
    struct canceller {
        std::shared_ptr<operation_strand> strand;
        void operator()() const noexcept
        {
            try {
                strand->cancel();
            } catch (...) {  // no memory: it is not cancelled
            }
        }
    };

    struct starter {
        Initiation initiation;
        std::tuple<Args...> arguments;
        operation_handler_on_strand<Outcome> handler;

        void operator()()
        {
            if (handler.begin()) operation_awaiter::begin(std::move(initiation), std::move(arguments), std::move(handler));
        }
    };

    template <class Handler>
    static void begin(Initiation initiation, std::tuple<Args...> arguments, Handler handler)
    {
        std::apply([&](Args&... args) { std::move(initiation)(std::move(handler), std::move(args)...); }, arguments);
    }

    waiting_for_operation<Outcome> waiting_;
    Initiation initiation_;
    std::tuple<Args...> arguments_;
    std::stop_token token_;
    std::optional<std::stop_callback<canceller>> stop_;
};

}  // namespace pyhost::inline v0::detail
