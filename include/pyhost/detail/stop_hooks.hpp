// SPDX-License-Identifier: MIT
// What upper layers want done when the interpreter ends: before the guards are waited for, and before Python's own last work.
#pragma once

#include <pyhost/detail/process.hpp>

#include <utility>

namespace pyhost::inline v0::detail {

struct stop_hook {
    void (*run)(void*);
    void* data;
    stop_hook* next;
};

/// When a hook runs: detached, when new guards are refused and those in use are not yet waited for; or attached, before atexit functions,
/// also when stop() has given up waiting; or detached, when nothing of Python will come any more: it is finalised, or left running.
enum class stop_step : unsigned char { refuse, last_words, over };

inline stop_hook*& hooks_of(process_state& p, stop_step step) noexcept
{
    return step == stop_step::refuse ? p.hooks : step == stop_step::last_words ? p.last_words : p.over_hooks;
}

/// Runs `run(data)` at that step of the next stop(); hooks of a step run in reverse order of registration.
///
/// The binary that `run` is in stays loaded.
inline void add_stop_hook(stop_step step, void (*run)(void*), void* data)
{
    pin_binary(reinterpret_cast<const void*>(run));
    process_state& p = process();
    auto* hook = new stop_hook{run, data, nullptr};
    const scoped_lock lock{p.hooks_lock};
    hook->next = std::exchange(hooks_of(p, step), hook);
}

inline stop_hook* take_stop_hook(process_state& p, stop_step step) noexcept
{
    const scoped_lock lock{p.hooks_lock};
    stop_hook* hook = hooks_of(p, step);
    if (hook != nullptr) hooks_of(p, step) = hook->next;
    return hook;
}

inline void run_stop_hooks(process_state& p, stop_step step)
{
    while (stop_hook* hook = take_stop_hook(p, step)) {
        hook->run(hook->data);
        delete hook;
    }
}

}  // namespace pyhost::inline v0::detail
