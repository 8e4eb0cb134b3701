// SPDX-License-Identifier: MIT
// Descriptors that messages come and go by: each is waited for until there is something to do, or nothing more to come. For POSIX.
#pragma once

#include <pyhost/bridge/app.hpp>

#if PYHOST_DETAIL_BRIDGE_BODIES

#include <pyhost/bridge/detail/frame.hpp>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdint>
#include <ctime>
#include <fcntl.h>
#include <mutex>
#include <poll.h>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <unistd.h>

namespace pyhost::inline v0::detail {

[[noreturn]] inline void throw_errno(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

/// Whether a call of the system that has failed is to be made again, when its descriptor is ready.
inline bool may_try_again() noexcept { return errno == EINTR || errno == EAGAIN || errno == EWOULDBLOCK; }

enum class descriptor_wait : unsigned char { ready, late, ended };

/// Ends the waiting for descriptors, once and for all. Any thread.
class pipe_ending {
public:
    pipe_ending()
    {
        if (::pipe(ends_) != 0) throw_errno("bridge: there is no pipe to end the reading by");
        for (const int one : ends_) ::fcntl(one, F_SETFD, FD_CLOEXEC);
    }
    ~pipe_ending()
    {
        for (const int one : ends_) ::close(one);
    }
    pipe_ending(const pipe_ending&) = delete;
    pipe_ending& operator=(const pipe_ending&) = delete;

    void begin() noexcept
    {
        if (has_begun_.exchange(true)) return;
        while (::write(ends_[1], "", 1) < 0 && errno == EINTR) {}
    }
    [[nodiscard]] bool has_begun() const noexcept { return has_begun_; }

    /// Waits for POLLIN or POLLOUT; a signal makes it late. Throws: std::system_error.
    [[nodiscard]] descriptor_wait wait_for(int descriptor, short events) const
    {
        if (descriptor < 0) return descriptor_wait::ready;  // poll() would pass over it: who reads it is told what is wrong
        pollfd both[] = {{descriptor, events, 0}, {ends_[0], POLLIN, 0}};
        if (::poll(both, 2, -1) < 0 && !may_try_again()) throw_errno("bridge: a descriptor cannot be waited for");
        if (both[1].revents != 0) return descriptor_wait::ended;
        return both[0].revents != 0 ? descriptor_wait::ready : descriptor_wait::late;
    }

private:
    int ends_[2] = {-1, -1};
    std::atomic<bool> has_begun_{false};
};

/// Reads ahead what is there, so that a short message is one call of the system.
class pipe_reader {
public:
    pipe_reader(int from, const pipe_ending& ending) : from_{from}, ending_{&ending} {}

    /// Fills the whole of it: how many bytes there were until the end, of the input or of the waiting. Throws: std::system_error.
    std::size_t read_whole(char* to, std::size_t size)
    {
        std::size_t had = 0;
        while (had != size && (!ahead_.empty() || read_more())) {
            const std::size_t taken = ahead_.copy(to + had, size - had);
            ahead_.remove_prefix(taken);
            had += taken;
        }
        return had;
    }

private:
    bool read_more()
    {
        for (;;) {
            const descriptor_wait waited = ending_->wait_for(from_, POLLIN);
            if (waited == descriptor_wait::ended) return false;
            if (waited == descriptor_wait::late) continue;
            const ssize_t got = ::read(from_, buffer_.data(), buffer_.size());
            if (got < 0 && !may_try_again()) throw_errno("bridge: a message could not be read");
            if (got < 0) continue;
            ahead_ = std::string_view{buffer_.data(), static_cast<std::size_t>(got)};
            return got > 0;
        }
    }

    int from_;
    const pipe_ending* ending_;
    std::string buffer_ = std::string(std::size_t{64} << 10, '\0');
    std::string_view ahead_;
};

/// Keeps SIGPIPE from this thread while it writes: the signal is the host's.
class without_sigpipe {
public:
    without_sigpipe() noexcept
    {
        sigset_t pending;
        sigpending(&pending);
        was_pending_ = sigismember(&pending, SIGPIPE) == 1;
        sigemptyset(&pipe_);
        sigaddset(&pipe_, SIGPIPE);
        pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
    }
    ~without_sigpipe()
    {
        const std::timespec at_once{};
        if (!was_pending_)
            while (sigtimedwait(&pipe_, nullptr, &at_once) == -1 && errno == EINTR) {}
        pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    }
    without_sigpipe(const without_sigpipe&) = delete;
    without_sigpipe& operator=(const without_sigpipe&) = delete;

private:
    sigset_t pipe_, before_;
    bool was_pending_;
};

/// Writes messages, one at a time; behind one that is not written to its end none can be read any more, so none is sent.
class message_writer {
public:
    explicit message_writer(int to) : to_{to} {}

    pipe_ending ending;

    /// Waits for a reader that takes nothing, until the app has ended. Throws: std::system_error; std::length_error; std::runtime_error for
    /// what was given up.
    void send(const bridge::message& one)
    {
        const std::scoped_lock held{writing_};
        if (is_broken_ || ending.has_begun()) return;
        const std::string bytes = framed(one);
        is_broken_ = true;
        write_whole(bytes);
        is_broken_ = false;
    }

    /// When it returns the descriptor is not used any more.
    void stop() noexcept
    {
        ending.begin();
        const std::scoped_lock held{writing_};
    }

private:
    /// What poll() waits for is that PIPE_BUF bytes find room: more in one piece may block, where nothing ends it.
    void write_whole(std::string_view bytes)
    {
        const without_sigpipe quiet;
        while (!bytes.empty()) {
            const descriptor_wait waited = ending.wait_for(to_, POLLOUT);
            if (waited == descriptor_wait::ended) throw std::runtime_error("the app has ended before the reader has taken all of it");
            if (waited == descriptor_wait::late) continue;
            const ssize_t put = ::write(to_, bytes.data(), std::min<std::size_t>(bytes.size(), PIPE_BUF));
            if (put < 0 && !may_try_again()) throw_errno("the reader cannot be written to");
            if (put > 0) bytes.remove_prefix(static_cast<std::size_t>(put));
        }
    }

    int to_;
    std::mutex writing_;
    bool is_broken_ = false;
};

}  // namespace pyhost::inline v0::detail

#endif
