// SPDX-License-Identifier: MIT
// A call of Python that runs on an event loop, as C++ waits for it, awaits it or cancels it.
#pragma once

#include <pyhost/async/detail/call_named.hpp>
#include <pyhost/async/detail/future_awaiter.hpp>
#include <pyhost/async/executor.hpp>

#include <chrono>
#include <coroutine>
#include <utility>

namespace pyhost::inline v0 {

namespace detail {
struct future_access;
}  // namespace detail

/// What an async_function returns: the call is on its way, on the thread of its event loop.
///
/// There is one outcome, for one reader: the value, or what is thrown. Where the future ends before that, the call is cancelled, and an
/// error that it ends with all the same goes to sys.unraisablehook; detach() lets it go on alone. It may be moved to any thread, and
/// outlive the interpreter, whose end cancels all calls and waits until they have come to their end; a value that has objects of Python
/// is of its run, as they are.
template <class R>
class [[nodiscard]] future {
public:
    using value_type = R;

    future() noexcept = default;
    future(future&& other) noexcept : state_{std::exchange(other.state_, nullptr)}, executor_{std::move(other.executor_)} {}
    future& operator=(future other) noexcept
    {
        std::swap(state_, other.state_);
        std::swap(executor_, other.executor_);
        return *this;
    }
    ~future()
    {
        if (state_ != nullptr) detail::forsake_call(state_);
    }

    /// Whether there is an outcome to wait for: not after it was read, moved or detached.
    [[nodiscard]] bool valid() const noexcept { return state_ != nullptr; }

    /// Whether the outcome is there.
    [[nodiscard]] bool is_ready() const noexcept { return state_ != nullptr && state_->is_over(); }

    /// Waits for the outcome and returns the value; the GIL is let go meanwhile.
    ///
    /// Throws: what the coroutine raised, as its C++ class; cancelled_error; type_error and its like when the value does not convert;
    /// timeout_error when the time of with_timeout() was over; interpreter_closed when the interpreter ended under the call, or its loop.
    /// std::logic_error on the thread of the loop itself, which would wait for itself, and when there is nothing to wait for.
    R get() { return take("future::get").value(); }

    /// The same with an error of Python as a value. Throws: std::logic_error and interpreter_closed as get().
    [[nodiscard]] result<R> try_get() { return take("future::try_get").outcome(); }

    /// Waits until the outcome is there, which get() reads. Throws: std::logic_error as get().
    void wait() const { detail::wait_for_outcome("future::wait", state_); }

    /// The same for that long at most; whether it is there. The call goes on in any case.
    template <class Rep, class Period>
    [[nodiscard]] bool wait_for(std::chrono::duration<Rep, Period> limit) const
    {
        return detail::wait_for_outcome("future::wait_for", state_, detail::later_by(limit));
    }

    /// Asks for the call to be cancelled: asyncio raises CancelledError where it waits. It does not wait.
    ///
    /// Needs: no other thread to read, move or await the future now; to cancel from elsewhere make the call with a stop token. It does
    /// nothing once the future is read or awaited.
    void cancel() noexcept
    {
        if (state_ != nullptr) state_->cancel();
    }

    /// Lets the call go on with nobody to read its outcome; an error goes to sys.unraisablehook.
    void detach() noexcept
    {
        if (auto* state = std::exchange(state_, nullptr)) {
            state->forsake(true);
            state->release();
        }
    }

    /// Where a coroutine that awaits it goes on, if not where its own type says: `co_await fetch(url).on(pool)`.
    [[nodiscard]] future on(executor where) &&
    {
        executor_ = std::move(where);
        return std::move(*this);
    }

    /// `co_await` in a coroutine of any type whose promise takes any awaitable: the value, or it throws as get() does. It goes on by the
    /// executor of on(), else by that of the function, else by the one that the promise of the coroutine has (`executor executor() const`),
    /// else on pyhost's own thread; at once when the outcome is there. Where the coroutine is destroyed while it waits, the call is
    /// cancelled.
    [[nodiscard]] detail::future_awaiter<R> operator co_await() && noexcept
    {
        return {std::exchange(state_, nullptr), std::move(executor_)};
    }
    [[nodiscard]] detail::future_awaiter<R> operator co_await() & noexcept { return std::move(*this).operator co_await(); }

    /// With pyhost/asio.hpp: delivers the outcome as a completion token of Boost.Asio says, `fetch(url)(boost::asio::use_future)`; a
    /// handler takes a std::exception_ptr and the value. It is the one reader.
    template <class Token>
        requires requires(future call, Token&& token) { async_outcome(std::move(call), std::forward<Token>(token)); }
    decltype(auto) operator()(Token&& token)
    {
        return async_outcome(std::move(*this), std::forward<Token>(token));
    }

private:
    friend struct detail::future_access;

    explicit future(detail::future_state<R>* state, std::optional<executor> where) noexcept : state_{state}, executor_{std::move(where)} {}

    detail::taken_outcome<R> take(const char* operation)
    {
        detail::wait_for_outcome(operation, state_);
        return detail::taken_outcome<R>{std::exchange(state_, nullptr)};
    }

    detail::future_state<R>* state_ = nullptr;
    std::optional<executor> executor_;
};

}  // namespace pyhost::inline v0
