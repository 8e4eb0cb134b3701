// SPDX-License-Identifier: MIT
// The texts of a Python exception, taken from Python's own traceback module.
#pragma once

#include <pyhost/detail/python.hpp>

#include <string>
#include <utility>
#include <vector>

namespace pyhost::inline v0 {

/// One line of a traceback: where it was, and the source if Python could find it.
struct frame {
    std::string file;
    int line = 0;
    std::string function;
    std::string source;
};

}  // namespace pyhost::inline v0

namespace pyhost::inline v0::detail {

/// What can be read of an exception without Python.
struct error_text {
    std::string type_name;
    std::string message;
    std::string what;
    std::vector<frame> frames;
};

/// Owns a reference inside a function that only runs attached.
class owned_pointer {
public:
    explicit owned_pointer(PyObject* o) noexcept : o_{o} {}
    ~owned_pointer() { Py_XDECREF(o_); }
    owned_pointer(const owned_pointer&) = delete;
    owned_pointer& operator=(const owned_pointer&) = delete;

    PyObject* get() const noexcept { return o_; }
    PyObject* release() noexcept { return std::exchange(o_, nullptr); }
    explicit operator bool() const noexcept { return o_ != nullptr; }

private:
    PyObject* o_;
};

/// Keeps a raised exception over code that may raise others.
class raised_scope {
public:
    raised_scope() noexcept : raised_{PyErr_Occurred() != nullptr ? take_raised() : nullptr} {}
    ~raised_scope()
    {
        if (PyErr_Occurred() != nullptr) PyErr_Clear();
        if (raised_ != nullptr) raise_again(raised_);
    }
    raised_scope(const raised_scope&) = delete;
    raised_scope& operator=(const raised_scope&) = delete;

private:
    PyObject* raised_;
};

/// The text of a str as UTF-8, lone surrogates escaped; `otherwise` when `o` is null or no str. Clears what is raised.
std::string utf8_or(PyObject* o, const char* otherwise) PYHOST_NEEDS_GIL;

/// The name of a class as tracebacks show it: with its module, unless that is builtins or __main__.
std::string qualified_name(PyTypeObject* type) PYHOST_NEEDS_GIL;

/// All texts of a normalised exception. Whatever its methods do, this raises nothing in Python.
error_text render(PyObject* exception) PYHOST_NEEDS_GIL;

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

inline std::string attribute_text(PyObject* o, const char* name, const char* otherwise) PYHOST_NEEDS_GIL
{
    const owned_pointer value{PyObject_GetAttrString(o, name)};
    return utf8_or(value.get(), otherwise);
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

/// Exactly what Python prints for the exception, without the last newline; empty when Python can't print it.
inline std::string traceback_text(PyObject* exception) PYHOST_NEEDS_GIL
{
    const owned_pointer trace{PyException_GetTraceback(exception)};
    const owned_pointer lines{call_traceback_module("format_exception", reinterpret_cast<PyObject*>(Py_TYPE(exception)), exception,
                                                    trace ? trace.get() : Py_None)};
    const owned_pointer empty{PyUnicode_FromString("")};
    const owned_pointer joined{lines && empty ? PyUnicode_Join(empty.get(), lines.get()) : nullptr};
    std::string text = utf8_or(joined.get(), "");
    if (!text.empty() && text.back() == '\n') text.pop_back();
    return text;
}

inline frame frame_of(PyObject* summary) PYHOST_NEEDS_GIL
{
    const owned_pointer line{PyObject_GetAttrString(summary, "lineno")};
    const long number = line && PyLong_Check(line.get()) ? PyLong_AsLong(line.get()) : 0;
    PyErr_Clear();
    return {attribute_text(summary, "filename", "<unknown>"), static_cast<int>(number), attribute_text(summary, "name", "<unknown>"),
            attribute_text(summary, "line", "")};
}

/// The frames of the traceback, innermost last.
inline std::vector<frame> traceback_frames(PyObject* exception) PYHOST_NEEDS_GIL
{
    std::vector<frame> frames;
    const owned_pointer trace{PyException_GetTraceback(exception)};
    if (!trace) return frames;
    const owned_pointer summaries{call_traceback_module("extract_tb", trace.get(), nullptr, nullptr)};
    if (!summaries || !PyList_Check(summaries.get())) return frames;
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(summaries.get()); ++i) frames.push_back(frame_of(PyList_GET_ITEM(summaries.get(), i)));
    return frames;
}

PYHOST_DETAIL_BODY std::string utf8_or(PyObject* o, const char* otherwise)
{
    PyErr_Clear();
    if (o == nullptr || !PyUnicode_Check(o)) return otherwise;
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

PYHOST_DETAIL_BODY error_text render(PyObject* exception)
{
    const raised_scope keep;
    error_text text;
    text.type_name = qualified_name(Py_TYPE(exception));
    const owned_pointer message{PyObject_Str(exception)};
    text.message = utf8_or(message.get(), "<exception str() failed>");
    text.what = traceback_text(exception);
    if (text.what.empty()) text.what = text.message.empty() ? text.type_name : text.type_name + ": " + text.message;
    text.frames = traceback_frames(exception);
    return text;
}

}  // namespace pyhost::inline v0::detail

#endif
