// SPDX-License-Identifier: MIT
// Executors of Boost.Asio as executors of pyhost.
#pragma once

#include <pyhost/async/executor.hpp>

#include <boost/asio/execution/executor.hpp>
#include <boost/asio/is_executor.hpp>
#include <boost/asio/post.hpp>
#include <concepts>
#include <memory>
#include <thread>
#include <utility>

namespace pyhost::inline v0 {

namespace detail {

template <class E>
concept asio_executor_type = boost::asio::execution::is_executor<E>::value || boost::asio::is_executor<E>::value;

/// Posts the rest of a coroutine, which does not go on before that is over: what it does may end the context.
template <asio_executor_type E>
void post_continuation(const E& where, continuation next)
{
    const auto is_posted = std::make_shared<atomic<int>>(0);
    boost::asio::post(where, [next, is_posted, poster = std::this_thread::get_id()] {
        while (is_posted->load() == 0 && std::this_thread::get_id() != poster) yield_thread();
        next();
    });
    is_posted->store(1);
}

}  // namespace detail

/// Where a coroutine of pyhost goes on: `fetch.on(py::asio_executor(pool.get_executor()))`. Posted, never run at once.
///
/// Lifetime: its context must live for as long as anything goes on there; what goes on there may end it. Cost: an allocation each time.
template <detail::asio_executor_type E>
[[nodiscard]] executor asio_executor(E where)
{
    return executor{[where](continuation next) { detail::post_continuation(where, next); }};
}

/// The same of an io_context, a thread_pool or anything else that has an executor.
template <class Context>
    requires requires(Context& context) {
        { context.get_executor() } -> detail::asio_executor_type;
    }
[[nodiscard]] executor asio_executor(Context& context)
{
    return asio_executor(context.get_executor());
}

}  // namespace pyhost::inline v0
