// SPDX-License-Identifier: MIT
// Looks at one place where a Python may be, and says what it is, or why it cannot be used by this program.
#pragma once

#include <pyhost/detail/candidate.hpp>
#include <pyhost/detail/files.hpp>
#include <pyhost/detail/installation.hpp>
#include <pyhost/detail/layout.hpp>
#include <pyhost/detail/library.hpp>
#include <pyhost/detail/venv_file.hpp>

#include <string>
#include <utility>

namespace pyhost::inline v0::detail {

inline std::string installation_advice()
{
    return "name the prefix of a Python " + wanted_version() + ", the directory that holds " + stdlib_in("", library_directories[0]);
}

inline candidate refused(std::string why, std::string where, std::string advice)
{
    candidate one;
    one.refusal = std::move(why);
    one.where = std::move(where);
    one.advice = std::move(advice);
    return one;
}

/// The site-packages of a prefix, when it is there and closed to this user; else empty.
inline std::string closed_packages(const std::string& prefix, const std::string& library)
{
    std::string packages = files::join(stdlib_in(prefix, library), "site-packages");
    return files::is_directory(packages) && !files::may_enter(packages) ? packages : std::string{};
}

inline candidate accepted(installation seen, std::string prefix, std::string executable, std::string base_executable)
{
    if (std::string closed = closed_packages(prefix, seen.platlibdir); !closed.empty())
        return refused("its packages may not be read by this user", closed, "let this user read them, or name another Python");
    candidate one;
    one.description = layout_of(seen);
    one.executable = std::move(executable);
    one.base_executable = std::move(base_executable);
    one.home = std::move(seen.home);
    one.prefix = std::move(prefix);
    one.platlibdir = std::move(seen.platlibdir);
    one.stdlib = std::move(seen.stdlib);
    return one;
}

/// The prefix of an installation; a bundled one need not have a python program.
inline candidate judge_home(const std::string& path)
{
    installation seen = look_in_home(path);
    if (files::is_file(files::join(path, "pyvenv.cfg")) && !seen.refusal.empty())
        return refused(seen.refusal, seen.where, "give it to config::venv instead");
    if (!seen.refusal.empty()) return refused(seen.refusal, seen.where, installation_advice());
    const std::string python = python_in(path);
    return accepted(std::move(seen), path, python, python);
}

/// The Python, "3.13t", whose packages a virtual environment holds instead of this one's; empty when it is not so.
inline std::string other_packages_in(const std::string& path)
{
    std::string other;
    const auto keep_first = [&other](std::string_view name) {
        if (name.starts_with("python3.") && (other.empty() || name.substr(6) < other)) other = name.substr(6);
        return false;
    };
    for (const char* library : library_directories) {
        if (files::exists(stdlib_in(path, library))) return {};
        files::find_name(files::join(path, library), keep_first);
    }
    return other;
}

/// Why a virtual environment is none for this program, apart from the Python that it was made from; empty when it may be.
inline std::string venv_refusal(const std::string& path, const std::string& python, const venv_file& read)
{
    if (read.home.empty()) return "its pyvenv.cfg names no home";
    if (!read.version.empty() && read.version != wanted_version())
        return "it was made with Python " + read.version + " of " + read.home + ", and this program runs Python " + loaded_version() +
               " of " + library_file();
    if (const std::string other = other_packages_in(path); !other.empty())
        return "its packages are those of Python " + other + ", and this program runs Python " + version_tag();
    if (python.empty()) return "it has no python program that can be run; its Python may have been removed";
    return {};
}

/// "venv made by uv 0.5.1 from conda environment 'x'".
inline std::string venv_description(const venv_file& read, const std::string& base)
{
    return "venv" + (read.maker.empty() ? "" : " made by " + read.maker) + (base.empty() ? "" : " from " + base);
}

/// A virtual environment with this python program of it.
inline candidate judge_venv_python(const std::string& path, const std::string& python)
{
    const std::string file = files::join(path, "pyvenv.cfg");
    const std::string advice = "make it again with Python " + wanted_version() + ", or name another one";
    const auto refuse = [&](std::string why) { return refused(std::move(why), file, advice); };
    const std::optional<venv_file> read = read_venv_file(file);
    if (!read)
        return refuse(files::exists(file) ? "its pyvenv.cfg may not be read by this user"
                                          : files::why_absent(file, "there is no pyvenv.cfg, so it is no virtual environment"));
    if (const std::string why = venv_refusal(path, python, *read); !why.empty()) return refuse(why);

    const std::string bin = files::absolute(read->home);
    if (!files::is_directory(bin)) return refuse("the Python that it was made from is gone from " + bin);
    installation seen = look_upwards(bin);
    if (!seen.refusal.empty()) seen = look_upwards(files::real(bin));
    if (!seen.refusal.empty()) return refuse("of the Python that it was made from, " + bin + ": " + seen.refusal);
    std::string base = python_in(seen.home);
    if (base.empty()) base = files::real(python);
    candidate found = accepted(std::move(seen), path, python, std::move(base));
    found.description = venv_description(*read, found.description);
    return found;
}

inline candidate judge_venv(const std::string& path)
{
    if (files::is_directory(path)) return judge_venv_python(path, python_in(path));
    return refused(files::exists(path) ? "it is not a directory" : files::why_absent(path, "there is no such directory"), path,
                   "name a virtual environment made with Python " + wanted_version());
}

/// Whether a file has a python's name: any program in /usr/bin lies in the system's installation.
inline bool is_named_python(const std::string& path) { return path.find("python", files::parent(path).size()) != std::string::npos; }

/// Whether a program is a shim of pyenv, asdf or their like: a script in a directory of that name, which looks for a Python
/// whenever it runs.
inline bool is_shim(const std::string& path)
{
    return files::name_of(files::parent(path)) == "shims" && files::read_tail(path, 1 << 12).value_or("").starts_with("#!");
}

/// A python program: of a virtual environment, else of the installation it lies in, links followed.
inline candidate judge_executable(const std::string& path)
{
    const std::string advice = "name the python program of a Python " + wanted_version() + " or of a virtual environment made with one";
    if (!files::may_run(path)) {
        const char* absent = files::why_absent(path, "there is no such file");
        return refused(files::exists(path) ? "it is not a program that this user may run" : absent, path, advice);
    }
    const std::string real = files::real(path);
    if (is_shim(path) || is_shim(real))
        return refused("it is a shim, a script that chooses a Python whenever it runs", path,
                       "name the python that it runs, as `pyenv which python" + wanted_version() + "` prints it");
    if (!is_named_python(path) && !is_named_python(real)) return refused("it is not named as a python program is", path, advice);
    const std::string bin = files::parent(path);
    for (const std::string& prefix : {files::parent(bin), bin})
        if (files::exists(files::join(prefix, "pyvenv.cfg"))) return judge_venv_python(prefix, path);
    installation seen = look_upwards(files::parent(real));
    if (!seen.refusal.empty()) return refused(seen.refusal, seen.where, advice);
    std::string home = seen.home;
    return accepted(std::move(seen), std::move(home), path, path);
}

/// The installation that the loaded libpython belongs to, by the path of that file.
inline candidate judge_library(const std::string& path)
{
    installation seen = look_upwards(files::parent(files::real(path)));
    if (!seen.refusal.empty()) return refused(seen.refusal, seen.where, installation_advice());
    const std::string home = seen.home;
    const std::string python = python_in(home);
    return accepted(std::move(seen), home, python, python);
}

}  // namespace pyhost::inline v0::detail
