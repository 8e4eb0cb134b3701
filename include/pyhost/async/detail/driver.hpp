// SPDX-License-Identifier: MIT
// Runs an awaitable of C++ to its end for somebody who is no coroutine: a thread, or Python.
#pragma once

#include <pyhost/async/task.hpp>
#include <pyhost/gil.hpp>

#include <coroutine>
#include <exception>
#include <optional>
#include <utility>

namespace pyhost::inline v0::detail {

/// What `co_await A` gives.
template <class A>
decltype(auto) awaiter_of(A&& awaitable)
{
    if constexpr (requires { std::forward<A>(awaitable).operator co_await(); }) return std::forward<A>(awaitable).operator co_await();
    else if constexpr (requires { operator co_await(std::forward<A>(awaitable)); }) return operator co_await(std::forward<A>(awaitable));
    else return std::forward<A>(awaitable);
}

template <class A>
concept awaiter = requires(A& one, std::coroutine_handle<> waiting) {
    { one.await_ready() } -> std::convertible_to<bool>;
    one.await_resume();
};

/// What a coroutine of any type can await.
template <class A>
concept awaitable = requires(A&& one) {
    { awaiter_of(std::forward<A>(one)) } -> awaiter;
};

template <awaitable A>
using awaited_type = std::remove_cvref_t<decltype(awaiter_of(std::declval<A>()).await_resume())>;

/// The outcome of an awaitable, and what happens when it is there.
template <class R>
class driven {
public:
    virtual ~driven() = default;

    /// Throws: what the awaitable has thrown.
    R take()
    {
        if (thrown_ != nullptr) std::rethrow_exception(std::exchange(thrown_, nullptr));
        if constexpr (!std::is_void_v<R>) return *std::move(value_);
    }

    [[nodiscard]] virtual std::stop_token stop_token() const { return {}; }

    /// The last thing that the coroutine does; it may end this object.
    virtual void complete() noexcept = 0;

    template <class A>
    static void run(A awaitable, driven& into)
    {
        drive<A>(std::move(awaitable), into);
    }

private:
    struct coroutine {
        struct promise_type {
            template <class A>
            promise_type(A&, driven& into) : stop_{into.stop_token()}
            {
            }
            coroutine get_return_object() noexcept { return {}; }
            std::suspend_never initial_suspend() noexcept { return {}; }
            std::suspend_never final_suspend() noexcept { return {}; }
            void return_void() noexcept {}
            void unhandled_exception() noexcept { std::terminate(); }  // nothing throws outside of the try block
            [[nodiscard]] std::stop_token stop_token() const { return stop_; }

        private:
            std::stop_token stop_;
        };
    };

    template <class A>
    static coroutine drive(A awaitable, driven& into)
    {
        try {
            A one{std::move(awaitable)};  // which ends before the outcome is told
            if constexpr (std::is_void_v<R>) co_await std::move(one);
            else into.value_.emplace(co_await std::move(one));
        } catch (...) {
            into.thrown_ = std::current_exception();
        }
        into.complete();
    }

    struct nothing {};
    std::optional<std::conditional_t<std::is_void_v<R>, nothing, R>> value_;
    std::exception_ptr thrown_;
};

/// Throws: std::logic_error on the thread of an event loop, which must not wait.
void need_other_thread(const char* operation);

/// A thread that waits for an awaitable.
template <class R>
class driven_by_thread final : public driven<R> {
public:
    template <class A>
    static R get(A awaitable) PYHOST_DETAIL_NO_ANALYSIS
    {
        need_other_thread("task::get");
        driven_by_thread here;
        const context_scope context{carried_context::of_thread()};
        const gil_release nogil;
        driven<R>::run(std::move(awaitable), here);
        waiting_thread{}.wait_at(here.place_);
        return here.take();
    }

private:
    void complete() noexcept override { place_.finish(); }

    waiter_place place_;
};

}  // namespace pyhost::inline v0::detail

namespace pyhost::inline v0 {

template <class T>
T task<T>::get() &&
{
    return detail::driven_by_thread<T>::get(std::move(*this));
}

}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

#include <pyhost/async/detail/loop_thread.hpp>
#include <pyhost/async/detail/request_ends.hpp>
#include <pyhost/async/detail/resuming_thread.hpp>

#include <stdexcept>
#include <string>

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY void need_other_thread(const char* operation)
{
    const bool is_loop = loop_core::is_on_thread_of_any();
    if (is_loop || resuming_thread::is_here())
        throw std::logic_error(
            std::string{operation} + ": this thread runs " + (is_loop ? "an event loop" : "coroutines that name no executor") +
            ", which would stand still meanwhile, and with it what is waited for; co_await it, or wait on another thread");
}

}  // namespace pyhost::inline v0::detail

#endif
