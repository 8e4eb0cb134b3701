// SPDX-License-Identifier: MIT
// The descriptor by which a host knows that a loop which it polls has something to do.
#pragma once

#include <pyhost/detail/atomic.hpp>

#include <optional>

#if PYHOST_DETAIL_BODIES
#include <cerrno>
#include <cmath>
#include <string>
#include <system_error>
#if defined(__linux__)
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>
#endif
#endif

namespace pyhost::inline v0::detail {

/// Readable when the descriptor that it watches is, when its time has come, and when the loop has ended.
///
/// Needs: Linux, for epoll and timerfd.
class host_descriptor {
public:
    /// Throws: std::system_error.
    host_descriptor();
    ~host_descriptor();
    host_descriptor(const host_descriptor&) = delete;
    host_descriptor& operator=(const host_descriptor&) = delete;

    [[nodiscard]] int number() const noexcept { return set_; }

    /// Until `descriptor` is closed. Throws: std::system_error.
    void watch(int descriptor) const { add(descriptor); }

    /// Readable in that many seconds, or no more. Needs: to be called by one thread at a time. Cost: a system call, none for what holds
    /// already.
    void arm(std::optional<double> seconds) noexcept;

    /// Readable from now on. Any thread.
    void end() noexcept;

    /// In the child of a fork: the same, by descriptors of its own with the numbers of the parent's.
    void begin_anew() noexcept;

private:
    void add(int descriptor) const;
    void set_timer(double seconds) const noexcept;

    static constexpr double never = 0.0;
    static constexpr double at_once = 1e-9;

    bool is_shared_ = false;  // with the parent of a fork: no descriptors were left
    int set_ = -1;
    int timer_ = -1;
    bool is_armed_ = false;
    atomic<int> has_ended_;
};

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

#if defined(__linux__)

[[noreturn]] PYHOST_DETAIL_COLD inline void throw_no_host_descriptor(const char* what)
{
    throw std::system_error{errno, std::generic_category(), std::string{"hosted_loop: no descriptor for its host ("} + what + ")"};
}

PYHOST_DETAIL_BODY host_descriptor::host_descriptor()
    : set_{epoll_create1(EPOLL_CLOEXEC)}, timer_{timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK)}
{
    try {
        if (set_ < 0) throw_no_host_descriptor("epoll_create1");
        if (timer_ < 0) throw_no_host_descriptor("timerfd_create");
        add(timer_);
    } catch (...) {
        if (set_ >= 0) close(set_);
        if (timer_ >= 0) close(timer_);
        throw;
    }
}

PYHOST_DETAIL_BODY host_descriptor::~host_descriptor()
{
    close(set_);
    close(timer_);
}

PYHOST_DETAIL_BODY void host_descriptor::add(int descriptor) const
{
    epoll_event event{};
    event.events = EPOLLIN;
    if (epoll_ctl(set_, EPOLL_CTL_ADD, descriptor, &event) != 0) throw_no_host_descriptor("epoll_ctl");
}

PYHOST_DETAIL_BODY void host_descriptor::begin_anew() noexcept
{
    const int set = epoll_create1(EPOLL_CLOEXEC);
    const int timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    epoll_event event{};
    event.events = EPOLLIN;
    is_shared_ = set < 0 || timer < 0 || dup3(timer, timer_, O_CLOEXEC) < 0 || dup3(set, set_, O_CLOEXEC) < 0 ||
                 epoll_ctl(set_, EPOLL_CTL_ADD, timer_, &event) != 0;
    if (set >= 0) close(set);
    if (timer >= 0) close(timer);
    end();
}

PYHOST_DETAIL_BODY void host_descriptor::set_timer(double seconds) const noexcept
{
    if (is_shared_) return;
    constexpr double longest = 1e9;  // 31 years
    const double given = seconds < longest ? seconds : longest;
    itimerspec at{};
    at.it_value.tv_sec = static_cast<time_t>(given);
    at.it_value.tv_nsec = std::lround(std::fmod(given, 1.0) * 999'999'999);
    timerfd_settime(timer_, 0, &at, nullptr);
}

PYHOST_DETAIL_BODY void host_descriptor::arm(std::optional<double> seconds) noexcept
{
    if (seconds || is_armed_) set_timer(seconds ? std::fmax(*seconds, at_once) : never);
    is_armed_ = seconds.has_value();
    if (has_ended_.load() != 0) set_timer(at_once);
}

PYHOST_DETAIL_BODY void host_descriptor::end() noexcept
{
    has_ended_.store(1);
    set_timer(at_once);
}

#else

PYHOST_DETAIL_BODY host_descriptor::host_descriptor()
{
    throw std::system_error{ENOTSUP, std::generic_category(), "hosted_loop: needs epoll and timerfd of Linux; use event_loop here"};
}
PYHOST_DETAIL_BODY host_descriptor::~host_descriptor() = default;
PYHOST_DETAIL_BODY void host_descriptor::add(int) const {}
PYHOST_DETAIL_BODY void host_descriptor::arm(std::optional<double>) noexcept {}
PYHOST_DETAIL_BODY void host_descriptor::end() noexcept {}
PYHOST_DETAIL_BODY void host_descriptor::begin_anew() noexcept {}

#endif

}  // namespace pyhost::inline v0::detail

#endif
