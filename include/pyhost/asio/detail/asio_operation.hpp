// SPDX-License-Identifier: MIT
// A call of Python that a handler of Boost.Asio waits for.
#pragma once

#include <pyhost/asio/detail/pending_operations.hpp>
#include <pyhost/async/detail/driver.hpp>
#include <pyhost/async/future.hpp>

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/execution/blocking.hpp>
#include <boost/asio/execution/executor.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/is_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/require.hpp>
#include <boost/asio/system_executor.hpp>
#include <exception>
#include <memory>
#include <optional>
#include <stop_token>
#include <type_traits>
#include <utility>
#include <variant>

namespace pyhost::inline v0::detail {

/// An executor that can be told not to run a function at once.
template <class E>
inline constexpr bool can_post =
    boost::asio::is_executor<E>::value ||
    (boost::asio::execution::is_executor<E>::value && boost::asio::can_require<E, boost::asio::execution::blocking_t::never_t>::value);

/// It has its handler posted to the handler's executor when there is an outcome, and ends.
template <class R, class Handler>
class asio_operation final : public pending_operation, private driven<R> {
    using handler_executor = boost::asio::associated_executor_t<Handler>;
    using work_guard = boost::asio::executor_work_guard<handler_executor>;

public:
    static void begin(future<R> call, Handler handler)
    {
        auto* made = new asio_operation{std::move(handler)};
        try {
            driven<R>::run(std::move(call).on(executor::inline_here()), *made);
        } catch (...) {  // it has not begun
            if (made->operations_ != nullptr) made->operations_->remove(*made, [] {});
            made->release();
            throw;
        }
    }

private:
    /// What is posted.
    struct delivery {
        void operator()()
        {
            if (auto slot = boost::asio::get_associated_cancellation_slot(handler); slot.is_connected()) slot.clear();
            work.reset();
            if constexpr (std::is_void_v<R>) std::move(handler)(thrown);
            else std::move(handler)(thrown, value ? *std::move(value) : R{});
        }

        Handler handler;
        handler_executor where;
        work_guard work;
        std::exception_ptr thrown = nullptr;
        std::optional<std::conditional_t<std::is_void_v<R>, std::monostate, R>> value = std::nullopt;
    };

    explicit asio_operation(Handler handler)
    {
        const handler_executor where = boost::asio::get_associated_executor(handler);
        delivery_.emplace(delivery{std::move(handler), where, boost::asio::make_work_guard(where)});
        if (auto slot = boost::asio::get_associated_cancellation_slot(delivery_->handler); slot.is_connected())
            slot.assign([stop = stop_](boost::asio::cancellation_type kind) mutable {
                if (kind != boost::asio::cancellation_type::none) stop.request_stop();
            });
        operations_ = pending_operations::of(where);
        if (operations_ != nullptr) operations_->add(*this);
    }

    [[nodiscard]] std::stop_token stop_token() const override { return stop_.get_token(); }

    /// On the thread of the loop, which runs no handler itself.
    void complete() noexcept override
    {
        const auto post = [this] {
            delivery sent = *std::move(delivery_);
            delivery_.reset();
            keep_outcome(sent);
            const handler_executor where = sent.where;
            if constexpr (can_post<handler_executor>) boost::asio::post(where, std::move(sent));
            else boost::asio::post(boost::asio::system_executor{}, std::move(sent));  // an inline executor runs it wherever it comes
        };
        try {
            if (operations_ == nullptr) post();
            else operations_->remove(*this, post);
        } catch (...) {  // the executor takes nothing: the handler ends without being called, as those of a context that ends
        }
        this->release();
    }

    void keep_outcome(delivery& into) noexcept
    {
        try {
            if constexpr (std::is_void_v<R>) driven<R>::take();
            else into.value.emplace(driven<R>::take());
        } catch (...) {
            into.thrown = std::current_exception();
        }
    }

    void abandon() noexcept override
    {
        delivery_.reset();
        stop_.request_stop();
    }

    std::optional<delivery> delivery_;  // of the thread that has taken it off the list
    std::stop_source stop_;
    std::shared_ptr<pending_operations> operations_;
};

}  // namespace pyhost::inline v0::detail
