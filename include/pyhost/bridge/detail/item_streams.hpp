// SPDX-License-Identifier: MIT
// The items of generators, sent as the front end asks for them.
#pragma once

#include <pyhost/bridge/detail/given_value.hpp>

#if PYHOST_DETAIL_BRIDGE_BODIES

#include <pyhost/async/async_stream.hpp>
#include <pyhost/types/none.hpp>

#include <optional>
#include <utility>

namespace pyhost::inline v0::detail {

/// The next item, or nothing; then what the generator has returned is `last`.
inline std::optional<bridge::message> next_item(const bridge_call& call, const ref<object>& items, bridge::message& last)
{
    const call_scope scope{*call.channel->app};
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

/// The generator is one item ahead of what the front end has asked for, so that its end needs no credit.
inline detached_coroutine give_items(held_call now, ref<object> items)
{
    bridge_call& call = *now->call;
    try {
        bridge::message last;
        bool goes_on = true;
        while (goes_on) {
            std::optional<bridge::message> item = next_item(call, items, last);
            if (!item) break;
            goes_on = co_await call.credit();
            if (goes_on) call.tell("item", *std::move(item));
        }
        if (goes_on) call.answer(std::move(last));
        else close_items(items);
    } catch (...) {
        refuse_current(call);
    }
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
        bool goes_on = true;
        while (goes_on) {
            std::optional<object> item = co_await items.next();
            if (!item) break;
            bridge::message text = encoded_outside(call, *item);
            goes_on = co_await call.credit();
            if (goes_on) call.tell("item", std::move(text));
        }
        if (goes_on) call.answer({"null"});
    } catch (...) {
        refuse_current(call);
    }
}

}  // namespace pyhost::inline v0::detail

#endif
