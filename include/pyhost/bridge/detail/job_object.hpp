// SPDX-License-Identifier: MIT
// The job of a call as an object of Python.
#pragma once

#include <pyhost/bridge/detail/bridge_core.hpp>
#include <pyhost/object.hpp>

namespace pyhost::inline v0::detail {

object job_object(const std::shared_ptr<bridge_call>& call) PYHOST_NEEDS_GIL;

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BRIDGE_BODIES

#include <pyhost/bridge/detail/arguments.hpp>
#include <pyhost/bridge/detail/job_script.hpp>
#include <pyhost/detail/script_function.hpp>
#include <pyhost/expose/callable.hpp>

namespace pyhost::inline v0::detail {

inline constinit atomic<cache_slot*> job_class_slot{nullptr};

PYHOST_DETAIL_BRIDGE_BODY object job_object(const std::shared_ptr<bridge_call>& call)
{
    const channel_core& from = *call->channel;
    const object progress = expose(
        [call](const object& value) PYHOST_NEEDS_GIL { call->tell("progress", encoded(*call->channel->app, call->channel->who, value)); },
        "progress");
    const object emit = expose(
        [call](const std::string& event, const object& value) PYHOST_NEEDS_GIL {
            bridge_core& app = *call->channel->app;
            app.emit(event, encoded(app, bridge::peer{}, value), {});
        },
        "emit");
    const object asks = expose([call] { return call->stop_token().stop_requested(); }, "is_cancelled");
    return script_function(job_class_slot, job_script_text, "<pyhost bridge>", "Job")(progress, emit, asks, from.who.window,
                                                                                      from.who.origin);
}

}  // namespace pyhost::inline v0::detail

#endif
