// SPDX-License-Identifier: MIT
// What becomes of a call on its way, on the thread of the loop and on others; the bodies of async_request.hpp.
#pragma once

#include <pyhost/async/cancelled_error.hpp>
#include <pyhost/async/detail/async_request.hpp>
#include <pyhost/call.hpp>
#include <pyhost/convert/arithmetic.hpp>
#include <pyhost/convert/object.hpp>
#include <pyhost/convert/text.hpp>
#include <pyhost/detail/native_callable.hpp>

#include <cstdio>

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
    if (is_attached()) context_.emplace(object::steal(checked(PyContext_CopyCurrent())));
    if (settings_.limit) until_ = std::chrono::steady_clock::now() + *settings_.limit;
    loop_->enter(*this);
    retain();  // the loop's
    if (settings_.stop.stop_possible()) stop_.emplace(settings_.stop, canceller{this});
    retain();
    if (loop_->put(start_)) return;
    release();
    if (!loop_->leave(*this)) return;  // who ended the loop has ended the request too
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
    if (!is_over() && is_cancelling_.exchange(1) == 0) send(cancel_);
}

PYHOST_DETAIL_BODY void async_request::forsake() noexcept
{
    if (is_forsaken_.exchange(1) != 0 && error_) send(tell_);
}

PYHOST_DETAIL_BODY void async_request::fail(std::exception_ptr why) noexcept
{
    if (!loop_->leave(*this)) return;
    failure_ = std::move(why);
    is_forsaken_.exchange(1);
    publish();
}

PYHOST_DETAIL_BODY void async_request::publish() noexcept
{
    waiters_.finish();
    release();
}

PYHOST_DETAIL_BODY void async_request::check_outcome() const
{
    if (error_) error_->raise();
    if (failure_ != nullptr) std::rethrow_exception(failure_);
}

PYHOST_DETAIL_BODY void async_request::begin() noexcept
{
    if (is_over()) return;
    const bool is_late = settings_.limit && std::chrono::steady_clock::now() >= until_;
    if (was_cancelled_ || is_cancelling_.load() != 0 || is_late) {
        is_timed_out_ = is_late;
        PyErr_SetNone(loop_->cancelled_class());
        return finish(nullptr);
    }
    try {
        const owned_pointer task{make_task()};
        if (task) watch(task.get());
        else finish(nullptr);
    } catch (...) {
        raise_current_exception();
        finish(nullptr);
    }
}

/// Calls, in the context of the caller.
PYHOST_DETAIL_BODY PyObject* async_request::make_task()
{
    const object context = context_ ? context_->get() : object{};
    if (context.has_value() && PyContext_Enter(context.ptr()) < 0) return nullptr;
    PyObject* task = nullptr;
    try {
        const owned_pointer awaitable{call()};
        if (awaitable) task = loop_->adopt(awaitable.get(), settings_.name, *this);
    } catch (...) {
        raise_current_exception();
    }
    const raised_scope keep;
    if (context.has_value()) PyContext_Exit(context.ptr());
    return task;
}

/// Calls a method without arguments: a new reference, or null with an exception raised.
inline PyObject* call_named(PyObject* o, const literal_name& name) PYHOST_NEEDS_GIL { return call_method_raw(o, intern(name)); }

PYHOST_DETAIL_BODY void async_request::watch(PyObject* task)
{
    if (starts_tasks_at_once) {
        const owned_pointer is_done{checked(call_named(task, "done"))};
        if (is_done.get() == Py_True) return finish(call_named(task, "result"));
    }
    task_.emplace(object::borrow(task));
    static PyMethodDef done{"complete", &async_request::on_done, METH_O, nullptr};
    static PyMethodDef timeout{"cancel", &async_request::on_timeout, METH_NOARGS, nullptr};
    const object callback = object::steal(checked(new_callback(done)));
    const handle watched{task};
    watched.attr("add_done_callback")(callback);
    if (!settings_.limit) return;
    const std::chrono::duration<double> left = until_ - std::chrono::steady_clock::now();
    timer_.emplace(handle{loop_->loop()}.attr("call_later")(left.count(), object::steal(checked(new_callback(timeout)))));
}

PYHOST_DETAIL_BODY void async_request::cancel_task() noexcept
{
    is_cancelling_.store(0);
    if (is_over()) return;
    if (!task_) {
        was_cancelled_ = true;
        return;
    }
    const object task = task_->get();
    const owned_pointer done{call_named(task.ptr(), "cancel")};
    if (!done) PyErr_WriteUnraisable(task.ptr());
}

/// With a value, which it takes over, or with the exception that is raised.
PYHOST_DETAIL_BODY void async_request::finish(PyObject* value) noexcept
{
    const owned_pointer owner{value};
    {
        const raised_scope keep;
        if (timer_) const owned_pointer stopped{call_named(timer_->get().ptr(), "cancel")};
        timer_.reset();
        task_.reset();
        context_.reset();
    }
    if (!loop_->leave(*this)) {
        PyErr_Clear();
        process().late_completions.fetch_add(1);
        return;
    }
    try {
        if (value != nullptr) error_ = keep_value(value);
        else keep_raised();
    } catch (...) {
        failure_ = std::current_exception();
    }
    forget_call();
    if (is_forsaken_.exchange(1) != 0) tell();
    publish();
}

PYHOST_DETAIL_BODY void async_request::keep_raised()
{
    error_.emplace(take_error());
    if (!mark_cancelled(*error_, loop_->cancelled_class()) || !is_timed_out_) return;
    const error cancelled = *error_;
    char limit[32];
    std::snprintf(limit, sizeof limit, "%g", std::chrono::duration<double>(*settings_.limit).count());
    raise_text(PyExc_TimeoutError, what() + ": no result within " + limit + " s (with_timeout)");
    const owned_pointer timeout{take_raised()};
    cancelled.restore();
    PyException_SetCause(timeout.get(), take_raised());
    raise_again(new_reference(timeout.get()));
    error_.emplace(take_error());
}

PYHOST_DETAIL_BODY void async_request::tell() noexcept
{
    if (!error_ || error_access::state(*error_).mapping == &cancelled_mapping()) return;
    error_->restore();
    PyErr_WriteUnraisable(nullptr);
}

inline constexpr const char* request_capsule = "pyhost.async_request";

/// Of a method that gets this request.
PYHOST_DETAIL_BODY PyObject* async_request::new_callback(PyMethodDef& method)
{
    const auto destroy = [](PyObject* capsule) { static_cast<async_request*>(PyCapsule_GetPointer(capsule, request_capsule))->release(); };
    const owned_pointer self{PyCapsule_New(this, request_capsule, destroy)};
    if (!self) return nullptr;
    retain();
    return PyCFunction_New(&method, self.get());
}

PYHOST_DETAIL_BODY PyObject* async_request::on_done(PyObject* self, PyObject* task)
{
    const callback_scope counted;
    auto* request = static_cast<async_request*>(PyCapsule_GetPointer(self, request_capsule));
    request->finish(call_named(task, "result"));
    return new_reference(Py_None);
}

PYHOST_DETAIL_BODY PyObject* async_request::on_timeout(PyObject* self, PyObject*)
{
    const callback_scope counted;
    auto* request = static_cast<async_request*>(PyCapsule_GetPointer(self, request_capsule));
    if (request->is_over()) return new_reference(Py_None);
    request->is_timed_out_ = true;
    request->cancel_task();
    return new_reference(Py_None);
}

PYHOST_DETAIL_BODY std::uint32_t raise_at(awaited_result place, failure& why)
{
    return why.raise("result", " of " + place.request->what());
}

}  // namespace pyhost::inline v0::detail

#endif
