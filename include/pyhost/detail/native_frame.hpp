// SPDX-License-Identifier: MIT
// C++ functions as lines of Python's tracebacks.
#pragma once

#include <pyhost/detail/owned_pointer.hpp>

namespace pyhost::inline v0::detail {

/// Where a function was given to Python; without a file it has no line in tracebacks.
struct source_place {
    const char* file = nullptr;
    int line = 0;
};

/// Puts a function above the traceback of the raised exception, which has passed through it: `File "host.cpp", line 12, in scale`.
void add_frame(const char* function, source_place where) PYHOST_NEEDS_GIL;

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY void add_frame(const char* function, source_place where)
{
    if (where.file == nullptr || PyErr_Occurred() == nullptr) return;
    PyObject* frame = nullptr;
    {
        const raised_scope keep;
        const owned_pointer code{reinterpret_cast<PyObject*>(PyCode_NewEmpty(where.file, function, where.line))};
        const owned_pointer globals{code ? PyDict_New() : nullptr};
        if (globals)
            frame = reinterpret_cast<PyObject*>(
                PyFrame_New(PyThreadState_Get(), reinterpret_cast<PyCodeObject*>(code.get()), globals.get(), nullptr));
    }
    const owned_pointer owner{frame};  // null when memory is short: then the line is missing, and the exception goes on
    if (owner) PyTraceBack_Here(reinterpret_cast<PyFrameObject*>(frame));
}

}  // namespace pyhost::inline v0::detail

#endif
