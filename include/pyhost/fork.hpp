// SPDX-License-Identifier: MIT
// Forking from C++, so that the child can use Python as well as its parent.
#pragma once

#include <pyhost/gil.hpp>

#if !defined(_WIN32)

#include <cerrno>
#include <system_error>
#include <unistd.h>

namespace pyhost::inline v0 {

/// fork() for a child that uses Python: what os.fork() does, with what os.register_at_fork asks for. Returns what fork() does.
/// Not on Windows.
///
/// In the child this thread is the only one, and Python's main thread. The guards and release scopes of this thread go on,
/// those of all others are void, and stop() there ends the child's interpreter and not the parent's. What other threads held at that
/// moment stays held for ever: a std::mutex, a threading.Lock, an object. A free-threaded CPython ends on the thread that
/// started it: in the child of another thread, stop() leaves it running and says so.
/// After a fork() that Python does not know of, a guard in the child throws interpreter_closed, and a callback must not
/// return to Python there; exec and _exit are safe.
/// Needs: a running interpreter; any thread, attached or not. Waits for the GIL and for imports of other threads.
/// Throws: interpreter_closed; std::system_error when the system refuses.
[[nodiscard]] pid_t fork() PYHOST_DETAIL_NO_ANALYSIS;

}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0 {

PYHOST_DETAIL_BODY pid_t fork() PYHOST_DETAIL_NO_ANALYSIS
{
    const gil_guard gil;
    PyOS_BeforeFork();
    const pid_t child = ::fork();
    const int reason = errno;
    if (child == 0) PyOS_AfterFork_Child();
    else PyOS_AfterFork_Parent();
    if (child < 0) throw std::system_error(reason, std::generic_category(), "fork");
    return child;
}

}  // namespace pyhost::inline v0

#endif
#endif
