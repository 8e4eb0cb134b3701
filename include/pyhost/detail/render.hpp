// SPDX-License-Identifier: MIT
// The parts of an error that are read from a Python exception. Whatever its methods do, none raises anything in Python.
#pragma once

#include <pyhost/detail/error_text.hpp>
#include <pyhost/detail/owned_pointer.hpp>

#if PYHOST_DETAIL_BODIES
#include <pyhost/detail/traceback_entry.hpp>

#include <climits>
#endif
#include <string>
#include <utility>
#include <vector>

namespace pyhost::inline v0::detail {

/// The text of a str as UTF-8, lone surrogates escaped; `otherwise` when `o` is no str, or null, of which it clears the reason.
std::string utf8_or(PyObject* o, const char* otherwise) PYHOST_NEEDS_GIL;

/// The name of a class as tracebacks show it: with its module, unless that is builtins or __main__.
std::string qualified_name(PyTypeObject* type) PYHOST_NEEDS_GIL;

/// str() of an exception.
std::string rendered_message(PyObject* exception) PYHOST_NEEDS_GIL;

/// The frames of the traceback, innermost last, with their lines.
std::vector<frame> rendered_frames(PyObject* exception) PYHOST_NEEDS_GIL;

/// The same without their lines and columns; no module and no file is read.
std::vector<frame> frames_without_source(PyObject* exception) PYHOST_NEEDS_GIL;

error_about rendered_about(PyObject* exception) PYHOST_NEEDS_GIL;

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

inline std::string attribute_text(PyObject* o, const char* name, const char* otherwise) PYHOST_NEEDS_GIL
{
    const owned_pointer value{PyObject_GetAttrString(o, name)};
    return utf8_or(value.get(), otherwise);
}

/// A number as Python code left it: `otherwise` for what is none, or none that fits.
inline int number_or(PyObject* o, int otherwise) noexcept PYHOST_NEEDS_GIL
{
    int overflow = 0;
    const long number = o != nullptr && PyLong_Check(o) ? PyLong_AsLongAndOverflow(o, &overflow) : otherwise;
    const bool fits = overflow == 0 && number >= INT_MIN && number <= INT_MAX;
    PyErr_Clear();
    return fits ? static_cast<int>(number) : otherwise;
}

inline int attribute_number(PyObject* o, const char* name, int otherwise) PYHOST_NEEDS_GIL
{
    const owned_pointer value{PyObject_GetAttrString(o, name)};
    return number_or(value.get(), otherwise);
}

/// str() of an attribute, or nothing where it is missing or None.
inline std::string attribute_shown(PyObject* o, const char* name) PYHOST_NEEDS_GIL
{
    const owned_pointer value{PyObject_GetAttrString(o, name)};
    if (!value || value.get() == Py_None) {
        PyErr_Clear();
        return {};
    }
    const bool is_bytes = PyBytes_Check(value.get());  // the name of a file, as os.fsencode makes it
    const owned_pointer text{is_bytes ? PyUnicode_DecodeFSDefaultAndSize(PyBytes_AS_STRING(value.get()), PyBytes_GET_SIZE(value.get()))
                                      : PyObject_Str(value.get())};
    return utf8_or(text.get(), "");
}

/// `traceback.<function>(<arguments>)`, or null with nothing raised.
inline PyObject* call_traceback_module(const char* function, PyObject* a, PyObject* b, PyObject* c) PYHOST_NEEDS_GIL
{
    const owned_pointer module{PyImport_ImportModule("traceback")};
    const owned_pointer callable{module ? PyObject_GetAttrString(module.get(), function) : nullptr};
    PyObject* called = callable ? PyObject_CallFunctionObjArgs(callable.get(), a, b, c, nullptr) : nullptr;
    PyErr_Clear();
    return called;
}

inline frame frame_of(PyObject* summary) PYHOST_NEEDS_GIL
{
    const int line = attribute_number(summary, "lineno", 0);
    return {.file = attribute_text(summary, "filename", "<unknown>"),
            .line = line > 0 ? line : 0,
            .function = attribute_text(summary, "name", "<unknown>"),
            .source = attribute_text(summary, "line", ""),
            .column = attribute_number(summary, "colno", -1),
            .end_line = attribute_number(summary, "end_lineno", 0),
            .end_column = attribute_number(summary, "end_colno", -1)};
}

/// __notes__ as the traceback shows them (PEP 678).
inline std::vector<std::string> rendered_notes(PyObject* exception) PYHOST_NEEDS_GIL
{
    std::vector<std::string> notes;
    const owned_pointer kept{PyObject_GetAttrString(exception, "__notes__")};
    const owned_pointer items{kept && !PyUnicode_Check(kept.get()) && !PyBytes_Check(kept.get()) && PySequence_Check(kept.get())
                                  ? PySequence_Tuple(kept.get())
                                  : nullptr};
    PyErr_Clear();
    for (Py_ssize_t i = 0; items && i < PyTuple_GET_SIZE(items.get()); ++i) {
        const owned_pointer text{PyObject_Str(PyTuple_GET_ITEM(items.get(), i))};
        notes.push_back(utf8_or(text.get(), "<note str() failed>"));
    }
    return notes;
}

inline syntax_details syntax_of(PyObject* exception) PYHOST_NEEDS_GIL
{
    std::string source = attribute_shown(exception, "text");
    if (!source.empty() && source.back() == '\n') source.pop_back();
    return {.message = attribute_shown(exception, "msg"),
            .file = attribute_shown(exception, "filename"),
            .line = attribute_number(exception, "lineno", 0),
            .column = attribute_number(exception, "offset", 0),
            .end_line = attribute_number(exception, "end_lineno", 0),
            .end_column = attribute_number(exception, "end_offset", 0),
            .source = std::move(source)};
}

inline os_details os_of(PyObject* exception) PYHOST_NEEDS_GIL
{
    return {.number = attribute_number(exception, "errno", 0),
            .reason = attribute_shown(exception, "strerror"),
            .file = attribute_shown(exception, "filename"),
            .second_file = attribute_shown(exception, "filename2")};
}

/// What the process would end with, by the rule of sys.exit: 0 for None, an int as it is, 1 for all else.
inline int exit_code_of(PyObject* exception) PYHOST_NEEDS_GIL
{
    const owned_pointer code{PyObject_GetAttrString(exception, "code")};
    PyErr_Clear();
    if (code && code.get() == Py_None) return 0;
    return number_or(code.get(), code && PyLong_Check(code.get()) ? -1 : 1);
}

PYHOST_DETAIL_BODY std::string utf8_or(PyObject* o, const char* otherwise)
{
    if (o == nullptr) PyErr_Clear();
    if (o == nullptr || !PyUnicode_Check(o)) return otherwise;
    if (is_compact_ascii(o)) return {ascii_data(o), static_cast<std::size_t>(text_length(o))};
    Py_ssize_t size = 0;
    if (const char* text = PyUnicode_AsUTF8AndSize(o, &size)) return {text, static_cast<std::size_t>(size)};
    PyErr_Clear();
    const owned_pointer bytes{PyUnicode_AsEncodedString(o, "utf-8", "backslashreplace")};
    PyErr_Clear();
    return bytes ? std::string{PyBytes_AS_STRING(bytes.get()), static_cast<std::size_t>(PyBytes_GET_SIZE(bytes.get()))} : otherwise;
}

PYHOST_DETAIL_BODY std::string qualified_name(PyTypeObject* type)
{
    auto* o = reinterpret_cast<PyObject*>(type);
    const std::string module = attribute_text(o, "__module__", "");
    const std::string name = attribute_text(o, "__qualname__", type->tp_name);
    return module.empty() || module == "builtins" || module == "__main__" ? name : module + "." + name;
}

PYHOST_DETAIL_BODY std::string rendered_message(PyObject* exception)
{
    const raised_scope keep;
    const owned_pointer message{PyObject_Str(exception)};
    return utf8_or(message.get(), "<exception str() failed>");
}

PYHOST_DETAIL_BODY std::vector<frame> rendered_frames(PyObject* exception)
{
    const raised_scope keep;
    const owned_pointer trace{traceback_of(exception)};
    if (!trace) return {};
    const owned_pointer summaries{call_traceback_module("extract_tb", trace.get(), nullptr, nullptr)};
    if (!summaries || !PyList_Check(summaries.get())) return frames_without_source(exception);
    std::vector<frame> frames;
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(summaries.get()); ++i) frames.push_back(frame_of(PyList_GET_ITEM(summaries.get(), i)));
    return frames;
}

PYHOST_DETAIL_BODY std::vector<frame> frames_without_source(PyObject* exception)
{
    const raised_scope keep;
    std::vector<frame> frames;
    const owned_pointer owner{traceback_of(exception)};
    const auto* first = reinterpret_cast<PyTracebackObject*>(owner.get());
    std::size_t count = 0;
    for (const auto* at = first; at != nullptr; at = at->tb_next) ++count;
    frames.reserve(count);
    for (const auto* at = first; at != nullptr; at = at->tb_next) {
        const owned_pointer code{reinterpret_cast<PyObject*>(PyFrame_GetCode(at->tb_frame))};
        auto* compiled = reinterpret_cast<PyCodeObject*>(code.get());
        const int line = line_of(*at, compiled);
        frames.emplace_back(utf8_or(compiled->co_filename, "<unknown>"), line > 0 ? line : 0, utf8_or(compiled->co_name, "<unknown>"));
    }
    return frames;
}

PYHOST_DETAIL_BODY error_about rendered_about(PyObject* exception)
{
    const raised_scope keep;
    error_about about;
    about.type_name = qualified_name(Py_TYPE(exception));
    about.notes = rendered_notes(exception);
    about.suppresses_context = reinterpret_cast<PyBaseExceptionObject*>(exception)->suppress_context != 0;
    if (PyObject_TypeCheck(exception, reinterpret_cast<PyTypeObject*>(PyExc_SyntaxError))) about.syntax = syntax_of(exception);
    if (PyObject_TypeCheck(exception, reinterpret_cast<PyTypeObject*>(PyExc_OSError))) about.os = os_of(exception);
    if (PyObject_TypeCheck(exception, reinterpret_cast<PyTypeObject*>(PyExc_SystemExit))) about.exit_code = exit_code_of(exception);
    return about;
}

}  // namespace pyhost::inline v0::detail

#endif
