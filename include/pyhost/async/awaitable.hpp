// SPDX-License-Identifier: MIT
// Awaitables of C++ as awaitables of Python: tasks, and whatever a coroutine can await.
#pragma once

#include <pyhost/async/detail/native_await_body.hpp>
#include <pyhost/async/task.hpp>

namespace pyhost::inline v0 {

namespace detail {

/// What blocks a thread until it has its value, such as std::future.
template <class T>
concept blocking_future = !awaitable<T> && requires(T& one) {
    one.wait();
    one.get();
    { one.valid() } -> std::convertible_to<bool>;
};

/// A parameter that is still there when the call is over.
template <class A>
inline constexpr bool may_wait_by_value = !std::is_reference_v<A> && !std::is_pointer_v<A> && !is_view<A>;

/// Not of a coroutine of Boost.Asio.
template <class T>
inline constexpr bool says_where_it_runs = true;

template <class T>
concept native_awaitable = awaitable<T> && std::move_constructible<T> && !std::is_reference_v<T> && !std::derived_from<T, handle>;

}  // namespace detail

/// `py::task<int>` and whatever a coroutine of C++ can await, to Python only: as the result of a function an awaitable, which asyncio takes
/// for a coroutine. It begins when it is awaited.
///
/// As the result itself: in a container nobody looks at the parameters, and nothing keeps the callable.
template <class T>
    requires detail::native_awaitable<T> || detail::blocking_future<T>
struct converter<T> {
    static PyObject* store_moved(T&& awaitable) PYHOST_NEEDS_GIL
    {
        static_assert(!detail::blocking_future<T>, "pyhost: a std::future does not become an awaitable of Python: nothing tells when it is "
                                                   "ready, so each would block a thread; return a py::task, or what a coroutine can await");
        static_assert(detail::says_where_it_runs<T>, "pyhost: a boost::asio::awaitable does not say where it runs; return "
                                                     "boost::asio::co_spawn(executor, what(), py::use_task)");
        if constexpr (detail::native_awaitable<T> && detail::says_where_it_runs<T>) return detail::new_native_await(std::move(awaitable));
    }

    /// For the function with parameters `A` that has returned it.
    template <class... A>
    static void belongs_to(PyObject* made, PyObject* callable_self) PYHOST_NEEDS_GIL
    {
        static_assert((detail::may_wait_by_value<A> && ...),
                      "pyhost: a parameter of a function that returns an awaitable would dangle, since the call is over when "
                      "that is awaited; take it by value, as a type that owns what it has, such as std::string or std::vector");
        detail::give_owner(made, callable_self);
    }
};

}  // namespace pyhost::inline v0
