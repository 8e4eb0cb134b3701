// SPDX-License-Identifier: MIT
// Attaching a thread of pyhost's for a moment, also while the interpreter ends and refuses new guards.
#pragma once

#include <pyhost/detail/thread.hpp>

namespace pyhost::inline v0::detail {

/// Calls `f(data)` attached, in that run of the interpreter; false when the run is over, or Python is being taken down.
///
/// For what Python's own threads wait for, whom the end waits for; the seal waits for this thread. Needs: to be detached, with no guard on
/// this thread's stack. Nothing may be thrown.
bool attach_late(std::uint64_t run, void (*f)(void*) noexcept, void* data) noexcept PYHOST_DETAIL_NO_ANALYSIS;

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY bool attach_late(std::uint64_t run, void (*f)(void*) noexcept, void* data) noexcept
{
    process_state& p = process();
    p.reattaching.fetch_add(1);
    bool is_done = false;
    if (may_return(p.gate.load(), run)) {
        PyThreadState* own_one = PyGILState_GetThisThreadState();
        PyThreadState* state = own_one != nullptr ? own_one : new_thread_state(p);
        if (state != nullptr) {
            PyEval_RestoreThread(state);
            f(data);
            is_done = true;
            if (own_one != nullptr) {
                PyEval_SaveThread();
            } else {
                PyThreadState_Clear(state);
                PyThreadState_DeleteCurrent();
            }
        }
    }
    p.reattaching.fetch_sub(1);
    return is_done;
}

}  // namespace pyhost::inline v0::detail

#endif
