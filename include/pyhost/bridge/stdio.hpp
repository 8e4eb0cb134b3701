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

/// Fills the whole of it: how many bytes there were until the end. Throws: std::system_error.
inline std::size_t read_whole(int from, char* to, std::size_t size)
{
    std::size_t had = 0;
    while (had != size) {
        const ssize_t got = ::read(from, to + had, size - had);
        if (got == 0) break;
        if (got < 0 && errno != EINTR) throw_errno("bridge: a message could not be read");
        if (got > 0) had += static_cast<std::size_t>(got);
    }
    return had;
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

/// A message as it comes: its size, and its bytes, of a longer one than `most` the first.
struct framed_message {
    std::size_t size = 0, had = 0;
    std::string bytes = {};
};

/// False at the end, where `to.had` is less than `to.size` for one that is cut short.
inline bool read_message(int from, std::size_t most, framed_message& to)
{
    char head[4];
    to.size = sizeof head;
    to.had = read_whole(from, head, sizeof head);
    if (to.had == 0) to.size = 0;
    if (to.had < sizeof head) return false;
    to.size = length_at(head);
    to.bytes.resize(std::min(to.size, most));
    to.had = read_whole(from, to.bytes.data(), to.bytes.size());
    char passed[4096];
    while (to.had < to.size && to.had >= to.bytes.size()) {
        const std::size_t got = read_whole(from, passed, std::min(to.size - to.had, sizeof passed));
        if (got == 0) break;
        to.had += got;
    }
    return to.had == to.size;
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
    pyhost::detail::framed_message one;
    const std::size_t most = of.options().arguments.max_size;
    while (pyhost::detail::read_message(from, most, one)) {
        if (one.size > most) open.refuse_size(one.size, one.bytes);
        else if (auto whole = pyhost::detail::unpacked_message(one.bytes)) open.receive(*std::move(whole));
        else open.receive(std::string{"attachments that are cut short"});  // which is no message
    }
    if (one.had < one.size)
        of.log("stdio: the input ended after " + std::to_string(one.had) + " of " + std::to_string(one.size) +
               " bytes; each message stands behind its length, 4 bytes, little-endian");
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
