// SPDX-License-Identifier: MIT
// What is looked at before CPython starts, because it would end the process or could not be tried again.
#pragma once

#include <pyhost/detail/judge.hpp>
#include <pyhost/detail/settings.hpp>
#include <pyhost/detail/startup_error.hpp>

#include <string>
#include <string_view>

namespace pyhost::inline v0::detail {

/// The loaded libpython must be of the version that this program was compiled for.
inline void check_library()
{
    if (minor_version(loaded_version()) == wanted_version()) return;
    throw startup_error{"start: this program was compiled for Python " + wanted_version() + ", and the libpython that it runs is " +
                        loaded_version() + " (" + library_file() + "); link or load the libpython of " + wanted_version()};
}

inline void check_module_path(const std::string& path)
{
    const char* why = nullptr;
    if (path.empty() || path.find('\0') != std::string::npos || !files::exists(path)) why = "does not exist";
    else if (!files::is_directory(path) && path.ends_with(".py")) why = "is one module";
    else if (files::is_directory(path) ? !files::may_enter(path) : !files::may_read(path)) why = "may not be read by this user";
    if (why == nullptr) return;
    throw startup_error{"start: config::module_path '" + files::shown(path) + "' " + why + " (" + files::absolute(path) +
                        "); name a directory or a zip file with modules"};
}

inline void check_settings(const settings& s)
{
    for (const std::string& path : s.module_path) check_module_path(path);
    for (const module_registration& one : s.modules)
        if (one.create == nullptr) throw startup_error{"start: config::modules: '" + one.name + "' has no create function; give one"};
}

/// A module of this name that hides one which CPython needs before it can report an error; empty when none does.
inline std::string hidden_by(const std::string& directory)
{
#if PY_VERSION_HEX >= 0x030B0000
    constexpr std::string_view needed[] = {"encodings/__init__.py"};  // the others are frozen since 3.11
#else
    constexpr std::string_view needed[] = {"encodings/__init__.py", "codecs.py", "io.py", "abc.py"};
#endif
    for (const std::string_view file : needed)
        if (has_source(directory, file)) return std::string{file};
    return {};
}

/// PYTHONPATH comes before the standard library: that of another Python in it ends the process.
inline void check_python_path(const candidate& found)
{
    const std::string value = files::variable("PYTHONPATH").value_or("") + files::list_separator;
    for (std::size_t at = 0, end = 0; at < value.size(); at = end + 1) {
        end = value.find(files::list_separator, at);
        const std::string directory = files::absolute(value.substr(at, end - at));
        if (value.size() == 1 || files::real(directory) == files::real(found.stdlib)) continue;
        const std::string file = hidden_by(directory);
        if (file.empty()) continue;
        throw startup_error{"start: PYTHONPATH hides the standard library of " + found.home + " (" + files::join(directory, file) +
                            "); take that directory out of PYTHONPATH, or start with environment(false)"};
    }
}

}  // namespace pyhost::inline v0::detail
