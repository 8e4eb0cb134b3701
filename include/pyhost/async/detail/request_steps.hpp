// SPDX-License-Identifier: MIT
// How a call begins and ends, on the thread of the loop and on others; the bodies of async_request.hpp.
#pragma once

#include <pyhost/async/detail/async_request.hpp>
#include <pyhost/async/detail/call_named.hpp>
#include <pyhost/convert/arithmetic.hpp>
#include <pyhost/convert/object.hpp>
#include <pyhost/detail/native_callable.hpp>

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY async_request::async_request(async_settings settings)
    : settings_{std::move(settings)}, loop_{settings_.loop != nullptr ? settings_.loop : loop_core::shared()}
{
    process().live_awaits.fetch_add(1);
}

PYHOST_DETAIL_BODY async_request::~async_request() { process().live_awaits.fetch_sub(1); }

PYHOST_DETAIL_BODY void async_request::submit() PYHOST_DETAIL_NO_ANALYSIS
{
    keep_binary<&async_request::on_done>();
    loop_->open();
    context_ = carried_context::of_thread();
    if (settings_.limit) until_ = later_by(*settings_.limit);
    if (settings_.stop.stop_possible()) stop_.emplace(settings_.stop, canceller{this});
    retain();  // for the loop, which may end the request from enter() on
    try {
        loop_->enter(*this);
    } catch (...) {
        stop_.reset();
        release();
        throw;
    }
    retain();
    if (loop_->put(start_)) return;
    release();
    if (!loop_->leave(*this)) return;  // who ended the loop has ended the request too
    stop_.reset();
    release();
    loop_->throw_closed();
}

/// Where the loop has ended, so has the request.
PYHOST_DETAIL_BODY void async_request::send(job& one) noexcept
{
    retain();
    if (!loop_->put(one)) release();
}

PYHOST_DETAIL_BODY void async_request::cancel() noexcept
{
    is_cancel_asked_.store(1);
    if (!is_over() && is_cancelling_.exchange(1) == 0) send(cancel_);
}

PYHOST_DETAIL_BODY void async_request::cancel_once() noexcept
{
    if (is_cancel_asked_.load() == 0) cancel();
}

PYHOST_DETAIL_BODY void async_request::forsake(bool may_go_on) noexcept PYHOST_DETAIL_NO_ANALYSIS
{
    if (!may_go_on) cancel_once();
    if (is_forsaken_.exchange(1) == 0 || kept_error() == nullptr) return;
    retain();
    if (loop_->put(tell_)) return;
    release();
    if (const gil_guard gil{std::try_to_lock}; gil) tell();  // the loop has ended
}

PYHOST_DETAIL_BODY void async_request::fail(std::exception_ptr why) noexcept
{
    if (!loop_->leave(*this)) return;
    failure_ = std::move(why);
    kind_ = outcome_kind::failure;
    is_forsaken_.exchange(1);
    publish();
}

/// From here on the request is its reader's.
PYHOST_DETAIL_BODY void async_request::publish() noexcept
{
    stop_.reset();  // waits for one that is running, while the request is sure to be there
    waiters_.finish();
    release();
}

PYHOST_DETAIL_BODY void async_request::throw_outcome()
{
    if (kind_ == outcome_kind::error) error_->raise();
    if (kind_ == outcome_kind::failure) std::rethrow_exception(std::exchange(failure_, nullptr));
    throw interpreter_closed("future: its call is the parent's of this fork; call again in the child");
}

PYHOST_DETAIL_BODY void async_request::begin() noexcept
{
    if (is_over()) return;
    const bool is_late = settings_.limit && std::chrono::steady_clock::now() >= until_;
    if (was_cancelled_ || is_cancelling_.load() != 0 || is_late || loop_->is_closing()) {
        is_timed_out_ = is_late;
        PyErr_SetNone(loop_->cancelled_class());
        return finish(nullptr);
    }
    try {
        PyObject* value = nullptr;
        const owned_pointer task{make_task(value)};
        if (value != nullptr) return finish(value);
        if (task && watch(task.get())) return;
        return finish(task ? call_named(task.get(), "result") : nullptr);
    } catch (...) {
        raise_current_exception();
    }
    {
        const raised_scope keep;
        if (task_) cancel_task();
    }
    finish(nullptr);
}

/// Calls, in the context of the caller.
PYHOST_DETAIL_BODY PyObject* async_request::make_task(PyObject*& value)
{
    const owned_pointer context{context_.copy()};
    if (PyContext_Enter(context.get()) < 0) return nullptr;
    PyObject* task = nullptr;
    try {
        const owned_pointer awaitable{call()};
        if (awaitable) task = loop_->adopt(awaitable.get(), settings_.name, *this, value);
    } catch (...) {
        raise_current_exception();
    }
    const raised_scope keep;
    PyContext_Exit(context.get());
    return task;
}

/// Has the end of the task told; false when it has come to its end already.
PYHOST_DETAIL_BODY bool async_request::watch(PyObject* task)
{
    if (starts_tasks_at_once) {
        const owned_pointer is_done{checked(call_named(task, "done"))};
        if (is_done.get() == Py_True) return false;
    }
    task_.emplace(object::borrow(task));
    static PyMethodDef done{"complete", &async_request::on_done, METH_O, nullptr};
    static PyMethodDef timeout{"cancel", &async_request::on_timeout, METH_NOARGS, nullptr};
    if (settings_.limit) {
        const std::chrono::duration<double> left = until_ - std::chrono::steady_clock::now();
        timer_.emplace(handle{loop_->loop()}.attr("call_later")(left.count(), object::steal(checked(new_callback(timeout)))));
    }
    const object callback = object::steal(checked(new_callback(done)));
    handle{task}.attr("add_done_callback")(callback);
    return true;
}

PYHOST_DETAIL_BODY void async_request::cancel_asked() noexcept
{
    is_cancelling_.store(0);
    cancel_task();
}

PYHOST_DETAIL_BODY void async_request::cancel_task() noexcept
{
    if (is_over()) return;
    was_cancelled_ = true;
    if (!task_) return;
    const object task = task_->get();
    const owned_pointer done{call_named(task.ptr(), "cancel")};
    if (!done) PyErr_WriteUnraisable(task.ptr());
}

PYHOST_DETAIL_BODY void async_request::forget_task() noexcept
{
    const raised_scope keep;
    if (timer_) {
        const owned_pointer stopped{call_named(timer_->get().ptr(), "cancel")};
    }
    timer_.reset();
    task_.reset();
    context_.clear();
}

/// With a value, which it takes over, or with the exception that is raised.
PYHOST_DETAIL_BODY void async_request::finish(PyObject* value) noexcept
{
    const owned_pointer owner{value};
    forget_task();
    std::exception_ptr failure;
    const outcome_kind kind = keep(value, failure);
    forget_call();
    if (!loop_->leave(*this)) {
        process().late_completions.fetch_add(1);
        return;
    }
    failure_ = std::move(failure);
    kind_ = kind;
    const bool has_no_reader = is_forsaken_.exchange(1) != 0;
    retain();
    publish();
    if (has_no_reader) tell();
    release();
}

/// What the outcome would be: conversions run code of Python, which may take its time.
PYHOST_DETAIL_BODY async_request::outcome_kind async_request::keep(PyObject* value, std::exception_ptr& failure) noexcept
{
    try {
        if (value != nullptr) error_ = keep_value(value);
        else keep_raised();
        return error_ ? outcome_kind::error : outcome_kind::value;
    } catch (...) {
        failure = std::current_exception();
        return outcome_kind::failure;
    }
}

}  // namespace pyhost::inline v0::detail

#endif
