// SPDX-License-Identifier: MIT
// What an app has sent to a page and the page has not taken yet.
#pragma once

#include <pyhost/bridge/detail/frame.hpp>

#if PYHOST_DETAIL_TRANSPORT_BODIES

#include <pyhost/bridge/detail/webkit_glib.hpp>

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace pyhost::inline v0::detail {

/// Messages are put into it, and it is ended, on any thread; all else is for the thread of the windows.
class webkit_outbox : public std::enable_shared_from_this<webkit_outbox> {
public:
    /// `on_news` is called in the loop of the windows when something was put, or all that was handed over has come.
    webkit_outbox(std::size_t most, std::function<void()> on_news) : most_{most}, on_news_{std::move(on_news)} {}

    /// Never waits. Where more than the most waits already, it is full from then on, and takes nothing.
    void put(bridge::message one)
    {
        const std::scoped_lock held{state_};
        if (is_full_) return;
        is_full_ = size_ > most_;
        size_ += size_of(one);
        waiting_.push_back(std::move(one));
        if (!std::exchange(is_woken_, true)) run_in_glib([self = shared_from_this()] { self->tell(); });
    }

    /// Behind what was put. Any thread.
    void end()
    {
        const std::scoped_lock held{state_};
        has_ended_ = true;
        if (!std::exchange(is_woken_, true)) run_in_glib([self = shared_from_this()] { self->tell(); });
    }
    [[nodiscard]] bool has_ended() const
    {
        const std::scoped_lock held{state_};
        return has_ended_ && waiting_.empty();
    }

    [[nodiscard]] bool is_full() const
    {
        const std::scoped_lock held{state_};
        return is_full_;
    }

    /// The next message, which still counts until has_come().
    std::optional<bridge::message> take()
    {
        const std::scoped_lock held{state_};
        if (waiting_.empty()) return std::nullopt;
        std::optional<bridge::message> made{std::move(waiting_.front())};
        waiting_.pop_front();
        return made;
    }

    /// The page has so many bytes of what was taken.
    void has_come(std::size_t bytes)
    {
        const std::scoped_lock held{state_};
        size_ -= bytes;
    }

    void tell()
    {
        {
            const std::scoped_lock held{state_};
            is_woken_ = false;
        }
        if (const auto told = on_news_) told();  // which may close this
    }

    /// Nothing is told any more.
    void close() { on_news_ = nullptr; }
    [[nodiscard]] bool is_closed() const { return on_news_ == nullptr; }

private:
    const std::size_t most_;
    std::function<void()> on_news_;
    mutable std::mutex state_;
    std::deque<bridge::message> waiting_;
    std::size_t size_ = 0;
    bool is_woken_ = false, is_full_ = false, has_ended_ = false;
};

}  // namespace pyhost::inline v0::detail

#endif
