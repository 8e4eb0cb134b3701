// SPDX-License-Identifier: MIT
// A coroutine of C++ that gives one value: what Python can await, and other coroutines.
#pragma once

#include <pyhost/async/detail/async_waiter.hpp>
#include <pyhost/async/executor.hpp>

#include <coroutine>
#include <exception>
#include <optional>
#include <stop_token>
#include <type_traits>
#include <utility>

namespace pyhost::inline v0 {

template <class T = void>
class task;

namespace detail {

template <class T>
class task_awaiter;

/// A promise that says where its coroutine goes on.
template <class Promise>
concept has_executor = requires(const Promise& promise) {
    { promise.executor() } -> std::convertible_to<executor>;
};

/// A promise that says what stops its coroutine.
template <class Promise>
concept has_stop_token = requires(const Promise& promise) {
    { promise.stop_token() } -> std::convertible_to<std::stop_token>;
};

/// What all promises of tasks have. A task that is awaited by another coroutine has its executor and its stop token, unless it has been
/// given its own.
class task_promise_base {
public:
    std::suspend_always initial_suspend() noexcept { return {}; }

    struct at_end {
        bool await_ready() noexcept { return false; }
        template <class Promise>
        std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> ended) noexcept
        {
            return ended.promise().waiting_;
        }
        void await_resume() noexcept {}
    };
    at_end final_suspend() noexcept { return {}; }

    void unhandled_exception() noexcept { thrown_ = std::current_exception(); }

    [[nodiscard]] class executor executor() const { return executor_.value_or(inherited_); }
    [[nodiscard]] std::stop_token stop_token() const { return stop_; }

    void go_on_by(class executor where) { executor_ = std::move(where); }
    void stop_by(std::stop_token token)
    {
        stop_ = std::move(token);
        has_own_stop_ = true;
    }

    template <class Promise>
    void begin_for(std::coroutine_handle<Promise> waiting)
    {
        waiting_ = waiting;
        if constexpr (has_executor<Promise>) inherited_ = waiting.promise().executor();
        else inherited_ = {};
        if (has_own_stop_) return;
        if constexpr (has_stop_token<Promise>) stop_ = waiting.promise().stop_token();
        else stop_ = {};
    }

protected:
    /// Throws what the coroutine has thrown, once.
    void check_thrown()
    {
        if (thrown_ != nullptr) std::rethrow_exception(std::exchange(thrown_, nullptr));
    }

private:
    std::coroutine_handle<> waiting_ = std::noop_coroutine();
    std::optional<class executor> executor_;
    class executor inherited_;
    std::stop_token stop_;
    bool has_own_stop_ = false;
    std::exception_ptr thrown_;
};

template <class T>
class task_promise : public task_promise_base {
public:
    task<T> get_return_object() noexcept;

    template <class U = T>
        requires std::constructible_from<T, U>
    void return_value(U&& value)
    {
        value_.emplace(std::forward<U>(value));
    }

    T take()
    {
        check_thrown();
        return *std::move(value_);
    }

private:
    std::optional<T> value_;
};

template <>
class task_promise<void> : public task_promise_base {
public:
    task<void> get_return_object() noexcept;
    void return_void() noexcept {}
    void take() { check_thrown(); }
};

}  // namespace detail

/// A coroutine of C++ that begins when it is awaited: `py::task<int> work(int n) { co_return n; }`.
///
/// Returned by a function that Python has (module_def, expose), it is an awaitable of asyncio there: `await host.work(3)`, and as good as a
/// coroutine to gather(), wait_for(), TaskGroup and timeout(). It runs detached from Python: what uses objects takes a gil_guard, and no
/// guard may stay over a co_await. It begins on the thread of the loop that awaits it, which runs nothing else until the first co_await
/// that waits; after one of pyhost's it goes on by its executor, pyhost's own thread if nobody has named one.
///
/// Its parameters are copied or moved into the coroutine; references and views would dangle.
///
/// Where the Python task that awaits it is cancelled, a stop is requested from its stop token, which cancels the calls of Python that it
/// awaits; `co_await py::get_stop_token` gives the token. Python goes on when the coroutine has come to its end, so one that waits for
/// something else than Python has to heed the token, or keeps its canceller waiting.
///
/// A call that it makes of Python runs in a copy of the context variables that the task which awaits it had when it began; of those of the
/// thread, where get() was called attached. They go with it over each co_await of pyhost's, but not over one of somebody else's.
template <class T>
class [[nodiscard]] task {
    static_assert(!std::is_reference_v<T>, "pyhost: a task gives a value; a reference would outlive what it refers to");

public:
    using promise_type = detail::task_promise<T>;
    using value_type = T;

    task(task&& other) noexcept : coroutine_{std::exchange(other.coroutine_, nullptr)} {}
    task& operator=(task other) noexcept
    {
        std::swap(coroutine_, other.coroutine_);
        return *this;
    }
    ~task()
    {
        if (coroutine_) coroutine_.destroy();
    }

    /// Where it goes on after a co_await of pyhost's that has waited. It begins where it is awaited: `co_await pool.schedule();` as its
    /// first line moves it. Needs: not to have been moved or awaited, as all that follows.
    [[nodiscard]] task on(executor where) &&
    {
        coroutine_.promise().go_on_by(std::move(where));
        return std::move(*this);
    }

    /// What stops it, in place of what stops the coroutine that awaits it: the calls of Python that it awaits are cancelled.
    [[nodiscard]] task with(std::stop_token token) &&
    {
        coroutine_.promise().stop_by(std::move(token));
        return std::move(*this);
    }

    /// Awaits it, once, in a coroutine of any type: the value, or what it has thrown. That coroutine goes on where this one ends.
    [[nodiscard]] detail::task_awaiter<T> operator co_await() && noexcept { return {std::move(*this)}; }

    /// Runs it on this thread, up to its first wait, and waits for its end; the GIL is let go meanwhile.
    ///
    /// Throws: what it has thrown; std::logic_error on the thread of an event loop and on pyhost's own, which would stand still.
    T get() &&;

private:
    friend class detail::task_promise<T>;
    friend class detail::task_awaiter<T>;
    explicit task(std::coroutine_handle<promise_type> coroutine) noexcept : coroutine_{coroutine} {}

    std::coroutine_handle<promise_type> coroutine_;
};

namespace detail {

template <class T>
task<T> task_promise<T>::get_return_object() noexcept
{
    return task<T>{std::coroutine_handle<task_promise>::from_promise(*this)};
}

inline task<void> task_promise<void>::get_return_object() noexcept
{
    return task<void>{std::coroutine_handle<task_promise>::from_promise(*this)};
}

template <class T>
class [[nodiscard]] task_awaiter {
public:
    task_awaiter(task<T> awaited) noexcept : awaited_{std::move(awaited)} {}  // NOLINT(google-explicit-constructor): return {...};

    [[nodiscard]] bool await_ready() const noexcept { return false; }
    template <class Promise>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> waiting)
    {
        awaited_.coroutine_.promise().begin_for(waiting);
        return awaited_.coroutine_;
    }
    T await_resume() { return awaited_.coroutine_.promise().take(); }

private:
    task<T> awaited_;
};

/// Asks the promise of a coroutine, which does not wait.
class [[nodiscard]] stop_token_awaiter {
public:
    [[nodiscard]] bool await_ready() const noexcept { return false; }
    template <class Promise>
    bool await_suspend(std::coroutine_handle<Promise> coroutine)
    {
        if constexpr (has_stop_token<Promise>) token_ = coroutine.promise().stop_token();
        return false;
    }
    [[nodiscard]] std::stop_token await_resume() noexcept { return std::move(token_); }

private:
    std::stop_token token_;
};

struct get_stop_token_t {
    [[nodiscard]] stop_token_awaiter operator co_await() const noexcept { return {}; }
};

}  // namespace detail

/// `std::stop_token stop = co_await py::get_stop_token;`: what stops this coroutine; none in one of a type that has no stop token.
inline constexpr detail::get_stop_token_t get_stop_token{};

}  // namespace pyhost::inline v0
