// SPDX-License-Identifier: MIT
// A coroutine of C++ that waits for a call of Python.
#pragma once

#include <pyhost/async/detail/future_state.hpp>
#include <pyhost/async/executor.hpp>
#include <pyhost/async/task.hpp>

#include <coroutine>
#include <optional>
#include <stop_token>
#include <utility>

namespace pyhost::inline v0::detail {

/// Lets go of a call whose outcome nobody will read, and cancels it.
inline void forsake_call(async_request* call) noexcept
{
    call->forsake(false);
    call->release();
}

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
        if (is_waiting_) {
            static_cast<void>(call_->waiters().leave(call_->coroutine()));
            call_->coroutine().abandon();
        }
        forsake_call(call_);
    }

    [[nodiscard]] bool await_ready() const noexcept { return call_ == nullptr || call_->is_over(); }

    template <class Promise>
    bool await_suspend(std::coroutine_handle<Promise> coroutine)
    {
        call_->coroutine().begin(executor_of<Promise>(coroutine), coroutine);
        if constexpr (has_stop_token<Promise>) stop_.emplace(coroutine.promise().stop_token(), canceller{call_});
        is_waiting_ = true;
        return call_->waiters().wait_with(call_->coroutine());  // from here on the coroutine may have come to its end
    }

    R await_resume()
    {
        stop_.reset();
        wait_for_outcome("co_await", call_);
        call_->coroutine().check_executor();
        taken_outcome<R> taken{std::exchange(call_, nullptr)};
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
    std::optional<std::stop_callback<canceller>> stop_;
    bool is_waiting_ = false;
};

}  // namespace pyhost::inline v0::detail
