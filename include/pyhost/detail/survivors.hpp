// SPDX-License-Identifier: MIT
// Python's own threads that outlive their interpreter: daemon threads inside a call that let go of the GIL.
#pragma once

#include <pyhost/detail/error_state.hpp>

#include <string>

namespace pyhost::inline v0::detail {

/// Whether a thread of an ended run that wakes up in the next one ends the process: it would use a thread state that is
/// freed. From 3.14 on it hangs instead (c-api/init: Py_FinalizeEx).
inline constexpr bool survivors_crash = PY_VERSION_HEX < 0x030E0000;

/// Notes which of Python's own threads are left, just before CPython finalises.
inline void note_survivors(process_state& p) PYHOST_NEEDS_GIL
{
    if constexpr (!survivors_crash) return;
    const owned_pointer scope{PyDict_New()};
    if (!scope || PyDict_SetItemString(scope.get(), "__builtins__", PyEval_GetBuiltins()) < 0) return PyErr_Clear();
    const owned_pointer done{PyRun_String("import sys\n"
                                          "threading = sys.modules.get('threading')\n"
                                          "left = [(t.native_id or 0, str(t.name)) for t in threading.enumerate() if t.is_alive()\n"
                                          "        and t.daemon and not isinstance(t, threading._DummyThread)] if threading else []\n",
                                          Py_file_input, scope.get(), scope.get())};
    if (!done) PyErr_WriteUnraisable(nullptr);
    PyObject* left = PyDict_GetItemString(scope.get(), "left");
    for (Py_ssize_t i = 0; left != nullptr && i < PyList_GET_SIZE(left); ++i) {
        PyObject* pair = PyList_GET_ITEM(left, i);
        p.survivors = new survivor{PyLong_AsUnsignedLong(PyTuple_GET_ITEM(pair, 0)),
                                   new std::string{utf8_or(PyTuple_GET_ITEM(pair, 1), "?")}, p.survivors};
    }
    PyErr_Clear();
}

inline bool is_parked(process_state& p, unsigned long id) noexcept
{
    for (const survivor* parked = p.parked.load(); parked != nullptr; parked = parked->next)
        if (parked->id == id) return true;
    return false;
}

/// Waits a while for the threads that are left of earlier runs. Returns the name of one that is still there, or nothing.
///
/// A thread that wakes up between two runs is ended by CPython; one that came back to C++ waits there for ever.
inline std::string wait_for_survivors(process_state& p)
{
    constexpr long long longest = 2'000'000;  // microseconds
    const long long end = steady_microseconds() + longest;
    while (p.survivors != nullptr) {
        survivor* first = p.survivors;
        const bool is_gone = first->id != 0 && (!thread_exists(first->id) || is_parked(p, first->id));
        if (is_gone) {
            p.survivors = first->next;
            delete first->name;
            delete first;
        } else if (steady_microseconds() > end) {
            return *first->name;
        } else {
            sleep_microseconds(1000);
        }
    }
    return {};
}

}  // namespace pyhost::inline v0::detail
