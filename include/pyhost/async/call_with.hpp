// SPDX-License-Identifier: MIT
// Calling Python, without async, for a time at most or until a stop is requested.
#pragma once

#include <pyhost/async/detail/call_named.hpp>
#include <pyhost/async/detail/interruption.hpp>
#include <pyhost/gil.hpp>

#if PYHOST_DETAIL_BODIES
#include <pyhost/async/detail/interrupting_thread.hpp>
#endif
#include <chrono>
#include <functional>
#include <stop_token>
#include <type_traits>
#include <utility>

namespace pyhost::inline v0 {

/// Calls `f(args...)` and interrupts the Python code that it runs when a stop is requested: py::call_with(token, predict, x).
///
/// `f` is a function<>, an object of Python, or any callable of C++ that runs Python; it runs attached. Where bytecode runs, an exception
/// that no `except Exception` catches is raised in it, so its `finally` runs; code that catches BaseException may go on. Code that is not
/// bytecode cannot be stopped: time.sleep(), a system call or a long calculation in an extension module come to their end first. Nothing
/// is raised in this thread any more when the call is over, and a value that came first is returned.
///
/// In the child of a fork, a call that was under way is interrupted by its time when another one begins.
///
/// Needs: nothing; it attaches. Throws: cancelled_error, with the frames where it was stopped; what `f` throws; interpreter_closed.
/// Cost: some microseconds; a thread of pyhost's own waits for all such calls of a binary.
template <class F, class... Args>
std::invoke_result_t<F, Args...> call_with(std::stop_token stop, F&& f, Args&&... args) PYHOST_DETAIL_NO_ANALYSIS
{
    const gil_guard gil;
    detail::interruption here{{}};
    const std::stop_callback on_stop{std::move(stop), [&here] { here.request(); }};
    return detail::run_interruptibly(here,
                                     [&]() -> decltype(auto) { return std::invoke(std::forward<F>(f), std::forward<Args>(args)...); });
}

/// The same until a time. Throws: timeout_error in place of cancelled_error.
template <class Clock, class Duration, class F, class... Args>
std::invoke_result_t<F, Args...> call_with(std::chrono::time_point<Clock, Duration> until, F&& f, Args&&... args) PYHOST_DETAIL_NO_ANALYSIS
{
    const gil_guard gil;
    detail::interruption here{detail::later_by(until - Clock::now())};
    return detail::run_interruptibly(here,
                                     [&]() -> decltype(auto) { return std::invoke(std::forward<F>(f), std::forward<Args>(args)...); });
}

/// The same for that long at most: py::call_with(5s, predict, x).
template <class Rep, class Period, class F, class... Args>
std::invoke_result_t<F, Args...> call_with(std::chrono::duration<Rep, Period> limit, F&& f, Args&&... args) PYHOST_DETAIL_NO_ANALYSIS
{
    return call_with(detail::later_by(limit), std::forward<F>(f), std::forward<Args>(args)...);
}

}  // namespace pyhost::inline v0
