// SPDX-License-Identifier: MIT
// Whether a peer may call a command with these arguments, or hear an event; nothing is decoded for it.
#pragma once

#include <pyhost/bridge/detail/answer.hpp>
#include <pyhost/bridge/peer.hpp>
#include <pyhost/bridge/permission.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pyhost::inline v0::detail {

/// All permissions of an app.
class permission_list {
public:
    /// Throws: std::invalid_argument for a scope of no known kind.
    void add(bridge::permission one);

    /// Why not, or nothing. `arguments` is the text of an object. Throws: malformed.
    [[nodiscard]] std::optional<call_refusal> check_call(const bridge::peer& who, const std::string& command,
                                                         std::string_view arguments) const;
    [[nodiscard]] std::optional<call_refusal> check_event(const bridge::peer& who, const std::string& event) const;

private:
    std::vector<bridge::permission> all_;
};

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BRIDGE_BODIES

#include <pyhost/bridge/detail/json_cursor.hpp>
#include <pyhost/bridge/detail/pattern.hpp>
#include <pyhost/gil.hpp>
#include <pyhost/json/parse.hpp>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace pyhost::inline v0 {
namespace detail {

inline bool matches_any(const std::vector<std::string>& patterns, std::string_view text)
{
    return std::ranges::any_of(patterns, [&](const std::string& one) { return matches_name(one, text); });
}

inline bool is_for(const bridge::permission& one, const bridge::peer& who)
{
    return matches_any(one.windows, who.window) && matches_any(one.origins, who.origin);
}

/// "window 'main' at app://localhost".
inline std::string name_of(const bridge::peer& who)
{
    return "window '" + who.window + "'" + (who.origin.empty() ? "" : " at " + who.origin);
}

inline call_refusal permission_missing(const bridge::peer& who, const std::string& what, const std::string& name)
{
    return bridge_refusal("permission_denied",
                          what + " '" + name + "': " + name_of(who) + " has no permission for it; add one that names it",
                          "{\"permission\":" + json_quoted(name) + "}");
}

/// The text of an argument, or of each item of a list, as scopes compare it. Throws: malformed for all else, and for what comes twice.
inline std::vector<std::string> scoped_texts(std::string_view arguments, const std::string& name)
{
    std::vector<std::string> texts;
    bool was_seen = false;
    json_cursor in{arguments};
    each_member(in, [&](const std::string& member, json_cursor& at) {
        if (member != name) {
            at.value();
            return;
        }
        if (std::exchange(was_seen, true)) throw malformed{"the argument '" + name + "' comes twice"};
        if (at.next() == '"') {
            texts.push_back(at.string());
        } else if (at.takes('[')) {
            if (at.takes(']')) return;
            do {
                if (at.next() != '"') at.refuse("a string: a scope is for text");
                texts.push_back(at.string());
            } while (at.takes(','));
            at.need(']');
        } else {
            at.refuse("a string or a list of strings: a scope is for text");
        }
    });
    if (!was_seen) throw malformed{"the argument '" + name + "' must be given: a scope is for it"};
    return texts;
}

inline bool matches_scope(const std::string& kind, const std::string& pattern, const std::string& form)
{
    if (kind == "path") return matches_parts(pattern, form, '/');
    return kind == "url" ? matches_url(pattern, form) : matches_name(pattern, form);
}

inline bool matches_scope(const std::string& kind, const std::vector<std::string>& patterns, const std::string& form)
{
    return std::ranges::any_of(patterns, [&](const std::string& one) { return matches_scope(kind, one, form); });
}

PYHOST_DETAIL_BRIDGE_BODY void permission_list::add(bridge::permission one)
{
    for (const bridge::scope& scope : one.scopes) {
        const bool is_known = scope.kind == "path" || scope.kind == "url" || scope.kind == "text";
        if (!is_known || scope.argument.empty())
            throw std::invalid_argument("permission: a scope has an argument, and is of the kind path, url or text, got '" +
                                        scope.argument + "' of '" + scope.kind + "'");
    }
    all_.push_back(std::move(one));
}

/// What a scope has to say of its argument: `is_denied` asks for its deny list, else for its allow list.
inline std::optional<call_refusal> refused_by(const bridge::scope& scope, bool asks_deny, const bridge::peer& who,
                                              const std::string& command, std::string_view arguments)
{
    for (const std::string& text : scoped_texts(arguments, scope.argument)) {
        const std::string form = scope.kind == "path" ? resolved_path(text) : text;
        const bool has_form = !form.empty() || scope.kind == "text";
        if (asks_deny ? has_form && !matches_scope(scope.kind, scope.deny, form) : has_form && matches_scope(scope.kind, scope.allow, form))
            continue;
        return bridge_refusal("permission_denied",
                              "command '" + command + "': " + name_of(who) + " may not have the " + scope.kind + " '" + text + "' as '" +
                                  scope.argument + "'; add a scope that allows it, and see that none denies it",
                              "{\"permission\":" + json_quoted(command) + ",\"argument\":" + json_quoted(scope.argument) + "}");
    }
    return std::nullopt;
}

/// The same of all scopes of a permission.
inline std::optional<call_refusal> refused_by(const bridge::permission& one, bool asks_deny, const bridge::peer& who,
                                              const std::string& command, std::string_view arguments)
{
    for (const bridge::scope& scope : one.scopes)
        if (auto why = refused_by(scope, asks_deny, who, command, arguments)) return why;
    return std::nullopt;
}

/// What one permission denies none allows; of those that are left, one that allows all its scopes is enough.
PYHOST_DETAIL_BRIDGE_BODY std::optional<call_refusal> permission_list::check_call(const bridge::peer& who, const std::string& command,
                                                                                  std::string_view arguments) const
{
    std::optional<call_refusal> why = permission_missing(who, "command", command);
    bool is_first = true, is_allowed = false;
    for (const bridge::permission& one : all_) {
        if (!is_for(one, who) || !matches_any(one.commands, command)) continue;
        if (auto denied = refused_by(one, true, who, command, arguments)) return denied;
        auto outside = refused_by(one, false, who, command, arguments);
        is_allowed = is_allowed || !outside;
        if (std::exchange(is_first, false)) why = std::move(outside);
    }
    return is_allowed ? std::nullopt : why;
}

PYHOST_DETAIL_BRIDGE_BODY std::optional<call_refusal> permission_list::check_event(const bridge::peer& who, const std::string& event) const
{
    for (const bridge::permission& one : all_)
        if (is_for(one, who) && matches_any(one.events, event)) return std::nullopt;
    return permission_missing(who, "event", event);
}

}  // namespace detail
namespace bridge {

/// The file of permissions.
struct permission_file {
    std::vector<permission> permissions;
};
PYHOST_FIELDS(permission_file, permissions)

PYHOST_DETAIL_BRIDGE_BODY std::vector<permission> read_permissions(std::string_view text)
{
    const gil_guard gil;
    return json::parse(text).cast<permission_file>().permissions;
}

PYHOST_DETAIL_BRIDGE_BODY std::vector<permission> read_permissions_file(const std::filesystem::path& file)
{
    std::ifstream in{file, std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{in}, {}};
    if (!in.good() && !in.eof())
        throw std::system_error(errno, std::generic_category(), "permissions: cannot read '" + file.string() + "'");
    return read_permissions(text);
}

}  // namespace bridge
}  // namespace pyhost::inline v0

#endif
