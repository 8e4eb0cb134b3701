// SPDX-License-Identifier: MIT
// From the text of JSON to Python objects, with no tree between.
#pragma once

#include <pyhost/json/parse_options.hpp>
#include <pyhost/object.hpp>

#include <string_view>

namespace pyhost::inline v0::json {

/// The value of a text: dict, list, str, int, float, bool or None.
///
/// JSON as RFC 8259 has it, and nothing else: UTF-8 without a mark at its beginning, no comments, no NaN. An integer is exact, whatever
/// its size; a number with a fraction or an exponent is the nearest float. Of keys that are the same the last one counts, unless the
/// options say otherwise. Python's collector of cycles waits until the value is made, from 3.10 on. Needs: the GIL. Throws: value_error,
/// which says what was expected, what came and where; memory_error.
[[nodiscard]] object parse(std::string_view text, const parse_options& options = {}) PYHOST_NEEDS_GIL;

}  // namespace pyhost::inline v0::json

#if PYHOST_DETAIL_BODIES

#include <pyhost/json/detail/reader.hpp>

namespace pyhost::inline v0::json {

PYHOST_DETAIL_BODY object parse(std::string_view text, const parse_options& options) { return detail::json_reader{text, options}.read(); }

}  // namespace pyhost::inline v0::json

#endif
