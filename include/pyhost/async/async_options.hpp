// SPDX-License-Identifier: MIT
// What an awaited call may be told besides its arguments: what stops it, how long it may take, where its coroutine goes on.
#pragma once

#include <pyhost/async/detail/async_request.hpp>
#include <pyhost/async/event_loop.hpp>
#include <pyhost/async/executor.hpp>

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>

namespace pyhost::inline v0 {

namespace detail {

/// Gives `Self` the functions that return a copy of it with one option more.
template <class Self>
class option_setters {
public:
    /// Cancels the call when a stop is requested, as future::cancel() does.
    [[nodiscard]] Self with(std::stop_token token) const
    {
        return changed([&](option_setters& to) { to.settings_.stop = std::move(token); });
    }

    /// Cancels the call when it has not come to its end by then, counted from the call on: timeout_error, with CancelledError as its cause.
    /// As with asyncio.timeout(), that is when its `finally` has run, and a value that comes all the same is the outcome: it is no limit
    /// for who waits, as future::wait_for() is. On CPython 3.9 and 3.10 asyncio's own time limits raise another class,
    /// asyncio.TimeoutError.
    template <class Rep, class Period>
    [[nodiscard]] Self with_timeout(std::chrono::duration<Rep, Period> limit) const
    {
        return changed([&](option_setters& to) { to.settings_.limit = std::chrono::duration<double>{limit}; });
    }

    /// Where a coroutine that awaits the call goes on.
    [[nodiscard]] Self on(executor where) const
    {
        return changed([&](option_setters& to) { to.executor_ = std::move(where); });
    }

    /// The event loop that runs the call.
    [[nodiscard]] Self on(const event_loop& loop) const
    {
        return changed([&](option_setters& to) { to.settings_.loop = loop_access::core(loop); });
    }

    /// The name of the task, which asyncio shows.
    [[nodiscard]] Self named(std::string name) const
    {
        return changed([&](option_setters& to) { to.settings_.name = std::move(name); });
    }

    [[nodiscard]] const async_settings& settings() const noexcept { return settings_; }
    [[nodiscard]] const std::optional<executor>& where() const noexcept { return executor_; }

private:
    template <class Change>
    Self changed(Change change) const
    {
        Self copy{static_cast<const Self&>(*this)};
        change(copy);
        return copy;
    }

    async_settings settings_;
    std::optional<executor> executor_;
};

}  // namespace detail

/// For async_call(): `py::async_options{}.with_timeout(5s).on(pool)`.
class async_options : public detail::option_setters<async_options> {};

}  // namespace pyhost::inline v0
