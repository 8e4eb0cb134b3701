// SPDX-License-Identifier: MIT
// One record of C++ becomes one of Python's logging, and is handled.
#pragma once

#include <pyhost/call.hpp>
#include <pyhost/convert/arithmetic.hpp>
#include <pyhost/convert/object.hpp>
#include <pyhost/convert/text.hpp>
#include <pyhost/convert/variant.hpp>
#include <pyhost/detail/message_text.hpp>
#include <pyhost/detail/script_function.hpp>
#include <pyhost/detail/slot.hpp>
#include <pyhost/host/log_record.hpp>
#include <pyhost/module.hpp>

#include <string>
#include <string_view>

namespace pyhost::inline v0::detail {

/// Leaves `emit`, which makes a record and hands it to its logger.
inline constexpr const char* log_source = R"(
import logging, threading

def emit(level, name, message, file, line, function, created, thread, extra):
    logger = logging.getLogger(name)
    if not logger.isEnabledFor(level):
        return
    record = logger.makeRecord(logger.name, level, file, line, message, (), None, function)
    record.relativeCreated += (created - record.created) * 1000
    record.created = created
    record.msecs = int((created - int(created)) * 1000) + 0.0
    if record.thread != thread:
        known = threading._active.get(thread)
        record.thread = thread
        record.threadName = known.name if known is not None else 'C++ thread ' + str(thread)
        record.taskName = None
    for key, value in extra.items():
        while key in record.__dict__ or key in ('message', 'asctime'):
            key += '_'
        record.__dict__[key] = value
    logger.handle(record)
)";

inline constinit atomic<cache_slot*> log_function_slot{nullptr};

/// Hands one record to its logger. What handlers raise has no caller.
inline void emit_log_record(const log_record& record) noexcept PYHOST_NEEDS_GIL
{
    const raised_scope keep;  // the thread may log while an exception passes
    const auto text = [](std::string_view s) PYHOST_NEEDS_GIL { return object::steal(checked(message_text(s))); };
    try {
        dict extra;
        for (const log_field& field : record.extra) {
            const std::string* words = std::get_if<std::string>(&field.value);
            extra[text(field.name)] = words != nullptr ? text(*words) : to_python(field.value);
        }
        script_function(log_function_slot, log_source, "<pyhost logging>", "emit")(
            static_cast<int>(record.level), text(record.logger), text(record.message), text(record.file), record.line,
            text(record.function), record.created, record.thread, extra);
    } catch (...) {
        raise_current_exception();
        PyErr_WriteUnraisable(nullptr);
    }
}

}  // namespace pyhost::inline v0::detail
