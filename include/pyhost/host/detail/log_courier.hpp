// SPDX-License-Identifier: MIT
// Brings records of C++ to Python's logging, in order, without a wait for the GIL on the threads that log.
#pragma once

#include <pyhost/call.hpp>
#include <pyhost/convert/arithmetic.hpp>
#include <pyhost/convert/object.hpp>
#include <pyhost/convert/text.hpp>
#include <pyhost/convert/variant.hpp>
#include <pyhost/detail/message_text.hpp>
#include <pyhost/detail/slot.hpp>
#include <pyhost/detail/stop_hooks.hpp>
#include <pyhost/gil.hpp>
#include <pyhost/host/detail/fork_aware.hpp>
#include <pyhost/host/log_record.hpp>
#include <pyhost/module.hpp>

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

namespace pyhost::inline v0::detail {

/// time.time(), of this moment.
inline double wall_clock_seconds() { return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count(); }

/// Leaves `emit`, which makes a record and hands it to its logger.
inline constexpr const char* log_source = R"(
import logging, threading

def emit(level, name, message, file, line, function, created, thread, extra):
    logger = logging.getLogger(name)
    if not logger.isEnabledFor(level):
        return
    record = logger.makeRecord(logger.name, level, file, line, message, (), None, function, extra)
    record.relativeCreated += (created - record.created) * 1000
    record.created = created
    record.msecs = int((created - int(created)) * 1000) + 0.0
    if record.thread != thread:
        known = threading._active.get(thread)
        record.thread = thread
        record.threadName = known.name if known is not None else 'C++ thread ' + str(thread)
        record.taskName = None
    logger.handle(record)
)";

inline constinit atomic<cache_slot*> log_function_slot{nullptr};

/// The function `emit` of this run, borrowed.
inline handle log_function() PYHOST_NEEDS_GIL
{
    cache_slot& slot = slot_of(log_function_slot);
    if (PyObject* known = slot.kept.load_acquire()) return handle{known};
    dict scope;
    run_source(log_source, "<pyhost logging>", Py_file_input, scope);
    return handle{keep_in(slot, object{scope["emit"]}.release())};
}

/// Hands one record to its logger. What handlers raise has no caller.
inline void emit_log_record(const log_record& record) noexcept PYHOST_NEEDS_GIL
{
    const auto text = [](std::string_view s) PYHOST_NEEDS_GIL { return object::steal(checked(message_text(s))); };
    try {
        dict extra;
        for (const auto& [name, value] : record.extra) {
            const std::string* words = std::get_if<std::string>(&value);
            extra[text(name)] = words != nullptr ? text(*words) : to_python(value);
        }
        log_function()(static_cast<int>(record.level), text(record.logger), text(record.message), text(record.file), record.line,
                       text(record.function), record.created, record.thread, extra);
    } catch (...) {
        raise_current_exception();
        PyErr_WriteUnraisable(nullptr);
    }
}

/// The queue of one binary, and the thread that empties it, which a run of the interpreter has from the first record that needs it on.
class log_courier : public fork_aware {
public:
    /// Never destroyed: threads log at any time.
    static log_courier& of_binary()
    {
        log_courier* known = only.load_acquire();
        if (known != nullptr) return *known;
        auto made = std::make_unique<log_courier>();
        return only.replace(known, made.get()) ? *made.release() : *known;
    }

    ~log_courier() override { delete progress_; }  // of one that another thread was faster to make

    /// Takes a record to Python; false when it is lost.
    bool take(log_record&& record) PYHOST_DETAIL_NO_ANALYSIS
    {
        if (!is_attached()) return enqueue(std::move(record));
        deliver();
        emit_log_record(record);
        return true;
    }

    [[nodiscard]] std::uint64_t dropped()
    {
        const std::scoped_lock held{state_};
        return dropped_;
    }

private:
    bool enqueue(log_record&& record)
    {
        try {
            const std::scoped_lock held{state_};
            if (waiting_.size() < log_queue_size && has_thread()) {
                waiting_.push_back(std::move(record));
                progress_->notify_one();
                return true;
            }
        } catch (const std::system_error&) {  // there can be no thread
        }
        const std::scoped_lock held{state_};
        ++lost_;
        ++dropped_;
        return false;
    }

    /// Whether a thread takes what waits to Python, for as long as Python runs. Throws: std::system_error when there can be none.
    bool has_thread()
    {
        const std::uint64_t word = process().gate.load();
        if (gate_word::phase_of(word) != phase::open) return false;
        const std::uint64_t run = gate_word::generation_of(word);
        if (run_ == run) return true;
        pin_binary(reinterpret_cast<const void*>(&last_words));
        std::thread{[this, run] { work(run); }}.detach();
        add_stop_hook(stop_step::last_words, &last_words, this);
        run_ = run;
        return true;
    }

    void work(std::uint64_t run)
    {
        while (wait_for_records(run)) {
            if (const gil_guard gil{std::try_to_lock}; gil) deliver();
            else return;  // last_words() takes the rest
        }
    }

    bool wait_for_records(std::uint64_t run)
    {
        std::unique_lock held{state_};
        std::condition_variable& progress = *progress_;
        progress.wait(held, [&] { return (!waiting_.empty() && !is_delivering_) || run_ != run; });
        return run_ == run;
    }

    /// Part of stop(), attached.
    static void last_words(void* self) PYHOST_DETAIL_NO_ANALYSIS
    {
        auto& courier = *static_cast<log_courier*>(self);
        courier.deliver_all();  // a thread of Python that did so is not waited for
        const std::scoped_lock held{courier.state_};
        courier.run_ = 0;
        courier.progress_->notify_all();
    }

    /// Delivers what waits, unless a thread does so: two would change the order.
    void deliver() noexcept PYHOST_NEEDS_GIL
    {
        {
            const std::scoped_lock held{state_};
            if (is_delivering_) return;
            is_delivering_ = true;
        }
        deliver_all();
    }

    void deliver_all() noexcept PYHOST_NEEDS_GIL
    {
        for (std::optional<log_record> record = next(); record; record = next()) emit_log_record(*record);
    }

    /// The first that waits; where there is none, the delivery is over.
    std::optional<log_record> next()
    {
        const std::scoped_lock held{state_};
        if (waiting_.empty() && lost_ == 0) {
            is_delivering_ = false;
            return std::nullopt;
        }
        if (!waiting_.empty()) {
            std::optional<log_record> first{std::move(waiting_.front())};
            waiting_.pop_front();
            return first;
        }
        return log_record{.level = log_level::warning,
                          .logger = "pyhost",
                          .message = "log records of C++ were lost: " + std::to_string(std::exchange(lost_, 0)) +
                                     ", since no interpreter ran or the queue was full",
                          .file = __FILE__,
                          .line = __LINE__,
                          .function = "log",
                          .created = wall_clock_seconds(),
                          .thread = PyThread_get_thread_ident()};
    }

    void settle(long long) noexcept override {}
    void go_on() noexcept override {}

    /// In the child of a fork, whose parent takes to Python what waits.
    void begin_anew() noexcept override
    {
        if (auto* made = new (std::nothrow) std::condition_variable) progress_ = made;
        waiting_.clear();
        lost_ = 0;
        run_ = 0;
        is_delivering_ = false;
    }

    static inline constinit atomic<log_courier*> only{nullptr};

    std::condition_variable* progress_ = new std::condition_variable;
    std::deque<log_record> waiting_;
    std::uint64_t run_ = 0;   // of the interpreter, that has a thread
    std::uint64_t lost_ = 0;  // since the last that was told of
    std::uint64_t dropped_ = 0;
    bool is_delivering_ = false;
};

}  // namespace pyhost::inline v0::detail
