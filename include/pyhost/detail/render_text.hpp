// SPDX-License-Identifier: MIT
// The text of an exception as Python prints it: of all that it knows of, with frames and source.
#pragma once

#include <pyhost/detail/render.hpp>

namespace pyhost::inline v0::detail {

/// Exactly what Python's traceback module prints, without the last newline; a zero in it is `\x00`.
std::string rendered_text(PyObject* exception) PYHOST_NEEDS_GIL;

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

/// The text of a list of lines as the traceback module makes it; nothing when it has made none.
inline std::string joined(PyObject* lines) PYHOST_NEEDS_GIL
{
    const owned_pointer empty{PyUnicode_FromString("")};
    const owned_pointer text{lines != nullptr && empty ? PyUnicode_Join(empty.get(), lines) : nullptr};
    return utf8_or(text.get(), "");
}

/// For an exception that the traceback module cannot print: its own frames, its class and its message.
inline std::string plain_text(PyObject* exception, PyObject* trace) PYHOST_NEEDS_GIL
{
    const owned_pointer lines{trace != nullptr ? call_traceback_module("format_tb", trace, nullptr, nullptr) : nullptr};
    std::string text = joined(lines.get());
    if (!text.empty()) text.insert(0, "Traceback (most recent call last):\n");
    const std::string message = rendered_message(exception);
    return text + qualified_name(Py_TYPE(exception)) + (message.empty() ? "" : ": " + message);
}

/// The text with each zero as `\x00`, since it is read as a C string.
inline std::string without_zeros(std::string text)
{
    for (std::size_t at = 0; (at = text.find('\0', at)) != std::string::npos;) text.replace(at, 1, "\\x00");
    return text;
}

PYHOST_DETAIL_BODY std::string rendered_text(PyObject* exception)
{
    const raised_scope keep;
    const owned_pointer trace{traceback_of(exception)};
    const owned_pointer lines{call_traceback_module("format_exception", reinterpret_cast<PyObject*>(Py_TYPE(exception)), exception,
                                                    trace ? trace.get() : Py_None)};
    std::string text = joined(lines.get());
    if (!text.empty() && text.back() == '\n') text.pop_back();
    return without_zeros(text.empty() ? plain_text(exception, trace.get()) : std::move(text));
}

}  // namespace pyhost::inline v0::detail

#endif
