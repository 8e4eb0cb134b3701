// SPDX-License-Identifier: MIT
// What a front end is told of an exception that has left a command.
#pragma once

#include <pyhost/bridge/detail/bridge_core.hpp>

namespace pyhost::inline v0::detail {

/// Of the exception that is being handled. Any thread; attaches where the exception is Python's. `shows_trace` is for development; data
/// that `results` have no form for are left out, and the message says why.
call_refusal refusal_of_current(bool shows_trace, const json::dump_options& results = {}) noexcept;

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BRIDGE_BODIES

#include <pyhost/async/cancelled_error.hpp>
#include <pyhost/bridge/command_error.hpp>
#include <pyhost/convert/text.hpp>
#include <pyhost/detail/process.hpp>
#include <pyhost/detail/type_text.hpp>
#include <pyhost/json/dump.hpp>
#include <pyhost/json/parse.hpp>

#include <typeinfo>

namespace pyhost::inline v0::detail {

/// An attribute of an exception; empty where it has none.
inline object attribute_of(const error& e, const char* name) PYHOST_NEEDS_GIL
{
    const object value = e.value();
    PyObject* found = PyObject_GetAttrString(value.ptr(), name);
    if (found == nullptr) PyErr_Clear();
    return object::steal(found);
}

/// The code and the data that an exception of Python brings.
inline void add_attributes(call_refusal& to, const error& e, const json::dump_options& results) PYHOST_NEEDS_GIL
{
    const object code = attribute_of(e, "bridge_code");
    if (!code.has_value() || PyUnicode_Check(code.ptr()) == 0) return;
    const auto text = code.cast<std::string>();
    if (text.empty()) return;
    to.code = text;
    const object data = attribute_of(e, "bridge_data");
    if (!data.has_value()) return;
    try {
        to.data = json::dump(data, results);
    } catch (const error& why) {
        to.message += " (its bridge_data cannot be sent: " + why.message() + ")";
    } catch (const std::exception& why) {  // what the host gives in place of values has thrown it
        to.message += std::string{" (its bridge_data cannot be sent: "} + why.what() + ")";
    }
}

inline call_refusal refusal_of(const bridge::command_error& e)
{
    call_refusal made{e.code(), "command_error", e.what()};
    if (e.data().empty()) return made;
    try {
        const gil_guard gil;
        made.data = json::dump(json::parse(e.data()), {.wide_integers = json::wide_integers::exact});  // as the text has them
    } catch (const std::exception&) {  // a text that is no JSON is data as well; so it is where no interpreter runs to tell
        made.data = json_quoted(e.data());
    }
    return made;
}

/// What became of an exception of C++ that has gone through Python: what it was, if it has a code.
inline std::optional<call_refusal> refusal_of_original(const error& e)
{
    try {
        e.rethrow_original();
    } catch (const bridge::command_error& original) {
        return refusal_of(original);
    } catch (const refused_call& original) {  // of arguments, on the event loop
        return original.why;
    } catch (...) {
        return std::nullopt;
    }
}

/// Up to a depth: code in Python may make a circle of causes.
inline std::string cause_text(const error& e, int depth)
{
    const auto cause = e.cause();
    if (!cause || depth == 8) return {};
    std::string made = "{\"kind\":" + json_quoted(cause->type_name()) + ",\"message\":" + json_quoted(cause->message());
    if (const std::string next = cause_text(*cause, depth + 1); !next.empty()) made += ",\"cause\":" + next;
    return made + "}";
}

/// " (at model.py:12 in load, app.py:3 in train)": the innermost ones first.
inline std::string frames_text(const error& e)
{
    constexpr std::size_t most = 8;
    const auto all = e.frames(source_lines::omitted);
    std::string made;
    for (std::size_t at = all.size(); at-- > 0 && all.size() - at <= most;)
        made += (made.empty() ? " (at " : ", ") + all[at].file + ":" + std::to_string(all[at].line) + " in " + all[at].function;
    return made.empty() ? made : made + (all.size() > most ? ", ...)" : ")");
}

/// Where the interpreter has ended, or is about to, that is what has cancelled it.
inline call_refusal refusal_of_cancelled(call_refusal why)
{
    why.code = "cancelled";
    if (gate_word::phase_of(process().gate.load()) == phase::open) return why;
    return bridge_refusal("closed", "the interpreter has ended, and the command with it");
}

inline call_refusal refusal_of(const error& e, bool shows_trace, const json::dump_options& results)
{
    if (auto original = refusal_of_original(e)) return *std::move(original);
    call_refusal made{"failed", e.type_name(), e.message()};
    if (made.kind == "asyncio.exceptions.CancelledError" || made.kind == "asyncio.CancelledError") return refusal_of_cancelled(made);
    try {
        const gil_guard gil;
        add_attributes(made, e, results);
    } catch (const std::exception&) {  // the interpreter has ended: the error itself is told
    }
    if (made.code == "failed") made.where = frames_text(e);
    made.cause = cause_text(e, 0);
    if (shows_trace) made.trace = json_quoted(e.what());
    return made;
}

PYHOST_DETAIL_BRIDGE_BODY call_refusal refusal_of_current(bool shows_trace, const json::dump_options& results) noexcept
try {
    try {
        throw;
    } catch (const refused_call& e) {
        return e.why;
    } catch (const bridge::command_error& e) {
        return refusal_of(e);
    } catch (const cancelled_error& e) {
        return refusal_of_cancelled(refusal_of(e, shows_trace, results));
    } catch (const error& e) {
        return refusal_of(e, shows_trace, results);
    } catch (const interpreter_closed& e) {
        return bridge_refusal("closed", e.what());
    } catch (const std::exception& e) {
        return {"failed", type_of_handled(), e.what()};
    } catch (...) {
        return {"failed", type_of_handled(), "an exception that is no std::exception"};
    }
} catch (...) {  // no memory to say more
    return {"failed", "exception", {}};
}

}  // namespace pyhost::inline v0::detail

#endif
