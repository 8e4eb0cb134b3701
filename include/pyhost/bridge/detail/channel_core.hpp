// SPDX-License-Identifier: MIT
// A connection to a front end: its calls, the events that it listens to, and what is sent to it, in order.
#pragma once

#include <pyhost/bridge/detail/bridge_call.hpp>
#include <pyhost/bridge/detail/envelope.hpp>
#include <pyhost/bridge/detail/frame.hpp>
#include <pyhost/bridge/peer.hpp>
#include <pyhost/detail/fork_aware.hpp>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <new>
#include <optional>
#include <set>
#include <stop_token>
#include <thread>

namespace pyhost::inline v0::detail {

using message_sender = std::function<void(bridge::message)>;

/// In the child of a fork it is closed: what is at its other end is the parent's.
class channel_core : public fork_aware, public std::enable_shared_from_this<channel_core> {
public:
    channel_core(std::shared_ptr<bridge_core> app, bridge::peer who, message_sender send, std::function<void()> closed);

    const std::shared_ptr<bridge_core> app;
    const bridge::peer who;
    std::size_t calls_on_their_way = 0;  // of the app's lock: a call that was answered and still runs is one

    /// Takes a message. Any thread; where the peer may not wait, another thread looks at it, and nothing is sent on this one.
    void receive(bridge::message one);

    /// Answers a message that is longer than it may be, by the id in its first bytes.
    void refuse_size(std::size_t size, std::string_view start);

    /// The bytes of those that wait for another thread to look at them.
    [[nodiscard]] std::size_t unread() const noexcept { return unread_; }

    /// One message is all that comes: nobody asks for items, and the stop closes it.
    void has_one_message(std::stop_token stop);

    /// Puts a message behind those that wait to be sent; drain() sends them. No lock is held while one is sent, one is sent at a time.
    void enqueue(bridge::message one);
    void enqueue_answer(std::uint64_t id, bridge::message last);  // and the id is free again
    void drain();
    void send(bridge::message one)
    {
        enqueue(std::move(one));
        drain();
    }

    /// From now on it listens to the event, and has the answer before it; false where it listens to as many as it may.
    [[nodiscard]] bool begin_to_hear(const std::string& event, bridge::message answer);

    /// Puts an event behind what waits, where this channel listens to it.
    void hear(const std::string& event, const bridge::message& one);

    ~channel_core() override;
    channel_core(const channel_core&) = delete;
    channel_core& operator=(const channel_core&) = delete;

    /// Answers all calls with this, sends what there is until then, and closes.
    void finish(const call_refusal& why, std::chrono::steady_clock::time_point until);

    /// Cancels what runs; when it returns nothing is sent any more, but by a sender that has called it.
    void close();
    [[nodiscard]] bool is_open() const;

private:
    friend class unread_message;

    void settle(long long) noexcept override {}
    void go_on() noexcept override {}
    void begin_anew() noexcept override
    {
        is_open_ = false;
        is_sending_ = false;
        static_cast<void>(new (std::nothrow) call_map{std::move(calls_)});  // locks of theirs may be held by threads that are gone
        calls_.clear();
    }

    void look_at(bridge::message one);
    void take(envelope& outside, bridge::message& whole);
    void begin_call(envelope& outside, bridge::message& whole);
    void enter(const std::shared_ptr<bridge_call>& call);
    void listen(const envelope& outside);
    void cancel_all(const call_refusal& why);
    bool send_all();
    void send_later();
    void close_until(std::chrono::steady_clock::time_point until);
    void tell_closed();
    std::shared_ptr<bridge_call> find(std::uint64_t id) const;
    void refuse(std::optional<std::uint64_t> id, const call_refusal& why, const std::string& of);
    void log_refusal(const std::string& of, const call_refusal& why) const;

    using call_map = std::map<std::uint64_t, std::shared_ptr<bridge_call>>;

    message_sender send_;
    std::function<void()> closed_;
    std::condition_variable sent_;
    bool is_open_ = true, is_taking_ = true, is_sending_ = false, is_asked_for_all_ = false;
    std::thread::id sender_;
    std::atomic<std::size_t> unread_{0};
    std::deque<bridge::message> outgoing_;
    call_map calls_;
    std::set<std::string> events_;
    std::optional<std::stop_callback<std::function<void()>>> stop_;
};

}  // namespace pyhost::inline v0::detail
