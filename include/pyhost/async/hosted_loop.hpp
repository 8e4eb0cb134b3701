// SPDX-License-Identifier: MIT
// An event loop of asyncio that a loop of the host runs in slices: of Boost.Asio, of a window system, of a game.
#pragma once

#include <pyhost/async/event_loop.hpp>
#include <pyhost/async/poll_result.hpp>

#include <chrono>

namespace pyhost::inline v0 {

/// An event_loop without a thread: what it runs is run by poll(), on the thread of the host.
///
/// The host waits until descriptor() is readable, calls poll(), and waits again:
/// `while (loop.poll() != py::poll_result::closed) wait_until_readable(loop.descriptor());`. A host that comes by often, as a game does
/// with each frame, may as well call poll() alone.
///
/// Its thread is the one that polled last, at first the one that made it. Waits that would keep that thread from polling are errors there:
/// future::get() and its like, task::get(). Between two polls use loop.call_soon_threadsafe() in Python, not call_soon(), call_later() or
/// create_task(), which wake nobody; calls of pyhost may be made at any time. Coroutines of C++ go on on this thread by
/// executor::inline_here().
///
/// The end, close() or that of the interpreter, cancels what runs, and that comes to its end in further polls; where the thread of the loop
/// itself asks for it, or has ended, the end runs it. stop() waits for a host that polls on another thread, within
/// config::shutdown_timeout.
class hosted_loop : public event_loop {
public:
    /// Needs: Linux. The factory must take a selector; empty is asyncio:SelectorEventLoop. Throws: std::system_error without descriptors.
    explicit hosted_loop(loop_options options = {});

    /// Readable, for poll(), epoll and the like, when poll() has something to do: also when a time has come, and when the loop has ended.
    ///
    /// Any time, before the start too. Lifetime: of the last copy of the loop. A host that closes its descriptors is given `dup()` of it.
    [[nodiscard]] int descriptor() const noexcept;

    /// Runs what is ready, until there is nothing more to do now or the time is over; what runs is not interrupted.
    ///
    /// Any thread, attached or not, one at a time. Throws: std::logic_error when it is running, on another thread or around this call;
    /// runtime_error where this thread runs another loop; keyboard_interrupt and system_exit that something other than a call raised.
    /// Cost: the GIL, and a system call or two where there is nothing to do.
    template <class Rep, class Period>
    poll_result poll(std::chrono::duration<Rep, Period> limit) const
    {
        return poll_for(std::chrono::duration<double>{limit}.count());
    }
    /// The same for 10 ms.
    poll_result poll() const { return poll(std::chrono::milliseconds{10}); }

private:
    [[nodiscard]] poll_result poll_for(double seconds) const;
};

}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

#include <pyhost/async/detail/host_steps.hpp>

#include <stdexcept>
#include <utility>

namespace pyhost::inline v0 {

PYHOST_DETAIL_BODY hosted_loop::hosted_loop(loop_options options)
    : event_loop{detail::make_fork_aware<detail::loop_core>(std::move(options), std::make_unique<detail::host_descriptor>())}
{
    detail::loop_access::core(*this)->be_polled_here();
}

PYHOST_DETAIL_BODY int hosted_loop::descriptor() const noexcept { return detail::loop_access::core(*this)->host()->number(); }

PYHOST_DETAIL_BODY poll_result hosted_loop::poll_for(double seconds) const
{
    const auto& core = detail::loop_access::core(*this);
    if (const std::optional<poll_result> found = core->poll(seconds, false)) return *found;
    throw std::logic_error("hosted_loop::poll: '" + core->options().name +
                           "' is being polled, on another thread or around this call; poll it in one place at a time");
}

}  // namespace pyhost::inline v0

#endif
