// SPDX-License-Identifier: MIT
// An awaitable of C++ that Python awaits: its outcome goes from whatever thread has it to the loop that waits for it.
#pragma once

#include <pyhost/async/detail/driver.hpp>
#include <pyhost/async/detail/loop_core.hpp>
#include <pyhost/convert.hpp>
#include <pyhost/ref.hpp>

#include <memory>
#include <optional>
#include <stop_token>
#include <utility>

namespace pyhost::inline v0::detail {

/// Counted: by the coroutine object, by the C++ coroutine until it has ended, by what is on its way to the loop.
class native_await : public async_waiter {
public:
    native_await() : async_waiter{[](async_waiter& self) noexcept { static_cast<native_await&>(self).wake_loop(); }} {}
    virtual ~native_await() = default;
    native_await(const native_await&) = delete;
    native_await& operator=(const native_await&) = delete;

    void retain() noexcept { count_.fetch_add(1); }
    void release() noexcept
    {
        if (count_.fetch_sub(1) == 1) delete this;
    }

    /// Keeps the callable that has made it, whose name and place are in tracebacks.
    void belong_to(const object& callable_self) PYHOST_NEEDS_GIL;

    /// Begins, up to the first wait. Needs: to be detached.
    virtual void start() = 0;

    /// The value of Python, or null with the exception raised; the C++ function is a line of its traceback. Needs: to be over.
    PyObject* take_value_or_raise() PYHOST_NEEDS_GIL;

    void request_stop() noexcept { stop_.request_stop(); }
    [[nodiscard]] bool is_over() const noexcept { return place_.is_over(); }

    /// Has `future`, of this loop of asyncio, get its result when it is over; false when it is over now.
    bool wait_by(const object& loop, const object& future) PYHOST_NEEDS_GIL;

    /// Wakes nobody any more; false when it is over.
    bool leave() noexcept PYHOST_NEEDS_GIL;

    /// The future that waits, for the collector: it is the coroutine object's, though another thread may take it from here.
    [[nodiscard]] PyObject* future() const noexcept { return future_.load(); }

    /// Gives that future its result, unless it is cancelled. Needs: its loop to run on this thread.
    void wake_future() noexcept PYHOST_NEEDS_GIL;

protected:
    [[nodiscard]] std::stop_token token() const { return stop_.get_token(); }

    virtual PyObject* take_value() PYHOST_NEEDS_GIL = 0;

    /// The C++ coroutine has ended.
    void finish() noexcept
    {
        place_.finish();
        release();
    }

private:
    struct wake_job : loop_job {
        native_await* owner;
    };
    static void run_wake_job(loop_job& job) noexcept PYHOST_NEEDS_GIL;

    void wake_loop() noexcept PYHOST_DETAIL_NO_ANALYSIS;
    void wake_other_loop() PYHOST_NEEDS_GIL;
    static void wake_late(void* self) noexcept PYHOST_NEEDS_GIL;

    atomic<std::int64_t> count_{1};
    std::stop_source stop_;
    waiter_place place_;
    std::shared_ptr<loop_core> core_;  // of the loop that waits, where pyhost has it
    std::optional<ref<object>> loop_;  // that loop, where it has not
    std::uint64_t run_ = 0;            // of the interpreter
    atomic<PyObject*> future_;         // owned
    std::optional<ref<object>> owner_;
    wake_job job_{{&run_wake_job, [](loop_job& job) noexcept { static_cast<wake_job&>(job).owner->release(); }}, this};
};

/// The typed part.
template <class A>
class native_await_of final : public native_await, private driven<awaited_type<A>> {
    using base = driven<awaited_type<A>>;

public:
    explicit native_await_of(A&& awaitable) : awaitable_{std::in_place, std::move(awaitable)} {}

    void start() override
    {
        A moved = *std::move(awaitable_);
        awaitable_.reset();
        retain();
        try {
            base::run(std::move(moved), *this);
        } catch (...) {  // it has not begun
            release();
            throw;
        }
    }

private:
    PyObject* take_value() override PYHOST_NEEDS_GIL
    {
        try {
            if constexpr (std::is_void_v<awaited_type<A>>) {
                base::take();
                return new_reference(Py_None);
            } else {
                return new_value(base::take());
            }
        } catch (...) {
            raise_current_exception();
            return nullptr;
        }
    }

    [[nodiscard]] std::stop_token stop_token() const override { return token(); }
    void complete() noexcept override { finish(); }

    std::optional<A> awaitable_;
};

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

#include <pyhost/async/detail/request_ends.hpp>
#include <pyhost/detail/late_attach.hpp>
#include <pyhost/detail/native_callable.hpp>
#include <pyhost/detail/native_frame.hpp>
#include <pyhost/expose/callable.hpp>
#include <pyhost/types/none.hpp>

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY void native_await::belong_to(const object& callable_self) { owner_.emplace(callable_self); }

PYHOST_DETAIL_BODY PyObject* native_await::take_value_or_raise()
{
    PyObject* value = take_value();
    if (value != nullptr || !owner_) return value;
    const object self = owner_->get();
    const native_object& native = native_of(self.ptr());
    add_frame(native.method.ml_name, native.where);
    return nullptr;
}

PYHOST_DETAIL_BODY bool native_await::wait_by(const object& loop, const object& future)
{
    run_ = generation();
    core_ = loop_core::of(loop.ptr());
    if (core_ == nullptr) loop_.emplace(loop);
    Py_XDECREF(future_.exchange(new_reference(future.ptr())));
    return place_.wait_with(*this);
}

PYHOST_DETAIL_BODY bool native_await::leave() noexcept
{
    const bool has_left = place_.leave(*this);
    Py_XDECREF(future_.exchange(nullptr));
    return has_left;
}

PYHOST_DETAIL_BODY void native_await::wake_future() noexcept
{
    const owned_pointer future{future_.exchange(nullptr)};
    if (!future) return;
    const owned_pointer is_done{call_named(future.get(), "done")};
    if (is_done.get() == Py_True) return;
    PyObject* name = is_done ? intern("set_result") : nullptr;
    const owned_pointer set{name != nullptr ? call_method_raw(future.get(), name, none{}) : nullptr};
    if (!set) PyErr_WriteUnraisable(future.get());
}

/// From any thread to the loop that waits. One that has ended waits no more.
PYHOST_DETAIL_BODY void native_await::wake_loop() noexcept
{
    try {
        if (core_ != nullptr) {
            retain();
            if (core_->put(job_)) return;
            release();
        } else if (const gil_guard gil{std::try_to_lock}; gil) {
            return wake_other_loop();
        } else if (attach_late(run_, &wake_late, this)) {
            return;
        }
    } catch (...) {  // the loop is closed
    }
    process().late_completions.fetch_add(1);
}

PYHOST_DETAIL_BODY void native_await::wake_other_loop()
{
    retain();
    const std::shared_ptr<native_await> self{this, [](native_await* one) { one->release(); }};
    const auto give = [self]() PYHOST_NEEDS_GIL { self->wake_future(); };
    loop_->get().attr("call_soon_threadsafe")(expose(give, "wake"));
}

/// While the interpreter ends, Python's own threads and their loops go on.
PYHOST_DETAIL_BODY void native_await::wake_late(void* self) noexcept
{
    try {
        static_cast<native_await*>(self)->wake_other_loop();
    } catch (...) {
        process().late_completions.fetch_add(1);
    }
}

PYHOST_DETAIL_BODY void native_await::run_wake_job(loop_job& job) noexcept
{
    native_await* self = static_cast<wake_job&>(job).owner;
    self->wake_future();
    self->release();
}

}  // namespace pyhost::inline v0::detail

#endif
