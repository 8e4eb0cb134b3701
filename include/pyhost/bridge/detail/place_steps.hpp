// SPDX-License-Identifier: MIT
// How calls get the place in which they run, and how an app comes to its end.
#pragma once

#include <pyhost/bridge/detail/bridge_core.hpp>

#if PYHOST_DETAIL_BRIDGE_BODIES

#include <pyhost/async/detail/loop_core.hpp>
#include <pyhost/async/detail/resuming_thread.hpp>
#include <pyhost/gil.hpp>

#include <algorithm>
#include <utility>

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BRIDGE_BODY std::optional<call_refusal> bridge_core::admit(const std::shared_ptr<bridge_call>& call)
{
    const command_record& of = *call->command;
    channel_core& from = *call->channel;
    const auto busy = [&](std::string_view what, std::size_t most) {
        return bridge_refusal(
            "busy", "command '" + of.name + "': " + std::string{what} + " already, at most " + std::to_string(most) + "; try again later",
            "{\"limit\":" + std::to_string(most) + "}");
    };
    auto place = std::make_shared<running_call>(call);
    bool waits = false;
    {
        const std::scoped_lock held{state_};
        if (is_closed_) return bridge_refusal("closed", "the app is being closed");
        if (calls_ >= options.max_calls) return busy("that many calls are on their way", options.max_calls);
        if (from.calls_on_their_way >= options.max_calls_per_channel)
            return busy("that many calls of this window are on their way", options.max_calls_per_channel);
        const bool must_wait = of.options.concurrent != 0 && of.running >= of.options.concurrent;
        if (must_wait && of.waiting.size() >= of.options.queued) return busy("that many calls wait for their turn", of.options.queued);
        if (must_wait) of.waiting.push_back(place);
        else ++of.running;
        ++calls_;
        ++from.calls_on_their_way;
        place->has_place = !must_wait;
        waits = must_wait;
    }
    if (!waits) start(std::move(place), true);
    else if (call->is_over()) leave_queue(*call);  // it was cancelled on its way here
    return std::nullopt;
}

/// Only a call that has just come may run on its thread: one that has waited would run in another's, within the one that ends there.
PYHOST_DETAIL_BRIDGE_BODY void bridge_core::start(std::shared_ptr<running_call> place, bool may_run_here)
{
    const auto call = place->call;
    if (may_run_here && call->command->options.runs == bridge::runs::in_place && call->channel->who.may_wait)
        return run_call(std::move(place));
    try {
        pool->post([place = std::move(place)] { run_call(place); });
    } catch (const std::exception& e) {
        call->refuse(bridge_refusal("failed", std::string{"the app can have no thread: "} + e.what()));
    }
}

PYHOST_DETAIL_BRIDGE_BODY void bridge_core::leave(const bridge_call& call) noexcept
{
    const command_record& of = *call.command;
    std::shared_ptr<running_call> next;
    {
        const std::scoped_lock held{state_};
        --calls_;
        --call.channel->calls_on_their_way;
        --of.running;
        if (!of.waiting.empty() && !is_closed_) {
            next = std::move(of.waiting.front());
            of.waiting.pop_front();
            ++of.running;
            next->has_place = true;
        }
    }
    ended_.notify_all();
    if (next != nullptr) start(std::move(next), false);
}

PYHOST_DETAIL_BRIDGE_BODY void bridge_core::leave_queue(const bridge_call& call)
{
    const std::scoped_lock held{state_};
    const std::size_t left = std::erase_if(call.command->waiting, [&](const auto& one) { return one->call.get() == &call; });
    calls_ -= left;
    call.channel->calls_on_their_way -= left;
}

/// A thread on which calls go on: what waits there keeps them from their end.
inline bool runs_coroutines() noexcept { return loop_core::is_on_thread_of_any() || resuming_thread::is_here(); }

/// A command that closes its app does not wait for itself; who closes it as well waits for what the first one waits for.
PYHOST_DETAIL_BRIDGE_BODY void bridge_core::close() PYHOST_DETAIL_NO_ANALYSIS
{
    const gil_release nogil;
    const auto until = worker_pool::clock::now() + (runs_coroutines() ? std::chrono::milliseconds{0} : options.closing);
    const std::size_t inside = std::max(call_scope::of(this), pool->is_worker() ? std::size_t{1} : std::size_t{0});
    {
        std::unique_lock held{state_};
        if (std::exchange(is_closed_, true)) {
            if (inside == 0 && !pool->is_own_thread()) ended_.wait_until(held, until, [this] { return has_closed_ && calls_ == 0; });
            return;
        }
    }
    for (const auto& one : channels()) one->finish(bridge_refusal("closed", "the app is being closed"), until);
    std::unique_lock held{state_};
    const bool all_ended = ended_.wait_until(held, until, [&] { return calls_ <= inside; });
    const std::size_t left = calls_ - std::min(calls_, inside);
    held.unlock();
    if (!all_ended) log("app: " + std::to_string(left) + " calls have not ended in time, and are left to their threads");
    pool->close(all_ended ? until : worker_pool::clock::now());
    held.lock();
    has_closed_ = true;
    ended_.notify_all();
}

}  // namespace pyhost::inline v0::detail

#endif
