// SPDX-License-Identifier: MIT
// Attaching a thread to Python and detaching it: gil_guard, gil_release, with_gil, without_gil.
#pragma once

#include <pyhost/detail/deferred.hpp>

#include <mutex>  // std::try_to_lock_t
#include <utility>

namespace pyhost::inline v0 {

/// Whether this thread is attached to Python, that is holds the GIL. Needs: nothing. Throws: nothing.
[[nodiscard]] inline bool is_attached() noexcept { return detail::attached(); }

/// Attaches this thread to Python for its scope.
///
/// Nests with itself, with gil_release, with pybind11's guards and with PyGILState_Ensure, in any order.
/// Needs: a running interpreter; any thread, Python's own too.
/// Throws: interpreter_closed when there is none or it is ending.
/// Lifetime: stop() waits for it. It must end on the thread that made it.
/// Cost: a few instructions when attached; else one PyEval_RestoreThread and two atomic additions. A thread that attaches for one short
/// call after the other while others do so too waits for its turn, about a millisecond for each of them (detail/turns.hpp). Up to
/// CPython 3.12 the first guard on another thread than the starting one imports `threading`, which else would take that thread for main.
class [[nodiscard]] PYHOST_DETAIL_SCOPED_CAPABILITY gil_guard {
public:
    [[nodiscard]] PYHOST_DETAIL_INLINE gil_guard() PYHOST_DETAIL_ASSERTS_GIL
    {
        if (detail::is_under_guard()) [[likely]]
            return;
        in_ = enter();
        if (in_.how == manner::refused) detail::throw_refused();
    }

    /// Attaches unless there is no interpreter or it is ending; `if (gil)` tells. It does wait for the GIL.
    [[nodiscard]] PYHOST_DETAIL_INLINE explicit gil_guard(std::try_to_lock_t) PYHOST_DETAIL_NO_ANALYSIS
    {
        if (!detail::is_under_guard()) in_ = enter();
    }

    PYHOST_DETAIL_INLINE ~gil_guard() PYHOST_DETAIL_NO_ANALYSIS
    {
        if (in_.how != manner::nested) [[unlikely]]
            leave(in_);
    }

    gil_guard(const gil_guard&) = delete;
    gil_guard& operator=(const gil_guard&) = delete;

    /// Whether this thread is attached; false only for a guard made with std::try_to_lock.
    explicit operator bool() const noexcept PYHOST_DETAIL_ASSERTS_GIL { return in_.how != manner::refused; }

private:
    enum class manner : unsigned char { nested, outermost, inside_release, refused };

    /// A value, and no functions on `this`: the compiler keeps it in registers, or knows that the guard is nested.
    struct entered {
        PyThreadState* state = nullptr;
        manner how = manner::nested;
    };

    static entered enter();
    static entered enter_again();
    static void leave(entered in) noexcept PYHOST_DETAIL_NO_ANALYSIS;

    entered in_;
};

/// Detaches this thread for its scope, so that other threads run Python while this one works or waits.
///
/// Needs: nothing; it does nothing when the thread is not attached. Attached again before an exception leaves the scope.
/// Lifetime: must end on the thread that made it. Cost: PyEval_SaveThread and PyEval_RestoreThread.
class [[nodiscard]] PYHOST_DETAIL_SCOPED_CAPABILITY gil_release {
public:
    [[nodiscard]] gil_release() noexcept PYHOST_DETAIL_RELEASES_GIL
    {
        if (detail::is_under_guard()) [[likely]]
            left_.state = PyEval_SaveThread();
        else if (detail::attached()) left_ = detail::detach();
    }
    ~gil_release() PYHOST_DETAIL_UNLOCKS
    {
        if (left_.state != nullptr) detail::reattach(left_);
    }
    gil_release(const gil_release&) = delete;
    gil_release& operator=(const gil_release&) = delete;

private:
    detail::detached left_;
};

/// Calls `f` attached and returns what it returns. Throws: interpreter_closed, and what `f` throws.
template <class F>
decltype(auto) with_gil(F&& f) PYHOST_DETAIL_NO_ANALYSIS
{
    const gil_guard gil;
    return std::forward<F>(f)();
}

/// Calls `f` detached and returns what it returns. Throws: what `f` throws.
template <class F>
decltype(auto) without_gil(F&& f) PYHOST_DETAIL_NO_ANALYSIS
{
    const gil_release nogil;
    return std::forward<F>(f)();
}

}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0 {

PYHOST_DETAIL_BODY PYHOST_DETAIL_NOINLINE gil_guard::entered gil_guard::enter()
{
    if (detail::own != nullptr) [[unlikely]]
        return enter_again();
    if (detail::attached()) return {};
    PyThreadState* state = detail::try_enter(detail::process());
    return {state, state != nullptr ? manner::outermost : manner::refused};
}

/// Under an outermost guard, in a release scope of which this may be; stop() waits for that guard.
PYHOST_DETAIL_BODY PYHOST_DETAIL_NOINLINE gil_guard::entered gil_guard::enter_again()
{
    if (detail::attached()) return {};
    detail::reattach({detail::own});
    return {nullptr, manner::inside_release};
}

PYHOST_DETAIL_BODY PYHOST_DETAIL_NOINLINE void gil_guard::leave(entered in) noexcept PYHOST_DETAIL_NO_ANALYSIS
{
    if (in.how == manner::outermost) [[likely]]
        detail::leave(detail::process(), in.state);
    else if (in.how == manner::inside_release && detail::attached()) detail::detach();  // not after stop() or a plain fork()
}

}  // namespace pyhost::inline v0

#endif
