// SPDX-License-Identifier: MIT
// The few questions about files and environment variables that a start asks, without <filesystem>.
#pragma once

#include <errno.h>
#include <optional>
#include <stdio.h>
#include <stdlib.h>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <vector>

#if defined(_WIN32)
#include <direct.h>
#include <io.h>
#else
#include <dirent.h>
#include <unistd.h>
#if !defined(__GLIBC__)
extern "C" char** environ;
#endif
#endif

namespace pyhost::inline v0::detail::files {

#if defined(_WIN32)
inline constexpr char separator = '\\';
inline constexpr std::string_view separators = "\\/";
inline constexpr char list_separator = ';';
inline constexpr int read_access = 4, run_access = 4;
inline bool may_access(const std::string& path, int mode) noexcept { return _access(path.c_str(), mode) == 0; }
using status = struct _stat64;
inline bool look_at(const std::string& path, status& found) noexcept { return _stat64(path.c_str(), &found) == 0; }
#else
inline constexpr char separator = '/';
inline constexpr std::string_view separators = "/";
inline constexpr char list_separator = ':';
inline constexpr int read_access = R_OK, run_access = X_OK;
inline bool may_access(const std::string& path, int mode) noexcept { return access(path.c_str(), mode) == 0; }
using status = struct stat;
inline bool look_at(const std::string& path, status& found) noexcept { return stat(path.c_str(), &found) == 0; }
#endif

inline bool exists(const std::string& path) noexcept
{
    status found{};
    return look_at(path, found);
}

inline bool is_file(const std::string& path) noexcept
{
    status found{};
    return look_at(path, found) && (found.st_mode & S_IFMT) == S_IFREG;
}

inline bool is_directory(const std::string& path) noexcept
{
    status found{};
    return look_at(path, found) && (found.st_mode & S_IFMT) == S_IFDIR;
}

/// Why a path leads to nothing: what the system says where it is clear, else `otherwise`.
inline const char* why_absent(const std::string& path, const char* otherwise) noexcept
{
    status found{};
    if (look_at(path, found)) return otherwise;
    if (errno == EACCES) return "it may not be read by this user";
    if (errno == ENAMETOOLONG) return "its path is too long";
#if !defined(_WIN32)
    if (errno == ELOOP) return "it is a link that leads back to itself";
#endif
    return otherwise;
}

inline bool may_read(const std::string& path) noexcept { return may_access(path, read_access); }
/// Whether a directory may be listed, and what is in it opened.
inline bool may_enter(const std::string& path) noexcept { return may_access(path, read_access | run_access); }
inline bool may_run(const std::string& path) noexcept { return is_file(path) && may_access(path, run_access); }

inline bool is_separator(char c) noexcept { return separators.find(c) != std::string_view::npos; }

/// `a/b`, with one separator between them.
inline std::string join(std::string_view a, std::string_view b)
{
    std::string joined{a};
    if (!joined.empty() && !is_separator(joined.back())) joined += separator;
    return joined.append(b);
}

/// The directory that holds `path`; nothing above the root.
inline std::string parent(std::string_view path)
{
    std::size_t end = path.size();
    while (end > 0 && !is_separator(path[end - 1])) --end;
    if (end <= 1) return path.size() > 1 ? std::string{path.substr(0, end)} : std::string{};
    return std::string{path.substr(0, end - 1)};
}

/// The last part of a path: "c" of "/a/b/c".
inline std::string name_of(std::string_view path)
{
    const std::size_t last = path.find_last_of(separators);
    return std::string{last == std::string_view::npos ? path : path.substr(last + 1)};
}

/// `path` with its links followed, or as it is when that fails.
inline std::string real(const std::string& path)
{
#if defined(_WIN32)
    return path;
#else
    char* found = realpath(path.c_str(), nullptr);
    std::string text{found == nullptr ? path : found};
    free(found);
    return text;
#endif
}

/// The current directory; "." when it is gone.
inline std::string current_directory()
{
#if defined(_WIN32)
    char* found = _getcwd(nullptr, 0);
    std::string text{found == nullptr ? "." : found};
    free(found);
    return text;
#else
    return real(".");
#endif
}

/// `path` from the root, without `.`, `..` and doubled separators, as os.path.abspath gives it; links stay.
inline std::string absolute(std::string_view path)
{
#if defined(_WIN32)
    char* found = _fullpath(nullptr, std::string{path}.c_str(), 0);
    std::string whole{found == nullptr ? path : found};
    free(found);
    return whole;
#else
    const std::string whole = (path.starts_with('/') ? std::string{path} : join(current_directory(), path)) + '/';
    std::string clean;
    for (std::size_t at = 0, end = 0; at < whole.size(); at = end + 1) {
        end = whole.find('/', at);
        const std::string_view part = std::string_view{whole}.substr(at, end - at);
        if (part == "..") clean = parent(clean) == "/" ? "" : parent(clean);
        else if (!part.empty() && part != ".") clean.append("/").append(part);
    }
    return clean.empty() ? "/" : clean;
#endif
}

/// The last `limit` bytes of a file, the whole of a smaller one; nothing when it cannot be read.
inline std::optional<std::string> read_tail(const std::string& path, long limit)
{
    FILE* file = fopen(path.c_str(), "rb");
    if (file == nullptr) return std::nullopt;
    std::optional<std::string> text;
    if (fseek(file, 0, SEEK_END) == 0) {
        const long size = ftell(file);
        const long start = size > limit ? size - limit : 0;
        text.emplace(static_cast<std::size_t>(size < 0 ? 0 : size - start), '\0');
        if (size < 0 || fseek(file, start, SEEK_SET) != 0 || fread(text->data(), 1, text->size(), file) != text->size()) text.reset();
    }
    fclose(file);
    return text;
}

/// Shows each name in a directory to `wanted`, in no order, until it says yes; that name, or nothing.
template <class Wanted>
std::optional<std::string> find_name(const std::string& directory, Wanted wanted)
{
    std::optional<std::string> found;
#if defined(_WIN32)
    _finddata_t entry{};
    const intptr_t listing = _findfirst(join(directory, "*").c_str(), &entry);
    if (listing == -1) return found;
    do
        if (wanted(std::string_view{entry.name})) found = entry.name;
    while (!found && _findnext(listing, &entry) == 0);
    _findclose(listing);
#else
    DIR* listing = opendir(directory.c_str());
    if (listing == nullptr) return found;
    while (const dirent* entry = found ? nullptr : readdir(listing))
        if (wanted(std::string_view{entry->d_name})) found = entry->d_name;
    closedir(listing);
#endif
    return found;
}

/// A path for a message: up to the NUL character that makes it none.
inline std::string shown(const std::string& path) { return path.substr(0, path.find('\0')); }

/// An environment variable; unset and empty are the same, as they are to Python.
inline std::optional<std::string> variable(const char* name)
{
    const char* value = getenv(name);
    if (value == nullptr || *value == '\0') return std::nullopt;
    return value;
}

/// All environment variables, `NAME=value`.
inline std::vector<std::string> variables()
{
    std::vector<std::string> all;
#if defined(_WIN32)
    const char* const* one = _environ;
#else
    const char* const* one = environ;
#endif
    for (; one != nullptr && *one != nullptr; ++one) all.emplace_back(*one);
    return all;
}

}  // namespace pyhost::inline v0::detail::files
