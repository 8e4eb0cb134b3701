// SPDX-License-Identifier: MIT
// The structures of the Arrow C data interface, as its specification lays them out, and its names of types.
#pragma once

#include <pyhost/detail/item_format.hpp>

#include <cstdint>
#include <string_view>

namespace pyhost::inline v0::detail {

struct arrow_schema_data {
    static constexpr const char* capsule = "arrow_schema";
    static constexpr std::int64_t nullable = 2;  // a flag

    const char* format;
    const char* name;
    const char* metadata;
    std::int64_t flags;
    std::int64_t child_count;
    arrow_schema_data** children;
    arrow_schema_data* dictionary;
    void (*release)(arrow_schema_data*);  // null in a structure that was moved
    void* private_data;
};

struct arrow_array_data {
    static constexpr const char* capsule = "arrow_array";

    std::int64_t length;
    std::int64_t null_count;  // -1: not counted
    std::int64_t offset;
    std::int64_t buffer_count;
    std::int64_t child_count;
    const void** buffers;
    arrow_array_data** children;
    arrow_array_data* dictionary;
    void (*release)(arrow_array_data*);
    void* private_data;
};

/// How the items of a type stand in its second buffer; unknown where they are no numbers of whole bytes.
struct arrow_storage {
    item_kind kind = item_kind::unknown;
    std::size_t size = 0;
};

constexpr arrow_storage storage_of(std::string_view format) noexcept
{
    constexpr std::string_view signed_codes = "csil", unsigned_codes = "CSIL", floating_codes = "efg";
    if (format.size() == 1) {
        const char code = format.front();
        if (const auto at = signed_codes.find(code); at != std::string_view::npos) return {item_kind::signed_integer, std::size_t{1} << at};
        if (const auto at = unsigned_codes.find(code); at != std::string_view::npos)
            return {item_kind::unsigned_integer, std::size_t{1} << at};
        if (const auto at = floating_codes.find(code); at != std::string_view::npos) return {item_kind::floating, std::size_t{2} << at};
        return {};
    }
    if (format == "tdD" || format == "tts" || format == "ttm") return {item_kind::signed_integer, 4};
    if (format == "tdm" || format == "ttu" || format == "ttn" || format.starts_with("ts") || format.starts_with("tD"))
        return {item_kind::signed_integer, 8};
    return {};
}

}  // namespace pyhost::inline v0::detail
