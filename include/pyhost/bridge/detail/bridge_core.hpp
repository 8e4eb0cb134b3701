// SPDX-License-Identifier: MIT
// What an app is made of: its commands, permissions, channels and threads.
#pragma once

#include <pyhost/bridge/app_options.hpp>
#include <pyhost/bridge/detail/channel_core.hpp>
#include <pyhost/bridge/detail/command_record.hpp>
#include <pyhost/bridge/detail/permissions.hpp>
#include <pyhost/bridge/detail/worker_pool.hpp>

#include <typeindex>
#include <unordered_map>
#include <utility>

namespace pyhost::inline v0::detail {

/// What becomes of an event: whether who comes later has it, and the windows that have it now.
struct emission {
    bool is_kept = false;
    std::string_view windows = "*";
};

/// In the child of a fork it is closed: what runs is the parent's.
class bridge_core : public fork_aware, public std::enable_shared_from_this<bridge_core> {
public:
    explicit bridge_core(bridge::app_options with);

    const bridge::app_options options;
    const json::dump_options results;     // as options has them, and with bytes
    const json::parse_options arguments;  // the same, and of two members of one name none
    const std::shared_ptr<worker_pool> pool;

    // Commands, permissions and states are given before the channels are opened, or while they are: under a lock.
    void add(std::shared_ptr<const command_record> one);
    void allow(bridge::permission one);
    void keep(std::type_index type, std::shared_ptr<void> value);
    [[nodiscard]] std::shared_ptr<void> kept(std::type_index type) const;
    [[nodiscard]] std::shared_ptr<const command_record> command(const std::string& name) const;
    [[nodiscard]] std::optional<call_refusal> check_call(const bridge::peer& who, const std::string& name,
                                                         std::string_view arguments) const;
    [[nodiscard]] std::optional<call_refusal> check_event(const bridge::peer& who, const std::string& event) const;

    std::shared_ptr<channel_core> open(bridge::peer who, message_sender send, std::function<void()> closed);
    void forget(const channel_core* closed);

    // Events: the last one of each that is kept is sent to who begins to listen.
    void emit(const std::string& event, bridge::message value, const emission& how);
    [[nodiscard]] bool listen(channel_core& at, const std::string& event, bridge::message answer);

    /// Runs the call now or when it is its turn. Nothing when it is taken, else why not.
    std::optional<call_refusal> admit(const std::shared_ptr<bridge_call>& call);

    /// The place of a call that has come to its end is free.
    void leave(const bridge_call& call) noexcept;

    /// A call that was cancelled while it waited.
    void leave_queue(const bridge_call& call);

    void log(std::string_view line) const;
    void close();

private:
    void settle(long long) noexcept override {}
    void go_on() noexcept override {}
    void begin_anew() noexcept override
    {
        is_closed_ = true;
        calls_ = 0;
    }

    void start(std::shared_ptr<running_call> place, bool may_run_here);
    bool is_closed() const;
    std::vector<std::shared_ptr<channel_core>> channels() const;
    std::shared_ptr<const permission_list> permissions() const;

    std::unordered_map<std::string, std::shared_ptr<const command_record>> commands_;
    std::shared_ptr<const permission_list> permissions_ = std::make_shared<permission_list>();
    std::unordered_map<std::type_index, std::shared_ptr<void>> states_;
    std::map<const channel_core*, std::weak_ptr<channel_core>> channels_;
    std::mutex events_;  // taken before that of a channel, and while nothing is sent
    struct kept_event {
        bridge::message value;
        std::string windows;  // that may have it
    };
    std::map<std::string, kept_event> kept_events_;
    std::size_t calls_ = 0;  // that run or wait
    bool is_closed_ = false, has_closed_ = false;
    std::condition_variable ended_;
};

/// What runs a call, and has its place, from when it gets one until it ends.
class running_call {
public:
    explicit running_call(std::shared_ptr<bridge_call> of) noexcept : call{std::move(of)} {}
    ~running_call()
    {
        if (has_place) call->channel->app->leave(*call);
    }
    running_call(const running_call&) = delete;
    running_call& operator=(const running_call&) = delete;

    const std::shared_ptr<bridge_call> call;
    bool has_place = false;
};

/// The calls that this thread is in.
class call_scope {
public:
    explicit call_scope(const bridge_core& app) noexcept : app_{&app}, outer_{std::exchange(innermost, this)} {}
    ~call_scope() { innermost = outer_; }
    call_scope(const call_scope&) = delete;
    call_scope& operator=(const call_scope&) = delete;

    /// How many of them are of this app.
    static std::size_t of(const bridge_core* app) noexcept
    {
        std::size_t found = 0;
        for (const call_scope* at = innermost; at != nullptr; at = at->outer_) found += at->app_ == app ? 1u : 0u;
        return found;
    }

private:
    static inline constinit thread_local const call_scope* innermost = nullptr;

    const bridge_core* app_;
    const call_scope* outer_;
};

/// Calls the command and sees to its answer. Any thread, attached or not; nothing thrown leaves it.
void run_call(std::shared_ptr<running_call> now) noexcept;

}  // namespace pyhost::inline v0::detail
