// SPDX-License-Identifier: MIT
// What a coroutine object of Python does whose steps are C++.
#pragma once

#include <pyhost/detail/python.hpp>

namespace pyhost::inline v0::detail {

/// How a step of a coroutine ends: with what it waits for, with its value, or with an exception raised.
enum class coroutine_step : unsigned char { waits, returns, raises };

/// What a coroutine object does. All is called attached, never two at a time.
class coroutine_body {
public:
    virtual ~coroutine_body() = default;

    /// Goes on with `value`, which is None for the first step. `result` is a new reference unless it raises.
    virtual coroutine_step send(PyObject* value, PyObject*& result) noexcept PYHOST_NEEDS_GIL = 0;

    /// Whether somebody awaits it already, who has to be the one that goes on.
    [[nodiscard]] virtual bool is_awaited() const noexcept = 0;

    /// Goes on with the exception that is raised.
    virtual coroutine_step raise(PyObject*& result) noexcept PYHOST_NEEDS_GIL = 0;

    /// It goes on no more, although it has not come to its end.
    virtual void close() noexcept PYHOST_NEEDS_GIL = 0;

    /// The coroutine of Python that it goes on with, whose frame and code are its own then; null for none.
    [[nodiscard]] virtual PyObject* inner() const noexcept { return nullptr; }

    /// For the collector (c-api/gcsupport: tp_traverse, tp_clear).
    virtual int visit(visitproc see, void* argument) const noexcept = 0;
    virtual void clear() noexcept PYHOST_NEEDS_GIL = 0;
};

}  // namespace pyhost::inline v0::detail
