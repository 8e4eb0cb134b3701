// SPDX-License-Identifier: MIT
// How a call runs: its command is called, what that returns is awaited, taken item by item, or sent.
#pragma once

#include <pyhost/bridge/detail/item_streams.hpp>

#if PYHOST_DETAIL_BRIDGE_BODIES

#include <pyhost/bridge/detail/job_script.hpp>
#include <pyhost/detail/script_function.hpp>

#include <memory>
#include <utility>

namespace pyhost::inline v0::detail {

/// In the pool, wherever the generator was made.
inline void begin_items(held_call now, ref<object> items)
{
    worker_pool& pool = *now->call->channel->app->pool;
    pool.post([now = std::move(now), items = std::move(items)] { give_items(now, items); });
}

void go_on_with(held_call now, given_value value);

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
        refuse_current(call);
    }
}

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
            begin_items(std::move(now), std::move(value.source));
            return;
        case given_value::form::async_items:
            give_async_items(std::move(now), std::move(value.source));
            return;
        case given_value::form::awaitable:
            give_awaited(std::move(now), *std::move(value.awaited));
    }
}

/// What to await on the loop; None for a call that has its answer by now.
inline object begun_on_loop(const std::shared_ptr<bridge_call>& call) PYHOST_NEEDS_GIL
{
    const call_scope scope{*call->channel->app};
    return as_awaitable(call->is_over() ? object{none{}} : call->command->target->call(call));
}

inline void begin_on_loop(held_call now)
{
    const gil_guard gil;
    const auto call = now->call;
    future<object> result = awaited(*call, expose([call]() PYHOST_NEEDS_GIL { return begun_on_loop(call); }, "command"));
    give_awaited(std::move(now), std::move(result));
}

/// Nothing for a call that had its answer before Python was free.
inline std::optional<given_value> called(const held_call& now)
{
    const gil_guard gil;
    if (now->call->is_over()) return std::nullopt;
    return given(*now->call, now->call->command->target->call(now->call));
}

PYHOST_DETAIL_BRIDGE_BODY void run_call(held_call now) noexcept
{
    const auto call = now->call;
    if (call->is_over()) return;
    const call_scope scope{*call->channel->app};
    try {
        if (call->command->options.runs == bridge::runs::on_loop) return begin_on_loop(std::move(now));
        if (auto value = called(now)) go_on_with(now, *std::move(value));
    } catch (...) {
        refuse_current(*call);
    }
}

}  // namespace pyhost::inline v0::detail

#endif
