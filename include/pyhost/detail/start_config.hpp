// SPDX-License-Identifier: MIT
// CPython's own configuration, filled from a config and the environment that was found.
#pragma once

#include <pyhost/detail/judge.hpp>
#include <pyhost/detail/process.hpp>
#include <pyhost/detail/settings.hpp>
#include <pyhost/detail/startup_error.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace pyhost::inline v0::detail {

/// Throws what a step of CPython's start-up reports, also where it would have ended the process.
inline void check_status(const PyStatus& status)
{
    if (!PyStatus_Exception(status)) return;
    std::string text = "start: CPython refused";
    if (PyStatus_IsExit(status)) text += " with exit code " + std::to_string(status.exitcode);
    if (status.err_msg != nullptr) text.append(": ").append(status.err_msg);
    if (status.func != nullptr) text.append(" (").append(status.func).append(")");
    throw startup_error{text + "; correct the setting or PYTHON* variable that it names, or start with environment(false)"};
}

/// Forgets the path configuration of an earlier start: 3.9 and 3.10 would use it again.
///
/// Later versions keep the home, prefix and stdlib directory where these are not given; here they always are.
inline void forget_path_configuration() noexcept
{
#if PY_VERSION_HEX < 0x030B0000
    Py_SetPath(nullptr);
#endif
}

/// The names of PYTHONMALLOC (using/cmdline).
struct allocator_name {
    std::string_view name;
    PyMemAllocatorName value;
};
inline constexpr allocator_name allocator_names[] = {
    {.name = "default", .value = PYMEM_ALLOCATOR_DEFAULT},   {.name = "debug", .value = PYMEM_ALLOCATOR_DEBUG},
    {.name = "malloc", .value = PYMEM_ALLOCATOR_MALLOC},     {.name = "malloc_debug", .value = PYMEM_ALLOCATOR_MALLOC_DEBUG},
#if defined(WITH_PYMALLOC)
    {.name = "pymalloc", .value = PYMEM_ALLOCATOR_PYMALLOC}, {.name = "pymalloc_debug", .value = PYMEM_ALLOCATOR_PYMALLOC_DEBUG},
#endif
#if defined(WITH_MIMALLOC) && PY_VERSION_HEX >= 0x030D0000
    {.name = "mimalloc", .value = PYMEM_ALLOCATOR_MIMALLOC}, {.name = "mimalloc_debug", .value = PYMEM_ALLOCATOR_MIMALLOC_DEBUG},
#endif
};

/// The allocator that this start would choose by itself. Throws startup_error for a name that CPython does not know, at
/// each start: CPython itself reads the variable in the first one alone.
inline PyMemAllocatorName wished_allocator(const settings& s)
{
    const std::string name = s.environment ? files::variable("PYTHONMALLOC").value_or("") : "";
    std::string known;
    for (const allocator_name& one : allocator_names) {
        if (one.name == name) return one.value;
        known.append(known.empty() ? "" : ", ").append(one.name);
    }
    if (!name.empty())
        throw startup_error{"start: PYTHONMALLOC is '" + name + "', this Python knows " + known +
                            "; correct the variable, or start with environment(false)"};
    const bool is_development = s.dev_mode.value_or(s.environment && files::variable("PYTHONDEVMODE"));
    return is_development ? PYMEM_ALLOCATOR_DEBUG : PYMEM_ALLOCATOR_NOT_SET;
}

/// The allocator of the first start, for all later ones: CPython frees memory of the last run in the next.
inline int lasting_allocator(const settings& s)
{
    const PyMemAllocatorName wished = wished_allocator(s);
    int none = process_state::no_allocator;
    process().first_allocator.replace(none, wished);
    const int first = process().first_allocator.load();
    return wished != first && first == PYMEM_ALLOCATOR_NOT_SET ? PYMEM_ALLOCATOR_DEFAULT : first;
}

/// Allocators, UTF-8 and locale: what must be settled before any text is decoded.
inline void preinitialize(const settings& s)
{
    PyPreConfig c;
    if (s.isolated) PyPreConfig_InitIsolatedConfig(&c);
    else PyPreConfig_InitPythonConfig(&c);
    c.parse_argv = 0;
    c.use_environment = s.environment ? 1 : 0;
    c.configure_locale = 0;  // the host's; coercion is off with it
    c.utf8_mode = s.utf8 ? 1 : 0;
    if (s.dev_mode) c.dev_mode = *s.dev_mode ? 1 : 0;
    c.allocator = lasting_allocator(s);
    check_status(Py_PreInitialize(&c));
}

/// A PyConfig that is cleared whatever happens.
///
/// Not the PyInitConfig of 3.14 (PEP 741): its texts are UTF-8 and nothing else, so that a home whose path is not UTF-8 is a
/// decoding error, and it preinitialises by itself, after texts of the locale would have to be decoded.
class start_config {
public:
    start_config(const settings& s, const candidate& found)
    {
        if (s.isolated) PyConfig_InitIsolatedConfig(&c_);
        else PyConfig_InitPythonConfig(&c_);
        try {
            fill_flags(s);
            fill_paths(found);
            fill_lists(s);
        } catch (...) {
            PyConfig_Clear(&c_);
            throw;
        }
    }
    ~start_config() { PyConfig_Clear(&c_); }
    start_config(const start_config&) = delete;
    start_config& operator=(const start_config&) = delete;

    [[nodiscard]] const PyConfig* get() const noexcept { return &c_; }

private:
    void fill_flags(const settings& s)
    {
        c_.parse_argv = 0;
        c_.use_environment = s.environment ? 1 : 0;
        c_.site_import = 0;  // start.hpp imports it, where a failure can be handled
        c_.install_signal_handlers = s.signal_handlers ? 1 : 0;
        c_.configure_c_stdio = 0;
        c_.pathconfig_warnings = 0;
        if (s.dev_mode) c_.dev_mode = *s.dev_mode ? 1 : 0;
        if (s.faulthandler) c_.faulthandler = *s.faulthandler ? 1 : 0;
        if (!s.environment || !files::variable("PYTHONIOENCODING")) return;
        set(c_.stdio_encoding, "utf-8");  // an unknown codec would end the process: applied after the start
        set(c_.stdio_errors, "surrogateescape");
    }

    /// The home is always given: CPython's own search would heed what an earlier start or PYTHONHOME left.
    void fill_paths(const candidate& found)
    {
        const std::string python = found.executable.empty() ? files::join(found.home, "bin/python" + version_tag()) : found.executable;
        set(c_.home, found.home);
        set(c_.executable, python);
        set(c_.base_executable, found.base_executable.empty() ? python : found.base_executable);
        set(c_.platlibdir, found.platlibdir);
#if PY_VERSION_HEX >= 0x030B0000
        set(c_.stdlib_dir, stdlib_in(found.home, found.platlibdir));
#endif
    }

    void fill_lists(const settings& s)
    {
        if (s.program_name) set(c_.program_name, *s.program_name);
        for (const std::string& option : s.x_options) append(c_.xoptions, option);
        if (s.argv)
            for (const std::string& value : *s.argv) append(c_.argv, value);
        else append(c_.argv, s.program_name.value_or(""));
    }

    static void check_text(const std::string& text)
    {
        if (text.find('\0') != std::string::npos)
            throw startup_error{"start: a setting contains a NUL character (after '" + files::shown(text) + "'); remove it"};
    }

    void set(wchar_t*& field, const std::string& text)
    {
        check_text(text);
        check_status(PyConfig_SetBytesString(&c_, &field, text.c_str()));
    }

    void append(PyWideStringList& list, const std::string& text)
    {
        check_text(text);
        wchar_t* wide = Py_DecodeLocale(text.c_str(), nullptr);
        if (wide == nullptr) throw startup_error{"start: '" + text + "' cannot be decoded in this locale; start with utf8(true)"};
        const PyStatus status = PyWideStringList_Append(&list, wide);
        PyMem_RawFree(wide);
        check_status(status);
    }

    PyConfig c_;
};

}  // namespace pyhost::inline v0::detail
