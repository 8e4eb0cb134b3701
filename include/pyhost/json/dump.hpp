// SPDX-License-Identifier: MIT
// From Python objects to the text of JSON, with no tree between.
#pragma once

#include <pyhost/json/dump_options.hpp>

#include <string>

namespace pyhost::inline v0::json {

/// The text of a value, in UTF-8 and without spaces.
///
/// None, bool, int, float, str, list, tuple and dict with keys that are str; what derives from them counts by what it holds. A member of an
/// enum is its value; a dataclass an object of its fields; datetime, date and time are ISO 8601; a UUID and what is a path are text;
/// numpy's scalars and arrays are numbers and arrays, a model of pydantic is what its model_dump() gives. Needs: the GIL. Throws:
/// type_error for another value, value_error for one that the options refuse; both name the JSON pointer. What the code of an object
/// raises; runtime_error for a dict that changes size meanwhile; memory_error.
[[nodiscard]] std::string dump(handle value, const dump_options& options = {}) PYHOST_NEEDS_GIL;

}  // namespace pyhost::inline v0::json

#if PYHOST_DETAIL_BODIES

#include <pyhost/json/detail/writer.hpp>

namespace pyhost::inline v0::json {

PYHOST_DETAIL_BODY std::string dump(handle value, const dump_options& options) { return detail::json_writer{options}.write(value); }

}  // namespace pyhost::inline v0::json

#endif
