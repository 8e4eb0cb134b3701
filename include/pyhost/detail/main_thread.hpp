// SPDX-License-Identifier: MIT
// Which thread Python's threading module calls the main one: the thread that started the interpreter.
#pragma once

#include <pyhost/detail/process_state.hpp>

#include <cstdio>

namespace pyhost::inline v0::detail {

/// Imports threading on behalf of the thread with this ident and native id.
///
/// Up to 3.12 threading takes the thread that imports it first for the main one. Were that a thread of C++, threads
/// started from the real main thread would be daemons, and main_thread() would be dead with its importer.
inline constexpr const char* import_threading_source = R"(
import sys
if 'threading' not in sys.modules:
    import threading, _thread
    main = threading._main_thread
    running = _thread.allocate_lock()
    running.acquire()
    with threading._active_limbo_lock:
        threading._active.pop(main._ident, None)
        main._ident, main._native_id = %lu, %lu
        threading._active[main._ident] = main
    with threading._shutdown_locks_lock:
        threading._shutdown_locks.discard(main._tstate_lock)
        threading._shutdown_locks.add(running)
    main._tstate_lock = running
)";

/// Notes that this thread starts the interpreter, or is the one that a fork left.
inline void note_main_thread(process_state& p) noexcept
{
    p.main_thread = PyThread_get_thread_ident();
#if defined(PY_HAVE_THREAD_NATIVE_ID)
    p.main_thread_native = PyThread_get_thread_native_id();
#endif
    p.main_thread_is_known.store(PY_VERSION_HEX >= 0x030D0000 ? 1 : 0);  // 3.13 asks the runtime
}

/// Makes threading know the main thread, before another thread can import it. Without threading in the standard library
/// there is nothing to do.
PYHOST_DETAIL_COLD PYHOST_DETAIL_NOINLINE inline void settle_main_thread(process_state& p) noexcept PYHOST_NEEDS_GIL
{
    if (PyThread_get_thread_ident() == p.main_thread || p.main_thread_is_known.exchange(1) != 0) return;
    char source[2048];
    std::snprintf(source, sizeof source, import_threading_source, p.main_thread, p.main_thread_native);
    PyObject* scope = PyDict_New();
    PyObject* done = scope != nullptr && PyDict_SetItemString(scope, "__builtins__", PyEval_GetBuiltins()) == 0
                         ? PyRun_String(source, Py_file_input, scope, scope)
                         : nullptr;
    if (done == nullptr) PyErr_Clear();
    Py_XDECREF(done);
    Py_XDECREF(scope);
}

}  // namespace pyhost::inline v0::detail
