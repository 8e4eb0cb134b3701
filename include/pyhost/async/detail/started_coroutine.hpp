// SPDX-License-Identifier: MIT
// A coroutine of Python that has run up to its first wait before its task does: up to CPython 3.11, where tasks cannot begin at once.
#pragma once

#include <pyhost/async/detail/native_coroutine.hpp>

#include <utility>

namespace pyhost::inline v0::detail {

/// What the task runs in its place: gives what the first step gave, then goes on with the coroutine, in a context of its own.
class started_coroutine final : public coroutine_body {
public:
    /// Takes a new reference to the context.
    started_coroutine(PyObject* coroutine, PyObject* context) noexcept : coroutine_{new_reference(coroutine)}, context_{context} {}
    ~started_coroutine() override PYHOST_DETAIL_NO_ANALYSIS;

    /// The first step. Needs: the task to be the current one. Nothing is raised: the task raises it again.
    void start(PyObject* task) noexcept PYHOST_NEEDS_GIL;

    /// The value of one that has come to its end in its first step, borrowed; else null.
    [[nodiscard]] PyObject* value() const noexcept { return first_ == coroutine_step::returns && !is_cancelled_ ? given_ : nullptr; }

    coroutine_step send(PyObject* value, PyObject*& result) noexcept override PYHOST_NEEDS_GIL;
    [[nodiscard]] bool is_awaited() const noexcept override { return false; }
    coroutine_step raise(PyObject*& result) noexcept override PYHOST_NEEDS_GIL;
    void close() noexcept override PYHOST_NEEDS_GIL;
    [[nodiscard]] PyObject* inner() const noexcept override { return coroutine_; }
    int visit(visitproc see, void* argument) const noexcept override;
    void clear() noexcept override PYHOST_NEEDS_GIL;

private:
    template <class Step>
    coroutine_step in_context(Step step) noexcept PYHOST_NEEDS_GIL;
    coroutine_step give_first(PyObject*& result) noexcept PYHOST_NEEDS_GIL;
    bool cancel_given(PyObject* thrown) noexcept PYHOST_NEEDS_GIL;

    PyObject* coroutine_;
    PyObject* context_;
    coroutine_step first_ = coroutine_step::waits;
    bool is_blocking_ = false;   // what it waits for was yielded by an `await`, as asyncio marks it
    bool is_cancelled_ = false;  // it has cancelled its own task
    PyObject* given_ = nullptr;  // by the first step, until the task has it: what it waits for, its value, or what it has raised
};

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

#include <pyhost/async/detail/call_named.hpp>
#include <pyhost/convert/arithmetic.hpp>
#include <pyhost/convert/object.hpp>
#include <pyhost/types/list.hpp>
#include <pyhost/types/none.hpp>

namespace pyhost::inline v0::detail {

/// How a call of send() or throw() of a coroutine ended.
inline coroutine_step step_of(PyObject* given, PyObject*& result) noexcept PYHOST_NEEDS_GIL
{
    result = given;
    if (given != nullptr) return coroutine_step::waits;
    if (PyErr_ExceptionMatches(PyExc_StopIteration) == 0) return coroutine_step::raises;
    const owned_pointer stop{take_raised()};
    result = PyObject_GetAttrString(stop.get(), "value");
    return result != nullptr ? coroutine_step::returns : coroutine_step::raises;
}

inline coroutine_step send_step(PyObject* coroutine, PyObject* value, PyObject*& result) noexcept PYHOST_NEEDS_GIL
{
#if PY_VERSION_HEX >= 0x030A0000
    const PySendResult how = PyIter_Send(coroutine, value, &result);
    return how == PYGEN_NEXT ? coroutine_step::waits : how == PYGEN_RETURN ? coroutine_step::returns : coroutine_step::raises;
#else
    PyObject* name = intern("send");
    return step_of(name != nullptr ? call_method_raw(coroutine, name, handle{value}) : nullptr, result);
#endif
}

PYHOST_DETAIL_BODY started_coroutine::~started_coroutine() { clear(); }

template <class Step>
coroutine_step started_coroutine::in_context(Step step) noexcept
{
    const owned_pointer context{new_reference(context_)};
    if (PyContext_Enter(context.get()) < 0) return coroutine_step::raises;
    const coroutine_step how = step();
    const raised_scope keep;
    if (PyContext_Exit(context.get()) < 0) PyErr_WriteUnraisable(coroutine_);
    return how;
}

/// Whether an attribute of an object of asyncio is true; where there is none it is not.
inline bool has_mark(PyObject* o, const literal_name& name) noexcept PYHOST_NEEDS_GIL
{
    PyObject* text = intern(name);
    const owned_pointer mark{text != nullptr ? PyObject_GetAttr(o, text) : nullptr};
    if (!mark) PyErr_Clear();
    return mark.get() == Py_True;
}

/// Others may await what it waits for before the task does, so the mark of its own await is taken off until then.
PYHOST_DETAIL_BODY void started_coroutine::start(PyObject* task) noexcept
{
    first_ = in_context([this]() PYHOST_NEEDS_GIL { return send_step(coroutine_, Py_None, given_); });
    if (first_ == coroutine_step::raises) given_ = take_raised();
    is_cancelled_ = has_mark(task, "_must_cancel");
    is_blocking_ = first_ == coroutine_step::waits && given_ != Py_None && has_mark(given_, "_asyncio_future_blocking");
    if (is_blocking_ && PyObject_SetAttrString(given_, "_asyncio_future_blocking", Py_False) < 0) PyErr_WriteUnraisable(given_);
}

PYHOST_DETAIL_BODY coroutine_step started_coroutine::give_first(PyObject*& result) noexcept
{
    PyObject* given = std::exchange(given_, nullptr);
    if (is_blocking_ && PyObject_SetAttrString(given, "_asyncio_future_blocking", Py_True) < 0) PyErr_WriteUnraisable(given);
    if (first_ == coroutine_step::raises) raise_again(given);
    else result = given;
    return first_;
}

PYHOST_DETAIL_BODY coroutine_step started_coroutine::send(PyObject* value, PyObject*& result) noexcept
{
    if (given_ != nullptr) return give_first(result);
    return in_context([&]() PYHOST_NEEDS_GIL { return send_step(coroutine_, value, result); });
}

/// Has what is waited for cancelled, with the message of that exception, as a task does; false when it cannot be.
PYHOST_DETAIL_BODY bool started_coroutine::cancel_given(PyObject* thrown) noexcept
{
    using namespace literals;
    if (given_ == Py_None) return false;
    try {
        const tuple arguments{handle{thrown}.attr("args")};
        const object message = arguments.size() > 0 ? object{arguments[0]} : object{none{}};
        return handle{given_}.attr("cancel")("msg"_a = message).truth();
    } catch (...) {
        return false;
    }
}

/// A task that is cancelled cancels what it waits for, and goes on when that is over.
PYHOST_DETAIL_BODY coroutine_step started_coroutine::raise(PyObject*& result) noexcept
{
    if (given_ != nullptr) {
        owned_pointer thrown{take_raised()};
        const bool ends_cancelled = first_ == coroutine_step::returns && is_cancelled_;
        if ((first_ != coroutine_step::waits && !ends_cancelled) || (!ends_cancelled && cancel_given(thrown.get())))
            return give_first(result);
        Py_DECREF(std::exchange(given_, nullptr));
        raise_again(thrown.release());
        if (ends_cancelled) return coroutine_step::raises;
    }
    const owned_pointer thrown{take_raised()};
    return in_context([&]() PYHOST_NEEDS_GIL {
        PyObject* name = intern("throw");
        return step_of(name != nullptr ? call_method_raw(coroutine_, name, handle{thrown.get()}) : nullptr, result);
    });
}

PYHOST_DETAIL_BODY void started_coroutine::close() noexcept
{
    const owned_pointer closed{call_named(coroutine_, "close")};
    if (!closed) PyErr_WriteUnraisable(coroutine_);
}

PYHOST_DETAIL_BODY int started_coroutine::visit(visitproc see, void* argument) const noexcept
{
    for (PyObject* one : {coroutine_, context_, given_})
        if (one != nullptr)
            if (const int status = see(one, argument)) return status;
    return 0;
}

PYHOST_DETAIL_BODY void started_coroutine::clear() noexcept
{
    for (PyObject** one : {&coroutine_, &context_, &given_}) Py_CLEAR(*one);
}

}  // namespace pyhost::inline v0::detail

#endif
