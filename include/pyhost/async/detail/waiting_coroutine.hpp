// SPDX-License-Identifier: MIT
// A coroutine of C++ that waits for the outcome of a call, and may be destroyed meanwhile.
#pragma once

#include <pyhost/async/detail/async_waiter.hpp>
#include <pyhost/async/detail/carried_context.hpp>
#include <pyhost/async/executor.hpp>

#include <coroutine>
#include <exception>
#include <utility>

namespace pyhost::inline v0::detail {

class async_request;

/// Part of its request, so that what is on its way to an executor finds it whatever becomes of the coroutine.
class waiting_coroutine : public async_waiter {
public:
    explicit waiting_coroutine(async_request& owner) noexcept
        : async_waiter{[](async_waiter& self) noexcept { static_cast<waiting_coroutine&>(self).post(); }}, owner_{&owner}
    {
    }

    /// Throws: what making a copy of the context raises.
    void begin(executor where, std::coroutine_handle<> coroutine)
    {
        where_ = std::move(where);
        context_ = carried_context::of_thread();
        coroutine_ = coroutine;
        state_.store(waits);
    }

    /// The coroutine is destroyed: from here on nobody resumes it.
    void abandon() noexcept
    {
        int expected = waits;
        state_.replace(expected, abandoned);
    }

    /// Throws what its executor has thrown, once: the exception ends with its reader.
    void check_executor()
    {
        if (thrown_ != nullptr) std::rethrow_exception(std::exchange(thrown_, nullptr));
    }

private:
    enum states : int { waits = 1, resumed, abandoned };

    /// Hands it to its executor.
    void post() noexcept PYHOST_DETAIL_NO_ANALYSIS;
    void go_on() noexcept;

    async_request* owner_;
    atomic<int> state_;
    executor where_;
    carried_context context_;
    std::coroutine_handle<> coroutine_;
    std::exception_ptr thrown_;
};

}  // namespace pyhost::inline v0::detail
