// SPDX-License-Identifier: MIT
// Whether a directory is the home of a Python that this program can run, found out before CPython tries and dies.
#pragma once

#include <pyhost/detail/files.hpp>
#include <pyhost/detail/library.hpp>
#include <pyhost/detail/zip_names.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace pyhost::inline v0::detail {

/// A home that was looked at: its standard library, or why it cannot be used.
struct installation {
    std::string home;
    std::string platlibdir;  ///< "lib", "lib64": what sys.platlibdir must be
    std::string stdlib;      ///< the directory or the zip file
    std::string settings;    ///< what it was built with, see build_settings
    std::string refusal;     ///< empty when it fits
    std::string where;       ///< the file or directory that the refusal is about
};

#if defined(_WIN32)
inline constexpr const char* library_directories[] = {"DLLs"};
inline std::string stdlib_in(const std::string& home, const std::string&) { return files::join(home, "Lib"); }
inline std::string zip_name() { return "python" + std::to_string(PY_MAJOR_VERSION) + std::to_string(PY_MINOR_VERSION) + ".zip"; }
inline std::string zip_in(const std::string& home, const std::string&) { return files::join(home, zip_name()); }
#else
inline constexpr const char* library_directories[] = {"lib", "lib64"};

inline std::string stdlib_in(const std::string& home, const std::string& library)
{
    return files::join(files::join(home, library), "python" + version_tag());
}

inline std::string zip_in(const std::string& home, const std::string& library)
{
    std::string tag = version_tag();
    tag.erase(tag.find('.'), 1);
    return files::join(files::join(home, library), "python" + tag + ".zip");
}
#endif

/// Whether a directory holds this file as source or, stripped, as bytecode.
inline bool has_source(const std::string& directory, std::string_view file)
{
    const std::string path = files::join(directory, file);
    return files::is_file(path) || files::is_file(path + "c");
}

/// The name of the _sysconfigdata file in most builds for this machine; others are found by listing the directory.
#if defined(__APPLE__)
inline constexpr const char* usual_build_settings = "_sysconfigdata__darwin_darwin.py";
#elif defined(__aarch64__)
inline constexpr const char* usual_build_settings = "_sysconfigdata__linux_aarch64-linux-gnu.py";
#else
inline constexpr const char* usual_build_settings = "_sysconfigdata__linux_x86_64-linux-gnu.py";
#endif

/// What a standard library was built with: the text of its _sysconfigdata file; empty when it has none.
inline std::string build_settings(const std::string& stdlib)
{
    const long all = 1 << 20;
    if (auto text = files::read_tail(files::join(stdlib, usual_build_settings), all)) return std::move(*text);
    const auto is_it = [](std::string_view name) { return name.starts_with("_sysconfigdata") && name.ends_with(".py"); };
    const std::optional<std::string> name = files::find_name(stdlib, is_it);
    return name ? files::read_tail(files::join(stdlib, *name), all).value_or("") : std::string{};
}

/// A text among the build settings, `VERSION` or `prefix`, which stand near the end; empty when it is not there.
inline std::string build_variable(const std::string& settings, std::string_view name)
{
    const std::string key = std::string{"'"}.append(name).append("': '");
    const std::size_t at = settings.rfind(key);
    if (at == std::string::npos) return {};
    const std::size_t start = at + key.size();
    return settings.substr(start, settings.find('\'', start) - start);
}

/// The files without which CPython ends the process; others are frozen, or missed later by an ordinary ImportError.
inline constexpr std::string_view vital_files[] = {
    "encodings/__init__.py",
    "encodings/aliases.py",
    "encodings/utf_8.py",
#if PY_VERSION_HEX < 0x030B0000
    "abc.py",
    "codecs.py",
    "io.py",
#endif
};

/// The first directory on the way to the standard library that is closed to this user; empty when there is none.
inline std::string closed_directory(const std::string& home, const std::string& library)
{
    const std::string stdlib = stdlib_in(home, library);
    for (const std::string& passed : {home, files::parent(stdlib)})
        if (files::is_directory(passed) && !files::may_access(passed, files::run_access)) return passed;
    for (const std::string& listed : {stdlib, files::join(stdlib, "encodings")})
        if (files::is_directory(listed) && !files::may_enter(listed)) return listed;
    return {};
}

/// Why the standard library in this directory cannot be used; sets refusal and where.
inline void check_stdlib(installation& seen)
{
    constexpr const char* closed = "its standard library may not be read by this user";
    const auto refuse = [&](std::string why, std::string where) {
        seen.refusal = std::move(why);
        seen.where = std::move(where);
    };
    if (std::string directory = closed_directory(seen.home, seen.platlibdir); !directory.empty()) return refuse(closed, directory);
    for (const std::string_view file : vital_files) {
        const std::string path = files::join(seen.stdlib, file);
        const std::string missing = file == vital_files[0] ? "encodings package" : std::string{file};
        if (!has_source(seen.stdlib, file))
            return refuse("its standard library has no " + missing + ", without which CPython cannot start", path);
        if (files::is_file(path) && !files::may_read(path)) return refuse(closed, path);
    }
    seen.where = seen.stdlib;
    seen.settings = build_settings(seen.stdlib);
    const std::string built = build_variable(seen.settings, "VERSION");
    if (!built.empty() && built != wanted_version())
        seen.refusal = "its standard library is that of Python " + built + ", and this program runs Python " + wanted_version();
}

inline void check_zip(installation& seen)
{
    seen.where = seen.stdlib;
    for (const std::string_view file : vital_files)
        if (seen.refusal.empty() && !zip_has_source(seen.stdlib, file)) seen.refusal = "its standard library has no " + std::string{file};
}

/// Whether another version of Python lives in a home: "3.9", or nothing.
inline std::string other_version_in(const std::string& home)
{
    for (const char* library : library_directories) {
        const std::string directory = files::join(home, library);
        const auto is_stdlib = [&](std::string_view name) {
            return name.starts_with("python") && has_source(files::join(directory, name), "os.py");
        };
        if (const auto name = files::find_name(directory, is_stdlib)) return name->substr(std::string_view{"python"}.size());
    }
    return {};
}

/// Why a directory without a standard library of this version is none.
inline void explain_absence(installation& seen)
{
    seen.where = seen.home;
    const std::string other = other_version_in(seen.home);
    const std::string closed = closed_directory(seen.home, library_directories[0]);
    if (!files::exists(seen.home)) seen.refusal = files::why_absent(seen.home, "there is no such directory");
    else if (!files::is_directory(seen.home)) seen.refusal = "it is not a directory";
    else if (!closed.empty()) seen.refusal = "it may not be read by this user", seen.where = closed;
    else if (!other.empty()) seen.refusal = "it is Python " + other + ", and this program runs Python " + version_tag();
    else if (files::is_file(files::join(seen.home, "pyvenv.cfg"))) seen.refusal = "it is a virtual environment, not an installation";
    else seen.refusal = "it has no " + stdlib_in("", library_directories[0]) + "/os.py";
}

/// The standard library of this version under an absolute path, unchecked; its `stdlib` is empty when there is none.
inline installation find_stdlib(const std::string& home)
{
    installation seen{.home = home, .platlibdir = {}, .stdlib = {}, .settings = {}, .refusal = {}, .where = home};
    for (const char* library : library_directories) {
        seen.platlibdir = library;
        seen.stdlib = stdlib_in(home, library);
        if (has_source(seen.stdlib, "os.py")) return seen;
        seen.stdlib = zip_in(home, library);
        if (files::is_file(seen.stdlib)) return seen;
    }
    seen.stdlib.clear();
    return seen;
}

/// Says whether what find_stdlib found can be used, and why not.
inline installation judged(installation seen)
{
    if (seen.stdlib.empty()) explain_absence(seen);
    else if (files::is_file(seen.stdlib)) check_zip(seen);
    else check_stdlib(seen);
    return seen;
}

/// Looks for the standard library of this version under an absolute path.
inline installation look_in_home(const std::string& home)
{
    if (home.find(files::list_separator) == std::string::npos) return judged(find_stdlib(home));
    installation seen{.home = home, .platlibdir = {}, .stdlib = {}, .settings = {}, .refusal = {}, .where = home};
    seen.refusal = std::string{"its path contains '"} + files::list_separator + "', at which CPython cuts paths";
    return seen;
}

/// The next directory of a search upwards. The root counts for /bin alone: where /lib is a link to /usr/lib, it would make
/// every stray program, a pyenv shim say, one of the system's Python.
inline std::string next_upwards(const std::string& at, const std::string& start)
{
    std::string above = files::parent(at);
    return files::parent(above).empty() && at != start ? std::string{} : above;
}

/// Looks in a directory and those above it; when none is a home, says which other version was seen, if any.
inline installation look_upwards(const std::string& directory)
{
    if (directory.find(files::list_separator) != std::string::npos) return look_in_home(directory);
    for (std::string at = directory; !at.empty(); at = next_upwards(at, directory)) {
        installation seen = find_stdlib(at);
        if (!seen.stdlib.empty() || !closed_directory(at, library_directories[0]).empty()) return judged(std::move(seen));
    }
    for (std::string at = directory; !at.empty(); at = next_upwards(at, directory))
        if (!other_version_in(at).empty()) return look_in_home(at);
    installation seen{.home = directory, .platlibdir = {}, .stdlib = {}, .settings = {}, .refusal = {}, .where = directory};
    seen.refusal = "neither it nor a directory above it has " + stdlib_in("", library_directories[0]) + "/os.py";
    return seen;
}

/// The python program of a home or a virtual environment, among `names`; empty when it has none.
inline std::string python_in(const std::string& prefix)
{
#if defined(_WIN32)
    const std::string names[] = {"Scripts\\python.exe", "python.exe"};
#else
    const std::string names[] = {"bin/python" + version_tag(), "bin/python3", "bin/python"};
#endif
    for (const std::string& name : names)
        if (std::string path = files::join(prefix, name); files::may_run(path)) return path;
    return {};
}

}  // namespace pyhost::inline v0::detail
