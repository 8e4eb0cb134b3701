// SPDX-License-Identifier: MIT
// What a Python installation is, by the layout that its distributor documents: conda, pyenv, uv, python-build-standalone.
#pragma once

#include <pyhost/detail/files.hpp>
#include <pyhost/detail/installation.hpp>

#include <string>

namespace pyhost::inline v0::detail {

/// conda: a prefix that holds conda-meta; the base one also holds conda itself, others lie in its envs or anywhere.
inline std::string conda_layout(const installation& seen)
{
    if (!files::is_directory(files::join(seen.home, "conda-meta"))) return {};
    for (const char* base_only : {"condabin", "envs"})
        if (files::is_directory(files::join(seen.home, base_only))) return "conda base environment";
    return "conda environment '" + files::name_of(seen.home) + "'";
}

/// pyenv: ROOT/versions/NAME, where ROOT also holds the shims.
inline std::string pyenv_layout(const installation& seen)
{
    const std::string versions = files::parent(seen.home);
    if (files::name_of(versions) != "versions") return {};
    if (!files::is_directory(files::join(files::parent(versions), "shims"))) return {};
    return "pyenv version '" + files::name_of(seen.home) + "'";
}

/// python-build-standalone: built for the prefix /install, and since 2025 with a setting of its name; uv unpacks it as
/// cpython-VERSION-SYSTEM-MACHINE-LIBC and writes the real prefix in.
inline std::string standalone_layout(const installation& seen)
{
    const std::string name = files::name_of(seen.home);
    if (name.starts_with("cpython-3.")) return "standalone Python '" + name + "'";
    const bool has_setting = seen.settings.find("PYTHON_BUILD_STANDALONE'") != std::string::npos;
    return has_setting || build_variable(seen.settings, "prefix") == "/install" ? "standalone Python" : "";
}

inline std::string system_layout(const installation& seen) { return seen.home == "/usr" ? "the system's Python" : ""; }

/// What this installation is, "conda environment 'x'"; empty when nothing tells.
inline std::string layout_of(const installation& seen)
{
    for (const auto& layout : {conda_layout, pyenv_layout, standalone_layout, system_layout})
        if (std::string text = layout(seen); !text.empty()) return text;
    return {};
}

}  // namespace pyhost::inline v0::detail
