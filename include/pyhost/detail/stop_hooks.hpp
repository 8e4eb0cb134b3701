// SPDX-License-Identifier: MIT
// What upper layers want done when the interpreter ends, before the guards are waited for.
#pragma once

#include <pyhost/detail/process.hpp>

namespace pyhost::inline v0::detail {

struct stop_hook {
    void (*run)(void*);
    void* data;
    stop_hook* next;
};

/// Runs `run(data)` at the next stop(), on its thread, detached; hooks run in reverse order of registration.
///
/// The binary that `run` is in stays loaded.
inline void add_stop_hook(void (*run)(void*), void* data)
{
    pin_binary(reinterpret_cast<const void*>(run));
    process_state& p = process();
    auto* hook = new stop_hook{run, data, nullptr};
    const scoped_lock lock{p.hooks_lock};
    hook->next = p.hooks;
    p.hooks = hook;
}

inline stop_hook* take_stop_hook(process_state& p) noexcept
{
    const scoped_lock lock{p.hooks_lock};
    stop_hook* hook = p.hooks;
    if (hook != nullptr) p.hooks = hook->next;
    return hook;
}

inline void run_stop_hooks(process_state& p)
{
    while (stop_hook* hook = take_stop_hook(p)) {
        hook->run(hook->data);
        delete hook;
    }
}

}  // namespace pyhost::inline v0::detail
