// SPDX-License-Identifier: MIT
// A call of Python as an asynchronous operation of Boost.Asio, which takes any completion token.
#pragma once

#include <pyhost/asio/detail/asio_operation.hpp>
#include <pyhost/async/future.hpp>

#include <boost/asio/async_result.hpp>
#include <exception>
#include <type_traits>
#include <utility>

namespace pyhost::inline v0 {

namespace detail {

template <class R>
struct asio_signature {
    static_assert(std::is_default_constructible_v<R>,
                  "pyhost: Boost.Asio gives a handler a value also where there is an error, so its type "
                  "needs a default constructor; let the function return std::optional of it");
    using type = void(std::exception_ptr, R);
};
template <>
struct asio_signature<void> {
    using type = void(std::exception_ptr);
};

}  // namespace detail

/// What a future is called with a completion token for: `fetch(url)(boost::asio::use_future)`, and `co_await fetch(url)` in a
/// boost::asio::awaitable, where Boost.Asio finds it by itself from Boost 1.82 on; before, for void alone.
///
/// The completion signature is `void(std::exception_ptr, R)`, or `void(std::exception_ptr)` for void: what future::get() would throw, or
/// the value. The handler is posted to its associated executor, which is system_executor, that is a thread of Boost.Asio's own, where
/// nobody has bound one; its context has work to do until then. Any cancellation by its associated slot cancels the call, whose outcome is
/// delivered when it has come to its end. Where the context is destroyed first, so is the handler, and the call is cancelled.
/// Cost: a few allocations, which the associated allocator does not make.
template <class R, boost::asio::completion_token_for<typename detail::asio_signature<R>::type> Token>
auto async_outcome(future<R> call, Token&& token)
{
    return boost::asio::async_initiate<Token, typename detail::asio_signature<R>::type>(
        [](auto handler, future<R> started) {
            detail::asio_operation<R, decltype(handler)>::begin(std::move(started), std::move(handler));
        },
        token, std::move(call));
}

}  // namespace pyhost::inline v0
