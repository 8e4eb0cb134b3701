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

/// The text of an argument, or of each item of a list, as its scope sees it; nothing where it is not given. Throws: malformed for all else,
/// and for what comes twice.
std::optional<std::vector<std::string>> scoped_texts(std::string_view arguments, const std::string& name);

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
#include <pyhost/bridge/detail/url_pattern.hpp>
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
    return bridge_refusal(
        "permission_denied",
        what + " '" + name + "': " + name_of(who) + " has no permission for it; add one that names it, for this window and this origin",
        "{\"permission\":" + json_quoted(name) + "}");
}

/// For each path the file system is asked, so there are not many, and none is long.
inline constexpr std::size_t most_scoped = 100, longest_scoped = 8192;

PYHOST_DETAIL_BRIDGE_BODY std::optional<std::vector<std::string>> scoped_texts(std::string_view arguments, const std::string& name)
{
    std::optional<std::vector<std::string>> texts;
    const auto take = [&](json_cursor& at) {
        if (at.next() != '"') at.refuse("a string: a scope is for text");
        texts->push_back(at.string());
        if (texts->size() > most_scoped || texts->back().size() > longest_scoped)
            throw malformed{"the argument '" + name + "' has a scope, and at most " + std::to_string(most_scoped) + " texts of " +
                            std::to_string(longest_scoped) + " bytes"};
    };
    json_cursor in{arguments};
    each_member(in, [&](const std::string& member, json_cursor& at) {
        if (member != name) {
            at.value();
            return;
        }
        if (texts) throw malformed{"the argument '" + name + "' comes twice"};
        texts.emplace();
        if (!at.takes('[')) return take(at);
        if (at.takes(']')) return;
        do take(at);
        while (at.takes(','));
        at.need(']');
    });
    return texts;
}

/// A text as the patterns of a kind are compared with it; nothing for one that could be read in two ways.
inline std::optional<std::string> scoped_form(const std::string& kind, const std::string& text)
{
    if (kind == "text") return text;
    std::string form = kind == "path" ? resolved_path(text) : normal_url(text);
    return form.empty() ? std::nullopt : std::optional{std::move(form)};
}

inline bool matches_scope(const std::string& kind, const std::vector<std::string>& patterns, const std::string& form)
{
    return std::ranges::any_of(patterns, [&](const std::string& one) {
        if (kind == "path") return matches_parts(one, form, '/');
        return kind == "url" ? matches_url(one, form) : matches_name(one, form);
    });
}

/// A pattern as it is compared, when it is added. Throws: std::invalid_argument for one that nothing can match.
inline std::string scoped_pattern(const std::string& kind, const std::string& pattern)
{
    std::string made = kind == "path" ? resolved_pattern(pattern) : kind == "url" ? normal_url_pattern(pattern) : pattern;
    if (made.empty())
        throw std::invalid_argument("permission: expected the pattern of " + std::string{kind == "path" ? "an absolute path" : "a URL"} +
                                    ", got '" + pattern + "'");
    return made;
}

PYHOST_DETAIL_BRIDGE_BODY void permission_list::add(bridge::permission one)
{
    if (one.windows.empty() || one.origins.empty() || (one.commands.empty() && one.events.empty()))
        throw std::invalid_argument("permission" + (one.name.empty() ? "" : " '" + one.name + "'") +
                                    ": it allows nothing: expected windows, origins, and commands or events");
    for (bridge::scope& scope : one.scopes) {
        const bool is_known = scope.kind == "path" || scope.kind == "url" || scope.kind == "text";
        if (!is_known || scope.argument.empty())
            throw std::invalid_argument("permission: a scope has an argument, and is of the kind path, url or text, got '" +
                                        scope.argument + "' of '" + scope.kind + "'");
        for (auto* patterns : {&scope.allow, &scope.deny})
            for (std::string& pattern : *patterns) pattern = scoped_pattern(scope.kind, pattern);
    }
    all_.push_back(std::move(one));
}

/// What a scope says of its argument.
struct scope_verdict {
    enum class kind : unsigned char { allowed, missing, outside, denied } is = kind::allowed;
    std::string text = {};  // that is not allowed
};

inline scope_verdict verdict_of(const bridge::scope& scope, std::string_view arguments)
{
    using kind = scope_verdict::kind;
    const auto texts = scoped_texts(arguments, scope.argument);
    if (!texts) return {kind::missing};
    scope_verdict made;
    for (const std::string& text : *texts) {
        const auto form = scoped_form(scope.kind, text);
        if (!form || matches_scope(scope.kind, scope.deny, *form)) return {kind::denied, text};
        if (!matches_scope(scope.kind, scope.allow, *form)) made = {kind::outside, text};
    }
    return made;
}

inline call_refusal refused_by(const scope_verdict& verdict, const bridge::scope& scope, const bridge::peer& who,
                               const std::string& command)
{
    if (verdict.is == scope_verdict::kind::missing)
        return bridge_refusal("invalid_arguments",
                              "command '" + command + "': the argument '" + scope.argument + "' must be given: a scope is for it");
    const std::string shown = verdict.text.size() <= 200 ? verdict.text : verdict.text.substr(0, 200) + "...";
    return bridge_refusal("permission_denied",
                          "command '" + command + "': " + name_of(who) + " may not have the " + scope.kind + " '" + shown + "' as '" +
                              scope.argument + "'; add a scope that allows it, and see that none denies it",
                          "{\"permission\":" + json_quoted(command) + ",\"argument\":" + json_quoted(scope.argument) + "}");
}

/// What one permission denies none allows; of those that are left, one that allows all its scopes is enough.
PYHOST_DETAIL_BRIDGE_BODY std::optional<call_refusal> permission_list::check_call(const bridge::peer& who, const std::string& command,
                                                                                  std::string_view arguments) const
{
    std::optional<call_refusal> why;
    bool is_allowed = false;
    for (const bridge::permission& one : all_) {
        if (!is_for(one, who) || !matches_any(one.commands, command)) continue;
        bool allows_all = true;
        for (const bridge::scope& scope : one.scopes) {
            const scope_verdict verdict = verdict_of(scope, arguments);
            if (verdict.is == scope_verdict::kind::denied) return refused_by(verdict, scope, who, command);
            if (verdict.is != scope_verdict::kind::allowed && !why) why = refused_by(verdict, scope, who, command);
            allows_all = allows_all && verdict.is == scope_verdict::kind::allowed;
        }
        is_allowed = is_allowed || allows_all;
    }
    if (is_allowed) return std::nullopt;
    return why ? why : permission_missing(who, "command", command);
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
    return json::parse(text, {.repeated_keys = json::repeated_keys::refused}).cast<permission_file>().permissions;
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
