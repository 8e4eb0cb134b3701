// SPDX-License-Identifier: MIT
// A coroutine of C++ that waits for a call of Python.
#pragma once

#include <pyhost/async/detail/async_waiter.hpp>
#include <pyhost/async/executor.hpp>
#include <pyhost/async/future.hpp>
#include <pyhost/async/task.hpp>

#include <concepts>
#include <coroutine>
#include <exception>
#include <optional>
#include <stop_token>
#include <utility>

namespace pyhost::inline v0::detail {

/// Hands a coroutine to an executor when the outcome is there.
class waiting_coroutine : public async_waiter {
public:
    waiting_coroutine() noexcept : async_waiter{[](async_waiter& self) noexcept { static_cast<waiting_coroutine&>(self).post(); }} {}

    void go_on_by(executor where, std::coroutine_handle<> coroutine) noexcept
    {
        where_ = std::move(where);
        coroutine_ = coroutine;
    }

    /// Throws what its executor has thrown.
    void check_executor() const
    {
        if (thrown_ != nullptr) std::rethrow_exception(thrown_);
    }

private:
    void post() noexcept PYHOST_DETAIL_NO_ANALYSIS;

    executor where_;
    std::coroutine_handle<> coroutine_;
    std::exception_ptr thrown_;
};

template <class R>
class [[nodiscard]] future_awaiter {
public:
    future_awaiter(future<R> awaited) noexcept : awaited_{std::move(awaited)} {}  // NOLINT(google-explicit-constructor): return {...};
    future_awaiter(const future_awaiter&) = delete;
    future_awaiter& operator=(const future_awaiter&) = delete;

    /// The coroutine may end while it waits; then nobody may resume it.
    ~future_awaiter()
    {
        stop_.reset();
        if (is_waiting_ && awaited_.valid()) static_cast<void>(awaited_.state_->waiters().leave(waiter_));
    }

    [[nodiscard]] bool await_ready() const { return !awaited_.valid() || awaited_.is_ready(); }

    template <class Promise>
    bool await_suspend(std::coroutine_handle<Promise> coroutine)
    {
        waiter_.go_on_by(executor_of(coroutine.promise()), coroutine);
        if constexpr (has_stop_token<Promise>) stop_.emplace(coroutine.promise().stop_token(), canceller{awaited_.state_});
        is_waiting_ = true;
        return awaited_.state_->waiters().wait_with(waiter_);
    }

    bool await_suspend(std::coroutine_handle<> coroutine)
    {
        waiter_.go_on_by(awaited_.executor_.value_or(executor{}), coroutine);
        is_waiting_ = true;
        return awaited_.state_->waiters().wait_with(waiter_);
    }

    R await_resume()
    {
        stop_.reset();
        is_waiting_ = false;
        waiter_.check_executor();
        return awaited_.get();
    }

private:
    template <class Promise>
    executor executor_of([[maybe_unused]] const Promise& promise) const
    {
        if (awaited_.executor_) return *awaited_.executor_;
        if constexpr (has_executor<Promise>) return promise.executor();
        else return {};
    }

    struct canceller {
        async_request* owner;
        void operator()() const noexcept { owner->cancel(); }
    };

    future<R> awaited_;
    waiting_coroutine waiter_;
    std::optional<std::stop_callback<canceller>> stop_;
    bool is_waiting_ = false;
};

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

#include <pyhost/gil.hpp>

namespace pyhost::inline v0::detail {

/// From the post on the coroutine may have come to its end, and this object with it.
PYHOST_DETAIL_BODY void waiting_coroutine::post() noexcept
{
    const continuation next{[](void* self) noexcept { static_cast<waiting_coroutine*>(self)->coroutine_.resume(); }, this};
    const gil_release nogil;
    try {
        return executor{where_}.post(next);
    } catch (...) {
        thrown_ = std::current_exception();
    }
    try {
        executor{}.post(next);
    } catch (...) {  // there can be no thread
        next();
    }
}

}  // namespace pyhost::inline v0::detail

#endif
