// SPDX-License-Identifier: MIT
// Calling any object whose result is awaited, with arguments of any kind.
#pragma once

#include <pyhost/async/async_function.hpp>
#include <pyhost/async/async_options.hpp>
#include <pyhost/call.hpp>

#include <utility>

namespace pyhost::inline v0 {

namespace detail {

/// A call whose arguments are objects of Python already.
template <class R>
class object_call final : public future_state<R> {
public:
    object_call(const async_settings& settings, const object& callee, const tuple& positional, const dict& named) PYHOST_NEEDS_GIL
        : future_state<R>{settings},
          callee_{callee},
          positional_{positional},
          named_{named}
    {
    }

    [[nodiscard]] std::string what() const override { return "a callable"; }

private:
    PyObject* call() override PYHOST_NEEDS_GIL { return PyObject_Call(callee_.get().ptr(), positional_.get().ptr(), named_.get().ptr()); }

    void forget_call() noexcept override PYHOST_NEEDS_GIL
    {
        callee_ = {};
        positional_ = {};
        named_ = {};
    }

    ref<object> callee_;
    ref<tuple> positional_;
    ref<dict> named_;
};

}  // namespace detail

/// Calls `callable` on the thread of an event loop and awaits what it returns; the arguments are converted here.
///
/// Keywords and unpacking as in any call: `py::async_call<int>(f, 1, "timeout"_a = 2, **more)`.
/// Needs: the GIL. Throws: what a conversion raises; interpreter_closed; what making the loop raises.
template <class R, class... Args>
future<R> async_call(const async_options& options, handle callable, const Args&... args) PYHOST_NEEDS_GIL
{
    static_assert(!detail::is_view<std::remove_cvref_t<R>> && !std::is_reference_v<R> && !std::is_pointer_v<R>,
                  "pyhost: an async_call returns values; views, references and pointers into Python would dangle");
    detail::argument_list collected;
    (detail::add_argument(collected, args), ...);
    auto* call =
        new detail::object_call<R>{options.settings(), object::borrow(callable.resolve()), tuple{collected.positional}, collected.named};
    return detail::future_access::make<R>(call, options.where());
}
template <class R, class... Args>
future<R> async_call(handle callable, const Args&... args) PYHOST_NEEDS_GIL
{
    return async_call<R>(async_options{}, callable, args...);
}

}  // namespace pyhost::inline v0
