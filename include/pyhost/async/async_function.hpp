// SPDX-License-Identifier: MIT
// A coroutine function of Python as a typed C++ function, async_function<R(A...)>.
#pragma once

#include <pyhost/async/async_options.hpp>
#include <pyhost/async/future.hpp>
#include <pyhost/function.hpp>

#include <optional>
#include <string>
#include <tuple>
#include <utility>

namespace pyhost::inline v0 {

template <class Signature>
class async_function;

namespace detail {

/// What names the callable in messages: "client.fetch()".
std::string called_name(const function_target* target);

struct future_access {
    template <class R>
    static future<R> make(future_state<R>* state, const std::optional<executor>& where)
    {
        try {
            state->submit();
        } catch (...) {
            state->release();
            throw;
        }
        return future<R>{state, where};
    }
};

/// Calls with arguments that have waited, and lets go of them.
template <class... A>
result<object> call_with_waiting(const function<object(A...)>& callee, std::optional<std::tuple<std::remove_cvref_t<A>...>>& arguments)
    PYHOST_NEEDS_GIL
{
    const auto run = [&](std::remove_cvref_t<A>&... args)
                         PYHOST_NEEDS_GIL { return callee.try_call(static_cast<std::remove_cvref_t<A>&&>(args)...); };
    result<object> called = std::apply(run, *arguments);
    arguments.reset();
    return called;
}

/// A call whose arguments wait for the thread of the loop, where they are converted.
template <class R, class... A>
class function_call final : public future_state<R> {
public:
    function_call(const async_settings& settings, const function<object(A...)>& callee, std::remove_cvref_t<A>&&... args)
        : future_state<R>{settings}, callee_{callee}, arguments_{std::in_place, std::move(args)...}
    {
    }

    [[nodiscard]] std::string what() const override { return called_name(attached_call::target(callee_)); }

private:
    PyObject* call() override PYHOST_NEEDS_GIL
    {
        result<object> called = call_with_waiting(callee_, arguments_);
        if (called.has_value()) return std::move(called).value().release();
        called.error().restore();
        return nullptr;
    }

    void forget_call() noexcept override PYHOST_NEEDS_GIL
    {
        callee_ = {};
        arguments_.reset();
    }

    function<object(A...)> callee_;
    std::optional<std::tuple<std::remove_cvref_t<A>...>> arguments_;
};

/// An argument that waits on its way to the thread of the loop.
template <class A>
inline constexpr bool may_wait = !is_view<std::remove_cvref_t<A>> && !std::is_pointer_v<std::remove_cvref_t<A>> &&
                                 (!std::is_lvalue_reference_v<A> || std::is_const_v<std::remove_reference_t<A>>);

}  // namespace detail

/// A coroutine function of Python, or whatever returns an awaitable, seen from C++.
///
/// `py::async_function<std::string(std::string)> fetch{"client", "fetch"}` is made and looked up as function<>. Calling it returns at once,
/// with a future: the call runs on the thread of its event loop, where the arguments are converted, and the value when it is there. The
/// caller needs no GIL. `fetch.with(token)`, `fetch.with_timeout(5s)`, `fetch.on(executor)` and the others are copies with that option.
///
/// A call of an attached thread runs in a copy of the context variables that this thread has, one of a coroutine that Python awaits in a
/// copy of those that it has with it, as task<> says. Arguments are moved or copied into the call.
/// Cost: the first call of all makes the loop and its thread, attached; then two allocations and no GIL on this thread.
template <class R, class... A>
class async_function<R(A...)> : public detail::option_setters<async_function<R(A...)>> {
    static_assert((detail::may_wait<A> && ...),
                  "pyhost: an argument of an async_function waits for the event loop, where a view, a pointer or a "
                  "reference would dangle; use an owning type such as std::string or std::vector");
    static_assert(!detail::is_view<std::remove_cvref_t<R>> && !std::is_reference_v<R> && !std::is_pointer_v<R>,
                  "pyhost: an async_function returns values; views, references and pointers into Python would dangle");

public:
    async_function() noexcept = default;

    /// Names a callable, also "Class.method", in a module, and what its parameters must be, as function<> does. Needs: nothing.
    async_function(std::string_view module, std::string_view name, std::string_view parameters = {}) : callee_{module, name, parameters} {}

    /// Wraps a callable object. Needs: the GIL. Throws: type_error when it cannot be called.
    explicit async_function(const object& callable_object) PYHOST_NEEDS_GIL : callee_{callable_object} {}

    /// Whether there is something to call; the look-up may still fail.
    explicit operator bool() const noexcept { return static_cast<bool>(callee_); }

    /// Has it called. Any thread, attached or not; the thread of the loop too. What goes wrong in Python is the outcome of the future.
    ///
    /// Throws: interpreter_closed when no interpreter runs or it ends; std::logic_error for an empty one; what making the loop raises.
    future<R> operator()(A... args) const
    {
        if (!callee_) detail::throw_empty("async_function");
        auto* call = new detail::function_call<R, A...>{this->settings(), callee_, std::remove_cvref_t<A>(std::forward<A>(args))...};
        return detail::future_access::make<R>(call, this->where());
    }

private:
    function<object(A...)> callee_;
};

}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY std::string called_name(const function_target* target)
{
    return target->module.empty() ? "a callable" : target->module + "." + target->name + "()";
}

}  // namespace pyhost::inline v0::detail

#endif
