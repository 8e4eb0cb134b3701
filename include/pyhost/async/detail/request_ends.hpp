// SPDX-License-Identifier: MIT
// What tells a request that its task has come to its end or its time is over, and who is told of that; bodies of async_request.hpp.
#pragma once

#include <pyhost/async/cancelled_error.hpp>
#include <pyhost/async/detail/request_steps.hpp>
#include <pyhost/convert/arithmetic.hpp>
#include <pyhost/convert/object.hpp>
#include <pyhost/convert/text.hpp>

#include <cstdio>

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

/// asyncio.CancelledError as cancelled_error; as TimeoutError, with that as its cause, where the time limit has cancelled the task.
PYHOST_DETAIL_BODY void async_request::keep_raised()
{
    error_.emplace(take_error());
    if (!mark_cancelled(*error_, loop_->cancelled_class()) || !is_timed_out_) return;
    char limit[32];
    std::snprintf(limit, sizeof limit, "%g", settings_.limit->count());
    const std::string text = what() + ": no result within " + limit + " s (with_timeout)";
    error_->restore();
    const owned_pointer cancelled{take_raised()};
    raise_text(PyExc_TimeoutError, text);
    const owned_pointer timeout{take_raised()};
    PyException_SetCause(timeout.get(), new_reference(cancelled.get()));
    raise_again(new_reference(timeout.get()));
    error_.emplace(take_error());
}

PYHOST_DETAIL_BODY void async_request::tell() noexcept
{
    const error* kept = kept_error();
    if (kept == nullptr || is_cancelled_error(*kept)) return;
    kept->restore();
    PyErr_WriteUnraisable(nullptr);
}

inline constexpr const char* request_capsule = "pyhost.async_request";

inline async_request* request_of(PyObject* capsule) noexcept
{
    return static_cast<async_request*>(PyCapsule_GetPointer(capsule, request_capsule));
}

/// Of a method that gets this request.
PYHOST_DETAIL_BODY PyObject* async_request::new_callback(PyMethodDef& method)
{
    const owned_pointer self{PyCapsule_New(this, request_capsule, [](PyObject* capsule) { request_of(capsule)->release(); })};
    if (!self) return nullptr;
    retain();
    return PyCFunction_New(&method, self.get());
}

PYHOST_DETAIL_BODY PyObject* async_request::on_done(PyObject* self, PyObject* task)
{
    const callback_scope counted;
    request_of(self)->finish(call_named(task, "result"));
    return new_reference(Py_None);
}

/// As asyncio.timeout() does, it leaves alone what is cancelled already.
PYHOST_DETAIL_BODY PyObject* async_request::on_timeout(PyObject* self, PyObject*)
{
    const callback_scope counted;
    async_request* request = request_of(self);
    if (!request->is_over() && !request->was_cancelled_) {
        request->is_timed_out_ = true;
        request->cancel_task();
    }
    return new_reference(Py_None);
}

PYHOST_DETAIL_BODY std::uint32_t raise_at(awaited_result place, failure& why)
{
    return why.raise("result", " of " + place.request->what());
}

/// Whatever is thrown here, the coroutine goes on, and has it thrown at its co_await.
PYHOST_DETAIL_BODY void waiting_coroutine::post() noexcept
{
    owner_->retain();
    const continuation next{[](void* self) noexcept { static_cast<waiting_coroutine*>(self)->go_on(); }, this};
    const gil_release nogil;
    try {
        return executor{where_}.post(next);  // a copy: the coroutine may have come to its end before this returns
    } catch (...) {
        thrown_ = std::current_exception();
    }
    try {
        executor{}.post(next);
    } catch (...) {  // there can be no thread
        next();
    }
}

PYHOST_DETAIL_BODY void waiting_coroutine::go_on() noexcept
{
    int expected = waits;
    if (state_.replace(expected, resumed)) {
        const context_scope here{std::move(context_)};
        coroutine_.resume();
    }
    owner_->release();
}

}  // namespace pyhost::inline v0::detail

#endif
