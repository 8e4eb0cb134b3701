// SPDX-License-Identifier: MIT
// Keeps SIGINT the host's own, although importing Python's signal module takes it.
#pragma once

#include <pyhost/detail/start_object.hpp>

#include <signal.h>

namespace pyhost::inline v0::detail {

/// Imports Python's signal module now, once, and gives SIGINT back.
///
/// When SIGINT has its default action, that import installs default_int_handler even with install_signal_handlers=0, and
/// the end resets it (Modules/signalmodule.c: signal_get_set_handlers). Afterwards Python believes what is true: SIG_DFL.
inline void keep_host_signals()
{
#if !defined(_WIN32)
    struct sigaction host{};
    if (sigaction(SIGINT, nullptr, &host) != 0 || (host.sa_flags & SA_SIGINFO) != 0 || host.sa_handler != SIG_DFL) return;
    start_object signal{PyImport_ImportModule("_signal")};
    start_object handler{signal ? PyObject_GetAttrString(signal.get(), "SIG_DFL") : nullptr};
    start_object old{handler ? PyObject_CallMethod(signal.get(), "signal", "iO", SIGINT, handler.get()) : nullptr};
    if (!old) throw_start_failure("SIGINT cannot be left to the host", internal_advice);
    sigaction(SIGINT, &host, nullptr);
#endif
}

}  // namespace pyhost::inline v0::detail
