// SPDX-License-Identifier: MIT
// The handlers of Python's logging that give records to sinks of C++.
#pragma once

#include <pyhost/convert/arithmetic.hpp>
#include <pyhost/convert/sequence.hpp>
#include <pyhost/convert/text.hpp>
#include <pyhost/convert/tuple.hpp>
#include <pyhost/convert/variant.hpp>
#include <pyhost/detail/slot.hpp>
#include <pyhost/expose/callable.hpp>
#include <pyhost/host/detail/delivery.hpp>
#include <pyhost/host/log_record.hpp>
#include <pyhost/module.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace pyhost::inline v0::detail {

template <>
struct loss_notice<log_record> {
    static log_record of(std::uint64_t lost)
    {
        return {.level = log_level::warning,
                .level_name = "WARNING",
                .logger = "pyhost",
                .message = "log records were lost: " + std::to_string(lost) + ", since the queue was full",
                .dropped = lost};
    }
};

using log_channel = delivery<log_record>;

/// Leaves `add`, which puts a handler over `give`, of C++, on a logger, and `remove`, which takes it off.
///
/// The handler has no lock, which threads in a sink would hold without the GIL; the channel has one.
inline constexpr const char* log_handler_source = R"(
import logging

own = frozenset(logging.LogRecord('', 0, '', 0, '', (), None).__dict__) | {'message', 'asctime', 'taskName'}
formatter = logging.Formatter()
handlers = {}  # by the number of the sink
levels = {}    # of a logger: the level that it had, the one that it was given, those that sinks want

def text(value):
    return str(value).encode('utf-8', 'backslashreplace').decode()

def plain(value):
    if value is None or type(value) in (bool, float):
        return value
    if type(value) is int and -2**63 <= value < 2**63:
        return value
    return text(value if isinstance(value, str) else repr(value))

def traceback_of(record):
    parts = [formatter.formatException(record.exc_info) if record.exc_info else record.exc_text,
             formatter.formatStack(record.stack_info) if record.stack_info else None]
    return text('\n'.join(part for part in parts if part))

class Handler(logging.Handler):
    def createLock(self):
        self.lock = None

    def handle(self, record):
        kept = self.filter(record)
        if kept:
            self.emit(kept if isinstance(kept, logging.LogRecord) else record)
        return kept

    def emit(self, record):
        try:
            self.give(int(record.levelno), text(record.levelname), text(record.name), text(record.getMessage()), text(record.pathname),
                      int(record.lineno or 0), text(record.funcName or ''), float(record.created), int(record.thread or 0),
                      text(record.threadName or ''), traceback_of(record),
                      [(text(key), plain(value)) for key, value in record.__dict__.items() if key not in own])
        except RecursionError:
            raise
        except Exception:
            self.handleError(record)

def set_level(target):
    before, given, wanted = levels[target]
    if given is not None and target.level != given:  # other code has set it
        return
    target.setLevel(before)
    if wanted and target.getEffectiveLevel() > min(wanted):
        target.setLevel(min(wanted))
    levels[target] = before, target.level, wanted

def add(give, number, name, level):
    handler = handlers[number] = Handler(level)
    handler.give = give
    handler.target = target = logging.getLogger(name)
    if level:
        levels.setdefault(target, (target.level, None, []))[2].append(level)
        set_level(target)
    target.addHandler(handler)

def remove(number):
    handler = handlers.pop(number, None)
    if handler is None:
        return
    target = handler.target
    target.removeHandler(handler)
    if handler.level:
        levels[target][2].remove(handler.level)
        set_level(target)
        if not levels[target][2]:
            del levels[target]
)";

inline constinit atomic<cache_slot*> log_add_slot{nullptr};
inline constinit atomic<cache_slot*> log_remove_slot{nullptr};

/// What one sink does with a record of Python.
class log_target {
public:
    explicit log_target(std::shared_ptr<log_channel> channel) noexcept : channel_{std::move(channel)} {}

    void operator()(int level, std::string level_name, std::string logger, std::string message, std::string file, int line,
                    std::string function, double created, std::uint64_t thread, std::string thread_name, std::string exception,
                    const std::vector<std::pair<std::string, log_value>>& extra) const PYHOST_NEEDS_GIL
    {
        if (channel_->is_inside()) return;
        log_record record{.level = static_cast<log_level>(level),
                          .level_name = std::move(level_name),
                          .logger = std::move(logger),
                          .message = std::move(message),
                          .file = std::move(file),
                          .line = line,
                          .function = std::move(function),
                          .created = created,
                          .thread = thread,
                          .thread_name = std::move(thread_name),
                          .exception = std::move(exception)};
        for (const auto& [name, value] : extra) record.extra.emplace_back(name, value);
        log_channel::batch one;
        if (!channel_->take(one, [&](std::vector<log_record>& items) { items.push_back(std::move(record)); })) return;
        const gil_release nogil;
        channel_->deliver(std::move(one));
    }

private:
    std::shared_ptr<log_channel> channel_;
};

/// Runs the source in this run, unless that is done, and gives one of its functions.
inline object log_handler_function(atomic<cache_slot*>& place) PYHOST_NEEDS_GIL
{
    if (PyObject* known = slot_of(place).kept.load_acquire()) return object::borrow(known);
    dict scope;
    run_source(log_handler_source, "<pyhost logging>", Py_file_input, scope);
    keep_in(slot_of(log_remove_slot), object{scope["remove"]}.release());
    keep_in(slot_of(log_add_slot), object{scope["add"]}.release());
    return object::borrow(slot_of(place).kept.load_acquire());
}

}  // namespace pyhost::inline v0::detail
