// SPDX-License-Identifier: MIT
// The version of the library; CMake reads it here too.
#pragma once

namespace pyhost::inline v0 {

inline constexpr int version_major = 0;
inline constexpr int version_minor = 1;
inline constexpr int version_patch = 0;

/// The version as text, "major.minor.patch".
inline constexpr const char* version = "0.1.0";

}  // namespace pyhost::inline v0
