// SPDX-License-Identifier: MIT
// Patterns of permissions for URLs, which are compared by their parts, in one spelling of each.
#pragma once

#include <pyhost/macros.hpp>

#include <string>
#include <string_view>

namespace pyhost::inline v0::detail {

/// A URL in the form that patterns are compared with; empty for what two readers could take for two things: a user, a backslash, letters
/// beyond ASCII or a number in a host, dots or codes in a path that lead out of a folder (url.spec.whatwg.org).
///
/// All spellings of one have one form: letters of a path are written plainly, whether they came as codes or not; addresses of IPv6 have
/// all their groups, and one that stands for an address of IPv4 is that.
std::string normal_url(std::string_view url);

/// The same of a pattern: "https://*.example.com/api/**", "http://127.0.0.1:*/**". Without a port it is for the usual one of the scheme.
std::string normal_url_pattern(std::string_view pattern);

/// Of two of these: scheme, host, port and path each for itself.
bool matches_url(std::string_view pattern, std::string_view url);

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BRIDGE_BODIES

#include <pyhost/bridge/detail/pattern.hpp>

#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

namespace pyhost::inline v0::detail {

inline std::string lower(std::string_view text)
{
    std::string made{text};
    std::ranges::transform(made, made.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return made;
}

inline bool has_only(std::string_view text, std::string_view letters) { return text.find_first_not_of(letters) == std::string_view::npos; }

inline constexpr std::string_view digits_of_urls = "0123456789", codes_of_urls = "0123456789abcdef",
                                  letters_of_urls = "abcdefghijklmnopqrstuvwxyz0123456789";

/// Of text that has only digits of the base.
inline unsigned number_of(std::string_view text, int base)
{
    unsigned made = 0;
    std::from_chars(text.data(), text.data() + text.size(), made, base);
    return made;
}

inline std::string text_of(unsigned number, int base)
{
    char made[16];
    return {made, std::to_chars(made, made + sizeof made, number, base).ptr};
}

inline std::string code_of(unsigned char byte)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    return {'%', digits[byte >> 4], digits[byte & 0xF]};
}

/// Four numbers in the one way to write them that no reader takes for octal.
inline bool is_plain_ipv4(std::string_view host)
{
    const auto numbers = parts_of(host, '.');
    return numbers.size() == 4 && std::ranges::all_of(numbers, [](std::string_view one) {
               return !one.empty() && one.size() <= 3 && has_only(one, digits_of_urls) && (one.size() == 1 || one.front() != '0') &&
                      number_of(one, 10) <= 255;
           });
}

/// Whether all readers take a host for the same one: names of ASCII, or four numbers.
inline bool is_plain_host(std::string_view host, std::string_view more)
{
    if (host.empty()) return false;
    if (!has_only(host, std::string{letters_of_urls} + "-._" + std::string{more})) return false;
    const std::string_view last = parts_of(host, '.').back();
    const bool is_number = has_only(last, digits_of_urls) || last.starts_with("0x");
    if (!is_number) return true;
    return is_plain_ipv4(host);
}

using ipv6_groups = std::vector<unsigned>;

/// Adds the groups between colons; false for what is none.
inline bool add_groups(std::string_view text, ipv6_groups& to)
{
    if (text.empty()) return true;
    for (const std::string_view one : parts_of(text, ':')) {
        if (one.empty() || one.size() > 4 || !has_only(one, codes_of_urls)) return false;
        to.push_back(number_of(one, 16));
    }
    return true;
}

/// The eight groups of an address; none for what is no address (RFC 4291, 2.2).
inline ipv6_groups groups_of(std::string text)
{
    constexpr std::size_t all = 8, none = std::string::npos;
    if (const std::size_t dot = text.find('.'); dot != none) {  // the last two groups may be written as an address of IPv4
        const std::size_t colon = text.rfind(':');
        const std::string last = text.substr(colon + 1);
        if (colon == none || !is_plain_ipv4(last)) return {};
        const auto numbers = parts_of(last, '.');
        const auto group = [&](std::size_t at) { return text_of(number_of(numbers[at], 10) << 8 | number_of(numbers[at + 1], 10), 16); };
        text = text.substr(0, colon + 1) + group(0) + ":" + group(2);
    }
    const std::size_t gap = text.find("::");
    ipv6_groups made, behind;
    if (!add_groups(text.substr(0, gap), made) || (gap != none && !add_groups(text.substr(gap + 2), behind))) return {};
    const std::size_t found = made.size() + behind.size();
    if (gap == none ? found != all : found >= all) return {};
    made.resize(all - behind.size());
    made.insert(made.end(), behind.begin(), behind.end());
    return made;
}

/// "[0:0:0:0:0:0:0:1]", or the address of IPv4 that is reached by this one (RFC 4291, 2.5.5.2); empty for what is no address.
inline std::string normal_ipv6(const std::string& text)
{
    const ipv6_groups groups = groups_of(text);
    if (groups.empty()) return {};
    if (groups[5] == 0xFFFF && std::all_of(groups.begin(), groups.begin() + 5, [](unsigned one) { return one == 0; })) {
        const auto numbers = [&](std::size_t at) { return text_of(groups[at] >> 8, 10) + "." + text_of(groups[at] & 0xFF, 10); };
        return numbers(6) + "." + numbers(7);
    }
    std::string made;
    for (const unsigned one : groups) made += (made.empty() ? "[" : ":") + text_of(one, 16);
    return made + "]";
}

inline std::string normal_host(std::string host, std::string_view more)
{
    if (host.starts_with('[')) return host.ends_with(']') ? normal_ipv6(host.substr(1, host.size() - 2)) : std::string{};
    if (host.ends_with('.')) host.pop_back();
    return is_plain_host(host, more) ? host : std::string{};
}

/// A path with its letters written plainly and no empty parts; empty for one that has a way out of a folder, or hides one.
///
/// Codes are left for what has a meaning in patterns, and for what is no letter: a plain star is that of a pattern where `more` has it.
inline std::string normal_path(std::string_view path, std::string_view more)
{
    std::string plain;
    for (std::size_t at = 0; at < path.size(); ++at) {
        if (path[at] == '/' && plain.ends_with('/')) continue;
        char letter = path[at];
        const bool is_code = letter == '%';
        if (is_code) {
            const std::string code = lower(path.substr(at + 1, 2));
            if (code.size() != 2 || !has_only(code, codes_of_urls)) return {};
            letter = static_cast<char>(number_of(code, 16));
            if (letter == '/' || letter == '\\' || letter == '%' || letter == '\0') return {};
            at += 2;
        }
        const auto byte = static_cast<unsigned char>(letter);
        const bool is_special = letter == '*' || letter == '?' || byte <= ' ' || byte == 0x7F;
        if (is_special && (is_code || more.find(letter) == std::string_view::npos)) plain += code_of(byte);
        else plain += letter;
    }
    const bool leaves = std::ranges::any_of(parts_of(plain, '/'), [](std::string_view part) {
        part = part.substr(0, part.find(';'));
        return part == ".." || part == ".";
    });
    return leaves ? std::string{} : plain.empty() ? "/" : plain;
}

inline std::string_view usual_port(std::string_view scheme)
{
    using scheme_port = std::pair<std::string_view, std::string_view>;
    for (const auto& [name, port] : {scheme_port{"https", "443"}, {"http", "80"}, {"wss", "443"}, {"ws", "80"}, {"ftp", "21"}})
        if (name == scheme) return port;
    return "0";
}

/// The port of a pattern that names none, where its scheme has a star.
inline constexpr std::string_view any_usual_port = "usual";

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
    const std::string host = normal_host(authority.substr(0, at), more);
    std::string port = at != std::string::npos ? authority.substr(at + 1) : "";
    const std::string path = normal_path(rest.substr(0, rest.find_first_of("?#")), more);
    const bool is_plain = has_only(scheme, std::string{letters_of_urls} + "+-." + std::string{more}) &&
                          has_only(port, std::string{digits_of_urls} + std::string{more}) && port.size() <= 5 &&
                          (port.size() == 1 || !port.starts_with('0'));
    if (!is_plain || host.empty() || path.empty()) return {};
    if (port.empty()) port = scheme.find('*') != std::string::npos ? any_usual_port : usual_port(scheme);
    return scheme + " " + host + " " + port + " " + path;
}

PYHOST_DETAIL_BRIDGE_BODY std::string normal_url(std::string_view url) { return normal_parts(url, ""); }

PYHOST_DETAIL_BRIDGE_BODY std::string normal_url_pattern(std::string_view pattern) { return normal_parts(pattern, "*"); }

PYHOST_DETAIL_BRIDGE_BODY bool matches_url(std::string_view pattern, std::string_view url)
{
    const auto wanted = parts_of(pattern, ' '), given = parts_of(url, ' ');
    const std::string_view port = wanted[2] == any_usual_port ? usual_port(given[0]) : wanted[2];
    return matches_name(wanted[0], given[0]) && matches_name(wanted[1], given[1]) && matches_name(port, given[2]) &&
           matches_parts(wanted[3], given[3], '/');
}

}  // namespace pyhost::inline v0::detail

#endif
