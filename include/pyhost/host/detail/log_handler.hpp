// SPDX-License-Identifier: MIT
// The handler of Python's logging that gives records to a sink of C++.
#pragma once

#include <pyhost/convert/arithmetic.hpp>
#include <pyhost/convert/sequence.hpp>
#include <pyhost/convert/text.hpp>
#include <pyhost/convert/tuple.hpp>
#include <pyhost/convert/variant.hpp>
#include <pyhost/expose/callable.hpp>
#include <pyhost/host/detail/delivery.hpp>
#include <pyhost/host/log_record.hpp>
#include <pyhost/module.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace pyhost::inline v0::detail {

using log_channel = delivery<log_record>;

/// Sees `give`, of C++, the name of the `logger`, the `level` and the number of the `sink`; adds a handler, which owns the channel.
inline constexpr const char* log_handler_source = R"(
import logging

own = frozenset(logging.makeLogRecord({}).__dict__) | {'message', 'asctime', 'taskName'}
formatter = logging.Formatter()

def text(value):
    return str(value).encode('utf-8', 'backslashreplace').decode()

def plain(value):
    if value is None or type(value) in (bool, float):
        return value
    if type(value) is int and -2**63 <= value < 2**63:
        return value
    return text(value if isinstance(value, str) else repr(value))

def traceback_of(record):
    if record.exc_info and not record.exc_text:
        record.exc_text = formatter.formatException(record.exc_info)
    parts = [record.exc_text, record.stack_info and formatter.formatStack(record.stack_info)]
    return text('\n'.join(part for part in parts if part))

class Handler(logging.Handler):
    def emit(self, record):
        try:
            give(int(record.levelno), text(record.levelname), text(record.name), text(record.getMessage()), text(record.pathname),
                 int(record.lineno or 0), text(record.funcName or ''), float(record.created), int(record.thread or 0),
                 text(record.threadName or ''), traceback_of(record),
                 [(text(key), plain(value)) for key, value in record.__dict__.items() if key not in own])
        except RecursionError:
            raise
        except Exception:
            self.handleError(record)

    def pyhost_remove(self):
        target.removeHandler(self)
        if self.lowered is not None and target.level == level:
            target.setLevel(self.lowered)

target = logging.getLogger(logger)
handler = Handler(level)
handler.pyhost_sink = sink
handler.lowered = None
if level and target.getEffectiveLevel() > level:
    handler.lowered = target.level
    target.setLevel(level)
target.addHandler(handler)
)";

/// What one sink does with a record of Python.
class log_target {
public:
    explicit log_target(std::shared_ptr<log_channel> channel) noexcept : channel_{std::move(channel)} {}

    void operator()(int level, std::string level_name, std::string logger, std::string message, std::string file, int line,
                    std::string function, double created, std::uint64_t thread, std::string thread_name, std::string exception,
                    log_extra extra) const PYHOST_NEEDS_GIL
    {
        if (channel_->is_inside()) return;
        log_record record{static_cast<log_level>(level),
                          std::move(level_name),
                          std::move(logger),
                          std::move(message),
                          std::move(file),
                          line,
                          std::move(function),
                          created,
                          thread,
                          std::move(thread_name),
                          std::move(exception),
                          std::move(extra)};
        const gil_release nogil;
        channel_->give(std::move(record));
    }

private:
    std::shared_ptr<log_channel> channel_;
};

/// Adds a handler of Python's logging to the logger of that name, which gives what it gets to the channel.
inline void add_log_handler(const std::shared_ptr<log_channel>& channel, const std::string& logger, int level) PYHOST_NEEDS_GIL
{
    dict scope;
    scope["give"] = expose(log_target{channel}, "emit");
    scope["logger"] = logger;
    scope["level"] = level;
    scope["sink"] = reinterpret_cast<std::uintptr_t>(channel.get());
    run_source(log_handler_source, "<pyhost logging>", Py_file_input, scope);
}

/// Removes it, unless it is gone: it may be that of another run of Python.
inline void remove_log_handler(const log_channel& channel, const std::string& logger) PYHOST_NEEDS_GIL
{
    const object target = import_module("logging").attr("getLogger")(logger);
    for (const object& handler : cast<std::vector<object>>(target.attr("handlers"))) {
        if (!handler.has_attr("pyhost_sink")) continue;
        if (handler.attr("pyhost_sink").cast<std::uintptr_t>() == reinterpret_cast<std::uintptr_t>(&channel))
            handler.attr("pyhost_remove")();
    }
}

}  // namespace pyhost::inline v0::detail
