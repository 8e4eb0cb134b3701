// SPDX-License-Identifier: MIT
// Patterns of permissions: names with `*`, paths with `**`, URLs by their parts.
#pragma once

#include <pyhost/macros.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace pyhost::inline v0::detail {

/// Whether all of the text matches; `*` stands for any text, and `?` for one byte where `one` says so.
bool matches_name(std::string_view pattern, std::string_view text, bool knows_one = false) noexcept;

/// The same where a `*` stays between two `separator`s, and a part that is `**` stands for any number of parts.
bool matches_parts(std::string_view pattern, std::string_view text, char separator);

/// A path as it is on this machine, with links, `.` and `..` resolved; empty for what is no absolute path.
std::string resolved_path(const std::string& path);

/// "https://*.example.com/api/**": scheme, host, port and path each for itself. A URL with a user, a backslash, a control character or
/// dots that leave a folder, plain or by percent, matches nothing.
bool matches_url(std::string_view pattern, std::string_view url);

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BRIDGE_BODIES

#include <algorithm>
#include <filesystem>
#include <optional>

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BRIDGE_BODY bool matches_name(std::string_view pattern, std::string_view text, bool knows_one) noexcept
{
    constexpr std::size_t none = std::string_view::npos;
    std::size_t at = 0, star = none, from = 0;  // the last `*`, and what it stands for so far ends before `from`
    for (std::size_t in = 0; in < text.size();) {
        if (at < pattern.size() && pattern[at] == '*') {
            star = at++;
            from = in;
        } else if (at < pattern.size() && (pattern[at] == text[in] || (knows_one && pattern[at] == '?'))) {
            ++at;
            ++in;
        } else if (star != none) {
            at = star + 1;
            in = ++from;
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

PYHOST_DETAIL_BRIDGE_BODY std::string resolved_path(const std::string& path)
{
    if (path.find('\0') != std::string::npos) return {};
    const std::filesystem::path given{path};
    if (!given.is_absolute()) return {};
    std::error_code failed;
    const std::filesystem::path made = std::filesystem::weakly_canonical(given, failed);
    std::string text = failed ? std::string{} : made.generic_string();
    while (text.size() > 1 && text.back() == '/') text.pop_back();
    return text;
}

/// A URL in its parts, in the form in which they are compared.
struct url_parts {
    std::string scheme, host, port, path;
};

inline std::string lower(std::string_view text)
{
    std::string made{text};
    std::ranges::transform(made, made.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return made;
}

/// Nothing for what a browser and this could read in two ways.
inline std::optional<url_parts> parts_of_url(std::string_view url)
{
    const bool has_controls =
        std::ranges::any_of(url, [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == '\\' || c == 0x7F; });
    const std::size_t colon = url.find("://");
    if (has_controls || colon == std::string_view::npos || colon == 0) return std::nullopt;
    url_parts made;
    made.scheme = lower(url.substr(0, colon));
    std::string_view rest = url.substr(colon + 3);
    const std::size_t end = std::min(rest.find_first_of("/?#"), rest.size());
    const std::string authority = lower(rest.substr(0, end));
    rest.remove_prefix(end);
    if (authority.empty() || authority.find('@') != std::string::npos) return std::nullopt;
    const std::size_t port = authority.front() == '[' ? authority.find(':', authority.find(']')) : authority.find(':');
    made.host = authority.substr(0, port);
    if (port != std::string::npos) made.port = authority.substr(port + 1);
    if (made.port.empty()) made.port = made.scheme == "https" ? "443" : made.scheme == "http" ? "80" : "";
    if (!made.host.empty() && made.host.back() == '.') made.host.pop_back();
    made.path = std::string{rest.substr(0, rest.find_first_of("?#"))};
    if (made.path.empty()) made.path = "/";
    return made;
}

/// Whether a server could read parts of the path as a way out of the folder.
inline bool leaves_folder(std::string_view path)
{
    std::string plain;
    for (std::size_t at = 0; at < path.size(); ++at) {
        const std::string code = path[at] == '%' ? lower(path.substr(at, 3)) : std::string{};
        if (code == "%2f" || code == "%5c" || code == "%25") return true;
        if (code == "%2e") at += 2;
        plain += code == "%2e" ? '.' : path[at];
    }
    return std::ranges::any_of(parts_of(plain, '/'), [](std::string_view part) {
        part = part.substr(0, part.find(';'));
        return part == ".." || part == ".";
    });
}

PYHOST_DETAIL_BRIDGE_BODY bool matches_url(std::string_view pattern, std::string_view url)
{
    const auto wanted = parts_of_url(pattern), given = parts_of_url(url);
    if (!wanted || !given || leaves_folder(given->path)) return false;
    return wanted->scheme == given->scheme && (wanted->port == given->port || wanted->port == "*") &&
           matches_name(wanted->host, given->host) && matches_parts(wanted->path, given->path, '/');
}

}  // namespace pyhost::inline v0::detail

#endif
