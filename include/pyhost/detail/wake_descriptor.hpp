// SPDX-License-Identifier: MIT
// A file descriptor that becomes readable when another thread says so, for event loops that wait for descriptors.
#pragma once

#include <pyhost/macros.hpp>

#if PYHOST_DETAIL_BODIES
#include <cerrno>
#include <cstdint>
#include <system_error>
#if defined(__linux__)
#include <sys/eventfd.h>
#endif
#if !defined(_WIN32)
#include <fcntl.h>
#include <unistd.h>
#endif
#endif

namespace pyhost::inline v0::detail {

/// Needs: a system with descriptors that can be waited for; on Windows none is made, and number() is -1.
class wake_descriptor {
public:
    /// Throws: std::system_error.
    wake_descriptor();
    ~wake_descriptor();
    wake_descriptor(const wake_descriptor&) = delete;
    wake_descriptor& operator=(const wake_descriptor&) = delete;

    [[nodiscard]] int number() const noexcept { return read_end_; }

    /// Makes it readable, from any thread and in signal handlers.
    void set() const noexcept;

    /// Makes it unreadable again.
    void clear() const noexcept;

private:
    int read_end_ = -1;
    int write_end_ = -1;  // the same where one descriptor does
};

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

#if defined(_WIN32)

PYHOST_DETAIL_BODY wake_descriptor::wake_descriptor() = default;
PYHOST_DETAIL_BODY wake_descriptor::~wake_descriptor() = default;
PYHOST_DETAIL_BODY void wake_descriptor::set() const noexcept {}
PYHOST_DETAIL_BODY void wake_descriptor::clear() const noexcept {}

#else

#if defined(__linux__)

PYHOST_DETAIL_BODY wake_descriptor::wake_descriptor() : read_end_{eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)}, write_end_{read_end_}
{
    if (read_end_ < 0) throw std::system_error{errno, std::generic_category(), "event_loop: no descriptor to wake it by (eventfd)"};
}

#else

PYHOST_DETAIL_BODY wake_descriptor::wake_descriptor()
{
    int ends[2];
    if (pipe(ends) != 0) throw std::system_error{errno, std::generic_category(), "event_loop: no descriptor to wake it by (pipe)"};
    read_end_ = ends[0];
    write_end_ = ends[1];
    for (const int end : ends) {
        fcntl(end, F_SETFD, FD_CLOEXEC);
        fcntl(end, F_SETFL, O_NONBLOCK);
    }
}

#endif

PYHOST_DETAIL_BODY wake_descriptor::~wake_descriptor()
{
    close(read_end_);
    if (write_end_ != read_end_) close(write_end_);
}

/// One that is full is readable already.
PYHOST_DETAIL_BODY void wake_descriptor::set() const noexcept
{
    const int kept = errno;
    const std::uint64_t one = 1;
    while (write(write_end_, &one, sizeof one) < 0 && errno == EINTR) {}
    errno = kept;
}

PYHOST_DETAIL_BODY void wake_descriptor::clear() const noexcept
{
    const int kept = errno;
    std::uint64_t read_now[64];
    ssize_t got = 0;
    do got = read(read_end_, read_now, sizeof read_now);
    while (got == static_cast<ssize_t>(sizeof read_now) || (got < 0 && errno == EINTR));
    errno = kept;
}

#endif

}  // namespace pyhost::inline v0::detail

#endif
