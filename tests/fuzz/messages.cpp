// SPDX-License-Identifier: MIT
// Any text as a message of a front end: what is read of it before anything is decoded, its outside and the texts that scopes compare, is
// what json::parse() has of it, or json::parse() refuses it; and an app answers each once, and lives.
#include "target.hpp"

#include <pyhost/bridge.hpp>
#include <pyhost/json/parse.hpp>

#include <atomic>
#include <string>
#include <string_view>

namespace py = pyhost;
using namespace py::literals;

namespace {

/// An app with a command that runs where it is called; commands and events of all names may be asked for.
struct material {
    py::bridge::app app;
    std::atomic<int> answers{0};
    py::bridge::channel channel;

    material()
    {
        app.command(
            "echo", [](const py::object& value) PYHOST_NEEDS_GIL { return value; },
            py::bridge::command_options{.runs = py::bridge::runs::in_place}, "value"_a = 0);
        app.allow({.commands = {"*"}, .events = {"*"}});
        channel = app.open({}, [this](const py::bridge::message&) { ++answers; });
    }
};

constexpr py::json::parse_options strict{.repeated_keys = py::json::repeated_keys::refused};

/// What json::parse() has of a text; empty where it refuses it.
py::object parsed(std::string_view text) PYHOST_NEEDS_GIL
{
    try {
        return py::json::parse(text, strict);
    } catch (const py::value_error&) {
        return {};
    }
}

void check_outside(const py::detail::envelope& outside, const py::object& whole) PYHOST_NEEDS_GIL
{
    using kind = py::detail::message_kind;
    const auto is = [&](const char* name, const auto& value) PYHOST_NEEDS_GIL { return py::object{whole[name]} == value; };
    bool is_right = !outside.id || is("id", *outside.id);
    if (outside.kind == kind::call) is_right = is_right && is("command", outside.name);
    if (outside.kind == kind::cancel) is_right = is("cancel", outside.of);
    if (outside.kind == kind::credit) is_right = is("credit", outside.of) && is("items", outside.items);
    if (outside.kind == kind::listen) is_right = is_right && is("listen", outside.name);
    if (outside.kind == kind::unlisten) is_right = is_right && is("unlisten", outside.name);
    fuzz::check(is_right, "the outside of the message is read otherwise");
    if (outside.kind == kind::call && whole.contains("args"))
        fuzz::check(whole["args"] == parsed(outside.arguments), "the arguments are another part of the message");
}

/// What a scope for each argument would compare.
void check_scopes(std::string_view text, const py::object& arguments) PYHOST_NEEDS_GIL
{
    for (const py::handle name : py::list{arguments}) {
        const py::object value = arguments[name];
        const bool is_text = py::isinstance<py::str>(value);
        bool are_texts = py::isinstance<py::list>(value);
        for (const py::handle one : are_texts ? py::list{value} : py::list{}) are_texts = are_texts && py::isinstance<py::str>(one);
        try {
            const auto texts = py::detail::scoped_texts(text, name.cast<std::string>());
            fuzz::check(texts.has_value() && (is_text || are_texts), "a scope sees text where there is none");
            const py::object seen = py::object::steal(py::detail::new_value(*texts));
            fuzz::check(is_text ? seen == py::list::of(value) : seen == value, "a scope sees another text");
        } catch (const py::detail::malformed& e) {
            const bool is_limited = std::string_view{e.what()}.find("at most") != std::string_view::npos;
            fuzz::check(is_limited || !(is_text || are_texts), "a scope does not see the text");
        }
    }
}

void check_text(std::string_view text) PYHOST_NEEDS_GIL
{
    const py::object whole = parsed(text);
    py::detail::envelope outside;
    try {
        py::detail::read_envelope(text, strict.max_depth, outside);
    } catch (const py::detail::malformed&) {
        return;
    }
    if (whole.has_value()) check_outside(outside, whole);
    const py::object arguments = parsed(outside.arguments);
    if (arguments.has_value()) check_scopes(outside.arguments, arguments);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)  // NOLINT(readability-identifier-naming)
{
    auto& m = fuzz::material_of_all<material>();
    const std::string text{reinterpret_cast<const char*>(data), size};
    {
        const py::gil_guard gil;
        check_text(text);
        fuzz::check(PyErr_Occurred() == nullptr, "an exception is left");
    }
    const int before = m.answers;
    m.channel.receive(text);
    fuzz::check(m.answers <= before + 2, "a message has more than an answer and an event");
    return 0;
}
