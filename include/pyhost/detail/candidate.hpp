// SPDX-License-Identifier: MIT
// One place where a Python may be: what it is, or why it cannot be used by this program.
#pragma once

#include <pyhost/detail/files.hpp>
#include <pyhost/detail/installation.hpp>
#include <pyhost/detail/library.hpp>
#include <pyhost/detail/venv_file.hpp>

#include <string>
#include <utility>

namespace pyhost::inline v0::detail {

struct candidate {
    std::string executable;       ///< becomes sys.executable
    std::string base_executable;  ///< the python of the installation under a virtual environment
    std::string home;             ///< sys.base_prefix
    std::string prefix;           ///< sys.prefix
    std::string platlibdir;
    std::string stdlib;
    std::string refusal;  ///< empty when it fits
    std::string where;    ///< the file or directory that the refusal is about
    std::string advice;   ///< what to do about it
};

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

inline candidate accepted(installation seen, std::string prefix, std::string executable, std::string base_executable)
{
    candidate one;
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

/// A virtual environment with this python program of it.
inline candidate judge_venv_python(const std::string& path, const std::string& python)
{
    const std::string file = files::join(path, "pyvenv.cfg");
    const std::string advice = "make it again with Python " + wanted_version() + ", or name another one";
    const auto refuse = [&](std::string why) { return refused(std::move(why), file, advice); };
    const std::optional<venv_file> read = read_venv_file(file);
    if (!read)
        return refuse(files::exists(file) ? "its pyvenv.cfg may not be read by this user"
                                          : "there is no pyvenv.cfg, so it is no virtual environment");
    if (read->home.empty()) return refuse("its pyvenv.cfg names no home");
    if (!read->version.empty() && read->version != wanted_version())
        return refuse("it was made with Python " + read->version + " of " + read->home + ", and this program runs Python " +
                      loaded_version() + " of " + library_file());
    if (python.empty()) return refuse("it has no python program that can be run; its Python may have been removed");

    const std::string bin = files::absolute(read->home);
    if (!files::is_directory(bin)) return refuse("the Python that it was made from is gone from " + bin);
    installation seen = look_upwards(bin);
    if (!seen.refusal.empty()) seen = look_upwards(files::real(bin));
    if (!seen.refusal.empty()) return refuse("of the Python that it was made from, " + bin + ": " + seen.refusal);
    std::string base = python_in(seen.home);
    if (base.empty()) base = files::real(python);
    return accepted(std::move(seen), path, python, std::move(base));
}

inline candidate judge_venv(const std::string& path)
{
    if (files::is_directory(path)) return judge_venv_python(path, python_in(path));
    return refused(files::exists(path) ? "it is not a directory" : "there is no such directory", path,
                   "name a virtual environment made with Python " + wanted_version());
}

/// Whether a file has a python's name: any program in /usr/bin lies in the system's installation.
inline bool is_named_python(const std::string& path) { return path.find("python", files::parent(path).size()) != std::string::npos; }

/// A python program: of a virtual environment, else of the installation it lies in, links followed.
inline candidate judge_executable(const std::string& path)
{
    const std::string advice = "name the python program of a Python " + wanted_version() + " or of a virtual environment made with one";
    if (!files::may_run(path)) {
        const char* why = files::exists(path) ? "it is not a program that this user may run" : "there is no such file";
        return refused(why, path, advice);
    }
    if (!is_named_python(path) && !is_named_python(files::real(path)))
        return refused("it is not named as a python program is", path, advice);
    const std::string bin = files::parent(path);
    for (const std::string& prefix : {files::parent(bin), bin})
        if (files::exists(files::join(prefix, "pyvenv.cfg"))) return judge_venv_python(prefix, path);
    installation seen = look_upwards(files::parent(files::real(path)));
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
