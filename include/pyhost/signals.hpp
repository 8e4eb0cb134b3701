// SPDX-License-Identifier: MIT
// Python's handlers of signals, for a main thread that waits in C++.
#pragma once

#include <pyhost/detail/throw.hpp>

namespace pyhost::inline v0 {

/// Runs the Python handlers of signals that have arrived: with config::signal_handlers(true), Ctrl-C throws keyboard_interrupt.
///
/// CPython runs them on its main thread only, between two steps of Python code: the thread that started the interpreter, in
/// a forked child the one that forked (from 3.13 on running code is not interrupted there unless that thread started
/// Python: only this function delivers). When that thread waits in C++ while others use Python, nothing runs them, so call
/// this in its loop. On any other thread it does nothing.
/// Needs: a running interpreter; attached or not.
/// Throws: interpreter_closed; what a handler raises.
void check_signals() PYHOST_DETAIL_NO_ANALYSIS;

}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0 {

PYHOST_DETAIL_BODY void check_signals() PYHOST_DETAIL_NO_ANALYSIS
{
    const gil_guard gil;
    if (PyErr_CheckSignals() != 0) detail::throw_raised();
}

}  // namespace pyhost::inline v0

#endif
