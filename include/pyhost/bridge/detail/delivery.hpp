// SPDX-License-Identifier: MIT
// How a call runs: its command is called, what that returns is awaited, taken item by item, or sent.
#pragma once

#include <pyhost/bridge/detail/bridge_core.hpp>

#if PYHOST_DETAIL_BRIDGE_BODIES

#include <pyhost/async/async_call.hpp>
#include <pyhost/async/async_stream.hpp>
#include <pyhost/bridge/detail/arguments.hpp>
#include <pyhost/bridge/detail/failure_answer.hpp>
#include <pyhost/bridge/detail/job_script.hpp>
#include <pyhost/detail/script_function.hpp>
#include <pyhost/expose/callable.hpp>
#include <pyhost/types/none.hpp>

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

inline given_value given(const bridge_call& call, const object& value) PYHOST_NEEDS_GIL
{
    given_value made{.is = form_of(value.ptr())};
    if (made.is == given_value::form::value) made.text = encoded(*call.channel->app, call.channel->who, value);
    else made.source = ref<object>{value};
    return made;
}

/// In a catch block: the answer is what is being handled; what comes behind an answer is logged.
inline void refuse_current(const bridge_call& of, bridge_call& call) noexcept
{
    const call_refusal why = refusal_of_current(of.channel->app->options.development);
    try {
        const bool is_told = call.refuse(why);
        if (is_told || why.code != "cancelled")
            call.channel->app->log(name_of(call.channel->who) + ": " + call.command->name + ": " + why.kind + ": " + why.message +
                                   (is_told ? "" : " (after its answer)"));
    } catch (...) {  // no memory: the channel tells it when it closes
    }
}

/// The next item, or nothing; then what the generator has returned is `last`.
inline std::optional<bridge::message> next_item(const bridge_call& call, const ref<object>& items, bridge::message& last)
{
    const gil_guard gil;
    const object source = items.get();
    const object item = object::steal(Py_TYPE(source.ptr())->tp_iternext(source.ptr()));
    if (item.has_value()) return encoded(*call.channel->app, call.channel->who, item);
    object returned = none{};
    if (PyErr_Occurred() != nullptr) {
        if (PyErr_ExceptionMatches(PyExc_StopIteration) == 0) throw_raised();
        const object stop = object::steal(take_raised());
        returned = stop.attr("value");
    }
    last = encoded(*call.channel->app, call.channel->who, returned);
    return std::nullopt;
}

/// Has the `finally` of a generator run that was not taken to its end.
inline void close_items(const ref<object>& items)
{
    const gil_guard gil;
    const object source = items.get();
    if (PyObject_HasAttrString(source.ptr(), "close") != 0) source.attr("close")();
}

inline detached_coroutine give_items(held_call now, ref<object> items)
{
    bridge_call& call = *now->call;
    try {
        bridge::message last;
        bool goes_on = co_await call.credit();
        while (goes_on) {
            std::optional<bridge::message> item = next_item(call, items, last);
            if (!item) break;
            call.tell("item", *std::move(item));
            goes_on = co_await call.credit();
        }
        if (goes_on) call.answer(std::move(last));
        else close_items(items);
    } catch (...) {
        refuse_current(call, call);
    }
}

/// The options of what a call has on the event loop: its stop, and no other thread for what comes behind it.
template <class Options>
Options on_loop(const Options& of, const bridge_call& call)
{
    return of.with(call.stop_token()).on(executor::inline_here()).named(call.command->name);
}

inline bridge::message encoded_outside(const bridge_call& call, const object& value)
{
    const gil_guard gil;
    return encoded(*call.channel->app, call.channel->who, value);
}

inline stream<object> stream_of(const bridge_call& call, const ref<object>& source)
{
    const gil_guard gil;
    const async_stream<object()> made{expose([source]() PYHOST_NEEDS_GIL { return source.get(); }, "items")};
    return on_loop(made, call)();
}

inline detached_coroutine give_async_items(held_call now, ref<object> source)
{
    bridge_call& call = *now->call;
    try {
        stream<object> items = stream_of(call, source);
        bool goes_on = co_await call.credit();
        while (goes_on) {
            std::optional<object> item = co_await items.next();
            if (!item) break;
            call.tell("item", encoded_outside(call, *item));
            goes_on = co_await call.credit();
        }
        if (goes_on) call.answer({"null"});
    } catch (...) {
        refuse_current(call, call);
    }
}

void go_on_with(held_call now, given_value value);

inline future<object> awaited(const bridge_call& call, const object& callable) PYHOST_NEEDS_GIL
{
    return async_call<object>(on_loop(async_options{}, call), callable);
}

inline given_value given_outside(const bridge_call& call, const object& value)
{
    const gil_guard gil;
    return given(call, value);
}

inline detached_coroutine give_awaited(held_call now, future<object> value)
{
    bridge_call& call = *now->call;
    try {
        const object result = co_await std::move(value);
        go_on_with(now, given_outside(call, result));
    } catch (...) {
        refuse_current(call, call);
    }
}

/// What is to be awaited; a coroutine that is cancelled before it begins is closed, as Python warns of those that are left.
class unawaited {
public:
    explicit unawaited(ref<object> source) noexcept : source_{std::move(source)} {}
    ~unawaited() PYHOST_DETAIL_NO_ANALYSIS
    {
        if (!source_.has_value()) return;
        try {
            close_items(source_);
        } catch (const std::exception&) {  // the interpreter has ended
        }
    }
    unawaited(const unawaited&) = delete;
    unawaited& operator=(const unawaited&) = delete;

    object take() PYHOST_NEEDS_GIL { return std::exchange(source_, {}).get(); }

private:
    ref<object> source_;
};

inline constinit atomic<cache_slot*> just_slot{nullptr};

/// What can be awaited, whatever the function on the loop returns.
inline object as_awaitable(const object& value) PYHOST_NEEDS_GIL
{
    if (form_of(value.ptr()) == given_value::form::awaitable) return value;
    return script_function(just_slot, job_script_text, "<pyhost bridge>", "just")(value);
}

PYHOST_DETAIL_BRIDGE_BODY void go_on_with(held_call now, given_value value)
{
    switch (value.is) {
        case given_value::form::value:
            now->call->answer(std::move(value.text));
            return;
        case given_value::form::items:
            give_items(std::move(now), std::move(value.source));
            return;
        case given_value::form::async_items:
            give_async_items(std::move(now), std::move(value.source));
            return;
        case given_value::form::awaitable:
            break;
    }
    const gil_guard gil;
    const auto held = std::make_shared<unawaited>(std::move(value.source));
    future<object> result = awaited(*now->call, expose([held]() PYHOST_NEEDS_GIL { return held->take(); }, "command"));
    give_awaited(std::move(now), std::move(result));
}

inline void begin_on_loop(held_call now)
{
    const gil_guard gil;
    const auto call = now->call;
    future<object> result =
        awaited(*call, expose([call]() PYHOST_NEEDS_GIL { return as_awaitable(call->command->target->call(call)); }, "command"));
    give_awaited(std::move(now), std::move(result));
}

inline given_value called(const held_call& now)
{
    const gil_guard gil;
    return given(*now->call, now->call->command->target->call(now->call));
}

PYHOST_DETAIL_BRIDGE_BODY void run_call(held_call now) noexcept
{
    const auto call = now->call;
    if (call->is_over()) return;
    struct counted {
        counted() noexcept { ++calls_of_thread; }
        ~counted() { --calls_of_thread; }
    } const scope;
    try {
        if (call->command->options.runs == bridge::runs::on_loop) begin_on_loop(std::move(now));
        else go_on_with(now, called(now));
    } catch (...) {
        refuse_current(*call, *call);
    }
}

}  // namespace pyhost::inline v0::detail

#endif
