// SPDX-License-Identifier: MIT
// What a command has given, or why it has not, and how that reaches the front end.
#pragma once

#include <pyhost/bridge/detail/bridge_core.hpp>

#if PYHOST_DETAIL_BRIDGE_BODIES

#include <pyhost/async/async_call.hpp>
#include <pyhost/bridge/detail/arguments.hpp>
#include <pyhost/bridge/detail/failure_answer.hpp>
#include <pyhost/expose/callable.hpp>

#include <coroutine>
#include <exception>
#include <memory>
#include <optional>
#include <utility>

namespace pyhost::inline v0::detail {

using held_call = std::shared_ptr<running_call>;

/// A coroutine that nobody waits for: it begins at once and owns itself.
struct detached_coroutine {
    struct promise_type {
        detached_coroutine get_return_object() noexcept { return {}; }
        std::suspend_never initial_suspend() noexcept { return {}; }
        std::suspend_never final_suspend() noexcept { return {}; }
        void return_void() noexcept {}
        void unhandled_exception() noexcept { std::terminate(); }  // each has a catch for all
    };
};

/// What a command has given, and what is to be done with it.
struct given_value {
    enum class form : unsigned char { value, awaitable, items, async_items };
    form is = form::value;
    bridge::message text = {};
    ref<object> source = {};
    std::optional<future<object>> awaited = {};
};

inline given_value::form form_of(PyObject* o) PYHOST_NEEDS_GIL
{
    using form = given_value::form;
    if (PyDict_CheckExact(o) || PyUnicode_CheckExact(o) || PyList_CheckExact(o) || PyLong_CheckExact(o) || PyFloat_CheckExact(o))
        return form::value;
    const PyTypeObject* type = Py_TYPE(o);
    if (type->tp_as_async != nullptr && type->tp_as_async->am_await != nullptr) return form::awaitable;
    if (type->tp_as_async != nullptr && type->tp_as_async->am_aiter != nullptr && type->tp_as_async->am_anext != nullptr)
        return form::async_items;
    return PyIter_Check(o) != 0 ? form::items : form::value;
}

/// Has the `finally` of a generator, or a coroutine, run that was not taken to its end.
inline void close_attached(const ref<object>& items) PYHOST_NEEDS_GIL
{
    const object source = items.get();
    if (PyObject_HasAttrString(source.ptr(), "close") != 0) source.attr("close")();
}
inline void close_items(const ref<object>& items)
{
    const gil_guard gil;
    close_attached(items);
}

/// The options of what a call has on the event loop: its stop, and no other thread for what comes behind it.
template <class Options>
Options on_loop(const Options& of, const bridge_call& call)
{
    return of.with(call.stop_token()).on(executor::inline_here()).named(call.command->name);
}

inline future<object> awaited(const bridge_call& call, const object& callable) PYHOST_NEEDS_GIL
{
    return async_call<object>(on_loop(async_options{}, call), callable);
}

/// What is to be awaited; a coroutine that is cancelled before it begins is closed, as Python warns of those that are left.
class unawaited {
public:
    explicit unawaited(ref<object> source) noexcept : source_{std::move(source)} {}
    ~unawaited() PYHOST_DETAIL_NO_ANALYSIS
    {
        if (!source_.has_value()) return;
        try {
            if (is_attached()) close_attached(source_);  // also where the interpreter ends, and guards are refused
            else close_items(source_);
        } catch (const std::exception&) {  // the interpreter has ended
        }
    }
    unawaited(const unawaited&) = delete;
    unawaited& operator=(const unawaited&) = delete;

    object take() PYHOST_NEEDS_GIL { return std::exchange(source_, {}).get(); }

private:
    ref<object> source_;
};

/// A coroutine is on its way to the loop before anything can end the interpreter between.
inline given_value given(const bridge_call& call, const object& value) PYHOST_NEEDS_GIL
{
    given_value made{.is = form_of(value.ptr())};
    if (made.is == given_value::form::value) {
        made.text = encoded(*call.channel->app, call.channel->who, value);
    } else if (made.is == given_value::form::awaitable) {
        const auto held = std::make_shared<unawaited>(ref<object>{value});
        made.awaited.emplace(awaited(call, expose([held]() PYHOST_NEEDS_GIL { return held->take(); }, "command")));
    } else {
        made.source = ref<object>{value};
    }
    return made;
}

/// In a catch block: the answer is what is being handled; what comes behind an answer is logged.
inline void refuse_current(bridge_call& call) noexcept
{
    const call_refusal why = refusal_of_current(call.channel->app->options.development, call.channel->app->results);
    const call_scope scope{*call.channel->app};
    try {
        const bool is_told = call.refuse(why);
        if (is_told || why.code != "cancelled")
            call.channel->app->log(name_of(call.channel->who) + ": " + call.command->name + ": " + why.kind + ": " + why.message +
                                   why.where + (is_told ? "" : " (after its answer)"));
    } catch (...) {  // no memory: the channel tells it when it closes
    }
}

}  // namespace pyhost::inline v0::detail

#endif
