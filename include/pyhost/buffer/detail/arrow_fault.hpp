// SPDX-License-Identifier: MIT
// What an array of Arrow says when it contradicts itself, or is asked for what it does not have.
#pragma once

#include <pyhost/buffer/detail/arrow.hpp>

#include <limits>
#include <stdexcept>
#include <string>
#include <string_view>

namespace pyhost::inline v0::detail {

/// What contradicts itself in the structures of an array, in words; empty when nothing does.
std::string arrow_fault(const arrow_schema_data& schema, const arrow_array_data& array);

[[noreturn]] PYHOST_DETAIL_COLD void throw_other_items(const arrow_schema_data& schema, const std::string& wanted);
[[noreturn]] PYHOST_DETAIL_COLD void throw_not_aligned(const arrow_schema_data& schema);
[[noreturn]] PYHOST_DETAIL_COLD void throw_bad_ends(const arrow_schema_data& schema, std::size_t index);
[[noreturn]] PYHOST_DETAIL_COLD void throw_no_child(const arrow_schema_data& schema, std::string_view wanted);
[[noreturn]] PYHOST_DETAIL_COLD void throw_no_item(const arrow_schema_data& schema, std::size_t index, std::int64_t length);

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY std::string arrow_fault(const arrow_schema_data& schema, const arrow_array_data& array)
{
    const std::string format = schema.format != nullptr ? schema.format : "";
    const std::string place = " of an array of format '" + format + "'";
    if (format.empty()) return "schema has no format";
    if (array.length < 0 || array.offset < 0) return "length or offset" + place + " is negative";
    if (array.offset > std::numeric_limits<std::int64_t>::max() - array.length || array.child_count < 0) return "size" + place + " is none";
    if (array.child_count != schema.child_count) return "numbers of children in schema and array" + place + " differ";
    if ((array.dictionary == nullptr) != (schema.dictionary == nullptr)) return "dictionary" + place + " is in one structure alone";
    const bool is_list = format == "+l" || format == "+L";
    const bool has_ends = is_list || format == "u" || format == "U" || format == "z" || format == "Z";
    const std::int64_t wanted = is_list ? 2 : has_ends ? 3 : format == "b" || storage_of(format).size != 0 ? 2 : 0;
    if (array.buffer_count < wanted)
        return "buffers" + place + " are " + std::to_string(array.buffer_count) + ", not " + std::to_string(wanted);
    for (std::int64_t i = 1; array.length > 0 && i < (has_ends ? 2 : wanted); ++i)
        if (array.buffers[i] == nullptr) return "buffer " + std::to_string(i) + place + " is missing";
    if (is_list && array.child_count != 1) return "lists" + place + " have " + std::to_string(array.child_count) + " children, not one";
    for (std::int64_t i = 0; i < array.child_count; ++i) {
        if (format == "+s" && array.children[i]->length < array.offset + array.length)
            return "child " + std::to_string(i) + place + " is too short";
        if (std::string fault = arrow_fault(*schema.children[i], *array.children[i]); !fault.empty()) return fault;
    }
    return array.dictionary != nullptr ? arrow_fault(*schema.dictionary, *array.dictionary) : "";
}

PYHOST_DETAIL_BODY void throw_other_items(const arrow_schema_data& schema, const std::string& wanted)
{
    throw std::invalid_argument("arrow_column '" + std::string{schema.name != nullptr ? schema.name : ""} +
                                "': the items are of Arrow's format '" + schema.format + "', not " + wanted);
}

PYHOST_DETAIL_BODY void throw_not_aligned(const arrow_schema_data& schema)
{
    throw std::invalid_argument("arrow_column '" + std::string{schema.name != nullptr ? schema.name : ""} +
                                "': the memory is not aligned for its items; copy the array in Python first");
}

PYHOST_DETAIL_BODY void throw_bad_ends(const arrow_schema_data& schema, std::size_t index)
{
    throw std::invalid_argument("arrow_column '" + std::string{schema.name != nullptr ? schema.name : ""} + "': item " +
                                std::to_string(index) + " ends before it begins, or outside the array");
}

PYHOST_DETAIL_BODY void throw_no_child(const arrow_schema_data& schema, std::string_view wanted)
{
    std::string names;
    for (std::int64_t i = 0; i < schema.child_count; ++i)
        if (schema.children[i]->name != nullptr) names += (i == 0 ? " '" : ", '") + std::string{schema.children[i]->name} + "'";
    throw std::out_of_range("arrow_column: there is no child " + std::string{wanted} + "; the " + std::to_string(schema.child_count) +
                            " children of this array are" + (names.empty() ? " without names" : names));
}

PYHOST_DETAIL_BODY void throw_no_item(const arrow_schema_data& schema, std::size_t index, std::int64_t length)
{
    throw std::out_of_range("arrow_column '" + std::string{schema.name != nullptr ? schema.name : ""} + "': there is no item " +
                            std::to_string(index) + " of " + std::to_string(length));
}

}  // namespace pyhost::inline v0::detail

#endif
