// SPDX-License-Identifier: MIT
// The coroutine object that awaits C++ for Python: how its steps, what is thrown into it and its end reach the C++ coroutine.
#pragma once

#include <pyhost/async/detail/native_await.hpp>
#include <pyhost/async/detail/native_coroutine.hpp>

#include <memory>

namespace pyhost::inline v0::detail {

/// The steps of a coroutine object that awaits C++.
class native_await_body final : public coroutine_body {
public:
    explicit native_await_body(native_await* awaited) noexcept : awaited_{awaited} {}
    [[nodiscard]] native_await& awaited() const noexcept { return *awaited_; }
    ~native_await_body() override;

    coroutine_step send(PyObject* value, PyObject*& result) noexcept override PYHOST_NEEDS_GIL;
    [[nodiscard]] bool is_awaited() const noexcept override { return has_begun_ && !awaited_->is_over(); }
    coroutine_step raise(PyObject*& result) noexcept override PYHOST_NEEDS_GIL;
    void close() noexcept override PYHOST_NEEDS_GIL;
    int visit(visitproc see, void* argument) const noexcept override;
    void clear() noexcept override PYHOST_NEEDS_GIL;

private:
    coroutine_step wait(PyObject*& result) PYHOST_NEEDS_GIL;
    coroutine_step finish(PyObject*& result) PYHOST_NEEDS_GIL;
    void stop() noexcept PYHOST_NEEDS_GIL;

    native_await* awaited_;
    PyObject* steps_ = nullptr;   // of the future that wakes it
    PyObject* thrown_ = nullptr;  // into the coroutine, which then has to come to its end
    bool has_begun_ = false;
};

/// A coroutine object that awaits it; null with an exception raised.
template <class A>
PyObject* new_native_await(A&& awaitable) PYHOST_NEEDS_GIL
{
    try {
        return new_coroutine(std::make_unique<native_await_body>(new native_await_of<A>{std::forward<A>(awaitable)}), "awaitable");
    } catch (...) {
        raise_current_exception();
        return nullptr;
    }
}

/// Names it as the callable that has made it, and has it keep that.
void give_owner(PyObject* coroutine, PyObject* callable_self) PYHOST_NEEDS_GIL;

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

#include <pyhost/detail/native_callable.hpp>
#include <pyhost/module.hpp>

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY void give_owner(PyObject* coroutine, PyObject* callable_self)
{
    static_cast<native_await_body&>(body_of(coroutine)).awaited().belong_to(object::borrow(callable_self));
    rename_coroutine(coroutine, native_of(callable_self).method.ml_name);
}

PYHOST_DETAIL_BODY native_await_body::~native_await_body() PYHOST_DETAIL_NO_ANALYSIS
{
    close();
    clear();
    awaited_->release();
}

PYHOST_DETAIL_BODY coroutine_step native_await_body::send(PyObject*, PyObject*& result) noexcept
{
    try {
        if (!std::exchange(has_begun_, true)) {
            const context_scope here{carried_context::of_thread()};
            const gil_release nogil;
            awaited_->start();
        }
        return awaited_->is_over() ? finish(result) : wait(result);
    } catch (...) {
        raise_current_exception();
        return coroutine_step::raises;
    }
}

/// Asks it to stop, and waits for its end. Where that came first, what is thrown counts.
PYHOST_DETAIL_BODY coroutine_step native_await_body::raise(PyObject*& result) noexcept
{
    Py_XDECREF(std::exchange(thrown_, take_raised()));
    if (!awaited_->leave()) {
        raise_again(std::exchange(thrown_, nullptr));
        return coroutine_step::raises;
    }
    stop();
    return send(Py_None, result);
}

PYHOST_DETAIL_BODY void native_await_body::stop() noexcept PYHOST_DETAIL_NO_ANALYSIS
{
    const gil_release nogil;  // what a stop calls is the user's
    awaited_->request_stop();
}

PYHOST_DETAIL_BODY void native_await_body::close() noexcept
{
    if (!is_awaited()) return;
    awaited_->leave();
    stop();
}

/// A future of the loop that runs: asyncio waits for it, and it gets its result when the outcome is there.
PYHOST_DETAIL_BODY coroutine_step native_await_body::wait(PyObject*& result)
{
    const owned_pointer loop{call_method_raw(import_module("asyncio").ptr(), intern("get_running_loop"))};
    if (!loop) {
        PyErr_Clear();
        raise_text(PyExc_RuntimeError, "await of C++: there is no running event loop of asyncio; trio and others cannot await it");
        return coroutine_step::raises;
    }
    const object future = handle{loop.get()}.attr("create_future")();
    const object steps = future.attr("__await__")();
    Py_XDECREF(std::exchange(steps_, new_reference(steps.ptr())));
    result = Py_TYPE(steps_)->tp_iternext(steps_);
    if (result == nullptr) return coroutine_step::raises;
    if (awaited_->wait_by(object::borrow(loop.get()), future)) return coroutine_step::waits;
    Py_CLEAR(result);
    awaited_->leave();
    return finish(result);
}

PYHOST_DETAIL_BODY coroutine_step native_await_body::finish(PyObject*& result)
{
    result = awaited_->take_value_or_raise();
    if (result != nullptr) return coroutine_step::returns;
    if (thrown_ == nullptr) return coroutine_step::raises;
    const owned_pointer raised{take_raised()};
    const owned_pointer cancelled{object{import_module("asyncio").attr("CancelledError")}.release()};
    if (PyErr_GivenExceptionMatches(raised.get(), cancelled.get()) == 0) {
        if (raised.get() != thrown_) PyException_SetContext(raised.get(), std::exchange(thrown_, nullptr));
        raise_again(new_reference(raised.get()));
    } else {
        raise_again(std::exchange(thrown_, nullptr));
    }
    return coroutine_step::raises;
}

PYHOST_DETAIL_BODY int native_await_body::visit(visitproc see, void* argument) const noexcept
{
    for (PyObject* one : {steps_, thrown_, awaited_->future()})
        if (const int status = one != nullptr ? see(one, argument) : 0) return status;
    return 0;
}

PYHOST_DETAIL_BODY void native_await_body::clear() noexcept
{
    Py_CLEAR(steps_);
    Py_CLEAR(thrown_);
    awaited_->leave();
}

}  // namespace pyhost::inline v0::detail

#endif
