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

PYHOST_DETAIL_BRIDGE_BODY channel_core::channel_core(std::shared_ptr<bridge_core> of, bridge::peer at_the_other_end, message_sender send)
    : app{std::move(of)}, who{std::move(at_the_other_end)}, send_{std::move(send)}
{
}

PYHOST_DETAIL_BRIDGE_BODY bool channel_core::is_open() const
{
    const std::scoped_lock held{state_};
    return is_open_;
}

PYHOST_DETAIL_BRIDGE_BODY void channel_core::receive(bridge::message one)
{
    if (!is_open()) return;
    envelope outside;
    std::size_t size = one.text.size();
    for (const std::string& attached : one.attachments) size += attached.size();
    if (size > app->options.arguments.max_size) return refuse_size(size);
    try {
        read_envelope(one.text, app->options.arguments.max_depth, outside);
        take(outside, one);
    } catch (const malformed& e) {
        refuse(outside.id, bridge_refusal("invalid_message", std::string{"message: "} + e.what()), "message");
    } catch (const std::exception& e) {  // no memory, no thread
        refuse(outside.id, bridge_refusal("failed", e.what()), "message");
    }
}

PYHOST_DETAIL_BRIDGE_BODY void channel_core::refuse_size(std::size_t size)
{
    const std::string most = std::to_string(app->options.arguments.max_size);
    refuse({}, bridge_refusal("message_too_large", "a message has at most " + most + " bytes, got " + std::to_string(size)), "message");
}

PYHOST_DETAIL_BRIDGE_BODY void channel_core::take(envelope& outside, bridge::message& whole)
{
    switch (outside.kind) {
        case message_kind::call:
            return begin_call(outside, whole);
        case message_kind::listen:
        case message_kind::unlisten:
            return listen(outside);
        case message_kind::cancel:
            if (const auto call = find(*outside.id)) call->cancel(bridge_refusal("cancelled", "the front end has cancelled the call"));
            return;
        case message_kind::credit:
            if (const auto call = find(*outside.id)) call->grant(*outside.credit);
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
    const auto call = std::make_shared<bridge_call>(id, shared_from_this(), record, std::move(whole), outside.arguments,
                                                    outside.credit.value_or(app->options.credit));
    {
        const std::scoped_lock held{state_};
        if (!is_open_) return;
        const bool is_known = calls_.contains(id);
        if (is_known) outside.id.reset();  // the answer would be taken for that of the other call
        if (is_known) throw malformed{"the id " + std::to_string(id) + " is that of a call that has no answer yet"};
        calls_.emplace(id, call);
    }
    auto limit = record->options.timeout;
    if (outside.timeout && (limit.count() == 0 || *outside.timeout < limit)) limit = *outside.timeout;
    if (limit.count() > 0 && limit < longest_limit)
        app->pool->post_at(worker_pool::clock::now() + limit, [late = std::weak_ptr{call}, limit] {
            const auto one = late.lock();
            if (one == nullptr) return;
            one->cancel(bridge_refusal("timed_out",
                                       "command '" + one->command->name + "' took longer than " + std::to_string(limit.count()) + " ms"));
        });
    if (auto why = app->admit(call)) {
        call->refuse(*why);
        log_refusal(outside.name, *why);
    }
}

PYHOST_DETAIL_BRIDGE_BODY void channel_core::listen(const envelope& outside)
{
    const bool begins = outside.kind == message_kind::listen;
    if (auto why = begins ? app->check_event(who, outside.name) : std::nullopt) return refuse(outside.id, *why, outside.name);
    std::optional<bridge::message> last;
    {
        const std::scoped_lock held{state_};
        if (begins) events_.insert(outside.name);
        else events_.erase(outside.name);
    }
    enqueue({answer_text(outside.id, "result", "null")});
    if (begins) last = app->last(outside.name);
    if (last) enqueue(*std::move(last));
    drain();
}

PYHOST_DETAIL_BRIDGE_BODY void channel_core::hear(const std::string& event, const bridge::message& one)
{
    {
        const std::scoped_lock held{state_};
        if (!events_.contains(event)) return;
    }
    send(one);
}

PYHOST_DETAIL_BRIDGE_BODY std::shared_ptr<bridge_call> channel_core::find(std::uint64_t id) const
{
    const std::scoped_lock held{state_};
    const auto found = calls_.find(id);
    return found != calls_.end() ? found->second : nullptr;
}

PYHOST_DETAIL_BRIDGE_BODY void channel_core::forget(std::uint64_t id)
{
    const std::scoped_lock held{state_};
    calls_.erase(id);
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

PYHOST_DETAIL_BRIDGE_BODY void channel_core::enqueue(bridge::message one)
{
    const std::scoped_lock held{state_};
    if (is_open_) outgoing_.push_back(std::move(one));
}

/// Whoever finds nobody sending sends all that there is; one that is called by a sender leaves it to that.
PYHOST_DETAIL_BRIDGE_BODY void channel_core::drain() PYHOST_DETAIL_NO_ANALYSIS
{
    std::unique_lock held{state_};
    if (is_sending_ || outgoing_.empty()) return;
    is_sending_ = true;
    sender_ = std::this_thread::get_id();
    held.unlock();
    {
        const gil_release nogil;
        for (held.lock(); !outgoing_.empty(); held.lock()) {
            bridge::message next = std::move(outgoing_.front());
            outgoing_.pop_front();
            held.unlock();
            try {
                send_(std::move(next));
            } catch (const std::exception& e) {
                app->log(name_of(who) + ": a message could not be sent: " + e.what());
            }
        }
        is_sending_ = false;
        sender_ = {};
        held.unlock();
        sent_.notify_all();
    }
}

PYHOST_DETAIL_BRIDGE_BODY void channel_core::cancel_all(const call_refusal& why)
{
    call_map all;
    {
        const std::scoped_lock held{state_};
        all = calls_;
    }
    for (const auto& [id, call] : all) call->cancel(why);
}

PYHOST_DETAIL_BRIDGE_BODY void channel_core::close() PYHOST_DETAIL_NO_ANALYSIS
{
    {
        const gil_release nogil;
        std::unique_lock held{state_};
        is_open_ = false;
        outgoing_.clear();
        sent_.wait(held, [this] { return !is_sending_ || sender_ == std::this_thread::get_id(); });
    }
    cancel_all(bridge_refusal("cancelled", "the window or connection of the call was closed"));
    app->forget(this);
}

PYHOST_DETAIL_BRIDGE_BODY channel_core::~channel_core() { app->forget(this); }

}  // namespace pyhost::inline v0::detail

#endif
