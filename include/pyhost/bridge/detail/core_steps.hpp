// SPDX-License-Identifier: MIT
// How an app finds its commands, lets calls begin, and comes to its end.
#pragma once

#include <pyhost/bridge/detail/arguments.hpp>
#include <pyhost/bridge/detail/log_line.hpp>

#if PYHOST_DETAIL_BRIDGE_BODIES

#include <pyhost/bridge/detail/pattern.hpp>
#include <pyhost/gil.hpp>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace pyhost::inline v0::detail {

inline json::parse_options options_of_arguments(json::parse_options given)
{
    given.repeated_keys = json::repeated_keys::refused;
    return given;
}

PYHOST_DETAIL_BRIDGE_BODY bridge_core::bridge_core(bridge::app_options with)
    : options{std::move(with)},
      results{options_of_results(options.results)},
      arguments{options_of_arguments(options.arguments)},
      pool{make_fork_aware<worker_pool>(options.workers)}
{
}

PYHOST_DETAIL_BRIDGE_BODY void bridge_core::add(std::shared_ptr<const command_record> one)
{
    if (one->name.empty() || one->name.size() > longest_name)
        throw std::invalid_argument("app: the name of a command has 1 to " + std::to_string(longest_name) + " bytes, got '" + one->name +
                                    "'");
    const std::scoped_lock held{state_};
    const auto [place, is_new] = commands_.emplace(one->name, one);
    if (!is_new) throw std::invalid_argument("app: there is a command '" + one->name + "' already; give this one another name");
}

PYHOST_DETAIL_BRIDGE_BODY void bridge_core::allow(bridge::permission one)
{
    const std::scoped_lock held{state_};
    auto more = std::make_shared<permission_list>(*permissions_);
    more->add(std::move(one));
    permissions_ = std::move(more);
}

/// As they are now: they are asked with no lock held, since paths are looked up for them.
PYHOST_DETAIL_BRIDGE_BODY std::shared_ptr<const permission_list> bridge_core::permissions() const
{
    const std::scoped_lock held{state_};
    return permissions_;
}

PYHOST_DETAIL_BRIDGE_BODY void bridge_core::keep(std::type_index type, std::shared_ptr<void> value)
{
    std::shared_ptr<void> before;  // it ends when the lock is free
    const std::scoped_lock held{state_};
    before = std::exchange(states_[type], std::move(value));
}

PYHOST_DETAIL_BRIDGE_BODY std::shared_ptr<void> bridge_core::kept(std::type_index type) const
{
    const std::scoped_lock held{state_};
    const auto found = states_.find(type);
    return found != states_.end() ? found->second : nullptr;
}

PYHOST_DETAIL_BRIDGE_BODY std::shared_ptr<const command_record> bridge_core::command(const std::string& name) const
{
    const std::scoped_lock held{state_};
    const auto found = commands_.find(name);
    return found != commands_.end() ? found->second : nullptr;
}

PYHOST_DETAIL_BRIDGE_BODY std::optional<call_refusal> bridge_core::check_call(const bridge::peer& who, const std::string& name,
                                                                              std::string_view given) const
{
    try {
        return permissions()->check_call(who, name, given);
    } catch (const malformed& e) {
        return bridge_refusal("invalid_arguments", "command '" + name + "': " + e.what());
    }
}

PYHOST_DETAIL_BRIDGE_BODY std::optional<call_refusal> bridge_core::check_event(const bridge::peer& who, const std::string& event) const
{
    return permissions()->check_event(who, event);
}

PYHOST_DETAIL_BRIDGE_BODY std::shared_ptr<channel_core> bridge_core::open(bridge::peer who, message_sender send,
                                                                          std::function<void()> closed)
{
    auto made = make_fork_aware<channel_core>(shared_from_this(), std::move(who), std::move(send), std::move(closed));
    const std::scoped_lock held{state_};
    if (is_closed_) throw std::logic_error("app: it was closed, and takes no channels any more");
    channels_.emplace(made.get(), made);
    return made;
}

PYHOST_DETAIL_BRIDGE_BODY void bridge_core::forget(const channel_core* closed)
{
    const std::scoped_lock held{state_};
    channels_.erase(closed);
}

PYHOST_DETAIL_BRIDGE_BODY std::vector<std::shared_ptr<channel_core>> bridge_core::channels() const
{
    const std::scoped_lock held{state_};
    std::vector<std::shared_ptr<channel_core>> all;
    for (const auto& [place, one] : channels_)
        if (auto open = one.lock()) all.push_back(std::move(open));
    return all;
}

/// All channels have the events in one order, which a channel that begins to listen meanwhile does not come between.
PYHOST_DETAIL_BRIDGE_BODY void bridge_core::emit(const std::string& event, bridge::message value, const emission& how)
{
    value.text = "{\"event\":" + json_quoted(event) + ",\"data\":" + value.text + (how.is_kept ? ",\"kept\":true}" : "}");
    const auto all = channels();
    {
        const std::scoped_lock held{events_};
        if (how.is_kept) kept_events_.insert_or_assign(event, value);
        for (const auto& one : all)
            if (matches_name(how.windows, one->who.window)) one->hear(event, value);
    }
    for (const auto& one : all) one->drain();
}

PYHOST_DETAIL_BRIDGE_BODY bool bridge_core::listen(channel_core& at, const std::string& event, bridge::message answer)
{
    const std::scoped_lock held{events_};
    if (!at.begin_to_hear(event, std::move(answer))) return false;
    if (const auto last = kept_events_.find(event); last != kept_events_.end()) at.hear(event, last->second);
    return true;
}

PYHOST_DETAIL_BRIDGE_BODY std::optional<call_refusal> bridge_core::admit(const std::shared_ptr<bridge_call>& call)
{
    const command_record& of = *call->command;
    channel_core& from = *call->channel;
    const auto busy = [&](std::string_view what, std::size_t most) {
        return bridge_refusal(
            "busy", "command '" + of.name + "': " + std::string{what} + " already, at most " + std::to_string(most) + "; try again later",
            "{\"limit\":" + std::to_string(most) + "}");
    };
    bool waits = false;
    {
        const std::scoped_lock held{state_};
        if (is_closed_) return bridge_refusal("closed", "the app is being closed");
        if (calls_ >= options.max_calls) return busy("that many calls are on their way", options.max_calls);
        if (from.calls_on_their_way >= options.max_calls_per_channel)
            return busy("that many calls of this window are on their way", options.max_calls_per_channel);
        const bool must_wait = of.options.concurrent != 0 && of.running >= of.options.concurrent;
        if (must_wait && of.waiting.size() >= of.options.queued) return busy("that many calls wait for their turn", of.options.queued);
        ++calls_;
        ++from.calls_on_their_way;
        if (must_wait) of.waiting.push_back(call);
        else ++of.running;
        waits = must_wait;
    }
    if (!waits) start(call, true);
    else if (call->is_over()) leave_queue(*call);  // it was cancelled on its way here
    return std::nullopt;
}

/// Only a call that has just come may run on its thread: one that has waited would run in another's, within the one that ends there.
PYHOST_DETAIL_BRIDGE_BODY void bridge_core::start(const std::shared_ptr<bridge_call>& call, bool may_run_here)
{
    auto now = std::make_shared<running_call>(call);
    if (may_run_here && call->command->options.runs == bridge::runs::in_place && call->channel->who.may_wait)
        return run_call(std::move(now));
    try {
        pool->post([now = std::move(now)] { run_call(now); });
    } catch (const std::exception& e) {
        call->refuse(bridge_refusal("failed", std::string{"the app can have no thread: "} + e.what()));
    }
}

PYHOST_DETAIL_BRIDGE_BODY void bridge_core::leave(const bridge_call& call) noexcept
{
    const command_record& of = *call.command;
    std::shared_ptr<bridge_call> next;
    {
        const std::scoped_lock held{state_};
        --calls_;
        --call.channel->calls_on_their_way;
        --of.running;
        if (!of.waiting.empty() && !is_closed_) {
            next = std::move(of.waiting.front());
            of.waiting.pop_front();
            ++of.running;
        }
    }
    ended_.notify_all();
    if (next == nullptr) return;
    try {
        start(next, false);
    } catch (const std::exception& e) {  // no memory for its place
        next->refuse(bridge_refusal("failed", e.what()));
    }
}

PYHOST_DETAIL_BRIDGE_BODY void bridge_core::leave_queue(const bridge_call& call)
{
    const std::scoped_lock held{state_};
    const std::size_t left = std::erase_if(call.command->waiting, [&](const auto& one) { return one.get() == &call; });
    calls_ -= left;
    call.channel->calls_on_their_way -= left;
}

PYHOST_DETAIL_BRIDGE_BODY void bridge_core::log(std::string_view line) const
{
    if (options.log) options.log(printable(line));
}

PYHOST_DETAIL_BRIDGE_BODY void bridge_core::close() PYHOST_DETAIL_NO_ANALYSIS
{
    const gil_release nogil;
    const auto until = worker_pool::clock::now() + options.closing;
    {
        const std::scoped_lock held{state_};
        if (std::exchange(is_closed_, true)) return;
    }
    const std::size_t inside = call_scope::of(this);  // a command that closes its app does not wait for itself
    for (const auto& one : channels()) one->finish(bridge_refusal("closed", "the app is being closed"), until);
    std::unique_lock held{state_};
    const bool all_ended = ended_.wait_until(held, until, [&] { return calls_ <= inside; });
    const std::size_t left = calls_ - std::min(calls_, inside);
    held.unlock();
    if (!all_ended) log("app: " + std::to_string(left) + " calls have not ended in time, and are left to their threads");
    pool->close(all_ended ? until : worker_pool::clock::now());
}

}  // namespace pyhost::inline v0::detail

#endif
