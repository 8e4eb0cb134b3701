// SPDX-License-Identifier: MIT
// The outside of a message from a front end, read before anything in it is decoded.
#pragma once

#include <pyhost/bridge/detail/answer.hpp>
#include <pyhost/bridge/detail/json_cursor.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pyhost::inline v0::detail {

enum class message_kind : unsigned char { call, cancel, credit, listen, unlisten };

/// `{"id": 7, "command": "train", "args": {...}, "timeout": 5000, "credit": 8}`, `{"cancel": 7}`, `{"credit": 7, "items": 8}`,
/// `{"id": 8, "listen": "epoch"}`, `{"id": 9, "unlisten": "epoch"}`.
struct envelope {
    message_kind kind = message_kind::call;
    std::optional<std::uint64_t> id = std::nullopt;  // what comes first of it is known when the rest is refused
    std::uint64_t of = 0;                            // the call that is cancelled, or has more credit
    std::uint64_t items = 0;
    std::string name = {};                           // of the command or the event
    std::string_view arguments = "{}";               // a part of the text
    std::optional<std::chrono::milliseconds> timeout = std::nullopt;
    std::optional<std::uint64_t> credit = std::nullopt;
};

/// A name that is longer is refused before it is in an answer or the log.
inline constexpr std::size_t longest_name = 200;

/// Throws: malformed for what is no message; then `to.id` has the id if it was read.
void read_envelope(std::string_view text, std::size_t max_depth, envelope& to);

/// The id that a message of any form begins with, of which only the start is there.
std::optional<std::uint64_t> id_of_start(std::string_view start);

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BRIDGE_BODIES

#include <algorithm>

namespace pyhost::inline v0::detail {

/// The names of a message, each a bit of what was read.
enum envelope_member : unsigned {
    has_id = 1,
    has_command = 2,
    has_args = 4,
    has_timeout = 8,
    has_credit = 16,
    has_cancel = 32,
    has_items = 64,
    has_listen = 128,
    has_unlisten = 256
};

struct envelope_shape {
    message_kind kind;
    unsigned needed, allowed;
};
inline constexpr envelope_shape envelope_shapes[] = {
    {message_kind::call, has_id | has_command, has_args | has_timeout | has_credit},
    {message_kind::cancel, has_cancel, 0},
    {message_kind::credit, has_credit | has_items, 0},
    {message_kind::listen, has_id | has_listen, 0},
    {message_kind::unlisten, has_id | has_unlisten, 0},
};

/// What a message has read so far; ids and numbers of items stand in one of two places.
class envelope_reader {
public:
    explicit envelope_reader(envelope& to) noexcept : to_{to} {}

    void member(const std::string& name, json_cursor& in)
    {
        const unsigned bit = bit_of(name);
        if (bit == 0)
            throw malformed{"a message has no member '" + shown_name(name) +
                            "'; there are id, command, args, timeout, credit; cancel; items; listen, unlisten"};
        if ((seen_ & bit) != 0) throw malformed{"the member '" + name + "' comes twice"};
        seen_ |= bit;
        switch (bit) {
            case has_args:
                if (in.next() != '{') in.refuse("an object for 'args'");
                to_.arguments = in.value();
                break;
            case has_command:
            case has_listen:
            case has_unlisten:
                to_.name = in.string();
                break;
            case has_timeout:
                to_.timeout = std::chrono::milliseconds{static_cast<std::int64_t>(in.integer())};
                if (to_.timeout->count() == 0) throw malformed{"a timeout is at least 1 millisecond; leave it out for none"};
                break;
            case has_cancel:
                to_.of = in.integer();
                break;
            case has_items:
                to_.items = in.integer();
                break;
            case has_credit:
                to_.credit = in.integer();
                break;
            default:
                to_.id = in.integer();
        }
    }

    void finish()
    {
        for (const envelope_shape& one : envelope_shapes) {
            if ((seen_ & one.needed) != one.needed || (seen_ & ~(one.needed | one.allowed)) != 0) continue;
            to_.kind = one.kind;
            if (one.kind == message_kind::credit) to_.of = *to_.credit;
            return;
        }
        throw malformed{"expected the members id and command, or cancel, or credit and items, or id and listen, or id and unlisten"};
    }

private:
    static unsigned bit_of(std::string_view name)
    {
        constexpr std::string_view names[] = {"id", "command", "args", "timeout", "credit", "cancel", "items", "listen", "unlisten"};
        const auto* found = std::ranges::find(names, name);
        return found == std::end(names) ? 0u : 1u << (found - std::begin(names));
    }

    envelope& to_;
    unsigned seen_ = 0;
};

PYHOST_DETAIL_BRIDGE_BODY void read_envelope(std::string_view text, std::size_t max_depth, envelope& to)
{
    json_cursor in{text, max_depth};
    envelope_reader reader{to};
    each_member(in, [&](const std::string& name, json_cursor& at) { reader.member(name, at); });
    in.need_end();
    reader.finish();
}

PYHOST_DETAIL_BRIDGE_BODY std::optional<std::uint64_t> id_of_start(std::string_view start)
{
    constexpr std::size_t packed_head = 5;  // a zero byte and the length of the text; see packed()
    if (start.starts_with('\0')) start.remove_prefix(std::min(start.size(), packed_head));
    try {
        json_cursor in{start};
        in.need('{');
        if (in.string() != "id") return std::nullopt;
        in.need(':');
        const std::uint64_t id = in.integer();
        in.need(',');
        return id;
    } catch (const malformed&) {  // it begins with something else, or is cut off there
        return std::nullopt;
    }
}

}  // namespace pyhost::inline v0::detail

#endif
