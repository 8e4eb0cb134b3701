// SPDX-License-Identifier: MIT
// A connection of an app to one front end: what a transport makes, for each window, socket or pipe.
#pragma once

#include <pyhost/bridge/detail/channel_core.hpp>
#include <pyhost/bridge/message.hpp>
#include <pyhost/bridge/peer.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <utility>

namespace pyhost::inline v0::bridge {

/// Owns the connection: where it ends, the calls of it are cancelled, and nothing is sent any more. Made by app::open(). It may be moved.
class channel {
public:
    channel() noexcept = default;
    explicit channel(std::shared_ptr<pyhost::detail::channel_core> core) noexcept : core_{std::move(core)} {}
    channel(channel&&) noexcept = default;
    channel& operator=(channel&& other) noexcept
    {
        close();
        core_ = std::exchange(other.core_, nullptr);
        return *this;
    }
    ~channel() { close(); }

    /// Takes a message of the front end. Any thread, several at a time; its answers are sent when they are there.
    ///
    /// It does not wait for Python where the peer says that its thread may not. What is no message is answered with an error.
    void receive(message one) const
    {
        if (core_ != nullptr) core_->receive(std::move(one));
    }
    void receive(std::string text) const { receive(message{std::move(text)}); }

    /// For transports: the bytes of messages that were taken and that nobody has looked at yet; who has many more to come should wait.
    [[nodiscard]] std::size_t unread() const { return core_ != nullptr ? core_->unread() : 0; }

    /// For transports: answers a message that was not read, since it has more bytes than app_options::arguments allows. `start` is what
    /// was read of it, a hundred bytes or more: where its text begins with its id, the answer has that.
    void refuse_size(std::size_t size, std::string_view start) const
    {
        if (core_ != nullptr) core_->refuse_size(size, start);
    }

    /// The same as its end. Any thread, also one that sends for it, and beside receive().
    void close() noexcept
    {
        if (core_ != nullptr) core_->close();
    }

private:
    std::shared_ptr<pyhost::detail::channel_core> core_;
};

}  // namespace pyhost::inline v0::bridge
