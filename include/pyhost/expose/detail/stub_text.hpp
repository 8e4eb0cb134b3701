// SPDX-License-Identifier: MIT
// What Python tools read of exposed functions: __text_signature__, __doc__ and stubs (.pyi).
#pragma once

#include <pyhost/expose/detail/exposed.hpp>

#if PYHOST_DETAIL_BODIES

#include <algorithm>

namespace pyhost::inline v0::detail {

/// Whether a value is one that inspect.signature reads again from its repr, on every version: it takes less than ast.literal_eval.
inline bool is_literal(PyObject* o, int depth = 0) PYHOST_NEEDS_GIL
{
    if (o == Py_None || PyBool_Check(o) || PyLong_CheckExact(o) || PyUnicode_CheckExact(o) || PyBytes_CheckExact(o)) return true;
    if (PyFloat_CheckExact(o)) return PyFloat_AS_DOUBLE(o) - PyFloat_AS_DOUBLE(o) == 0;  // not infinite, and a number
    if (depth == 4) return false;
    if (PyList_CheckExact(o) || PyTuple_CheckExact(o)) {
        const Py_ssize_t size = PyObject_Size(o);
        bool are_literals = PyList_CheckExact(o) ? size > 0 : size > 1;
        for (Py_ssize_t i = 0; are_literals && i < size; ++i)
            are_literals = is_literal(PyList_CheckExact(o) ? PyList_GetItem(o, i) : PyTuple_GetItem(o, i), depth + 1);
        return are_literals;
    }
    bool are_literals = PyDict_CheckExact(o) && PyDict_Size(o) > 0;
    PyObject *key = nullptr, *value = nullptr;
    for (Py_ssize_t at = 0; are_literals && PyDict_Next(o, &at, &key, &value) != 0;)
        are_literals = is_literal(key, depth + 1) && is_literal(value, depth + 1);
    return are_literals;
}

/// A default value as the source of Python writes it; "..." for one that no short literal stands for, and where Python does not run.
inline std::string default_text(const parameter_record& one)
{
    constexpr std::size_t longest = 100;
    const gil_guard gil{std::try_to_lock};
    if (!gil) return "...";
    const raised_scope keep;
    const owned_pointer value{one.make_default(one.default_value.get())};
    const owned_pointer shown{value && is_literal(value.get()) ? PyObject_Repr(value.get()) : nullptr};
    std::string text = utf8_or(shown.get(), "...");
    return text.size() <= longest ? text : "...";
}

/// What a stub says of a parameter: of each item for *args and **kwargs.
inline std::string hint_in_stub(const parameter_record& one)
{
    return one.kind == parameter_kind::rest || one.kind == parameter_kind::options ? "typing.Any" : one.hint;
}

/// Adds the modules of the dotted names in a hint, in order and once.
inline void add_hinted_modules(std::vector<std::string>& to, std::string_view hint)
{
    constexpr std::string_view inside = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.";
    for (std::size_t at = hint.find_first_of(inside); at != std::string_view::npos; at = hint.find_first_of(inside, at)) {
        const std::size_t end = std::min(hint.find_first_not_of(inside, at), hint.size());
        const std::string_view name = hint.substr(at, end - at);
        at = end;
        const std::size_t dot = name.rfind('.');
        if (dot == std::string_view::npos || dot == 0 || dot + 1 == name.size()) continue;  // "..." of Callable
        const std::string module{name.substr(0, dot)};
        const auto place = std::lower_bound(to.begin(), to.end(), module);
        if (place == to.end() || *place != module) to.insert(place, module);
    }
}

inline std::string parameter_text(const parameter_record& one, bool has_hint)
{
    const bool is_rest = one.kind == parameter_kind::rest, is_options = one.kind == parameter_kind::options;
    std::string text = std::string{is_rest ? "*" : is_options ? "**" : ""} + one.name;
    if (has_hint) text += ": " + hint_in_stub(one);
    if (one.make_default != nullptr) text += (has_hint ? " = " : "=") + default_text(one);
    return text;
}

/// "(x, by=2.0)"; positional-only where the parameters have no names.
inline std::string parameters_text(const overload_record& of, bool has_hints)
{
    std::string text = "(";
    bool is_positional_only = false;
    for (const parameter_record& one : of.parameters) {
        if (is_positional_only && one.kind != parameter_kind::positional_only) text += ", /";
        is_positional_only = one.kind == parameter_kind::positional_only;
        text += (text.size() > 1 ? ", " : "") + parameter_text(one, has_hints);
    }
    return text + (is_positional_only ? ", /)" : ")");
}

PYHOST_DETAIL_BODY std::string signature_text(const overload_record& one) { return parameters_text(one, true) + " -> " + one.result_hint; }

PYHOST_DETAIL_BODY std::string builtin_text(const exposed_record& record)
{
    if (record.overloads.size() == 1)  // the form that CPython parses (Objects/typeobject.c, signature markers)
        return record.name + parameters_text(record.overloads.front(), false) + "\n--\n\n" + record.overloads.front().doc;
    std::string text;
    for (const overload_record& one : record.overloads) {
        text += (text.empty() ? "" : "\n") + record.name + signature_text(one);
        if (!one.doc.empty()) text += "\n    " + one.doc;
    }
    return text;
}

/// The docstring of a stub, quoted as Python's source needs it.
inline std::string quoted_doc(const std::string& doc, const std::string& indent)
{
    std::string text = indent + "\"\"\"";
    for (const char c : doc) {
        if (c == '\\' || c == '"') text += '\\';
        text += c;
        if (c == '\n') text += indent;
    }
    return text + "\"\"\"\n";
}

/// The lines of a stub for all functions of a name.
inline std::string stub_of(const exposed_record& record)
{
    std::string text;
    for (const overload_record& one : record.overloads) {
        if (record.overloads.size() > 1) text += "@typing.overload\n";
        text += "def " + record.name + signature_text(one) + (one.doc.empty() ? ": ...\n" : ":\n" + quoted_doc(one.doc, "    "));
    }
    return text;
}

}  // namespace pyhost::inline v0::detail

#endif
