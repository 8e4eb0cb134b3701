// SPDX-License-Identifier: MIT
// Keeps the host's signals its own, although importing Python's signal module takes SIGINT.
#pragma once

#include <pyhost/detail/host_signals.hpp>
#include <pyhost/detail/process.hpp>
#include <pyhost/detail/settings.hpp>
#include <pyhost/detail/start_object.hpp>

namespace pyhost::inline v0::detail {

#if !defined(_WIN32)

/// Gives `signal` the handler of that name in Python's signal module.
inline void set_python_handler(const start_object& module, int signal, const char* name)
{
    start_object handler{PyObject_GetAttrString(module.get(), name)};
    start_object old{handler ? PyObject_CallMethod(module.get(), "signal", "iO", signal, handler.get()) : nullptr};
    if (!old) throw_start_failure("signals cannot be left to the host", internal_advice);
}

/// Lets go of a signal that Python handles now. Python itself believes what is true: SIG_DFL.
inline void give_back(const start_object& module, const host_signals& host, int signal)
{
    set_python_handler(module, signal, "SIG_DFL");
    sigaction(signal, &host.before[signal], nullptr);
}

/// The function that CPython installs for `signal` when Python has a handler of it.
inline signal_function handler_now(int signal) noexcept
{
    struct sigaction now{};
    return sigaction(signal, nullptr, &now) == 0 ? plain_handler(now) : nullptr;
}

/// Imports Python's signal module now, once, learns the function that it installs, and gives SIGINT back unless it is wanted.
///
/// When SIGINT has its default action, that import installs default_int_handler even with install_signal_handlers=0
/// (Modules/signalmodule.c: signal_get_set_handlers), whenever it comes. Where the host handles SIGINT, one that nobody
/// handles tells the function, those first whose default is to be ignored.
inline void settle_signals(const process_state& p, const settings& s)
{
    host_signals& host = *p.signals;
    start_object module{PyImport_ImportModule("_signal")};
    if (!module) throw_start_failure("the signal module cannot be imported", internal_advice);
    if (is_default(host.before[SIGINT])) {
        host.python = handler_now(SIGINT);
        if (!s.signal_handlers) give_back(module, host, SIGINT);
        return;
    }
    for (const int signal : {SIGURG, SIGWINCH, SIGCHLD, SIGCONT, SIGUSR1, SIGUSR2, SIGALRM, SIGTERM}) {
        if (!is_default(host.before[signal])) continue;
        set_python_handler(module, signal, "default_int_handler");
        host.python = handler_now(signal);
        return give_back(module, host, signal);
    }
}

#else

inline void settle_signals(const process_state&, const settings&) noexcept {}

#endif

}  // namespace pyhost::inline v0::detail
