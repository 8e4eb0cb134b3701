// SPDX-License-Identifier: MIT
// What a text of JSON may be.
#pragma once

#include <pyhost/macros.hpp>

#include <cstddef>

namespace pyhost::inline v0::json {

/// Which of two members of one name an object has.
enum class repeated_keys { last, refused };

/// What a text may have at most; a text with more is an error, before it takes the memory.
struct parse_options {
    std::size_t max_size = std::size_t{64} << 20;  // bytes
    std::size_t max_depth = 512;                   // arrays and objects in each other; where the stack ends before, that is a RecursionError
    std::size_t max_digits = 4300;                 // of an integer: to read more takes time that grows with their square
    json::repeated_keys repeated_keys = json::repeated_keys::last;
};

}  // namespace pyhost::inline v0::json
