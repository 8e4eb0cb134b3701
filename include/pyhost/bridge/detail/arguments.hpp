// SPDX-License-Identifier: MIT
// The arguments of a call as a dict of Python, with what is attached to the message in its places.
#pragma once

#include <pyhost/bridge/detail/bridge_core.hpp>
#include <pyhost/types/dict.hpp>

namespace pyhost::inline v0::detail {

/// Throws: refused_call for what is no JSON, and for an attachment that is not there.
dict arguments_of(const bridge_call& call) PYHOST_NEEDS_GIL;

/// A call_refusal of arguments: "invalid_arguments" with `[{"pointer": ..., "message": ...}]`.
call_refusal invalid_argument(const std::string& command, const std::string& pointer, const std::string& message);

/// The policies of what is sent, with bytes as attachments unless they say otherwise.
json::dump_options options_of_results(json::dump_options given);

/// The text of a value that is sent, with its bytes attached where the peer takes them. Throws: what json::dump() does.
bridge::message encoded(const bridge_core& app, const bridge::peer& who, handle value) PYHOST_NEEDS_GIL;

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BRIDGE_BODIES

#include <pyhost/convert/arithmetic.hpp>
#include <pyhost/convert/text.hpp>
#include <pyhost/json/dump.hpp>
#include <pyhost/json/parse.hpp>
#include <pyhost/module.hpp>
#include <pyhost/types/list.hpp>

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BRIDGE_BODY call_refusal invalid_argument(const std::string& command, const std::string& pointer, const std::string& message)
{
    constexpr std::size_t longest = 2000;  // both may have names of the front end in them
    const std::string where = cut(pointer, longest), what = cut(message, longest);
    return bridge_refusal("invalid_arguments", "command '" + command + "': " + (where.empty() ? "" : where + ": ") + what,
                          "[{\"pointer\":" + json_quoted(where) + ",\"message\":" + json_quoted(what) + "}]");
}

inline constexpr const char* bytes_member = "$bytes";

/// Whether the text of arguments may have a member of that name, which may be written with escapes.
inline bool may_have_bytes(std::string_view text)
{
    if (text.find(bytes_member) != std::string_view::npos) return true;
    constexpr std::string_view begin = "\\u00";
    for (std::size_t at = text.find(begin); at != std::string_view::npos; at = text.find(begin, at + 1)) {
        const std::string_view digits = text.substr(at + begin.size(), 2);
        for (const std::string_view letter : {"24", "62", "65", "73", "74", "79"})  // of $, b, e, s, t, y
            if (digits == letter) return true;
    }
    return false;
}

/// Puts the attachments of a message in the places that name them.
class attachments_in_place {
public:
    explicit attachments_in_place(const bridge_call& call) : call_{call}, made_(call.attachments().size()) {}

    /// In a dict or a list and all that is in it.
    void fill(PyObject* container) PYHOST_NEEDS_GIL
    {
        if (PyDict_CheckExact(container)) {
            for (const handle name : list{object::steal(checked(PyDict_Keys(container)))})
                if (const object made = instead_of(PyDict_GetItemWithError(container, name.ptr())); made.has_value())
                    checked(PyDict_SetItem(container, name.ptr(), made.ptr()));
        } else if (PyList_CheckExact(container)) {
            for (Py_ssize_t at = 0; at < PyList_GET_SIZE(container); ++at)
                if (object made = instead_of(PyList_GET_ITEM(container, at)); made.has_value())
                    checked(PyList_SetItem(container, at, made.release()));
        }
    }

private:
    /// What stands for a value; empty where it stays.
    object instead_of(PyObject* value) PYHOST_NEEDS_GIL
    {
        const bool is_one = PyDict_CheckExact(value) && PyDict_Size(value) == 1;
        PyObject* place = is_one ? PyDict_GetItemString(value, bytes_member) : nullptr;
        if (place != nullptr) return PyUnicode_Check(place) ? from_base64(place) : attachment(place);
        fill(value);
        return object{};
    }

    object attachment(PyObject* place) PYHOST_NEEDS_GIL
    {
        const auto at = handle{place}.try_cast<std::size_t>();
        if (!at.has_value() || at.value() >= call_.attachments().size())
            throw refused_call{invalid_argument(
                call_.command->name, "",
                "\"$bytes\" is base64, or the number of one of " + std::to_string(call_.attachments().size()) + " attachments")};
        object& known = made_[at.value()];  // one object, however often it is named
        if (known.has_value()) return known;
        const std::string& bytes = call_.attachments()[at.value()];
        return known = object::steal(checked(PyBytes_FromStringAndSize(bytes.data(), static_cast<Py_ssize_t>(bytes.size()))));
    }

    object from_base64(PyObject* text) PYHOST_NEEDS_GIL
    {
        using namespace literals;
        try {
            return import_module("base64").attr("b64decode")(handle{text}, "validate"_a = true);
        } catch (const value_error& e) {
            throw refused_call{invalid_argument(call_.command->name, "", "\"$bytes\" is no base64: " + e.message())};
        }
    }

    const bridge_call& call_;
    std::vector<object> made_;
};

PYHOST_DETAIL_BRIDGE_BODY dict arguments_of(const bridge_call& call)
{
    const std::string_view text = call.arguments();
    try {
        dict made{stolen_t{}, json::parse(text, call.channel->app->arguments).release()};
        if (may_have_bytes(text)) attachments_in_place{call}.fill(made.ptr());
        return made;
    } catch (const value_error& e) {
        throw refused_call{invalid_argument(call.command->name, "", e.message())};
    }
}

/// What the value that this thread encodes has beside its text.
struct encoding_now {
    bridge::message* to = nullptr;
    bool takes_bytes = false;
};
inline constinit thread_local encoding_now encoding_of_thread;

/// `{"$bytes": ...}` for bytes: the number of an attachment, or base64.
PYHOST_DETAIL_BRIDGE_BODY object bytes_for_message(handle value) PYHOST_NEEDS_GIL
{
    const object plain = object::steal(checked(PyBytes_FromObject(value.resolve().ptr())));
    dict made;
    if (encoding_of_thread.takes_bytes) {
        made[bytes_member] = encoding_of_thread.to->attachments.size();
        encoding_of_thread.to->attachments.emplace_back(PyBytes_AS_STRING(plain.ptr()),
                                                        static_cast<std::size_t>(PyBytes_GET_SIZE(plain.ptr())));
    } else {
        made[bytes_member] = import_module("base64").attr("b64encode")(plain).attr("decode")("ascii");
    }
    return made;
}

PYHOST_DETAIL_BRIDGE_BODY json::dump_options options_of_results(json::dump_options given)
{
    if (given.bytes != json::bytes_as::refused) return given;
    given.bytes = json::bytes_as::other;
    given.other = [more = std::move(given.other)](handle value) PYHOST_NEEDS_GIL {
        const bool is_bytes =
            PyBytes_Check(value.ptr()) != 0 || PyByteArray_Check(value.ptr()) != 0 || PyMemoryView_Check(value.ptr()) != 0;
        if (is_bytes) return bytes_for_message(value);
        return more ? more(value) : object{};
    };
    return given;
}

PYHOST_DETAIL_BRIDGE_BODY bridge::message encoded(const bridge_core& app, const bridge::peer& who, handle value)
{
    struct restored {
        encoding_now before = encoding_of_thread;
        ~restored() { encoding_of_thread = before; }
    } const scope;
    bridge::message made;
    encoding_of_thread = {&made, who.takes_bytes};
    made.text = json::dump(value, app.results);
    return made;
}

}  // namespace pyhost::inline v0::detail

#endif
