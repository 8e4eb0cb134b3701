// SPDX-License-Identifier: MIT
// How a channel sends what is for its front end, and closes.
#pragma once

#include <pyhost/bridge/detail/bridge_core.hpp>

#if PYHOST_DETAIL_BRIDGE_BODIES

#include <pyhost/gil.hpp>

#include <utility>

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BRIDGE_BODY void channel_core::enqueue(bridge::message one)
{
    const std::scoped_lock held{state_};
    if (is_open_) outgoing_.push_back(std::move(one));
}

/// Whoever finds nobody sending sends all that there is; one that is called by a sender leaves it to that.
PYHOST_DETAIL_BRIDGE_BODY void channel_core::drain()
{
    if (who.may_wait || app->pool->is_own_thread()) return send_all();
    try {
        app->pool->post_at(worker_pool::clock::now(), [self = shared_from_this()] { self->send_all(); });
    } catch (const std::exception&) {  // there can be no other thread
        send_all();
    }
}

PYHOST_DETAIL_BRIDGE_BODY void channel_core::send_all() PYHOST_DETAIL_NO_ANALYSIS
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
            } catch (...) {
                app->log(name_of(who) + ": a message could not be sent: an exception that is no std::exception");
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

PYHOST_DETAIL_BRIDGE_BODY void channel_core::finish(const call_refusal& why, std::chrono::steady_clock::time_point until)
{
    {
        const std::scoped_lock held{state_};
        is_taking_ = false;
    }
    cancel_all(why);
    send_all();
    {
        std::unique_lock held{state_};
        sent_.wait_until(held, until, [this] { return !is_sending_ || sender_ == std::this_thread::get_id(); });
    }
    tell_closed();
    close();
}

/// As a message is sent, so that a transport which closes meanwhile waits for it; not beside one that does not end.
PYHOST_DETAIL_BRIDGE_BODY void channel_core::tell_closed() PYHOST_DETAIL_NO_ANALYSIS
{
    {
        const std::scoped_lock held{state_};
        if (!is_open_ || is_sending_ || closed_ == nullptr) return;
        is_sending_ = true;
        sender_ = std::this_thread::get_id();
    }
    const gil_release nogil;
    try {
        closed_();
    } catch (const std::exception& e) {
        app->log(name_of(who) + ": the end of the app could not be told: " + e.what());
    }
    {
        const std::scoped_lock held{state_};
        is_sending_ = false;
        sender_ = {};
    }
    sent_.notify_all();
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
