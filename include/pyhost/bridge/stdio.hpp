// SPDX-License-Identifier: MIT
// The transport of a sidecar: a program that another one starts, and talks to by its standard streams. For POSIX.
#pragma once

#include <pyhost/bridge/app.hpp>

namespace pyhost::inline v0::bridge {

/// Serves one front end by two descriptors, until the first has come to its end, or the app; then the calls of it are cancelled.
///
/// Each message, both ways, stands behind its length, 4 bytes, little-endian: the text, or for one with attachments a zero byte, then the
/// text and each attachment behind their lengths. A message that is too long is refused and passed over; one for the reader of 4 GiB or
/// more is logged in its place. A reader that is gone is no signal: that is logged, and nothing more is sent. One that takes nothing is
/// waited for, after app::close() for app_options::closing. The descriptors may block or not. Needs: a thread to wait on, detached or
/// attached. Throws: std::system_error when it cannot be read from; std::logic_error after app::close().
void serve(app& of, int from, int to, peer who = {.takes_bytes = true});

/// The same by standard input and output, which are kept for messages alone: from now on what C++, Python and their children print goes to
/// standard error, and what they read of standard input is at its end. Throws: std::system_error also where one of the three is closed.
void serve_stdio(app& of, peer who = {.takes_bytes = true});

}  // namespace pyhost::inline v0::bridge

#if PYHOST_DETAIL_BRIDGE_BODIES

#include <pyhost/bridge/detail/message_pipe.hpp>
#include <pyhost/gil.hpp>

#include <memory>

namespace pyhost::inline v0 {
namespace detail {

/// A message as it comes: its size, and its bytes, of a longer one than `most` the first.
struct framed_message {
    std::size_t size = 0, had = 0;
    std::string bytes = {};
};

/// False at the end, where `to.had` is less than `to.size` for one that is cut short.
inline bool read_message(pipe_reader& from, std::size_t most, framed_message& to)
{
    char head[4];
    to.size = sizeof head;
    to.had = from.read_whole(head, sizeof head);
    if (to.had == 0) to.size = 0;
    if (to.had < sizeof head) return false;
    to.size = length_at(head);
    to.bytes.resize(std::min(to.size, most));
    to.had = from.read_whole(to.bytes.data(), to.bytes.size());
    char passed[4096];
    while (to.had < to.size && to.had >= to.bytes.size()) {
        const std::size_t got = from.read_whole(passed, std::min(to.size - to.had, sizeof passed));
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
    const auto writer = std::make_shared<pyhost::detail::message_writer>(to);
    const struct stopped_at_end {
        pyhost::detail::message_writer& one;
        ~stopped_at_end() { one.stop(); }
    } stopped{*writer};
    const channel open = of.open(std::move(who), [writer](const message& one) { writer->send(one); }, [writer] { writer->ending.begin(); });
    pyhost::detail::pipe_reader reader{from, writer->ending};
    pyhost::detail::framed_message one;
    const std::size_t most = of.options().arguments.max_size;
    while (pyhost::detail::read_message(reader, most, one)) {
        if (one.size > most) open.refuse_size(one.size, one.bytes);
        else if (auto whole = pyhost::detail::unpacked_message(one.bytes)) open.receive(*std::move(whole));
        else open.receive(std::string{"attachments that are cut short"});  // which is no message
    }
    if (one.had < one.size && !writer->ending.has_begun())
        of.log("stdio: the input ended after " + std::to_string(one.had) + " of " + std::to_string(one.size) +
               " bytes; each message stands behind its length, 4 bytes, little-endian");
}

PYHOST_DETAIL_BRIDGE_BODY void serve_stdio(app& of, peer who)
{
    struct descriptor {
        int number;
        ~descriptor()
        {
            if (number >= 0) ::close(number);
        }
    };
    // Above the three, and no child of a command has them.
    const descriptor input{::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)}, output{::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)};
    if (input.number < 0 || output.number < 0 || ::dup2(STDERR_FILENO, STDOUT_FILENO) < 0)
        pyhost::detail::throw_errno("bridge: standard input and output cannot be kept for messages");
    const descriptor nothing{::open("/dev/null", O_RDONLY | O_CLOEXEC)};
    if (nothing.number < 0 || ::dup2(nothing.number, STDIN_FILENO) < 0)
        pyhost::detail::throw_errno("bridge: /dev/null cannot be standard input");
    serve(of, input.number, output.number, std::move(who));
}

}  // namespace bridge
}  // namespace pyhost::inline v0

#endif
