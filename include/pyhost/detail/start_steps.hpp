// SPDX-License-Identifier: MIT
// The start of CPython, all or nothing: up to a running interpreter with site imported, or a startup_error and no trace.
#pragma once

#include <pyhost/detail/extension.hpp>
#include <pyhost/detail/last_objects.hpp>
#include <pyhost/detail/start_checks.hpp>
#include <pyhost/detail/start_config.hpp>
#include <pyhost/detail/start_forks.hpp>
#include <pyhost/detail/start_signals.hpp>
#include <pyhost/detail/start_site.hpp>

#include <optional>
#include <string>
#include <vector>

namespace pyhost::inline v0::detail {

inline void set_sys(const char* name, const std::string& path)
{
    start_object text{PyUnicode_DecodeFSDefaultAndSize(path.data(), static_cast<Py_ssize_t>(path.size()))};
    if (!text || PySys_SetObject(name, text.get()) < 0) throw_start_failure(std::string{"sys."} + name + " cannot be set", internal_advice);
}

/// Says what the search found, whatever PYTHONEXECUTABLE or a given home made of it; site builds on these.
inline void set_sys_paths(const candidate& found)
{
    set_sys("executable", found.executable);
    set_sys("_base_executable", found.base_executable);
    set_sys("prefix", found.prefix);
    set_sys("exec_prefix", found.prefix);
}

/// Gives sys.stdin, stdout or stderr a codec; false with an exception raised.
inline bool set_stream_encoding(const char* name, const std::string& encoding, const std::string& errors)
{
    PyObject* stream = PySys_GetObject(name);
    if (stream == nullptr || stream == Py_None) return true;
    start_object reconfigure{PyObject_GetAttrString(stream, "reconfigure")};
    start_object arguments{Py_BuildValue("{ssss}", "encoding", encoding.c_str(), "errors", errors.c_str())};
    start_object none{PyTuple_New(0)};
    if (!reconfigure || !arguments || !none) return false;
    return static_cast<bool>(start_object{PyObject_Call(reconfigure.get(), none.get(), arguments.get())});
}

/// Applies PYTHONIOENCODING, `encoding:errors` (using/cmdline), now that an unknown codec is an ordinary exception.
inline void apply_stream_encoding(const settings& s)
{
    const std::optional<std::string> value = s.environment ? files::variable("PYTHONIOENCODING") : std::nullopt;
    if (!value) return;
    const std::size_t colon = value->find(':');
    const std::string encoding = colon == 0 ? "utf-8" : value->substr(0, colon);
    const std::string errors = colon == std::string::npos || colon + 1 == value->size() ? "strict" : value->substr(colon + 1);
    if (set_stream_encoding("stdin", encoding, errors) && set_stream_encoding("stdout", encoding, errors) &&
        set_stream_encoding("stderr", encoding, "backslashreplace"))
        return;
    throw_start_failure("PYTHONIOENCODING '" + *value + "' cannot be used",
                        "name a codec and an error handler that Python knows, or unset it");
}

inline void add_module_paths(const std::vector<std::string>& paths)
{
    PyObject* list = PySys_GetObject("path");
    Py_ssize_t at = 0;
    for (const std::string& path : paths) {
        const std::string whole = files::absolute(path);
        start_object text{PyUnicode_DecodeFSDefaultAndSize(whole.data(), static_cast<Py_ssize_t>(whole.size()))};
        if (!text || list == nullptr || PyList_Insert(list, at++, text.get()) < 0)
            throw_start_failure("sys.path cannot be set", internal_advice);
    }
}

inline void add_modules(const std::vector<module_registration>& modules)
{
    PyObject* loaded = PyImport_GetModuleDict();
    for (const module_registration& one : modules) {
        start_object made{one.create(one.definition.get())};
        start_object name{made ? PyUnicode_FromStringAndSize(one.name.data(), static_cast<Py_ssize_t>(one.name.size())) : nullptr};
        if (!name || PyObject_SetItem(loaded, name.get(), made.get()) < 0)
            throw_start_failure("the module '" + one.name + "' cannot be made", "correct its definition");
    }
}

/// Everything after CPython's own start that may fail and leaves it running.
inline void finish_start(const settings& s, const candidate& found)
{
    settle_signals(process(), s);  // first: what fails after it leaves signals as they were
    watch_python_forks();
    set_sys_paths(found);
    apply_stream_encoding(s);
    if (s.site) import_site();
    add_module_paths(s.module_path);
    add_modules(s.modules);
    start_extensions();
}

/// Starts CPython with this Python and leaves this thread attached.
///
/// Needs: no interpreter in the process. Throws: startup_error; then CPython is not running, nothing was printed, and
/// another start may follow. Where CPython fails halfway through Py_InitializeFromConfig, for a standard library that is
/// broken as check_python_path and the search cannot see, it prints, and no later start works.
inline void start_python(const settings& s, const candidate& found)
{
    check_settings(s);
    if (s.environment) check_python_path(found);

    promote_library();
    forget_path_configuration();
    preinitialize(s);
    remember_host_signals(process());
    {
        const start_config c{s, found};
        check_status(Py_InitializeFromConfig(c.get()));
    }
    try {
        finish_start(s, found);
    } catch (...) {
        PyErr_Clear();
        release_last_objects(process());
        const returned_signals after_that{process()};
        Py_FinalizeEx();
        throw;
    }
}

}  // namespace pyhost::inline v0::detail
