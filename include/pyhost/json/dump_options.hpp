// SPDX-License-Identifier: MIT
// How JSON is written.
#pragma once

#include <pyhost/object.hpp>

#include <cstddef>
#include <functional>

namespace pyhost::inline v0::json {

/// What becomes of values that JSON has no form for, or that its readers lose.
enum class not_finite { refused, null, literal };        // NaN and infinities; literals are NaN, Infinity, -Infinity, which JSON has not
enum class wide_integers { exact, refused, text };       // beyond 53 bits, where JavaScript has no integers any more
enum class bytes_as { refused, base64, other };          // bytes, bytearray, memoryview; other: what the function below gives
enum class other_keys { refused, text };                 // keys that are int, float, bool or None: as Python's json writes them

struct dump_options {
    json::not_finite not_finite = json::not_finite::refused;
    json::wide_integers wide_integers = json::wide_integers::refused;
    json::bytes_as bytes = json::bytes_as::refused;
    json::other_keys other_keys = json::other_keys::refused;
    std::size_t max_depth = 512;                   // arrays and objects in each other
    std::size_t max_size = std::size_t{64} << 20;  // bytes of the text

    /// Gives a value in place of one that JSON has no form for, or an empty object where it has none; what it throws comes to the caller
    /// of dump().
    std::function<object(handle)> other = nullptr;
};

}  // namespace pyhost::inline v0::json
