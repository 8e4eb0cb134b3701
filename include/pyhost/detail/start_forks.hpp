// SPDX-License-Identifier: MIT
// Learns from Python that it forks: only then is the child's interpreter made ready for the one thread that is left.
#pragma once

#include <pyhost/detail/start_object.hpp>
#include <pyhost/detail/thread_record.hpp>

namespace pyhost::inline v0::detail {

#if !defined(_WIN32)

/// The last thing that PyOS_BeforeFork runs, on the thread that forks next. Short of memory, the child is refused Python.
inline PyObject* note_fork(PyObject*, PyObject*) PYHOST_DETAIL_NO_ANALYSIS
{
    try {
        this_record().forks_through_python = true;
    } catch (...) {
        return PyErr_NoMemory();
    }
    return new_reference(Py_None);
}

/// Registers it with os.register_at_fork, of the built-in module that os takes it from: os may not be imported yet.
///
/// Such functions run in reverse order, so the first one comes last.
inline void watch_python_forks()
{
    static PyMethodDef method{"pyhost_before_fork", &note_fork, METH_NOARGS, nullptr};
    pin_binary(reinterpret_cast<const void*>(&note_fork));
    start_object posix{PyImport_ImportModule("posix")};
    start_object add{posix ? PyObject_GetAttrString(posix.get(), "register_at_fork") : nullptr};
    start_object before{add ? PyCFunction_New(&method, nullptr) : nullptr};
    start_object named{before ? Py_BuildValue("{sO}", "before", before.get()) : nullptr};
    start_object none{named ? PyTuple_New(0) : nullptr};
    if (!none || !start_object{PyObject_Call(add.get(), none.get(), named.get())})
        throw_start_failure("os.register_at_fork failed", internal_advice);
}

#else

inline void watch_python_forks() noexcept {}

#endif

}  // namespace pyhost::inline v0::detail
