// SPDX-License-Identifier: MIT
// The transport of a sidecar: a program that another one starts, and talks to by its standard streams. For POSIX.
#pragma once

#include <pyhost/bridge/app.hpp>

namespace pyhost::inline v0::bridge {

/// Serves one front end by two descriptors, until the first has come to its end; then the calls of it are cancelled.
///
/// Each message, both ways, stands behind its length, 4 bytes, little-endian: the text, or for one with attachments a zero byte, then the
/// text and each attachment behind their lengths. A message that is too long is refused and passed over. A reader that is gone is no
/// signal: what is for it is logged. Needs: a thread to wait on, detached or attached. Throws: std::system_error when it cannot be read
/// from; std::logic_error after app::close().
void serve(app& of, int from, int to, peer who = {.takes_bytes = true});

/// The same by standard input and output, which is kept for messages alone: what C++, Python and their children print goes to standard
/// error from now on.
void serve_stdio(app& of, peer who = {.takes_bytes = true});

}  // namespace pyhost::inline v0::bridge

#if PYHOST_DETAIL_BRIDGE_BODIES

#include <pyhost/bridge/detail/frame.hpp>
#include <pyhost/gil.hpp>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <system_error>
#include <unistd.h>

namespace pyhost::inline v0 {
namespace detail {

[[noreturn]] inline void throw_errno(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

/// Fills the whole of it; false at the end. Throws: std::system_error.
inline bool read_whole(int from, char* to, std::size_t size)
{
    while (size != 0) {
        const ssize_t got = ::read(from, to, size);
        if (got == 0) return false;
        if (got < 0 && errno != EINTR) throw_errno("bridge: a message could not be read");
        if (got < 0) continue;
        to += got;
        size -= static_cast<std::size_t>(got);
    }
    return true;
}

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

inline void write_whole(int to, std::string_view bytes)
{
    const without_sigpipe quiet;
    while (!bytes.empty()) {
        const ssize_t put = ::write(to, bytes.data(), bytes.size());
        if (put < 0 && errno != EINTR) throw_errno("the reader cannot be written to");
        if (put > 0) bytes.remove_prefix(static_cast<std::size_t>(put));
    }
}

/// The next message, or its size alone where it is longer than `most`. False at the end.
inline bool read_message(int from, std::size_t most, std::string& bytes, std::size_t& size)
{
    char head[4];
    if (!read_whole(from, head, sizeof head)) return false;
    size = length_at(head);
    bytes.resize(std::min(size, most));
    if (size <= most) return read_whole(from, bytes.data(), size);
    char passed[4096];
    for (std::size_t left = size; left != 0;) {
        const std::size_t part = std::min(left, sizeof passed);
        if (!read_whole(from, passed, part)) return false;
        left -= part;
    }
    return true;
}

}  // namespace detail

namespace bridge {

PYHOST_DETAIL_BRIDGE_BODY void serve(app& of, int from, int to, peer who) PYHOST_DETAIL_NO_ANALYSIS
{
    const gil_release nogil;
    const channel open = of.open(std::move(who), [to](const message& one) {
        const std::string bytes = pyhost::detail::packed(one);
        std::string whole;
        pyhost::detail::put_length(whole, bytes.size());
        pyhost::detail::write_whole(to, whole += bytes);
    });
    std::string bytes;
    std::size_t size = 0;
    const std::size_t most = of.options().arguments.max_size;
    while (pyhost::detail::read_message(from, most, bytes, size)) {
        if (size > most) open.refuse_size(size);
        else if (auto one = pyhost::detail::unpacked_message(bytes)) open.receive(*std::move(one));
        else open.receive(std::string{"attachments that are cut short"});  // which is no message
    }
}

PYHOST_DETAIL_BRIDGE_BODY void serve_stdio(app& of, peer who)
{
    struct descriptor {
        int number;
        ~descriptor() { ::close(number); }
    } const kept{::dup(STDOUT_FILENO)};
    if (kept.number < 0 || ::dup2(STDERR_FILENO, STDOUT_FILENO) < 0)
        pyhost::detail::throw_errno("bridge: standard output cannot be kept for messages");
    serve(of, STDIN_FILENO, kept.number, std::move(who));
}

}  // namespace bridge
}  // namespace pyhost::inline v0

#endif
