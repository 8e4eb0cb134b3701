// SPDX-License-Identifier: MIT
// One event loop of asyncio with its thread, as all of C++ shares it.
#pragma once

#include <pyhost/async/detail/host_descriptor.hpp>
#include <pyhost/async/detail/loop_job.hpp>
#include <pyhost/async/loop_options.hpp>
#include <pyhost/async/poll_result.hpp>
#include <pyhost/detail/fork_aware.hpp>
#include <pyhost/detail/wake_descriptor.hpp>
#include <pyhost/types/list.hpp>

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <optional>

namespace pyhost::inline v0::detail {

/// Whether a task of asyncio can run up to its first wait when it is made (asyncio.Task: eager_start).
inline constexpr bool starts_tasks_at_once = PY_VERSION_HEX >= 0x030C0000;

class async_request;
class loop_core;

/// Starts with the first call, in the run of the interpreter that there is then, and ends with that run or by close(). A thread of its own
/// runs it, or the host does.
///
/// Made by make_fork_aware().
class loop_core final : public fork_aware, public std::enable_shared_from_this<loop_core> {
public:
    explicit loop_core(loop_options options, std::unique_ptr<host_descriptor> host = nullptr)
        : options_{std::move(options)}, host_{std::move(host)}
    {
    }
    ~loop_core() override { delete news_; }

    /// The one that all calls use that name no other; made when there is none.
    static std::shared_ptr<loop_core> shared();

    /// Makes this one that. Throws: std::logic_error when there is another one that runs.
    void share();

    /// The one whose loop of asyncio that is, of whatever binary; null for all others.
    static std::shared_ptr<loop_core> of(PyObject* loop);

    /// Whether this thread runs any.
    static bool is_on_thread_of_any() noexcept;

    [[nodiscard]] const loop_options& options() const noexcept { return options_; }

    /// Sees to it that the loop runs. Any thread. Throws: interpreter_closed; what the factory of the loop raises.
    void open() PYHOST_DETAIL_NO_ANALYSIS;

    /// Gives a job to the thread of the loop. Any thread; false when the loop has ended, and the job stays the caller's.
    bool put(loop_job& job) noexcept;

    /// Has the loop end: what runs is cancelled, and comes to its end. Any thread; it does not wait.
    void begin_close() noexcept;

    /// Waits for that end. Needs: to be detached, and not on the thread of the loop.
    void wait_closed();

    /// Whether this is the thread that runs the loop.
    [[nodiscard]] bool is_own_thread() const noexcept { return thread_.load() == PyThread_get_thread_ident(); }

    [[nodiscard]] bool is_open() const noexcept { return is_open_.load() != 0; }

    /// Whether no more calls are taken.
    [[nodiscard]] bool is_closing() const noexcept { return is_closing_.load() != 0; }

    /// Whether it runs nothing any more, in this process.
    [[nodiscard]] bool has_ended() const noexcept
    {
        const std::scoped_lock held{state_};
        return stage_ == stage::ended;
    }

    /// What a call that comes too late is told. Throws: interpreter_closed.
    [[noreturn]] void throw_closed() const;

    /// The loop of asyncio, borrowed. Needs: to be attached, on its thread.
    [[nodiscard]] PyObject* loop() const noexcept { return loop_; }

    /// The same on any thread. Throws: interpreter_closed.
    [[nodiscard]] object loop_object() const PYHOST_NEEDS_GIL;

    /// asyncio.CancelledError, borrowed; as loop().
    [[nodiscard]] PyObject* cancelled_class() const noexcept { return cancelled_class_; }

    /// A task of asyncio for what the call of `request` gave, or the future that it is: a new reference, or null with an exception raised.
    /// `value` is a new reference to what it gave, where it has come to its end at once. Needs: to be attached, on the thread of the loop.
    PyObject* adopt(PyObject* awaitable, const std::string& name, const async_request& request, PyObject*& value) PYHOST_NEEDS_GIL;

    /// Puts a call into the list of those that have not come to their end. Throws: interpreter_closed.
    void enter(async_request& request);

    /// Takes it out; false when it is not there any more.
    bool leave(async_request& request) noexcept;

    [[nodiscard]] std::int64_t pending() const;

    // Where the host runs it in place of a thread. Any thread.
    [[nodiscard]] const host_descriptor* host() const noexcept { return host_.get(); }
    [[nodiscard]] bool is_polling() const noexcept { return is_polling_.load() != 0; }

    /// Runs it for that long at most, in seconds; where it `waits`, it does not return before when there is nothing to do. Null when it is
    /// being polled already.
    std::optional<poll_result> poll(double limit, bool waits) PYHOST_DETAIL_NO_ANALYSIS;

    /// Has it end, here or in the polls of its host, and waits for that. Needs: not to be within poll().
    void close_hosted() PYHOST_DETAIL_NO_ANALYSIS;

    /// This thread is the one that polls it, until it ends or another one does.
    void be_polled_here();
    void leave_thread() noexcept;

    /// Whether this is the thread that polls it, or there is none.
    [[nodiscard]] bool may_poll_here() const noexcept { return is_own_thread() || thread_.load() == 0; }

    // What its thread calls, attached.
    void begin_thread() noexcept;
    void drain() noexcept PYHOST_NEEDS_GIL;
    void end_thread() noexcept PYHOST_NEEDS_GIL;
    [[nodiscard]] list own_tasks() const PYHOST_NEEDS_GIL;

private:
    enum class stage : unsigned char { fresh, starting, serving, ended };

    void set_stage(stage to) noexcept;
    void start() PYHOST_NEEDS_GIL;
    void serve(const object& loop, const object& selector) PYHOST_NEEDS_GIL;
    void enlist() noexcept;
    bool begin_poll();
    void leave_poll() noexcept { is_polling_.store(0); }
    std::optional<poll_result> poll_slices(double limit, bool waits) PYHOST_NEEDS_GIL;
    struct late_poll;
    static void poll_late(void* data) noexcept PYHOST_NEEDS_GIL;
    void watch_end();
    void settle_start(bool has_started) noexcept;
    void end() noexcept;
    void refuse_rest(void (*forget)(async_request&) noexcept) noexcept;
    void forget_objects() noexcept PYHOST_NEEDS_GIL;
    PyObject* begin_task(PyObject* coroutine, PyObject*& value) PYHOST_NEEDS_GIL;
    static void run_stop_job(loop_job& job) noexcept PYHOST_NEEDS_GIL;
    static void at_refuse(void* core);
    static void at_over(void* core);

    void settle(long long) noexcept override {}
    void go_on() noexcept override {}
    void begin_anew() noexcept override;

    struct stop_request : loop_job {
        loop_core* owner;
    };

    const loop_options options_;
    const std::unique_ptr<host_descriptor> host_;
    job_box jobs_;
    wake_descriptor wake_;
    atomic<int> is_open_;  // 1 from the start of the thread on
    atomic<int> is_closing_;
    atomic<int> is_polling_;
    atomic<unsigned long> thread_;
    stop_request stop_{{&run_stop_job, [](loop_job&) noexcept {}}, this};

    std::condition_variable* news_ = new std::condition_variable;
    stage stage_ = stage::fresh;
    async_request* requests_ = nullptr;
    std::int64_t pending_ = 0;

    loop_core* next_ = nullptr;  // of those that run, with the lock of the process; and `previous_`
    loop_core* previous_ = nullptr;
    PyObject* loop_ = nullptr;  // these are owned from start() to end_thread()
    PyObject* task_class_ = nullptr;
    PyObject* cancelled_class_ = nullptr;
    PyObject* enter_task_ = nullptr;
    PyObject* leave_task_ = nullptr;
    PyObject* adopt_ = nullptr;
    PyObject* slices_ = nullptr;
    std::uint64_t run_ = 0;  // of the interpreter
};

}  // namespace pyhost::inline v0::detail
