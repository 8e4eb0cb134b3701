// SPDX-License-Identifier: MIT
// Asynchronous operations of Boost.Asio as tasks of pyhost, which Python can await.
#pragma once

#include <pyhost/asio/detail/operation_awaiter.hpp>
#include <pyhost/async/awaitable.hpp>
#include <pyhost/async/task.hpp>

#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <tuple>
#include <utility>

namespace pyhost::inline v0 {

/// The completion token `py::use_task`: the operation is a py::task, that begins when it is awaited, in a task of C++ or in Python.
///
/// `co_await timer.async_wait(py::use_task)`. A coroutine of Boost.Asio that Python may await is one by
/// `[&](int n) { return boost::asio::co_spawn(io, work(n), py::use_task); }`, since it has to be told where it runs.
///
/// An operation begins when it is awaited, so what it is of has to live until then: a function with a timer of its own is a task,
/// `[&](int ms) -> py::task<> { asio::steady_timer timer{io, ...}; co_await timer.async_wait(py::use_task); }`.
///
/// What its initiation throws is thrown there. An error_code is thrown as std::system_error, which is an OSError in Python, as is
/// boost::system::system_error; what comes beside it is the value, more than one a tuple. The task goes on where the operation completes.
/// Where it is stopped, as when Python cancels what awaits it, the operation is cancelled (cancellation_type::all), if its initiation has
/// an executor; then operation_aborted is thrown as cancelled_error. Where the context ends first, operation_aborted is thrown on the
/// thread that ends it, where objects of the context may still end, but begin nothing. While Python ends, the context has to run, or have
/// ended. Lifetime: a coroutine that waits must not be destroyed.
struct use_task_t {};
inline constexpr use_task_t use_task{};

}  // namespace pyhost::inline v0

template <class Signature>
class boost::asio::async_result<pyhost::use_task_t, Signature> {
    using outcome = pyhost::detail::operation_outcome<Signature>;

public:
    using return_type = pyhost::task<typename outcome::value_type>;

    template <class Initiation, class... Args>
    static return_type initiate(Initiation initiation, pyhost::use_task_t, Args... args)
    {
        co_return co_await pyhost::detail::operation_awaiter<outcome, Initiation, Args...>{std::move(initiation), std::move(args)...};
    }
};

namespace pyhost::inline v0::detail {

template <class T, class Executor>
inline constexpr bool says_where_it_runs<boost::asio::awaitable<T, Executor>> = false;

}  // namespace pyhost::inline v0::detail
