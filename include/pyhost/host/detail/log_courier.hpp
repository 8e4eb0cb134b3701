// SPDX-License-Identifier: MIT
// Brings records of C++ to Python's logging, in order, without a wait for the GIL on the threads that log.
#pragma once

#include <pyhost/detail/fork_aware.hpp>
#include <pyhost/detail/stop_hooks.hpp>
#include <pyhost/gil.hpp>
#include <pyhost/host/detail/log_emission.hpp>
#include <pyhost/host/detail/sink_scope.hpp>

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace pyhost::inline v0::detail {

/// time.time(), of this moment.
inline double wall_clock_seconds() { return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count(); }

/// The queue of one binary, and the thread that empties it, which a run of the interpreter has from the first record that needs it on.
class log_courier : public fork_aware {
public:
    /// Never destroyed: threads log at any time.
    static log_courier& of_binary()
    {
        log_courier* known = only.load_acquire();
        if (known != nullptr) return *known;
        auto made = std::make_unique<log_courier>();
        if (!only.replace(known, made.get())) return *known;
        pin_binary(reinterpret_cast<const void*>(&last_words));
        made->enrol();
        return *made.release();
    }

    ~log_courier() override { delete progress_; }  // of one that another thread was faster to make

    /// Takes a record to Python; false when it is lost.
    bool take(log_record&& record) PYHOST_DETAIL_NO_ANALYSIS
    {
        if (!is_attached()) return enqueue(std::move(record));
        if (!sink_scope::is_inside_any()) deliver();  // else what others have logged would be this sink's
        emit_log_record(record);
        return true;
    }

    /// Waits until all that was taken so far is handled, or there is nothing to take it to Python.
    void flush() PYHOST_DETAIL_NO_ANALYSIS
    {
        if (is_attached() && !sink_scope::is_inside_any()) deliver();
        const gil_release nogil;
        std::unique_lock held{state_};
        std::condition_variable& progress = *progress_;
        progress.wait(held, [&, end = taken_] { return handled_ >= end || run_ == 0; });
    }

    [[nodiscard]] std::uint64_t dropped() const
    {
        const std::scoped_lock held{state_};
        return dropped_;
    }

private:
    /// A record, and the sinks that its thread was in: it is not for those.
    struct entry {
        log_record record;
        sink_numbers sinks;
    };

    bool enqueue(log_record&& record)
    {
        entry one{std::move(record), sink_scope::all()};
        start();
        const std::scoped_lock held{state_};
        if (run_ == 0 || waiting_.size() >= log_queue_size) {
            ++lost_;
            ++dropped_;
            return false;
        }
        waiting_.push_back(std::move(one));
        ++taken_;
        progress_->notify_all();
        return true;
    }

    /// Sees to it that a thread takes what waits to Python, and stop() what is left, for as long as Python runs.
    void start()
    {
        const std::uint64_t word = process().gate.load();
        const std::uint64_t run = gate_word::generation_of(word);
        if (gate_word::phase_of(word) != phase::open || !begin(run)) return;
        add_stop_hook(stop_step::last_words, &last_words, this);
        const bool is_late = process().gate.load() != word;  // stop() may have run its hooks already
        try {
            if (!is_late) return std::thread{[this, run] { work(run); }}.detach();
        } catch (const std::system_error&) {  // there can be no thread: attached ones and stop() do its work
            return;
        }
        end();
    }

    /// Whether this thread is the first one in this run.
    bool begin(std::uint64_t run)
    {
        const std::scoped_lock held{state_};
        if (run_ == run || ended_run_ == run) return false;
        run_ = run;
        is_delivering_ = false;  // a thread of the run before may have come to no end
        return true;
    }

    /// Records are lost from now on, and those that wait.
    void end()
    {
        const std::scoped_lock held{state_};
        run_ = 0;
        lost_ += waiting_.size();
        dropped_ += waiting_.size();
        waiting_.clear();
        progress_->notify_all();
    }

    void work(std::uint64_t run) noexcept
    {
        while (wait_for_records(run)) {
            try {
                const gil_guard gil{std::try_to_lock};
                if (gil) deliver();
                else sleep_microseconds(1000);  // Python ends, or its end was given up: last_words() or the next turn takes them
            } catch (const std::bad_alloc&) {   // no thread state now
                sleep_microseconds(1000);
            }
        }
    }

    bool wait_for_records(std::uint64_t run)
    {
        std::unique_lock held{state_};
        std::condition_variable& progress = *progress_;
        progress.wait(held, [&] { return (!waiting_.empty() && !is_delivering_) || run_ != run; });
        return run_ == run;
    }

    /// Part of stop(), attached: from now on nothing is taken, and all that was is handled. A thread of Python that is at it is not waited
    /// for.
    static void last_words(void* self) PYHOST_DETAIL_NO_ANALYSIS
    {
        auto& courier = *static_cast<log_courier*>(self);
        {
            const std::scoped_lock held{courier.state_};
            courier.ended_run_ = std::exchange(courier.run_, 0);
            courier.is_delivering_ = false;
        }
        courier.deliver();
    }

    /// Delivers what waits now, unless a thread does so: two would change the order.
    void deliver() noexcept PYHOST_NEEDS_GIL
    {
        std::vector<entry> now;
        std::uint64_t lost = 0;
        {
            const std::scoped_lock held{state_};
            if (is_delivering_) return;
            is_delivering_ = true;
            now.swap(waiting_);
            lost = std::exchange(lost_, 0);
        }
        for (const entry& one : now) {
            const sink_scope as_there{one.sinks};
            emit_log_record(one.record);
        }
        if (lost > 0) tell_lost(lost);
        const std::scoped_lock held{state_};
        is_delivering_ = false;
        handled_ += now.size();
        progress_->notify_all();
    }

    void tell_lost(std::uint64_t lost) noexcept PYHOST_NEEDS_GIL
    {
        try {
            emit_log_record(
                {.level = log_level::warning,
                 .logger = "pyhost",
                 .message = "log records of C++ were lost: " + std::to_string(lost) + ", since no interpreter ran or the queue was full",
                 .file = __FILE__,
                 .line = __LINE__,
                 .function = "log",
                 .created = wall_clock_seconds(),
                 .thread = PyThread_get_thread_ident()});
        } catch (const std::bad_alloc&) {  // log_dropped() still counts them
        }
    }

    void settle(long long) noexcept override {}
    void go_on() noexcept override {}

    /// In the child of a fork, whose parent takes to Python what waits.
    void begin_anew() noexcept override
    {
        if (auto* made = new (std::nothrow) std::condition_variable) progress_ = made;
        waiting_.clear();
        handled_ = taken_;
        lost_ = 0;
        run_ = 0;
        is_delivering_ = false;
    }

    static inline constinit atomic<log_courier*> only{nullptr};

    std::condition_variable* progress_ = new std::condition_variable;
    std::vector<entry> waiting_;
    std::uint64_t run_ = 0;  // of the interpreter, that is taken records to; 0 for none
    std::uint64_t ended_run_ = 0;  // the last one that had all of its records
    std::uint64_t taken_ = 0, handled_ = 0;
    std::uint64_t lost_ = 0;  // since they were last told of
    std::uint64_t dropped_ = 0;
    bool is_delivering_ = false;
};

}  // namespace pyhost::inline v0::detail
