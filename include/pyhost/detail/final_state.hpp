// SPDX-License-Identifier: MIT
// The thread state that CPython ends on: on any thread, and in the child of a fork.
#pragma once

#include <pyhost/detail/python.hpp>

namespace pyhost::inline v0::detail {

/// 3.12 and 3.13 end on the state they started with, whichever thread ends them (pylifecycle.c: resolve_final_tstate).
inline constexpr bool ends_on_first_state = PY_VERSION_HEX >= 0x030C0000 && PY_VERSION_HEX < 0x030E0000;

/// The state for this thread to end CPython with; null when memory is short.
///
/// It must be the one that PyGILState_Ensure finds, which ctypes and pybind11 call in what the end runs.
inline PyThreadState* final_state(PyThreadState* first) noexcept
{
    if constexpr (ends_on_first_state) return first;
    PyThreadState* state = PyGILState_GetThisThreadState();
    return state != nullptr ? state : PyThreadState_New(PyInterpreterState_Main());
}

/// Whether Python code runs on that state.
inline bool has_frames([[maybe_unused]] const PyThreadState* state) noexcept
{
#if PY_VERSION_HEX >= 0x030D0000 && PY_VERSION_HEX < 0x030E0000
    return state->current_frame != nullptr;
#elif PY_VERSION_HEX >= 0x030C0000 && PY_VERSION_HEX < 0x030D0000
    return state->cframe->current_frame != nullptr;
#else
    return false;
#endif
}

/// Whether CPython ends on a state that belongs to another thread than this one.
inline bool is_first_of_another_thread(const PyThreadState* final) noexcept
{
    return ends_on_first_state && PyGILState_GetThisThreadState() != final;
}

/// Whether its thread uses that state, by other means than pyhost. Without the GIL a hint, which may be out of date.
inline bool is_in_use(const PyThreadState* state) noexcept { return state->gilstate_counter > 1 || has_frames(state); }

/// Keeps the state that CPython from 3.12 on ends on (3.14 and 3.15 change to it by themselves) where another thread forks: the child
/// deletes the states of all other threads. Returns whether it can be ended on. Needs: to be between fork() and PyOS_AfterFork_Child.
///
/// What it does not find in the list of states it leaves alone (pystate.c: _PyThreadState_RemoveExcept). The code that ran on
/// it is gone, so it starts afresh. A free-threaded build has more in it than can be reset.
inline bool outlive_fork([[maybe_unused]] PyThreadState* first) noexcept
{
#if PY_VERSION_HEX < 0x030C0000
    return true;
#elif defined(Py_GIL_DISABLED)
    return false;
#else
    if (first->prev != nullptr) first->prev->next = first->next;  // it is the oldest: without a newer one it is out already
    if (first->next != nullptr) first->next->prev = first->prev;
    first->prev = first->next = nullptr;
    first->_status.bound_gilstate = 0;
    first->_status.active = 0;
    first->thread_id = PyThread_get_thread_ident();
    first->gilstate_counter = 1;
    first->tracing = 0;
    first->py_recursion_remaining = first->py_recursion_limit;
    first->exc_info = &first->exc_state;
    first->current_exception = nullptr;  // left, as all that its code held
#if PY_VERSION_HEX >= 0x030D0000
    first->delete_later = nullptr;
#else
    first->trash = {};
    first->c_recursion_remaining = C_RECURSION_LIMIT;
#endif
#if PY_VERSION_HEX >= 0x030F0000
    first->gil_requested = 0;
    first->holds_gil = 0;
    first->state = 0;  // detached
    first->current_frame = first->base_frame;
#elif PY_VERSION_HEX >= 0x030E0000
    first->holds_gil = 0;
    first->state = 0;
    first->current_frame = nullptr;
#elif PY_VERSION_HEX >= 0x030D0000
    first->_status.holds_gil = 0;
    first->state = 0;
    first->current_frame = nullptr;
    first->c_recursion_remaining = Py_C_RECURSION_LIMIT;
#else
    first->root_cframe.current_frame = nullptr;
    first->cframe = &first->root_cframe;
#endif
    return true;
#endif
}

}  // namespace pyhost::inline v0::detail
