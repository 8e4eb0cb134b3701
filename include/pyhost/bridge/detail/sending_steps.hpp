// SPDX-License-Identifier: MIT
// How a channel sends what is for its front end, and closes.
#pragma once

#include <pyhost/bridge/detail/bridge_core.hpp>

#if PYHOST_DETAIL_BRIDGE_BODIES

#include <pyhost/gil.hpp>

#include <algorithm>
#include <utility>

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BRIDGE_BODY void channel_core::enqueue(bridge::message one)
{
    const std::scoped_lock held{state_};
    if (is_open_) outgoing_.push_back(std::move(one));
}

PYHOST_DETAIL_BRIDGE_BODY void channel_core::enqueue_answer(std::uint64_t id, bridge::message last)
{
    const std::scoped_lock held{state_};
    if (is_open_) outgoing_.push_back(std::move(last));
    calls_.erase(id);
}

/// Whoever finds nobody sending sends what there is; one that is called by a sender leaves it to that. What comes meanwhile is for the
/// thread that sends: a front end that is told without end keeps no command and no time limit waiting.
PYHOST_DETAIL_BRIDGE_BODY void channel_core::drain()
{
    const bool may_send_here = who.may_wait || app->pool->is_worker();
    if (!may_send_here || send_all()) send_later();
}

/// The other thread sends as much as there is when its turn comes, then another channel has its turn.
PYHOST_DETAIL_BRIDGE_BODY void channel_core::send_later()
{
    try {
        app->pool->post_sending([self = shared_from_this()] {
            if (self->send_all()) self->send_later();
        });
    } catch (const std::exception&) {  // there can be no other thread
        while (send_all()) {}
    }
}

/// Whether more has come meanwhile.
PYHOST_DETAIL_BRIDGE_BODY bool channel_core::send_all() PYHOST_DETAIL_NO_ANALYSIS
{
    std::unique_lock held{state_};
    if (is_sending_ || outgoing_.empty()) return false;
    is_sending_ = true;
    sender_ = std::this_thread::get_id();
    std::size_t left = outgoing_.size();
    held.unlock();
    const gil_release nogil;
    for (held.lock(); left-- > 0 && !outgoing_.empty(); held.lock()) {
        bridge::message next = std::move(outgoing_.front());
        outgoing_.pop_front();
        held.unlock();
        try {
            send_(std::move(next));
        } catch (const std::exception& e) {
            app->log(name_of(who) + ": a message could not be sent: " + e.what());
        } catch (...) {
            app->log(name_of(who) + ": a message could not be sent: an exception that is no std::exception");
        }
    }
    is_sending_ = false;
    sender_ = {};
    const bool has_more = !outgoing_.empty();
    held.unlock();
    sent_.notify_all();
    return has_more;
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

PYHOST_DETAIL_BRIDGE_BODY void channel_core::finish(const call_refusal& why, std::chrono::steady_clock::time_point until)
{
    {
        const std::scoped_lock held{state_};
        is_taking_ = false;
    }
    cancel_all(why);
    if (app->pool->is_own_thread())
        while (send_all()) {}
    else drain();
    {
        std::unique_lock held{state_};
        sent_.wait_until(held, until, [this] { return (!is_sending_ && outgoing_.empty()) || sender_ == std::this_thread::get_id(); });
    }
    tell_closed();
    close_until(std::max(until, std::chrono::steady_clock::now() + std::chrono::milliseconds{100}));
}

/// As a message is sent, so that a transport which closes meanwhile waits for it; beside one that does not end, which that may end.
PYHOST_DETAIL_BRIDGE_BODY void channel_core::tell_closed() PYHOST_DETAIL_NO_ANALYSIS
{
    bool is_beside = false;
    {
        const std::scoped_lock held{state_};
        if (!is_open_ || closed_ == nullptr) return;
        is_beside = std::exchange(is_sending_, true);
        if (!is_beside) sender_ = std::this_thread::get_id();
    }
    const gil_release nogil;
    try {
        closed_();
    } catch (const std::exception& e) {
        app->log(name_of(who) + ": the end of the app could not be told: " + e.what());
    } catch (...) {
        app->log(name_of(who) + ": the end of the app could not be told: an exception that is no std::exception");
    }
    if (is_beside) return;
    {
        const std::scoped_lock held{state_};
        is_sending_ = false;
        sender_ = {};
    }
    sent_.notify_all();
}

PYHOST_DETAIL_BRIDGE_BODY void channel_core::close() { close_until(std::chrono::steady_clock::time_point::max()); }

/// A sender that does not end until then is left to its thread.
PYHOST_DETAIL_BRIDGE_BODY void channel_core::close_until(std::chrono::steady_clock::time_point until) PYHOST_DETAIL_NO_ANALYSIS
{
    bool has_ended = true;
    {
        const gil_release nogil;
        std::unique_lock held{state_};
        is_open_ = false;
        outgoing_.clear();
        const auto is_sent = [this] { return !is_sending_ || sender_ == std::this_thread::get_id(); };
        if (until == std::chrono::steady_clock::time_point::max()) sent_.wait(held, is_sent);
        else has_ended = sent_.wait_until(held, until, is_sent);
    }
    if (!has_ended) app->log(name_of(who) + ": a message that is being sent has not come to its end in time, and is left to its thread");
    cancel_all(bridge_refusal("cancelled", "the window or connection of the call was closed"));
    app->forget(this);
}

PYHOST_DETAIL_BRIDGE_BODY channel_core::~channel_core() { app->forget(this); }

}  // namespace pyhost::inline v0::detail

#endif
