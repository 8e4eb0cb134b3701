// SPDX-License-Identifier: MIT
// How many references, errors, callables and thread states are alive: the proof that nothing leaks.
#pragma once

#include <pyhost/detail/process.hpp>

namespace pyhost::inline v0 {

/// Live things of this process; all are zero when a program has dropped what it made and its threads have ended.
struct counts {
    std::int64_t refs;           // objects kept by py::ref, function and std::function
    std::int64_t errors;         // py::error values, copies not counted
    std::int64_t callables;      // C++ callables that Python holds
    std::int64_t deferred;       // references dropped without the GIL, waiting for a guard
    std::int64_t thread_states;  // states that this run of the interpreter keeps for C++ threads
    std::int64_t views;          // memory of Python that C++ holds: buffer_view, array_view, dlpack_view, arrow_array
    std::int64_t exports;        // memory of C++ that Python holds: to_buffer, to_arrow
    std::int64_t awaits;         // calls of async functions, until they have come to their end and nobody has their future
};

/// Reads the counters. Needs: nothing; any thread, any time. Cost: a few loads.
[[nodiscard]] counts counters();

}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0 {

PYHOST_DETAIL_BODY counts counters()
{
    const detail::process_state& p = detail::process();
    return {p.live_refs.load(),          p.live_errors.load(), p.live_callables.load(), p.live_deferred.load(),
            p.live_thread_states.load(), p.live_views.load(),  p.live_exports.load(),   p.live_awaits.load()};
}

}  // namespace pyhost::inline v0

#endif
