// SPDX-License-Identifier: MIT
// Where a coroutine of C++ goes on after a co_await of pyhost's: a pool, a loop of the host, pyhost's own thread.
#pragma once

#include <pyhost/async/continuation.hpp>
#include <pyhost/async/detail/carried_context.hpp>
#include <pyhost/detail/shared_value.hpp>

#if PYHOST_DETAIL_BODIES
#include <pyhost/async/detail/resuming_thread.hpp>
#endif
#include <concepts>
#include <coroutine>
#include <type_traits>
#include <utility>

namespace pyhost::inline v0 {

namespace detail {
class schedule_awaiter;
}

/// Any function that takes a continuation and sees to it that it is run, now or later: `[&pool](py::continuation c) { pool.submit(c); }`.
///
/// Copies share the function, which is called as const, detached from Python, on whatever thread, by several at a time. It must see to it
/// that each continuation is run, or what waits for its coroutine waits for ever. When it throws, it must not
/// run the continuation: the coroutine then goes on on pyhost's own thread, where its co_await throws the same.
class executor {
public:
    /// pyhost's own thread, one for each binary. A coroutine that blocks it keeps all others there waiting.
    executor() noexcept = default;

    template <class Post>
        requires std::invocable<const Post&, continuation> && (!std::same_as<Post, executor>)
    executor(Post post)  // NOLINT(google-explicit-constructor): a lambda is an executor wherever one is asked for
        : function_{detail::shared_value::of(std::move(post))},
          post_{[](const void* function, continuation next) { (*static_cast<const Post*>(function))(next); }}
    {
    }

    /// The thread that completes what is awaited, detached from Python: that of the event loop, which runs nothing else meanwhile.
    [[nodiscard]] static executor inline_here()
    {
        return executor{[](continuation next) { next(); }};
    }

    /// Has it run. Throws: what the function throws; std::system_error when there can be no thread of pyhost's own.
    void post(continuation next) const;

    /// `co_await where.schedule()`: the coroutine goes on there, until its next wait; then its own executor says where. Throws: what post()
    /// throws. Lifetime: a coroutine that is on its way must not be destroyed.
    [[nodiscard]] detail::schedule_awaiter schedule() const;

private:
    detail::shared_value function_;
    void (*post_)(const void*, continuation) = nullptr;
};

namespace detail {

class [[nodiscard]] schedule_awaiter {
public:
    explicit schedule_awaiter(executor where) noexcept : where_{std::move(where)} {}

    [[nodiscard]] bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> coroutine)
    {
        context_ = carried_context::of_thread();
        coroutine_ = coroutine;
        const executor where = where_;  // the coroutine, and this object with it, may have come to its end before the post returns
        where.post({[](void* self) noexcept { static_cast<schedule_awaiter*>(self)->go_on(); }, this});
    }
    void await_resume() const noexcept {}

private:
    void go_on() noexcept
    {
        const context_scope here{std::move(context_)};
        coroutine_.resume();
    }

    executor where_;
    carried_context context_;
    std::coroutine_handle<> coroutine_;
};

}  // namespace detail

inline detail::schedule_awaiter executor::schedule() const { return detail::schedule_awaiter{*this}; }

}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0 {

PYHOST_DETAIL_BODY void executor::post(continuation next) const
{
    if (post_ != nullptr) post_(function_.get(), next);
    else detail::resuming_thread::of_binary().post(next);
}

}  // namespace pyhost::inline v0

#endif
