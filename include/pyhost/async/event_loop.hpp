// SPDX-License-Identifier: MIT
// An event loop of asyncio on a thread of its own, which runs what async_function and its like call.
#pragma once

#include <pyhost/async/loop_options.hpp>
#include <pyhost/object.hpp>

#include <cstdint>
#include <memory>

namespace pyhost::inline v0 {

namespace detail {
class loop_core;
struct loop_access;
}  // namespace detail

/// An event loop: of asyncio, or of any factory that makes one of that kind.
///
/// Its thread starts with the first call. It ends by close(), or with the interpreter, within config::shutdown_timeout: what runs is
/// cancelled, its `finally` runs, asynchronous generators and the executor of to_thread() are closed. Copies are the same loop; where the
/// last one ends, it goes on. Calls that name no loop have the shared one.
class event_loop {
public:
    /// A loop of its own. Needs: nothing; it is made and started when it is first needed. Throws: std::system_error without descriptors.
    explicit event_loop(loop_options options = {});

    /// The loop of all calls that name none. Needs: nothing.
    [[nodiscard]] static event_loop shared();

    /// Makes this one the loop of all calls that name none, from now on, until it is closed: `py::event_loop{{.debug = true}}.share()`.
    ///
    /// Needs: nothing; before the start of the interpreter too. Throws: std::logic_error when another shared loop runs already.
    void share() const;

    /// The loop object of Python, which is started for it. Needs: the GIL. Throws: interpreter_closed; what its factory raises.
    [[nodiscard]] object get() const PYHOST_NEEDS_GIL;

    /// Ends it and waits for that, however long its tasks take; all that comes later is refused. Where it was the shared loop, shared() is
    /// another one from then on, made as asyncio makes one.
    ///
    /// Any thread. Throws: std::logic_error on the thread of the loop, which would wait for itself; for a hosted_loop only within poll(),
    /// and what poll() throws: it may be called again then.
    void close();

    /// Whether this thread runs the loop.
    [[nodiscard]] bool is_own_thread() const noexcept;

    /// Calls that have not come to their end.
    [[nodiscard]] std::int64_t pending() const;

    /// How many outcomes came when nobody could have them any more, since their loop had ended; of all loops of the process.
    [[nodiscard]] static std::uint64_t late() noexcept;

protected:
    explicit event_loop(std::shared_ptr<detail::loop_core> core) noexcept;

private:
    friend struct detail::loop_access;

    std::shared_ptr<detail::loop_core> core_;
};

namespace detail {

struct loop_access {
    static const std::shared_ptr<loop_core>& core(const event_loop& loop) noexcept { return loop.core_; }
};

}  // namespace detail

}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

#include <pyhost/async/detail/host_steps.hpp>
#include <pyhost/async/detail/request_ends.hpp>

#include <stdexcept>
#include <utility>

namespace pyhost::inline v0 {

PYHOST_DETAIL_BODY event_loop::event_loop(std::shared_ptr<detail::loop_core> core) noexcept : core_{std::move(core)} {}

PYHOST_DETAIL_BODY event_loop::event_loop(loop_options options) : core_{detail::make_fork_aware<detail::loop_core>(std::move(options))} {}

PYHOST_DETAIL_BODY event_loop event_loop::shared() { return event_loop{detail::loop_core::shared()}; }

PYHOST_DETAIL_BODY void event_loop::share() const { core_->share(); }

PYHOST_DETAIL_BODY object event_loop::get() const
{
    core_->open();
    return core_->loop_object();
}

PYHOST_DETAIL_BODY void event_loop::close() PYHOST_DETAIL_NO_ANALYSIS
{
    if (is_own_thread() && (core_->host() == nullptr || core_->is_polling()))
        throw std::logic_error("event_loop::close: this thread runs the event loop '" + core_->options().name +
                               "', and would wait for itself; close it on another thread");
    if (core_->host() != nullptr) return core_->close_hosted();
    core_->begin_close();
    const gil_release nogil;
    core_->wait_closed();
}

PYHOST_DETAIL_BODY bool event_loop::is_own_thread() const noexcept { return core_->is_own_thread(); }

PYHOST_DETAIL_BODY std::int64_t event_loop::pending() const { return core_->pending(); }

PYHOST_DETAIL_BODY std::uint64_t event_loop::late() noexcept { return detail::process().late_completions.load(); }

}  // namespace pyhost::inline v0

#endif
