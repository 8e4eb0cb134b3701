// SPDX-License-Identifier: MIT
// One call of Python that C++ awaits, from submit() to its outcome, whatever its types are.
#pragma once

#include <pyhost/async/detail/async_waiter.hpp>
#include <pyhost/async/detail/carried_context.hpp>
#include <pyhost/async/detail/loop_core.hpp>
#include <pyhost/async/detail/waiting_coroutine.hpp>
#include <pyhost/detail/failure.hpp>
#include <pyhost/ref.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

namespace pyhost::inline v0::detail {

/// What a call may be told besides its arguments.
struct async_settings {
    std::shared_ptr<loop_core> loop;  // null for the shared one
    std::stop_token stop;
    std::optional<std::chrono::duration<double>> limit;
    std::string name;  // of the task
};

/// Counted: by the future, by the loop until there is an outcome, by what is on its way to the loop or to an executor.
///
/// There is one outcome, of the thread that takes the request out of the list of its loop.
class async_request {
public:
    explicit async_request(async_settings settings);
    async_request(const async_request&) = delete;
    async_request& operator=(const async_request&) = delete;

    void retain() noexcept { count_.fetch_add(1); }
    void release() noexcept
    {
        if (count_.fetch_sub(1) == 1) delete this;
    }

    /// Puts it on its way. Any thread. Throws: interpreter_closed; what making the loop raises.
    void submit();

    /// Has the task cancelled, which raises CancelledError in it, unless it has come to its end. Any thread; it does not wait.
    void cancel() noexcept;

    /// The same unless it was asked for before: a second time would cut off the `finally` of the first.
    void cancel_once() noexcept;

    /// Nobody will read the outcome: the task is cancelled, unless it was already or may go on, and an error that is there or comes is told
    /// to sys.unraisablehook. Any thread.
    void forsake(bool may_go_on) noexcept;

    /// Ends it without Python, if it has not come to its end. Any thread.
    void fail(std::exception_ptr why) noexcept;

    /// In the child of a fork: the outcome is the parent's.
    void stay_behind() noexcept { waiters_.finish_silently(); }

    /// Lets go of the task and the timer, when nobody else will. Needs: the thread of the loop.
    void forget_task() noexcept PYHOST_NEEDS_GIL;

    [[nodiscard]] waiter_place& waiters() noexcept { return waiters_; }
    [[nodiscard]] waiting_coroutine& coroutine() noexcept { return coroutine_; }
    [[nodiscard]] bool is_over() const noexcept { return waiters_.is_over(); }
    [[nodiscard]] const loop_core& loop() const noexcept { return *loop_; }

    // The outcome. Needs: is_over().
    [[nodiscard]] bool has_value() const noexcept { return kind_ == outcome_kind::value; }
    [[nodiscard]] const error* kept_error() const noexcept { return kind_ == outcome_kind::error ? &*error_ : nullptr; }

    /// Throws what came in place of a value, once: the exception ends with its reader.
    [[noreturn]] void throw_outcome();

    /// What is called: "client.fetch()". Needs: no outcome yet.
    [[nodiscard]] virtual std::string what() const = 0;

    /// A new reference, or null. Needs: to be attached, on the thread of the loop.
    [[nodiscard]] PyObject* task() const PYHOST_NEEDS_GIL { return task_ ? task_->get().release() : nullptr; }

    async_request* newer = nullptr;  // in the list of the loop
    async_request* older = nullptr;

protected:
    virtual ~async_request();

    /// What is awaited: a new reference, or null with an exception raised.
    virtual PyObject* call() PYHOST_NEEDS_GIL = 0;

    /// Keeps what was awaited, which is not yet the outcome; gives the error when it does not fit.
    virtual std::optional<error> keep_value(PyObject* value) PYHOST_NEEDS_GIL = 0;

    /// Lets go of what is called, which its reader would else keep.
    virtual void forget_call() noexcept PYHOST_NEEDS_GIL = 0;

private:
    enum class outcome_kind : unsigned char { none, value, error, failure };

    struct job : loop_job {
        job(async_request& request, void (*step)(loop_job&) noexcept)
            : loop_job{step, [](loop_job& self) noexcept { static_cast<job&>(self).owner->release(); }}, owner{&request}
        {
        }
        async_request* owner;
    };
    struct canceller {
        async_request* owner;
        void operator()() const noexcept { owner->cancel(); }
    };

    template <void (async_request::*Step)() noexcept>
    static void run(loop_job& self) noexcept PYHOST_NEEDS_GIL
    {
        async_request* request = static_cast<job&>(self).owner;
        (request->*Step)();
        request->release();
    }

    void send(job& one) noexcept;
    void publish() noexcept;

    // On the thread of the loop, attached.
    void begin() noexcept PYHOST_NEEDS_GIL;
    void cancel_asked() noexcept PYHOST_NEEDS_GIL;
    void cancel_task() noexcept PYHOST_NEEDS_GIL;
    void tell() noexcept PYHOST_NEEDS_GIL;
    PyObject* make_task(PyObject*& value) PYHOST_NEEDS_GIL;
    bool watch(PyObject* task) PYHOST_NEEDS_GIL;
    void finish(PyObject* value) noexcept PYHOST_NEEDS_GIL;
    outcome_kind keep(PyObject* value, std::exception_ptr& failure) noexcept PYHOST_NEEDS_GIL;
    void keep_raised() PYHOST_NEEDS_GIL;

    PyObject* new_callback(PyMethodDef& method) PYHOST_NEEDS_GIL;
    static PyObject* on_done(PyObject* self, PyObject* task) PYHOST_NEEDS_GIL;
    static PyObject* on_timeout(PyObject* self, PyObject*) PYHOST_NEEDS_GIL;

    atomic<std::int64_t> count_{1};
    async_settings settings_;
    std::shared_ptr<loop_core> loop_;
    waiter_place waiters_;
    waiting_coroutine coroutine_{*this};
    job start_{*this, &run<&async_request::begin>};
    job cancel_{*this, &run<&async_request::cancel_asked>};
    job tell_{*this, &run<&async_request::tell>};
    atomic<int> is_cancelling_;  // cancel_ is on its way
    atomic<int> is_cancel_asked_;  // by somebody who knows the call, not by its time limit
    atomic<int> is_forsaken_;  // by the future, or over: who comes second tells the error
    outcome_kind kind_ = outcome_kind::none;  // written by who has taken the request out of its list
    std::exception_ptr failure_;  // the same; no error of Python
    std::optional<error> error_;  // these are of the thread of the loop until then
    carried_context context_;  // what the caller had in contextvars
    std::optional<ref<object>> task_;
    std::optional<ref<object>> timer_;
    std::chrono::steady_clock::time_point until_{};
    bool was_cancelled_ = false;  // before it began
    bool is_timed_out_ = false;
    std::optional<std::stop_callback<canceller>> stop_;
};

/// A failed conversion is told to be at "result of client.fetch()".
struct awaited_result {
    const async_request* request;
};
PYHOST_DETAIL_COLD std::uint32_t raise_at(awaited_result place, failure& why) PYHOST_NEEDS_GIL;

}  // namespace pyhost::inline v0::detail
