// SPDX-License-Identifier: MIT
// The libpython that this program runs: its version, where it and the program lie, its symbols visible to extension modules.
#pragma once

#include <pyhost/detail/files.hpp>
#include <pyhost/detail/python.hpp>

#include <string>
#include <string_view>

#if !defined(_WIN32)
#include <dlfcn.h>
#endif
#if defined(__APPLE__)
#include <cstdint>
#include <mach-o/dyld.h>
#endif

namespace pyhost::inline v0::detail {

/// The version that pyhost was compiled against, "3.11".
inline std::string wanted_version() { return std::to_string(PY_MAJOR_VERSION) + "." + std::to_string(PY_MINOR_VERSION); }

/// What follows "python" in the names of this version's programs and directories: "3.11", "3.13t".
inline std::string version_tag()
{
#if defined(Py_GIL_DISABLED)
    return wanted_version() + "t";
#else
    return wanted_version();
#endif
}

/// The version of the loaded libpython, "3.11.7"; needs no interpreter.
inline std::string loaded_version()
{
    const std::string_view text = Py_GetVersion();
    return std::string{text.substr(0, text.find_first_of(" +"))};
}

/// The first two numbers of a version, "3.11" of "3.11.7.final.0".
inline std::string minor_version(std::string_view version)
{
    const std::size_t dot = version.find('.');
    if (dot == std::string_view::npos) return std::string{version};
    return std::string{version.substr(0, version.find_first_not_of("0123456789", dot + 1))};
}

/// The file that holds CPython, links followed: libpython, or this program when it is linked statically; empty when unknown.
inline std::string library_file()
{
#if defined(_WIN32)
    return {};
#else
    // A function of CPython's own that no linker redirects, unlike &Py_Initialize in a program that is not PIE.
    Dl_info found{};
    if (dladdr(reinterpret_cast<void*>(PyLong_Type.tp_new), &found) == 0 || found.dli_fname == nullptr) return {};
    return files::real(found.dli_fname);
#endif
}

/// The file of the program that this process runs, links followed; empty where the system does not say.
inline std::string program_file()
{
    std::string path(4096, '\0');
#if defined(__linux__)
    const ssize_t length = readlink("/proc/self/exe", path.data(), path.size());
    path.resize(length < 0 || static_cast<std::size_t>(length) == path.size() ? 0 : static_cast<std::size_t>(length));
    return path;
#elif defined(__APPLE__)
    std::uint32_t size = 4096;
    return _NSGetExecutablePath(path.data(), &size) == 0 ? files::real(path.c_str()) : std::string{};
#elif defined(_WIN32)
    char* found = nullptr;
    return _get_pgmptr(&found) == 0 && found != nullptr ? files::absolute(found) : std::string{};
#else
    return {};
#endif
}

/// Whether every library of the process finds CPython's symbols.
inline bool is_library_global() noexcept
{
#if defined(_WIN32)
    return true;
#else
    void* all = dlopen(nullptr, RTLD_LAZY);
    const void* found = all != nullptr ? dlsym(all, "PyLong_Type") : nullptr;
    if (all != nullptr) dlclose(all);
    if (found == nullptr) dlerror();
    return found == &PyLong_Type;
#endif
}

/// Lets extension modules find CPython's symbols also when the host was loaded with RTLD_LOCAL.
inline void promote_library() noexcept
{
#if !defined(_WIN32)
    Dl_info found{};
    if (is_library_global() || dladdr(reinterpret_cast<void*>(PyLong_Type.tp_new), &found) == 0) return;
    if (void* library = dlopen(found.dli_fname, RTLD_LAZY | RTLD_NOLOAD | RTLD_GLOBAL)) dlclose(library);
    else dlerror();  // a main program is global already
#endif
}

}  // namespace pyhost::inline v0::detail
