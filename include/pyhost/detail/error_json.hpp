// SPDX-License-Identifier: MIT
// An error as an object of JSON (RFC 8259).
#pragma once

#include <pyhost/detail/error_reading.hpp>
#include <pyhost/detail/json_text.hpp>
#include <pyhost/detail/throw.hpp>

#if PYHOST_DETAIL_BODIES

#include <string_view>

namespace pyhost::inline v0 {
namespace detail {

/// Writes errors with what they know of; Python code can make that a circle, so it ends, and says so.
class error_writer {
public:
    std::string text_of(const error& e)
    {
        add(e, 0);
        return json_.take();
    }

private:
    void add(const error& e, int depth)
    {
        json_.open('{');
        json_.member("type", e.type_name());
        json_.member("message", e.message());
        if (depth == 100 || --left_ < 0) {
            json_.name("truncated");
            json_.raw("true");
        } else {
            add_frames(e);
            add_details(e);
            add_links(e, depth);
        }
        json_.close('}');
    }

    void add_frames(const error& e)
    {
        json_.name("frames");
        json_.open('[');
        for (const frame& one : e.frames()) {
            json_.open('{');
            json_.member("file", one.file);
            json_.number("line", one.line);
            json_.member("function", one.function);
            json_.member("source", one.source);
            if (one.column >= 0) json_.number("column", one.column);
            if (one.end_line > 0) json_.number("end_line", one.end_line);
            if (one.end_column >= 0) json_.number("end_column", one.end_column);
            json_.close('}');
        }
        json_.close(']');
    }

    void add_details(const error& e)
    {
        json_.name("notes");
        json_.open('[');
        for (const std::string& note : e.notes()) json_.string(note);
        json_.close(']');
        if (const auto code = e.exit_code()) json_.number("exit_code", *code);
        if (const auto os = e.os()) {
            json_.name("os");
            json_.open('{');
            json_.number("errno", os->number);
            json_.member("reason", os->reason);
            json_.member("file", os->file);
            json_.member("second_file", os->second_file);
            json_.close('}');
        }
        if (const auto syntax = e.syntax()) {
            json_.name("syntax");
            json_.open('{');
            json_.member("message", syntax->message);
            json_.member("file", syntax->file);
            json_.number("line", syntax->line);
            json_.number("column", syntax->column);
            json_.number("end_line", syntax->end_line);
            json_.number("end_column", syntax->end_column);
            json_.member("source", syntax->source);
            json_.close('}');
        }
    }

    void add_links(const error& e, int depth)
    {
        json_.name("suppress_context");
        json_.raw(e.suppresses_context() ? "true" : "false");
        read_links(error_access::state(e), [&](const error_links& links) {
            add_link("cause", links.cause, depth);
            add_link("context", links.context != links.cause ? links.context : nullptr, depth);
            if (links.group.empty()) return;
            json_.name("exceptions");
            json_.open('[');
            for (error_state* member : links.group) add(counted(member), depth + 1);
            json_.close(']');
        });
    }

    void add_link(std::string_view key, error_state* linked, int depth)
    {
        if (linked == nullptr) return;
        json_.name(key);
        add(counted(linked), depth + 1);
    }

    json_text json_;
    int left_ = 1000;
};

}  // namespace detail

PYHOST_DETAIL_BODY std::string error::to_json() const { return detail::error_writer{}.text_of(*this); }

}  // namespace pyhost::inline v0

#endif
