// SPDX-License-Identifier: MIT
// What goes between a front end and an app: a text of JSON, and bytes beside it.
#pragma once

#include <pyhost/macros.hpp>

#include <string>
#include <vector>

namespace pyhost::inline v0::bridge {

/// One message. `{"$bytes": 0}` in the text stands for the first attachment; what has no attachments is the text alone.
struct message {
    std::string text = {};
    std::vector<std::string> attachments = {};
};

}  // namespace pyhost::inline v0::bridge
