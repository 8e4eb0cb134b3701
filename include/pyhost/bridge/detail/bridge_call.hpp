// SPDX-License-Identifier: MIT
// One call of a command: its one answer, the items before it, what stops it.
#pragma once

#include <pyhost/bridge/detail/answer.hpp>
#include <pyhost/bridge/message.hpp>

#include <atomic>
#include <chrono>
#include <coroutine>
#include <cstdint>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <string_view>

namespace pyhost::inline v0::detail {

class bridge_core;
class channel_core;
struct command_record;

/// Shared by its channel until it is answered, and by what runs it until that ends.
class bridge_call : public std::enable_shared_from_this<bridge_call> {
public:
    bridge_call(std::uint64_t number, std::shared_ptr<channel_core> from, std::shared_ptr<const command_record> of, bridge::message whole,
                std::string_view arguments, std::uint64_t first_credit);

    const std::uint64_t id;
    const std::shared_ptr<channel_core> channel;
    const std::shared_ptr<const command_record> command;

    /// The text of the arguments, and what is attached to it.
    [[nodiscard]] std::string_view arguments() const noexcept { return std::string_view{message_.text}.substr(begin_, size_); }
    [[nodiscard]] const std::vector<std::string>& attachments() const noexcept { return message_.attachments; }

    /// Most calls never ask for it, and have nothing to stop.
    [[nodiscard]] std::stop_token stop_token() const;
    [[nodiscard]] bool is_over() const noexcept { return is_over_; }

    // The answer, of whoever is first; false when there was one. Any thread. `value` has the text of the value.
    bool answer(bridge::message value);
    bool refuse(const call_refusal& why);

    /// The same from outside: what runs is told to stop.
    bool cancel(const call_refusal& why);

    /// Sends an item or progress, unless there was an answer.
    void tell(std::string_view name, bridge::message value);

    /// Is cancelled then, unless it has its answer before.
    void end_at(std::chrono::milliseconds limit);

    /// Lets that many items more be sent.
    void grant(std::uint64_t items);

    /// `co_await call->credit()`: whether an item may be sent now; false once there is an answer. The coroutine goes on in the pool.
    class credit_awaiter {
    public:
        explicit credit_awaiter(bridge_call& call) noexcept : call_{call} {}
        [[nodiscard]] bool await_ready() const { return call_.is_over(); }
        bool await_suspend(std::coroutine_handle<> waiting) { return call_.waits(waiting); }
        [[nodiscard]] bool await_resume() const { return !call_.is_over(); }

    private:
        bridge_call& call_;
    };
    [[nodiscard]] credit_awaiter credit() noexcept { return credit_awaiter{*this}; }

private:
    bool end(bridge::message last);
    bool waits(std::coroutine_handle<> waiting);
    void wake(std::coroutine_handle<> waiting) noexcept;

    bridge::message message_;
    std::size_t begin_ = 0, size_;
    mutable std::stop_source stop_{std::nostopstate};
    bool is_cancelled_ = false;
    mutable std::mutex state_;
    std::atomic<bool> is_over_ = false;  // is set under the lock
    std::uint64_t credit_;
    std::chrono::steady_clock::time_point deadline_{};
    std::uint64_t timer_ = 0;
    std::coroutine_handle<> waiting_ = nullptr;  // for credit
};

}  // namespace pyhost::inline v0::detail
