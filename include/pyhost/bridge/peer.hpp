// SPDX-License-Identifier: MIT
// Who is at the other end of a channel, as its transport knows it.
#pragma once

#include <pyhost/macros.hpp>

#include <string>

namespace pyhost::inline v0::bridge {

/// What a transport says of a front end. Permissions go by it, so nothing of it may come from the front end itself.
struct peer {
    std::string window = "main";  // the name that the host gave its window
    std::string origin = {};      // "app://localhost", "http://127.0.0.1:8080": as the browser names what the page was loaded from
    bool may_wait = true;         // whether the thread that hands over messages may wait for the GIL: not that of a window
    bool takes_bytes = false;     // whether attachments reach it; without, bytes are base64 in the text
};

}  // namespace pyhost::inline v0::bridge
