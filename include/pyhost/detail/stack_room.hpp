// SPDX-License-Identifier: MIT
// Ends recursion through C++ before the stack of the thread is used up, which CPython up to 3.13 does not look at.
#pragma once

#include <pyhost/detail/platform.hpp>
#include <pyhost/detail/python.hpp>

namespace pyhost::inline v0::detail {

/// What is known of the stack of a thread.
struct known_stack {
    std::uintptr_t floor = UINTPTR_MAX;  // under this address is_used_up() decides; the highest one until it has looked
    stack_bounds bounds;
};

inline constinit thread_local PYHOST_DETAIL_TLS known_stack this_known_stack;

/// Whether `here` is in the last part of this thread's stack: a quarter, 256 KiB at most, which the handling of the error and
/// one call of Python may need. Never on another stack, which a coroutine or a signal may run on.
PYHOST_DETAIL_COLD bool is_used_up(std::uintptr_t here) noexcept;

/// Raises RecursionError and returns false when there is hardly any stack left for a call of C++.
PYHOST_DETAIL_INLINE bool has_stack_room() noexcept PYHOST_NEEDS_GIL
{
    char here = 0;
    const auto address = reinterpret_cast<std::uintptr_t>(&here);
    if (address >= this_known_stack.floor) [[likely]]
        return true;
    if (!is_used_up(address)) return true;
    PyErr_SetString(PyExc_RecursionError, "call of C++: the stack of this thread is nearly used up (recursion that has no end, or a "
                                          "thread with a small stack); recurse less deep, or give the thread a larger stack");
    return false;
}

/// Counts a level of recursion, as Python's own calls do.
class [[nodiscard]] recursion_scope {
public:
    explicit recursion_scope(const char* where) PYHOST_NEEDS_GIL : is_in_{has_stack_room() && Py_EnterRecursiveCall(where) == 0} {}
    ~recursion_scope()
    {
        if (is_in_) Py_LeaveRecursiveCall();
    }
    recursion_scope(const recursion_scope&) = delete;
    recursion_scope& operator=(const recursion_scope&) = delete;

    /// False with RecursionError raised.
    [[nodiscard]] bool is_in() const noexcept { return is_in_; }

private:
    bool is_in_;
};

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_COLD PYHOST_DETAIL_BODY bool is_used_up(std::uintptr_t here) noexcept
{
    constexpr std::uintptr_t most = std::uintptr_t{256} * 1024;
    known_stack& known = this_known_stack;
    if (known.floor == UINTPTR_MAX) {
        known.bounds = this_stack();
        const std::uintptr_t part = (known.bounds.high - known.bounds.low) / 4;
        known.floor = known.bounds.low + (part < most ? part : most);
    }
    return here >= known.bounds.low && here < known.floor;
}

}  // namespace pyhost::inline v0::detail

#endif
