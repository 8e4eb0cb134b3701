// SPDX-License-Identifier: MIT
// Python's sys.stdout and sys.stderr as lines for C++.
#pragma once

#include <pyhost/host/output_line.hpp>
#include <pyhost/macros.hpp>

#if PYHOST_DETAIL_BODIES
#include <pyhost/host/detail/output_streams.hpp>
#endif
#include <cstdint>
#include <functional>
#include <memory>

namespace pyhost::inline v0 {

namespace detail {
class output_channel;
}

/// Gives what Python writes to sys.stdout and sys.stderr to a function of C++, line by line, as long as it lives.
///
/// `sink` runs detached (other threads run Python meanwhile), on the thread that prints, and never twice at a time. That thread may hold
/// locks of Python's, those of logging's handlers say: a sink that waits for a thread that prints or logs needs a queue, and then has a
/// thread of its own. It may attach; while stop() runs that is refused. The lines of one thread come in order, and never in the middle of
/// another thread's. What the sink itself prints in Python goes to the streams that this one has replaced, and what it logs there or by
/// log() does not come back to it. A line without its end comes when it is flushed, at the end of Python, and where the output_sink ends:
/// nothing is kept back, also when stop() had to leave the interpreter running. What C code writes to the file descriptors goes past it, as
/// does what code prints to a stream that it took from `sys` earlier, and what objects print that die when Python takes down its modules.
///
/// Where it ends, `sink` may still be waited for, unless this thread is in it: then what waits is lost. sys.stdout and sys.stderr are as
/// before then, unless other code has replaced them; of two sinks, the later one ends first. Python objects that keep the stream write to
/// the one before from then on.
///
/// Needs: a running interpreter; any thread.
/// Throws: interpreter_closed. What `sink` throws is raised in Python where it wrote; with a queue, and where the output_sink ends, it
/// goes to sys.unraisablehook.
/// Lifetime: of one run of the interpreter; it may end later.
/// Cost: for each line the GIL is released and taken again.
class [[nodiscard]] output_sink {
public:
    explicit output_sink(std::function<void(const output_line&)> sink, sink_options options = {});
    ~output_sink() PYHOST_DETAIL_NO_ANALYSIS;
    output_sink(const output_sink&) = delete;
    output_sink& operator=(const output_sink&) = delete;

    /// Gives the lines that are not ended to the sink, of all threads, and waits for the queue. Needs: nothing.
    /// Throws: what the sink throws; std::logic_error inside the sink.
    void flush() PYHOST_DETAIL_NO_ANALYSIS;

    /// How many lines were lost so far, since the queue was full.
    [[nodiscard]] std::uint64_t dropped() const;

private:
    void restore() noexcept;

    std::shared_ptr<detail::output_channel> channel_;
};

}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0 {

PYHOST_DETAIL_BODY output_sink::output_sink(std::function<void(const output_line&)> sink, sink_options options)
    : channel_{detail::make_fork_aware<detail::output_channel>(std::move(sink), options.queue)}
{
    const gil_guard gil;
    try {
        detail::replace_stream(channel_, output_stream::out);
        detail::replace_stream(channel_, output_stream::err);
    } catch (...) {
        restore();
        const gil_release nogil;
        channel_->end();
        throw;
    }
}

PYHOST_DETAIL_BODY output_sink::~output_sink() PYHOST_DETAIL_NO_ANALYSIS
{
    restore();
    const gil_release nogil;
    try {
        channel_->end();
    } catch (...) {
        detail::report_sink_failure();
    }
}

PYHOST_DETAIL_BODY void output_sink::flush() PYHOST_DETAIL_NO_ANALYSIS
{
    const gil_release nogil;
    channel_->finish_lines();
    channel_->wait_for_sink();
}

PYHOST_DETAIL_BODY std::uint64_t output_sink::dropped() const { return channel_->dropped(); }

/// Takes the streams out of sys, where Python still runs.
PYHOST_DETAIL_BODY void output_sink::restore() noexcept
{
    try {
        const gil_guard gil{std::try_to_lock};
        if (!gil) return;
        detail::put_back(*channel_, output_stream::out);
        detail::put_back(*channel_, output_stream::err);
    } catch (...) {
        detail::report_sink_failure();
    }
}

}  // namespace pyhost::inline v0

#endif
