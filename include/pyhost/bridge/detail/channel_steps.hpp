// SPDX-License-Identifier: MIT
// How a channel takes messages and sends them.
#pragma once

#include <pyhost/bridge/detail/bridge_core.hpp>

#if PYHOST_DETAIL_BRIDGE_BODIES

#include <pyhost/gil.hpp>

#include <utility>

namespace pyhost::inline v0::detail {

/// A limit beyond it is none: a time that far away has no number.
inline constexpr std::chrono::hours longest_limit{24 * 365};

PYHOST_DETAIL_BRIDGE_BODY channel_core::channel_core(std::shared_ptr<bridge_core> of, bridge::peer at_the_other_end, message_sender send,
                                                     std::function<void()> closed)
    : app{std::move(of)}, who{std::move(at_the_other_end)}, send_{std::move(send)}, closed_{std::move(closed)}
{
}

PYHOST_DETAIL_BRIDGE_BODY bool channel_core::is_open() const
{
    const std::scoped_lock held{state_};
    return is_open_;
}

inline constexpr std::size_t most_events = 1000;

/// A message that another thread will look at, and its bytes until then.
class unread_message {
public:
    unread_message(std::shared_ptr<channel_core> of, bridge::message one)
        : channel{std::move(of)}, whole{std::move(one)}, size_{size_of(whole)}
    {
        channel->unread_ += size_;
    }
    ~unread_message() { channel->unread_ -= size_; }
    unread_message(const unread_message&) = delete;
    unread_message& operator=(const unread_message&) = delete;

    const std::shared_ptr<channel_core> channel;
    bridge::message whole;

private:
    std::size_t size_;
};

PYHOST_DETAIL_BRIDGE_BODY void channel_core::receive(bridge::message one)
{
    if (who.may_wait) return look_at(std::move(one));
    const auto kept = std::make_shared<unread_message>(shared_from_this(), std::move(one));
    try {
        app->pool->post_at(worker_pool::clock::now(), [kept] { kept->channel->look_at(std::move(kept->whole)); });
    } catch (const std::exception& e) {
        refuse(id_of_start(kept->whole.text), bridge_refusal("failed", std::string{"the app can have no thread: "} + e.what()), "message");
    }
}

PYHOST_DETAIL_BRIDGE_BODY void channel_core::look_at(bridge::message one)
{
    envelope outside;
    if (const std::size_t size = size_of(one); size > app->options.arguments.max_size) return refuse_size(size, one.text);
    try {
        read_envelope(one.text, app->options.arguments.max_depth, outside);
        if (outside.name.size() > longest_name)
            throw malformed{"a name has at most " + std::to_string(longest_name) + " bytes, got " + std::to_string(outside.name.size())};
        take(outside, one);
    } catch (const malformed& e) {
        if (outside.id && find(*outside.id) != nullptr) outside.id.reset();
        refuse(outside.id, bridge_refusal("invalid_message", std::string{"message: "} + e.what()), "message");
    } catch (const std::exception& e) {  // no memory, no thread
        refuse(outside.id, bridge_refusal("failed", e.what()), "message");
    }
}

PYHOST_DETAIL_BRIDGE_BODY void channel_core::refuse_size(std::size_t size, std::string_view start)
{
    const std::string most = std::to_string(app->options.arguments.max_size);
    std::optional<std::uint64_t> id = id_of_start(start);
    if (id && find(*id) != nullptr) id.reset();
    refuse(id, bridge_refusal("message_too_large", "a message has at most " + most + " bytes, got " + std::to_string(size)), "message");
}

PYHOST_DETAIL_BRIDGE_BODY void channel_core::has_one_message(std::stop_token stop)
{
    is_asked_for_all_ = true;
    if (!stop.stop_possible()) return;
    stop_.emplace(std::move(stop), [late = weak_from_this()] {
        if (const auto one = late.lock()) one->close();
    });
}

/// An answer to a second message with the id of a call would be taken for that of the call.
PYHOST_DETAIL_BRIDGE_BODY void channel_core::take(envelope& outside, bridge::message& whole)
{
    if (outside.id && find(*outside.id) != nullptr)
        throw malformed{"the id " + std::to_string(*outside.id) + " is that of a call that has no answer yet"};
    switch (outside.kind) {
        case message_kind::call:
            return begin_call(outside, whole);
        case message_kind::listen:
        case message_kind::unlisten:
            return listen(outside);
        case message_kind::cancel:
            if (const auto call = find(outside.of)) call->cancel(bridge_refusal("cancelled", "the front end has cancelled the call"));
            return;
        case message_kind::credit:
            if (const auto call = find(outside.of)) call->grant(outside.items);
    }
}

PYHOST_DETAIL_BRIDGE_BODY void channel_core::begin_call(envelope& outside, bridge::message& whole)
{
    const std::uint64_t id = *outside.id;
    if (auto why = app->check_call(who, outside.name, outside.arguments)) return refuse(id, *why, outside.name);
    const auto record = app->command(outside.name);
    if (record == nullptr)
        return refuse(id, bridge_refusal("unknown_command", "there is no command '" + outside.name + "'; give the app one of that name"),
                      outside.name);
    const std::uint64_t credit = is_asked_for_all_ ? UINT64_MAX : outside.credit.value_or(app->options.credit);
    const auto call = std::make_shared<bridge_call>(id, shared_from_this(), record, std::move(whole), outside.arguments, credit);
    bool is_taken = false;
    {
        const std::scoped_lock held{state_};
        if (!is_open_) return;
        is_taken = is_taking_ && calls_.emplace(id, call).second;
        if (is_taking_ && !is_taken) throw malformed{"the id " + std::to_string(id) + " is that of a call that has no answer yet"};
    }
    if (!is_taken) return refuse(id, bridge_refusal("closed", "the app is being closed"), outside.name);
    auto limit = record->options.timeout;
    if (outside.timeout && (limit.count() == 0 || *outside.timeout < limit)) limit = *outside.timeout;
    try {
        if (limit.count() > 0 && limit < longest_limit) call->end_at(limit);
        if (auto why = app->admit(call)) {
            call->refuse(*why);
            log_refusal(outside.name, *why);
        }
    } catch (const std::exception& e) {  // no memory, no thread
        call->refuse(bridge_refusal("failed", e.what()));
    }
}

PYHOST_DETAIL_BRIDGE_BODY void channel_core::listen(const envelope& outside)
{
    const bool begins = outside.kind == message_kind::listen;
    if (auto why = begins ? app->check_event(who, outside.name) : std::nullopt) return refuse(outside.id, *why, outside.name);
    bridge::message answer{answer_text(outside.id, "result", "null")};
    if (!begins) {
        const std::scoped_lock held{state_};
        events_.erase(outside.name);
        if (is_open_) outgoing_.push_back(std::move(answer));
    } else if (!app->listen(*this, outside.name, std::move(answer))) {
        return refuse(outside.id, bridge_refusal("busy", "a window listens to at most " + std::to_string(most_events) + " events"),
                      outside.name);
    }
    drain();
}

PYHOST_DETAIL_BRIDGE_BODY bool channel_core::begin_to_hear(const std::string& event, bridge::message answer)
{
    const std::scoped_lock held{state_};
    if (events_.size() >= most_events && !events_.contains(event)) return false;
    events_.insert(event);
    if (is_open_) outgoing_.push_back(std::move(answer));
    return true;
}

PYHOST_DETAIL_BRIDGE_BODY void channel_core::hear(const std::string& event, const bridge::message& one)
{
    const std::scoped_lock held{state_};
    if (is_open_ && events_.contains(event)) outgoing_.push_back(one);
}

PYHOST_DETAIL_BRIDGE_BODY std::shared_ptr<bridge_call> channel_core::find(std::uint64_t id) const
{
    const std::scoped_lock held{state_};
    const auto found = calls_.find(id);
    return found != calls_.end() ? found->second : nullptr;
}

PYHOST_DETAIL_BRIDGE_BODY void channel_core::log_refusal(const std::string& of, const call_refusal& why) const
{
    app->log(name_of(who) + ": " + of + ": " + why.code + ": " + why.message);
}

PYHOST_DETAIL_BRIDGE_BODY void channel_core::refuse(std::optional<std::uint64_t> id, const call_refusal& why, const std::string& of)
{
    log_refusal(of, why);
    send({answer_text(id, why)});
}

}  // namespace pyhost::inline v0::detail

#endif
