// SPDX-License-Identifier: MIT
// How an app finds its commands and channels, and tells events.
#pragma once

#include <pyhost/bridge/detail/arguments.hpp>
#include <pyhost/bridge/detail/log_line.hpp>

#if PYHOST_DETAIL_BRIDGE_BODIES

#include <pyhost/bridge/detail/pattern.hpp>
#include <pyhost/gil.hpp>

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

PYHOST_DETAIL_BRIDGE_BODY bool bridge_core::is_closed() const
{
    const std::scoped_lock held{state_};
    return is_closed_;
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
    if (is_closed()) return;
    std::vector<std::shared_ptr<channel_core>> all;
    {
        const std::scoped_lock held{events_};
        all = channels();
        if (how.is_kept) kept_events_.insert_or_assign(event, kept_event{value, std::string{how.windows}});
        for (const auto& one : all)
            if (matches_name(how.windows, one->who.window)) one->hear(event, value);
    }
    for (const auto& one : all) one->drain();
}

PYHOST_DETAIL_BRIDGE_BODY bool bridge_core::listen(channel_core& at, const std::string& event, bridge::message answer)
{
    if (is_closed()) return true;
    const std::scoped_lock held{events_};
    if (!at.begin_to_hear(event, std::move(answer))) return false;
    const auto last = kept_events_.find(event);
    if (last != kept_events_.end() && matches_name(last->second.windows, at.who.window)) at.hear(event, last->second.value);
    return true;
}

PYHOST_DETAIL_BRIDGE_BODY void bridge_core::log(std::string_view line) const
{
    if (options.log) options.log(printable(line));
}

}  // namespace pyhost::inline v0::detail

#endif
