// SPDX-License-Identifier: MIT
// Records of C++ for Python's logging.
#pragma once

#include <pyhost/host/log_record.hpp>
#include <pyhost/macros.hpp>

#if PYHOST_DETAIL_BODIES
#include <pyhost/host/detail/log_courier.hpp>
#endif
#include <cstdint>
#include <source_location>
#include <string_view>

namespace pyhost::inline v0 {

/// Logs by Python's logging: `py::log(py::log_level::info, "app.net", "connected", {{"port", 8080}});`.
///
/// Handlers, filters and levels are Python's, `where` is the place that they show. An attached thread runs them at once. One that is not
/// attached does not wait for the GIL: the record waits in a queue, of log_queue_size at most, for a thread of pyhost's own; stop() empties
/// it. The records of a thread come in the order in which it made them, as long as it stays attached, or detached. A name in `extra` that
/// a record has already gets a "_" at its end.
/// Returns: whether the record is taken. It is lost when no interpreter runs, or the queue is full; log_dropped() counts those, and a
/// warning of the logger "pyhost" tells of them as soon as there is room.
/// Needs: nothing.
/// Throws: nothing of Python: what a handler raises goes to sys.unraisablehook, text that is no UTF-8 is replaced.
/// Cost: without the GIL a lock and the copies of the texts.
bool log(log_level level, std::string_view logger, std::string_view message, log_extra extra = {},
         const std::source_location& where = std::source_location::current());

/// Waits until Python's handlers have had all that was logged before, without the GIL where this thread has it.
/// Needs: nothing; not in a handler. Returns at once when no interpreter runs.
void log_flush();

/// How many records of log() were lost so far, in this binary.
[[nodiscard]] std::uint64_t log_dropped();

}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0 {

PYHOST_DETAIL_BODY bool log(log_level level, std::string_view logger, std::string_view message, log_extra extra,
                            const std::source_location& where)
{
    return detail::log_courier::of_binary().take({.level = level,
                                                  .logger = std::string{logger},
                                                  .message = std::string{message},
                                                  .file = where.file_name(),
                                                  .line = static_cast<int>(where.line()),
                                                  .function = where.function_name(),
                                                  .created = detail::wall_clock_seconds(),
                                                  .thread = PyThread_get_thread_ident(),
                                                  .extra = std::move(extra)});
}

PYHOST_DETAIL_BODY void log_flush() { detail::log_courier::of_binary().flush(); }

PYHOST_DETAIL_BODY std::uint64_t log_dropped() { return detail::log_courier::of_binary().dropped(); }

}  // namespace pyhost::inline v0

#endif
