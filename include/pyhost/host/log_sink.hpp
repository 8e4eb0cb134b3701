// SPDX-License-Identifier: MIT
// Python's logging as records for C++.
#pragma once

#include <pyhost/host/log_record.hpp>
#include <pyhost/host/output_line.hpp>
#include <pyhost/macros.hpp>

#if PYHOST_DETAIL_BODIES
#include <pyhost/host/detail/log_handler.hpp>
#endif
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace pyhost::inline v0 {

namespace detail {
template <class Item>
class delivery;
}

/// Which records a log_sink wants.
struct log_selection {
    std::string logger{};                  ///< and what is below it: "package"; all by default
    log_level level = log_level::notset;  ///< from this on; by default what the logger makes, which is warnings where nobody has said more
};

/// Gives the records of Python's logging to a function of C++, as long as it lives: a logging.Handler.
///
/// `sink` runs detached, as that of an output_sink. Records of one thread come in order; those that the sink itself makes do not come to
/// it. A record that cannot be read, since its arguments do not fit its text, say, is logging's to tell, on sys.stderr.
///
/// Other handlers stay. Where a logger would not make the records that are wanted, its level is lowered as long as a sink wants that, and
/// handlers without a level of their own get those records too. A sink on the root logger is a handler like others: logging.basicConfig()
/// does nothing after it unless it is forced.
///
/// Needs: a running interpreter; any thread. Where it ends, `sink` may still be waited for.
/// Throws: interpreter_closed. What `sink` throws is told on sys.stderr, as for any handler; with a queue it goes to sys.unraisablehook.
/// Lifetime: of one run of the interpreter; it may end later. Cost: some microseconds a record, most of them logging's own.
class [[nodiscard]] log_sink {
public:
    explicit log_sink(std::function<void(const log_record&)> sink, const log_selection& wanted = {}, sink_options options = {});
    ~log_sink() PYHOST_DETAIL_NO_ANALYSIS;
    log_sink(const log_sink&) = delete;
    log_sink& operator=(const log_sink&) = delete;

    /// Waits until the sink has had all records so far. Needs: nothing. Throws: std::logic_error inside the sink.
    void flush() PYHOST_DETAIL_NO_ANALYSIS;

    /// How many records were lost so far, since the queue was full.
    [[nodiscard]] std::uint64_t dropped() const;

private:
    std::shared_ptr<detail::delivery<log_record>> channel_;
};

}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0 {

PYHOST_DETAIL_BODY log_sink::log_sink(std::function<void(const log_record&)> sink, const log_selection& wanted, sink_options options)
    : channel_{detail::make_fork_aware<detail::log_channel>(std::move(sink), options.queue)}
{
    const gil_guard gil;
    try {
        detail::log_handler_function(detail::log_add_slot)(expose(detail::log_target{channel_}, "emit"), channel_->number(), wanted.logger,
                                                           static_cast<int>(wanted.level));
    } catch (...) {
        const gil_release nogil;
        channel_->close([](std::vector<log_record>&) {});
        throw;
    }
}

PYHOST_DETAIL_BODY log_sink::~log_sink() PYHOST_DETAIL_NO_ANALYSIS
{
    try {
        if (const gil_guard gil{std::try_to_lock}; gil) detail::log_handler_function(detail::log_remove_slot)(channel_->number());
    } catch (...) {
        detail::report_sink_failure();
    }
    const gil_release nogil;
    channel_->close([](std::vector<log_record>&) {});
}

PYHOST_DETAIL_BODY void log_sink::flush() PYHOST_DETAIL_NO_ANALYSIS
{
    const gil_release nogil;
    channel_->wait_for_sink();
}

PYHOST_DETAIL_BODY std::uint64_t log_sink::dropped() const { return channel_->dropped(); }

}  // namespace pyhost::inline v0

#endif
