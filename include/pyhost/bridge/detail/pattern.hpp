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

/// The same of what stands before the first star of a pattern.
std::string resolved_pattern(const std::string& pattern);

/// A URL in the form that patterns are compared with; empty for what two readers could take for two things: a user, a backslash, letters
/// beyond ASCII or a number in a host, dots or codes in a path that lead out of a folder (url.spec.whatwg.org).
std::string normal_url(std::string_view url);

/// The same of a pattern: "https://*.example.com/api/**", "http://127.0.0.1:*/**".
std::string normal_url_pattern(std::string_view pattern);

/// Of two of these: scheme, host, port and path each for itself.
bool matches_url(std::string_view pattern, std::string_view url);

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BRIDGE_BODIES

#include <algorithm>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BRIDGE_BODY bool matches_name(std::string_view pattern, std::string_view text, bool knows_one) noexcept
{
    constexpr std::size_t none = std::string_view::npos;
    std::size_t at = 0, star = none, from = 0;  // the last `*`, and what it stands for so far ends before `from`
    for (std::size_t in = 0; in < text.size();) {
        if (at < pattern.size() && pattern[at] == '*') {
            star = at++;
            if (at == pattern.size()) return true;
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

inline std::string lower(std::string_view text)
{
    std::string made{text};
    std::ranges::transform(made, made.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return made;
}

inline bool has_only(std::string_view text, std::string_view letters) { return text.find_first_not_of(letters) == std::string_view::npos; }

inline constexpr std::string_view digits_of_urls = "0123456789", letters_of_urls = "abcdefghijklmnopqrstuvwxyz0123456789";

/// Whether all readers take a host for the same one: names of ASCII, four numbers, or an address in brackets.
inline bool is_plain_host(std::string_view host, std::string_view more)
{
    if (host.empty()) return false;
    if (host.front() == '[') return host.back() == ']' && has_only(host.substr(1, host.size() - 2), "0123456789abcdef:.");
    if (!has_only(host, std::string{letters_of_urls} + "-._" + std::string{more})) return false;
    const auto labels = parts_of(host, '.');
    const std::string_view last = labels.back();
    const bool is_number = has_only(last, digits_of_urls) || last.starts_with("0x");
    if (!is_number) return true;
    return labels.size() == 4 && std::ranges::all_of(labels, [](std::string_view one) {
               return !one.empty() && one.size() <= 3 && has_only(one, digits_of_urls) && (one.size() == 1 || one.front() != '0');
           });
}

/// A path with its plain letters written plainly and no empty parts; empty for one that has a way out of a folder, or hides one.
inline std::string normal_path(std::string_view path)
{
    std::string plain;
    for (std::size_t at = 0; at < path.size(); ++at) {
        if (path[at] == '/' && !plain.empty() && plain.back() == '/') continue;
        if (path[at] != '%') {
            plain += path[at];
            continue;
        }
        const std::string code = lower(path.substr(at + 1, 2));
        if (code.size() != 2 || !has_only(code, "0123456789abcdef")) return {};
        const char letter = static_cast<char>(std::stoi(code, nullptr, 16));
        if (letter == '/' || letter == '\\' || letter == '%' || letter == '\0') return {};
        const bool is_plain = has_only(lower({&letter, 1}), std::string{letters_of_urls} + "-._~");
        plain += is_plain ? std::string{letter} : "%" + code;
        at += 2;
    }
    const bool leaves = std::ranges::any_of(parts_of(plain, '/'), [](std::string_view part) {
        part = part.substr(0, part.find(';'));
        return part == ".." || part == ".";
    });
    return leaves ? std::string{} : plain.empty() ? "/" : plain;
}

/// "scheme host port path", parted by spaces, which none of them has; `more` may stand in the first three.
inline std::string normal_parts(std::string_view url, std::string_view more)
{
    const bool has_controls =
        std::ranges::any_of(url, [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == '\\' || c == 0x7F; });
    const std::size_t colon = url.find("://");
    if (has_controls || colon == std::string_view::npos || colon == 0) return {};
    const std::string scheme = lower(url.substr(0, colon));
    std::string_view rest = url.substr(colon + 3);
    const std::size_t end = std::min(rest.find_first_of("/?#"), rest.size());
    const std::string authority = lower(rest.substr(0, end));
    rest.remove_prefix(end);
    const std::size_t closed = authority.starts_with('[') ? authority.find(']') : 0;
    const std::size_t at = closed == std::string::npos ? closed : authority.find(':', closed);
    std::string host = authority.substr(0, at), port = at != std::string::npos ? authority.substr(at + 1) : "";
    if (port.empty()) port = scheme == "https" ? "443" : scheme == "http" ? "80" : "0";
    if (host.ends_with('.')) host.pop_back();
    const std::string path = normal_path(rest.substr(0, rest.find_first_of("?#")));
    const bool is_plain = has_only(scheme, std::string{letters_of_urls} + "+-." + std::string{more}) && is_plain_host(host, more) &&
                          has_only(port, std::string{digits_of_urls} + std::string{more}) && port.size() <= 5 &&
                          (port.size() == 1 || port.front() != '0');
    return !is_plain || path.empty() ? std::string{} : scheme + " " + host + " " + port + " " + path;
}

PYHOST_DETAIL_BRIDGE_BODY std::string normal_url(std::string_view url) { return normal_parts(url, ""); }

PYHOST_DETAIL_BRIDGE_BODY std::string normal_url_pattern(std::string_view pattern) { return normal_parts(pattern, "*"); }

PYHOST_DETAIL_BRIDGE_BODY bool matches_url(std::string_view pattern, std::string_view url)
{
    const auto wanted = parts_of(pattern, ' '), given = parts_of(url, ' ');
    for (std::size_t at = 0; at < 3; ++at)
        if (!matches_name(wanted[at], given[at])) return false;
    return matches_parts(wanted[3], given[3], '/');
}

}  // namespace pyhost::inline v0::detail

#endif
