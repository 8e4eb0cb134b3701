// SPDX-License-Identifier: MIT
// How the host handles signals, kept over a run of Python, so that it is as before when the run is over.
#pragma once

#include <pyhost/detail/process_state.hpp>

#include <signal.h>

namespace pyhost::inline v0::detail {

#if !defined(_WIN32)

/// A signal handler of the plain form: SIG_DFL, SIG_IGN or a function.
using signal_function = void (*)(int);

/// What was found before the start, by number of the signal.
struct host_signals {
    static constexpr int count = NSIG;

    struct sigaction before[count]{};
    signal_function python = nullptr;  // the one function that CPython installs for all Python handlers; null when unknown
};

/// The handler of `signal`; null (which is SIG_DFL) for one with SA_SIGINFO.
inline signal_function plain_handler(const struct sigaction& action) noexcept
{
    return (action.sa_flags & SA_SIGINFO) != 0 ? nullptr : action.sa_handler;
}

inline bool is_default(const struct sigaction& action) noexcept
{
    return (action.sa_flags & SA_SIGINFO) == 0 && action.sa_handler == SIG_DFL;
}

/// Called before each start.
inline void remember_host_signals(process_state& p)
{
    if (p.signals == nullptr) p.signals = new host_signals;
    p.signals->python = nullptr;
    for (int signal = 1; signal < host_signals::count; ++signal) sigaction(signal, nullptr, &p.signals->before[signal]);
}

/// Whether Python has a function for `signal`, so that the end of CPython resets it, whoever handles it by then.
inline bool has_python_handler(PyObject* module, int signal) noexcept PYHOST_NEEDS_GIL
{
    PyObject* handler = module != nullptr ? PyObject_CallMethod(module, "getsignal", "i", signal) : nullptr;
    if (handler == nullptr) PyErr_Clear();
    const bool found = handler != nullptr && PyCallable_Check(handler) != 0;
    Py_XDECREF(handler);
    return found;
}

/// For its scope, in which CPython ends: signals that Python handles at that time go back to the host.
///
/// CPython itself would leave their default action. SIGPIPE and SIGXFSZ, ignored by config::signal_handlers, stay so.
class returned_signals {
public:
    explicit returned_signals(const process_state& p) PYHOST_NEEDS_GIL
    {
        PyObject* module = PyImport_ImportModule("_signal");
        if (module == nullptr) PyErr_Clear();
        for (int signal = 1; p.signals != nullptr && signal < host_signals::count; ++signal) {
            if (!has_python_handler(module, signal)) continue;
            struct sigaction& to = returned_[signal];
            is_returned_[signal] = sigaction(signal, nullptr, &to) == 0;
            const bool is_known = p.signals->python != nullptr;  // else nothing tells Python's function from the host's
            if (!is_known || plain_handler(to) == p.signals->python) to = p.signals->before[signal];
        }
        Py_XDECREF(module);
    }
    ~returned_signals()
    {
        for (int signal = 1; signal < host_signals::count; ++signal)
            if (is_returned_[signal]) sigaction(signal, &returned_[signal], nullptr);
    }
    returned_signals(const returned_signals&) = delete;
    returned_signals& operator=(const returned_signals&) = delete;

private:
    struct sigaction returned_[host_signals::count]{};
    bool is_returned_[host_signals::count]{};
};

#else

inline void remember_host_signals(process_state&) noexcept {}

class returned_signals {
public:
    explicit returned_signals(const process_state&) noexcept {}
    ~returned_signals() {}  // NOLINT(modernize-use-equals-default): a variable of a trivial type would be reported as unused
};

#endif

}  // namespace pyhost::inline v0::detail
