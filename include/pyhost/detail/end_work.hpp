// SPDX-License-Identifier: MIT
// What Python itself does at its end: the last work of executors, threads that are waited for, atexit functions.
#pragma once

#include <pyhost/detail/error_state.hpp>

#include <string>
#include <vector>

namespace pyhost::inline v0::detail {

/// A thread of Python's own, or an event loop, that the end waited for.
struct joined_thread {
    std::string name;  // "Python thread Thread-1"
    bool is_alive = false;  // still, when the time was over
};

/// Sees `limit`, in seconds; leaves `joined`, pairs of a name and whether that is still alive.
inline constexpr const char* end_work_source = R"(
import atexit, sys, time
threading = sys.modules.get('threading')
end = time.monotonic() + limit
joined = []
seen = set()

def run(function):
    try:
        function()
    except BaseException:
        sys.excepthook(*sys.exc_info())

def left():
    return max(0.0, end - time.monotonic())

def become_main():
    main = threading._main_thread
    if hasattr(main, '_set_ident'):
        main._set_ident()
    if getattr(main, '_tstate_lock', '') is None and not main._is_stopped:  # up to 3.12: a foreign thread that forked
        main._set_tstate_lock()
    if hasattr(threading, '_active'):
        threading._active[threading.get_ident()] = main
    return main

def finish_executors():
    functions = getattr(threading, '_threading_atexits', [])
    def finish():
        while functions:
            run(functions.pop())
    if functions:
        helper = threading.Thread(target=finish, daemon=True)
        helper.start()
        helper.join(left())

def wait_for(t):
    seen.add(id(t))
    while t.is_alive() and left() > 0:
        t.join(min(left(), 0.02))  # between, this thread runs pending calls, which t may wait for
    joined.append((getattr(t, '_pyhost_name', None) or f'Python thread {t.name!s}', t.is_alive()))

def join_first():
    # Event loops of pyhost: what ends there may still need executors.
    for t in list(getattr(threading, '_pyhost_ends_first', ())):
        if t.is_alive():
            wait_for(t)

def join(main):
    while True:
        waiting = [t for t in threading.enumerate() if not t.daemon and t is not main and id(t) not in seen
                   and t.ident != threading.get_ident() and not isinstance(t, threading._DummyThread)]
        if not waiting:
            return not any(alive for _, alive in joined)
        for t in waiting:
            wait_for(t)

def end_threads():
    if threading is None:
        return True
    main = become_main()
    join_first()
    finish_executors()
    return join(main)

if end_threads():
    run(atexit._run_exitfuncs)
    threading = sys.modules.get('threading')
    end_threads()
)";

/// Does what Py_FinalizeEx would do first, in its order, but with a deadline and while callbacks into C++ still work:
/// threading's own exit functions (which end the workers of concurrent.futures and asyncio), joins, atexit.
///
/// An atexit function that blocks is not interrupted. Errors go to sys.excepthook. `seconds` is the time left.
inline std::vector<joined_thread> end_python_work(double seconds) PYHOST_NEEDS_GIL
{
    std::vector<joined_thread> threads;
    const owned_pointer scope{PyDict_New()};
    const owned_pointer limit{PyFloat_FromDouble(seconds)};
    const bool is_ready = scope && limit && PyDict_SetItemString(scope.get(), "limit", limit.get()) == 0 &&
                          PyDict_SetItemString(scope.get(), "__builtins__", PyEval_GetBuiltins()) == 0;
    const owned_pointer done{is_ready ? PyRun_String(end_work_source, Py_file_input, scope.get(), scope.get()) : nullptr};
    if (!done) PyErr_WriteUnraisable(nullptr);
    PyObject* joined = scope ? PyDict_GetItemString(scope.get(), "joined") : nullptr;
    for (Py_ssize_t i = 0; joined != nullptr && i < PyList_GET_SIZE(joined); ++i) {
        PyObject* pair = PyList_GET_ITEM(joined, i);
        threads.push_back({utf8_or(PyTuple_GET_ITEM(pair, 0), "?"), PyTuple_GET_ITEM(pair, 1) == Py_True});
    }
    return threads;
}

}  // namespace pyhost::inline v0::detail
