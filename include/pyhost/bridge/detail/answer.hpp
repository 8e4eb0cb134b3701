// SPDX-License-Identifier: MIT
// What is sent to a front end: the outcome of a call, its items and its progress, and why something was refused.
#pragma once

#include <pyhost/macros.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pyhost::inline v0::detail {

/// Why a call has no result. `data`, `cause` and `trace` are texts of JSON, or empty.
struct call_refusal {
    std::string code;
    std::string kind;
    std::string message;
    std::string data = {};
    std::string cause = {};
    std::string trace = {};
    std::string where = {};  // for the log alone: the frames of a failure
};

/// A text as a string of JSON; what is no UTF-8 in it is replaced.
std::string json_quoted(std::string_view text);

/// A text of a front end as it is shown: at most `most` bytes, with dots for what is left out. What is no UTF-8 stays.
std::string cut(std::string_view text, std::size_t most);

/// A name of a front end, which may be as long as a message.
std::string shown_name(std::string_view name);

/// A name as a step of a JSON pointer (RFC 6901): "/name"; one that is too long to be shown is cut.
std::string pointer_to(std::string_view name);

/// `{"id":7,"result":...}`, and the same with another name. Without an id, `{"id":null,...}`.
std::string answer_text(std::optional<std::uint64_t> id, std::string_view name, std::string_view value);

/// `{"id":7,"error":{...}}`.
std::string answer_text(std::optional<std::uint64_t> id, const call_refusal& why);

/// Refusals of pyhost itself, by their code.
call_refusal bridge_refusal(std::string_view code, std::string message, std::string data = {});

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BRIDGE_BODIES

#include <pyhost/detail/json_text.hpp>

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BRIDGE_BODY std::string json_quoted(std::string_view text)
{
    json_text made;
    made.string(text);
    return made.take();
}

PYHOST_DETAIL_BRIDGE_BODY std::string cut(std::string_view text, std::size_t most)
{
    if (text.size() <= most) return std::string{text};
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0u) == 0x80u) --most;  // within a character
    return std::string{text.substr(0, most)} + "...";
}

PYHOST_DETAIL_BRIDGE_BODY std::string shown_name(std::string_view name)
{
    constexpr std::size_t longest = 200;
    return cut(name, longest);
}

PYHOST_DETAIL_BRIDGE_BODY std::string pointer_to(std::string_view name)
{
    std::string made{'/'};
    for (const char c : shown_name(name)) {
        if (c == '~') made += "~0";
        else if (c == '/') made += "~1";
        else made += c;
    }
    return made;
}

PYHOST_DETAIL_BRIDGE_BODY std::string answer_text(std::optional<std::uint64_t> id, std::string_view name, std::string_view value)
{
    std::string made;
    made.reserve(value.size() + name.size() + 32);
    made += "{\"id\":";
    made += id ? std::to_string(*id) : "null";
    made += ",\"";
    made += name;
    made += "\":";
    made += value;
    made += '}';
    return made;
}

PYHOST_DETAIL_BRIDGE_BODY std::string answer_text(std::optional<std::uint64_t> id, const call_refusal& why)
{
    std::string made =
        "{\"code\":" + json_quoted(why.code) + ",\"kind\":" + json_quoted(why.kind) + ",\"message\":" + json_quoted(why.message);
    if (!why.data.empty()) made += ",\"data\":" + why.data;
    if (!why.cause.empty()) made += ",\"cause\":" + why.cause;
    if (!why.trace.empty()) made += ",\"trace\":" + why.trace;
    return answer_text(id, "error", made + "}");
}

/// "permission_denied" is of the kind "PermissionDenied".
PYHOST_DETAIL_BRIDGE_BODY call_refusal bridge_refusal(std::string_view code, std::string message, std::string data)
{
    std::string kind;
    bool begins_word = true;
    for (const char c : code) {
        if (c != '_') kind += begins_word ? static_cast<char>(c - 'a' + 'A') : c;
        begins_word = c == '_';
    }
    return {std::string{code}, kind, std::move(message), std::move(data)};
}

}  // namespace pyhost::inline v0::detail

#endif
