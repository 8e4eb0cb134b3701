// SPDX-License-Identifier: MIT
// What pyhost itself keeps of a run of the interpreter, let go before CPython finalises.
#pragma once

#include <pyhost/detail/error_links.hpp>
#include <pyhost/detail/name.hpp>
#include <pyhost/detail/slot.hpp>

namespace pyhost::inline v0::detail {

/// Drops what is queued, renders the live errors and forgets names, modules, keyword tuples and types.
inline void release_last_objects(process_state& p) PYHOST_NEEDS_GIL
{
    drain_deferred(p);
    render_live_errors(p);
    forget_names();
    forget_slots(p);
    forget_run_slots();
}

/// Leaves what code of the finalisation made anew: its interpreter is gone.
inline void abandon_last_objects(process_state& p) noexcept
{
    abandon_errors(p);
    abandon_names();
    abandon_slots(p);
    abandon_run_slots();
}

}  // namespace pyhost::inline v0::detail
