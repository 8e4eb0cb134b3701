// SPDX-License-Identifier: MIT
// A coroutine of C++ that waits for a call of Python.
#pragma once

#include <pyhost/async/detail/future_state.hpp>
#include <pyhost/async/executor.hpp>
#include <pyhost/async/task.hpp>

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

/// Lets go of a call whose outcome nobody will read.
void forsake_call(async_request* call) noexcept;

/// Owns the call, which is cancelled where the coroutine is destroyed while it waits.
template <class R>
class [[nodiscard]] future_awaiter {
public:
    future_awaiter(future_state<R>* call, std::optional<executor> where) noexcept : call_{call}, where_{std::move(where)} {}
    future_awaiter(const future_awaiter&) = delete;
    future_awaiter& operator=(const future_awaiter&) = delete;

    ~future_awaiter()
    {
        if (call_ == nullptr) return;
        stop_.reset();
        if (is_waiting_) static_cast<void>(call_->waiters().leave(waiter_));
        forsake_call(call_);
    }

    [[nodiscard]] bool await_ready() const noexcept { return call_ == nullptr || call_->is_over(); }

    template <class Promise>
    bool await_suspend(std::coroutine_handle<Promise> coroutine)
    {
        waiter_.go_on_by(executor_of<Promise>(coroutine), coroutine);
        if constexpr (has_stop_token<Promise>) stop_.emplace(coroutine.promise().stop_token(), canceller{call_});
        is_waiting_ = true;
        return call_->waiters().wait_with(waiter_);  // from here on the coroutine may have come to its end
    }

    R await_resume()
    {
        stop_.reset();
        wait_for_outcome("co_await", call_);
        taken_outcome<R> taken{std::exchange(call_, nullptr)};
        waiter_.check_executor();
        return taken.value();
    }

private:
    struct canceller {
        async_request* owner;
        void operator()() const noexcept { owner->cancel(); }
    };

    template <class Promise>
    executor executor_of([[maybe_unused]] std::coroutine_handle<Promise> coroutine) const
    {
        if (where_) return *where_;
        if constexpr (has_executor<Promise>) return coroutine.promise().executor();
        else return {};
    }

    future_state<R>* call_;
    std::optional<executor> where_;
    waiting_coroutine waiter_;
    std::optional<std::stop_callback<canceller>> stop_;
    bool is_waiting_ = false;
};

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

#include <pyhost/gil.hpp>

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY void forsake_call(async_request* call) noexcept
{
    call->cancel();
    call->forsake();
    call->release();
}

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
