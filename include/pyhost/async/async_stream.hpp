// SPDX-License-Identifier: MIT
// An asynchronous generator of Python as a typed C++ function, async_stream<T(A...)>, and the items that it gives.
#pragma once

#include <pyhost/async/async_function.hpp>
#include <pyhost/async/detail/stream_state.hpp>
#include <pyhost/async/future.hpp>

#include <memory>
#include <optional>
#include <utility>

namespace pyhost::inline v0 {

template <class Signature>
class async_stream;

/// The items of an asynchronous generator, one for each next(): `while (auto row = co_await rows.next()) use(*row);`.
///
/// The generator runs as far as it is asked for, so a slow reader holds it back. Where the stream ends before its last item, the generator
/// is closed, as aclose() does it, on its loop. May be moved to any thread; next() is called again when its future has its outcome.
template <class T>
class [[nodiscard]] stream {
public:
    stream(stream&& other) noexcept = default;
    stream& operator=(stream&& other) noexcept
    {
        detail::close_stream(state_);
        state_ = std::move(other.state_);
        return *this;
    }
    ~stream() { detail::close_stream(state_); }

    /// The next item, or nothing after the last one. What the generator raises is the outcome of the future, and its end; so is what ends
    /// the wait for an item, CancelledError, where its future is dropped too.
    ///
    /// Any thread. Throws: interpreter_closed; what making the loop raises; std::logic_error after a move.
    [[nodiscard]] future<std::optional<T>> next()
    {
        detail::need_stream(state_);
        detail::begin_stream(*state_);
        auto* call = new detail::next_call<T>{state_};
        auto made = detail::future_access::make<std::optional<T>>(call, state_->where);
        state_->take_item(call);
        return made;
    }

    /// Closes the generator: an item that is on its way is cancelled, and its `finally` has run when the future is ready. No items come any
    /// more. Where the future is dropped, so is the closing. Any thread. Throws: as next().
    [[nodiscard]] future<void> close()
    {
        detail::need_stream(state_);
        detail::begin_stream(*state_);
        state_->is_closed.store(1);
        state_->cancel_item();
        return detail::future_access::make<void>(new detail::close_call{state_}, state_->where);
    }

private:
    template <class>
    friend class async_stream;
    explicit stream(std::shared_ptr<detail::stream_state> state) noexcept : state_{std::move(state)} {}

    std::shared_ptr<detail::stream_state> state_;
};

/// A function of Python that returns an asynchronous generator, or whatever has `__aiter__`, seen from C++.
///
/// `py::async_stream<row(int)> rows{"client", "rows"}` is made as an async_function is, with the same options: those of time and stop are
/// for each item. Calling it returns a stream at once; the function is called with the first next(), on the thread of the loop.
template <class T, class... A>
class async_stream<T(A...)> : public detail::option_setters<async_stream<T(A...)>> {
    static_assert((detail::may_wait<A> && ...),
                  "pyhost: an argument of an async_stream waits for the event loop, where a view, a pointer or a reference would dangle; "
                  "use an owning type such as std::string or std::vector");
    static_assert(!detail::is_view<std::remove_cvref_t<T>> && !std::is_reference_v<T> && !std::is_pointer_v<T>,
                  "pyhost: the items of an async_stream are values; views, references and pointers into Python would dangle");

public:
    async_stream() noexcept = default;

    /// Names a callable, also "Class.method", in a module, and what its parameters must be, as function<> does. Needs: nothing.
    async_stream(std::string_view module, std::string_view name, std::string_view parameters = {}) : callee_{module, name, parameters} {}

    /// Wraps a callable object. Needs: the GIL. Throws: type_error when it cannot be called.
    explicit async_stream(const object& callable_object) PYHOST_NEEDS_GIL : callee_{callable_object} {}

    /// Whether there is something to call; the look-up may still fail.
    explicit operator bool() const noexcept { return static_cast<bool>(callee_); }

    /// A stream of its items. Any thread. Throws: std::logic_error for an empty one.
    stream<T> operator()(A... args) const
    {
        if (!callee_) detail::throw_empty("async_stream");
        return stream<T>{std::make_shared<detail::stream_source<A...>>(this->settings(), this->where(), callee_,
                                                                       std::remove_cvref_t<A>(std::forward<A>(args))...)};
    }

private:
    function<object(A...)> callee_;
};

}  // namespace pyhost::inline v0
