// SPDX-License-Identifier: MIT
// How a call is answered once, cancelled, and how its items wait for the front end.
#pragma once

#include <pyhost/bridge/detail/bridge_core.hpp>

#if PYHOST_DETAIL_BRIDGE_BODIES

#include <utility>

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BRIDGE_BODY bridge_call::bridge_call(std::uint64_t number, std::shared_ptr<channel_core> from,
                                                   std::shared_ptr<const command_record> of, bridge::message whole,
                                                   std::string_view arguments, std::uint64_t first_credit)
    : id{number}, channel{std::move(from)}, command{std::move(of)}, size_{arguments.size()}, credit_{first_credit}
{
    const char* text = whole.text.data();
    if (arguments.data() >= text && arguments.data() < text + whole.text.size()) begin_ = static_cast<std::size_t>(arguments.data() - text);
    else whole.text = arguments;  // what stands for arguments that were not given
    message_ = std::move(whole);
}

PYHOST_DETAIL_BRIDGE_BODY std::stop_token bridge_call::stop_token() const
{
    const std::scoped_lock held{state_};
    if (!stop_.stop_possible()) {
        stop_ = std::stop_source{};
        if (is_cancelled_) stop_.request_stop();
    }
    return stop_.get_token();
}

PYHOST_DETAIL_BRIDGE_BODY bool bridge_call::answer(bridge::message value)
{
    const call_scope scope{*channel->app};
    value.text = answer_text(id, "result", value.text);
    return end(std::move(value));
}

PYHOST_DETAIL_BRIDGE_BODY bool bridge_call::refuse(const call_refusal& why) { return end({answer_text(id, why)}); }

PYHOST_DETAIL_BRIDGE_BODY bool bridge_call::cancel(const call_refusal& why)
{
    const bool is_first = refuse(why);
    if (!is_first) return false;
    channel->app->leave_queue(*this);
    std::stop_source told{std::nostopstate};
    {
        const std::scoped_lock held{state_};
        is_cancelled_ = true;
        told = stop_;
    }
    told.request_stop();
    return true;
}

/// The answer stands behind all items: both are put into the order of the channel under this lock.
PYHOST_DETAIL_BRIDGE_BODY bool bridge_call::end(bridge::message last)
{
    std::coroutine_handle<> waiting;
    std::uint64_t timer = 0;
    {
        const std::scoped_lock held{state_};
        if (is_over_) return false;
        channel->enqueue_answer(id, std::move(last));
        is_over_ = true;
        waiting = std::exchange(waiting_, nullptr);
        timer = std::exchange(timer_, 0);
    }
    if (timer != 0) channel->app->pool->forget(deadline_, timer);
    channel->drain();
    if (waiting) wake(waiting);
    return true;
}

PYHOST_DETAIL_BRIDGE_BODY void bridge_call::tell(std::string_view name, bridge::message value)
{
    const call_scope scope{*channel->app};
    {
        const std::scoped_lock held{state_};
        if (is_over_) return;
        value.text = answer_text(id, name, value.text);
        channel->enqueue(std::move(value));
    }
    channel->drain();
}

PYHOST_DETAIL_BRIDGE_BODY void bridge_call::end_at(std::chrono::milliseconds limit)
{
    const auto when = worker_pool::clock::now() + limit;
    const std::uint64_t timer = channel->app->pool->post_at(when, [late = weak_from_this(), limit] {
        const auto one = late.lock();
        if (one == nullptr) return;
        one->cancel(
            bridge_refusal("timed_out", "command '" + one->command->name + "' took longer than " + std::to_string(limit.count()) + " ms"));
    });
    {
        const std::scoped_lock held{state_};
        deadline_ = when;
        if (!is_over_) timer_ = timer;
        if (timer_ != 0) return;
    }
    channel->app->pool->forget(when, timer);
}

PYHOST_DETAIL_BRIDGE_BODY void bridge_call::grant(std::uint64_t items)
{
    std::coroutine_handle<> waiting;
    {
        const std::scoped_lock held{state_};
        credit_ = items < UINT64_MAX - credit_ ? credit_ + items : UINT64_MAX;
        if (credit_ == 0 || !waiting_) return;
        --credit_;
        waiting = std::exchange(waiting_, nullptr);
    }
    wake(waiting);
}

/// Whether the coroutine waits: not where there is credit, or an answer.
PYHOST_DETAIL_BRIDGE_BODY bool bridge_call::waits(std::coroutine_handle<> waiting)
{
    const std::scoped_lock held{state_};
    if (is_over_) return false;
    if (credit_ != 0) {
        --credit_;
        return false;
    }
    waiting_ = waiting;
    return true;
}

/// A coroutine that goes on when it is its turn, and where that is dropped.
class resumed_once {
public:
    explicit resumed_once(std::coroutine_handle<> one) noexcept : one_{one} {}
    ~resumed_once() { go_on(); }
    resumed_once(const resumed_once&) = delete;
    resumed_once& operator=(const resumed_once&) = delete;

    void go_on() const
    {
        if (const auto now = std::exchange(one_, nullptr)) now.resume();
    }

private:
    mutable std::coroutine_handle<> one_;
};

/// Where the pool can have no thread, or has ended, it goes on here, late rather than never.
PYHOST_DETAIL_BRIDGE_BODY void bridge_call::wake(std::coroutine_handle<> waiting) noexcept
{
    const auto kept = std::make_shared<const resumed_once>(waiting);
    try {
        channel->app->pool->post([kept] { kept->go_on(); });
    } catch (...) {
        kept->go_on();
    }
}

}  // namespace pyhost::inline v0::detail

#endif
