// SPDX-License-Identifier: MIT
// What datetime.datetime is in a binding, whose annotation does not tell whether it has a time zone.
#pragma once

#include <pyhost/convert/chrono.hpp>
#include <pyhost/convert/variant.hpp>

#include <chrono>
#include <variant>

namespace pyhost::inline v0 {

/// A moment, from an aware datetime, or what a clock on the wall shows, from a naive one: convert/chrono.hpp.
using date_time = std::variant<std::chrono::sys_time<std::chrono::microseconds>, std::chrono::local_time<std::chrono::microseconds>>;

}  // namespace pyhost::inline v0
