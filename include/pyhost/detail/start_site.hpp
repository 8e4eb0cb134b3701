// SPDX-License-Identifier: MIT
// The import of the site module, where the environment's own code runs first and may raise, print or exit.
#pragma once

#include <pyhost/detail/start_object.hpp>

#include <string>
#include <string_view>

namespace pyhost::inline v0::detail {

/// Sets sys.flags.no_site back: site would not run, and subprocesses of multiprocessing would get -S.
inline void clear_no_site_flag()
{
    constexpr Py_ssize_t no_site = 6;  // the order of sys.flags has not changed since 3.2
    PyObject* flags = PySys_GetObject("flags");
    PyObject* old = flags == nullptr ? nullptr : PyStructSequence_GetItem(flags, no_site);
    PyObject* zero = PyLong_FromLong(0);
    if (old == nullptr || zero == nullptr) throw_start_failure("sys.flags cannot be set", internal_advice);
    PyStructSequence_SetItem(flags, no_site, zero);
    Py_DECREF(old);
}

/// Stands in for sys.stderr while the environment's code runs, so that a start that fails prints nothing.
class held_stderr {
public:
    held_stderr()
    {
        start_object io{PyImport_ImportModule("io")};
        buffer_.reset(io ? PyObject_CallMethod(io.get(), "BytesIO", nullptr) : nullptr);
        start_object made{buffer_ ? open_text(io.get(), buffer_.get()) : nullptr};
        real_.reset(new_reference(PySys_GetObject("stderr")));
        if (!made || !real_ || PySys_SetObject("stderr", made.get()) < 0) throw_start_failure("sys.stderr cannot be held", internal_advice);
        stand_in_ = std::move(made);
    }

    /// Puts the real one back, unless the code has put one of its own there.
    ~held_stderr()
    {
        if (PySys_GetObject("stderr") == stand_in_.get() && PySys_SetObject("stderr", real_.get()) < 0) PyErr_Clear();
    }
    held_stderr(const held_stderr&) = delete;
    held_stderr& operator=(const held_stderr&) = delete;

    /// What was written so far.
    [[nodiscard]] std::string text() const
    {
        start_object written{PyObject_CallMethod(buffer_.get(), "getvalue", nullptr)};
        if (!written) return PyErr_Clear(), std::string{};
        return {PyBytes_AsString(written.get()), static_cast<std::size_t>(PyBytes_Size(written.get()))};
    }

    /// Sends what was written to the real one, and all that is still to come where the code has kept the stand-in.
    void release()
    {
        const bool is_kept = Py_REFCNT(stand_in_.get()) > 1 + (PySys_GetObject("stderr") == stand_in_.get() ? 1 : 0);
        start_object all{PyObject_CallMethod(buffer_.get(), "getvalue", nullptr)};
        start_object words{all && PyBytes_Size(all.get()) > 0 ? PyUnicode_FromEncodedObject(all.get(), "utf-8", "replace") : nullptr};
        if (words && real_.get() != Py_None) PyFile_WriteObject(words.get(), real_.get(), Py_PRINT_RAW);
        if (is_kept) reopen();
        PyErr_Clear();
    }

private:
    static PyObject* open_text(PyObject* io, PyObject* binary)
    {
        return PyObject_CallMethod(io, "TextIOWrapper", "Osszii", binary, "utf-8", "backslashreplace", "\n", 0, 1);
    }

    /// Makes the stand-in write to descriptor 2: a logging handler of sitecustomize, say, holds it for good.
    void reopen()
    {
        start_object io{PyImport_ImportModule("io")};
        start_object open{io ? PyObject_GetAttrString(io.get(), "open") : nullptr};
        start_object raw{open ? PyObject_CallFunction(open.get(), "isiOOOi", 2, "wb", 0, Py_None, Py_None, Py_None, 0) : nullptr};
        if (!raw) return;
        start_object done{PyObject_CallMethod(stand_in_.get(), "__init__", "Osszii", raw.get(), "utf-8", "backslashreplace", "\n", 0, 1)};
    }

    start_object buffer_;
    start_object real_;
    start_object stand_in_;
};

/// How site begins to print an exception that it passes over; the last one is what 3.15 says of a .pth file.
inline constexpr std::string_view site_complaints[] = {"Error in sitecustomize", "Error in usercustomize", "Error processing line ",
                                                       "Error in import line from "};

/// Where it was raised: "sitecustomize", "line 1 of /path/x.pth".
inline std::string complaint_place(std::string_view line)
{
    line.remove_prefix(line.starts_with("Error in ") ? std::string_view{"Error in "}.size() : std::string_view{"Error processing "}.size());
    line = line.substr(0, line.find("; set PYTHONVERBOSE"));
    return std::string{line.substr(0, line.find_last_not_of(':') + 1)};
}

/// The exception in what site prints next: all of it, or the last line of an indented traceback.
inline std::string complaint_exception(std::string_view text)
{
    text = text.substr(0, text.find("\nRemainder of file ignored"));
    text = text.substr(0, text.find_last_not_of('\n') + 1);
    const std::size_t last = text.rfind("\n  ");
    if (last != std::string_view::npos) return std::string{text.substr(last + 3)};
    const std::size_t first = text.find_first_not_of('\n');
    return first == std::string_view::npos ? std::string{} : std::string{text.substr(first)};
}

/// The exception of sitecustomize, usercustomize or a .pth file, which site prints and passes over; empty when there was none.
inline std::string printed_site_error(const std::string& printed)
{
    for (const std::string_view complaint : site_complaints) {
        const std::size_t at = ("\n" + printed).find("\n" + std::string{complaint});
        if (at == std::string::npos) continue;
        const std::string_view line = std::string_view{printed}.substr(at, printed.find('\n', at) - at);
        const std::string exception = complaint_exception(std::string_view{printed}.substr(at + line.size()));
        return exception + " (" + complaint_place(line) + ")";
    }
    return {};
}

/// Imports site as CPython's own start would.
///
/// Throws: startup_error with the exception of sitecustomize, usercustomize or a .pth file, and with the code of sys.exit.
inline void import_site()
{
    constexpr const char* what = "the environment's site module failed";
    constexpr const char* advice = "correct that file, or start with site(false)";
    clear_no_site_flag();
    held_stderr held;
    start_object site{PyImport_ImportModule("site")};
    if (!site) throw_start_failure(what, advice);
    if (const std::string error = printed_site_error(held.text()); !error.empty())
        throw startup_error{std::string{"start: "} + what + ": " + error + "; " + advice};
    held.release();
}

}  // namespace pyhost::inline v0::detail
