// SPDX-License-Identifier: MIT
// A reference, and an exception as text, for the steps of the start, which come before the gate is open.
#pragma once

#include <pyhost/detail/python.hpp>
#include <pyhost/detail/startup_error.hpp>

#include <string>
#include <utility>

namespace pyhost::inline v0::detail {

/// Owns one reference; this thread is attached all the while.
class start_object {
public:
    start_object() noexcept = default;
    explicit start_object(PyObject* o) noexcept : o_{o} {}
    start_object(start_object&& other) noexcept : o_{std::exchange(other.o_, nullptr)} {}
    start_object& operator=(start_object&& other) noexcept
    {
        reset(std::exchange(other.o_, nullptr));
        return *this;
    }
    ~start_object() { Py_XDECREF(o_); }

    [[nodiscard]] PyObject* get() const noexcept { return o_; }
    void reset(PyObject* o) noexcept { Py_XDECREF(std::exchange(o_, o)); }
    explicit operator bool() const noexcept { return o_ != nullptr; }

private:
    PyObject* o_ = nullptr;
};

/// For failures that no setting causes.
inline constexpr const char* internal_advice = "this is a lack of memory, or a defect of pyhost: please report it";

/// str(o) as UTF-8; empty when that fails.
inline std::string start_text(PyObject* o)
{
    start_object text{o == nullptr ? nullptr : PyObject_Str(o)};
    start_object bytes{text ? PyUnicode_AsEncodedString(text.get(), "utf-8", "backslashreplace") : nullptr};
    if (!bytes) return PyErr_Clear(), std::string{};
    return {PyBytes_AsString(bytes.get()), static_cast<std::size_t>(PyBytes_Size(bytes.get()))};
}

/// The traceback text of an exception, as Python prints it; empty when that fails.
inline std::string start_traceback(PyObject* exception)
{
    start_object traceback{PyImport_ImportModule("traceback")};
    start_object tb{traceback_of(exception)};
    start_object lines{
        traceback ? PyObject_CallMethod(traceback.get(), "format_exception", "OOO", Py_TYPE(exception), exception, tb ? tb.get() : Py_None)
                  : nullptr};
    start_object empty{PyUnicode_FromString("")};
    start_object joined{lines && empty ? PyUnicode_Join(empty.get(), lines.get()) : nullptr};
    if (!joined) PyErr_Clear();
    std::string text = start_text(joined.get());
    while (text.ends_with('\n')) text.pop_back();
    return text;
}

/// A raised exception as text: `SystemExit: 3`, where it was raised, and the traceback.
struct raised_text {
    std::string summary;
    std::string where;
    std::string traceback;
};

/// `file:line` of the innermost frame; empty when there is none.
inline std::string raised_where(PyObject* exception)
{
    start_object at{traceback_of(exception)};
    while (at) {
        start_object next{PyObject_GetAttrString(at.get(), "tb_next")};
        if (!next || next.get() == Py_None) break;
        at = std::move(next);
    }
    start_object frame{at ? PyObject_GetAttrString(at.get(), "tb_frame") : nullptr};
    start_object code{frame ? PyObject_GetAttrString(frame.get(), "f_code") : nullptr};
    start_object file{code ? PyObject_GetAttrString(code.get(), "co_filename") : nullptr};
    start_object line{file ? PyObject_GetAttrString(at.get(), "tb_lineno") : nullptr};
    PyErr_Clear();
    return line ? start_text(file.get()) + ":" + start_text(line.get()) : std::string{};
}

inline raised_text take_raised_text()
{
    start_object raised{take_raised()};
    if (!raised) return {.summary = "no exception was raised", .where = {}, .traceback = {}};
    const std::string message = start_text(raised.get());
    std::string summary = Py_TYPE(raised.get())->tp_name;
    if (!message.empty()) summary += ": " + message;
    return {.summary = std::move(summary), .where = raised_where(raised.get()), .traceback = start_traceback(raised.get())};
}

/// Throws the raised exception as a startup_error: `start: what: exception (where); advice`, then the traceback.
[[noreturn]] inline void throw_start_failure(const std::string& what, const std::string& advice)
{
    const raised_text raised = take_raised_text();
    std::string text = "start: " + what + ": " + raised.summary;
    if (!raised.where.empty()) text += " (" + raised.where + ")";
    text += "; " + advice;
    if (!raised.traceback.empty()) text += "\n" + raised.traceback;
    throw startup_error{text};
}

}  // namespace pyhost::inline v0::detail
