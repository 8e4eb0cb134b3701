// SPDX-License-Identifier: MIT
// Patterns of permissions: names with `*`, paths with `**`.
#pragma once

#include <pyhost/macros.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace pyhost::inline v0::detail {

/// Whether all of the text matches; `*` stands for any text, and `?` for one character where `knows_one` says so.
bool matches_name(std::string_view pattern, std::string_view text, bool knows_one = false) noexcept;

/// The same where a `*` stays between two `separator`s, and a part that is `**` stands for any number of parts.
bool matches_parts(std::string_view pattern, std::string_view text, char separator);

/// A path as it is on this machine, with links, `.` and `..` resolved; empty for what is no absolute path.
std::string resolved_path(const std::string& path);

/// The same of what stands before the first star of a pattern.
std::string resolved_pattern(const std::string& pattern);

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BRIDGE_BODIES

#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

namespace pyhost::inline v0::detail {

/// Where the character of UTF-8 ends that begins here; a byte that begins none is one for itself.
inline std::size_t character_end(std::string_view text, std::size_t at) noexcept
{
    const auto first = static_cast<unsigned char>(text[at]);
    const std::size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
    std::size_t end = at + 1;
    while (end < text.size() && end < at + size && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
    return end;
}

PYHOST_DETAIL_BRIDGE_BODY bool matches_name(std::string_view pattern, std::string_view text, bool knows_one) noexcept
{
    constexpr std::size_t none = std::string_view::npos;
    std::size_t at = 0, star = none, from = 0;  // the last `*`, and what it stands for so far ends before `from`
    for (std::size_t in = 0; in < text.size();) {
        if (at < pattern.size() && pattern[at] == '*') {
            star = at++;
            if (at == pattern.size()) return true;
            from = in;
        } else if (knows_one && at < pattern.size() && pattern[at] == '?') {
            ++at;
            in = character_end(text, in);
        } else if (at < pattern.size() && pattern[at] == text[in]) {
            ++at;
            ++in;
        } else if (star != none) {
            at = star + 1;
            in = from = character_end(text, from);
        } else {
            return false;
        }
    }
    return pattern.substr(at).find_first_not_of('*') == none;
}

inline std::vector<std::string_view> parts_of(std::string_view text, char separator)
{
    std::vector<std::string_view> parts;
    for (std::size_t end = 0; end != std::string_view::npos; text.remove_prefix(end != std::string_view::npos ? end + 1 : text.size())) {
        end = text.find(separator);
        parts.push_back(text.substr(0, end));
    }
    return parts;
}

/// As matches_name(), with parts for characters: the last `**` alone is tried again, so the time is at most the product of both sizes.
PYHOST_DETAIL_BRIDGE_BODY bool matches_parts(std::string_view pattern, std::string_view text, char separator)
{
    const auto wanted = parts_of(pattern, separator), parts = parts_of(text, separator);
    std::optional<std::size_t> star;
    std::size_t at = 0, from = 0;
    for (std::size_t in = 0; in < parts.size();) {
        if (at < wanted.size() && wanted[at] == "**") {
            star = at++;
            from = in;
        } else if (at < wanted.size() && matches_name(wanted[at], parts[in], true)) {
            ++at;
            ++in;
        } else if (star) {
            at = *star + 1;
            in = ++from;
        } else {
            return false;
        }
    }
    while (at < wanted.size() && wanted[at] == "**") ++at;
    return at == wanted.size();
}

/// What does not exist is only put in order, so that a link may show behind it: it is looked at until nothing changes.
PYHOST_DETAIL_BRIDGE_BODY std::string resolved_path(const std::string& path)
{
    if (path.find('\0') != std::string::npos || !std::filesystem::path{path}.is_absolute()) return {};
    std::filesystem::path made{path};
    for (int links = 0; links < 40; ++links) {
        std::error_code failed;
        std::filesystem::path next = std::filesystem::weakly_canonical(made, failed);
        if (failed) return {};
        if (next != made) {
            made = std::move(next);
            continue;
        }
        std::string text = made.generic_string();
        while (text.size() > 1 && text.back() == '/') text.pop_back();
        return text;
    }
    return {};
}

PYHOST_DETAIL_BRIDGE_BODY std::string resolved_pattern(const std::string& pattern)
{
    const std::size_t star = pattern.find_first_of("*?");
    if (star == std::string::npos) return resolved_path(pattern);
    const std::size_t slash = pattern.rfind('/', star);
    if (slash == std::string::npos) return {};
    const std::string folder = slash == 0 ? "" : resolved_path(pattern.substr(0, slash));
    if (slash != 0 && folder.empty()) return {};
    std::string made = (folder == "/" ? "" : folder) + pattern.substr(slash);
    while (made.back() == '/') made.pop_back();
    return made;
}

}  // namespace pyhost::inline v0::detail

#endif
