// SPDX-License-Identifier: MIT
// How an event loop is made.
#pragma once

#include <string>

namespace pyhost::inline v0 {

/// For event_loop: `py::event_loop loop{{.name = "io", .factory = "uvloop:new_event_loop"}};`
struct loop_options {
    std::string name = "pyhost-asyncio";              ///< of its thread, in Python and in reports
    std::string factory = {};                         ///< "module:function" that returns a new loop; empty: asyncio's own choice
    bool debug = false;                               ///< asyncio's debug mode: loop.set_debug(True)
};

}  // namespace pyhost::inline v0
