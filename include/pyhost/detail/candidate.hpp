// SPDX-License-Identifier: MIT
// One place where a Python may be: what it is, or why it cannot be used by this program.
#pragma once

#include <string>

namespace pyhost::inline v0 {

/// Where an environment was found.
enum class environment_kind : unsigned char {
    executable,  ///< config::executable
    home,        ///< config::home or PYTHONHOME
    venv,        ///< config::venv, VIRTUAL_ENV or config::nearest_venv
    conda,       ///< CONDA_PREFIX
    built_with,  ///< the python that the program was built with
    library,     ///< the installation around the loaded libpython
};

}  // namespace pyhost::inline v0

namespace pyhost::inline v0::detail {

struct candidate {
    std::string executable;       ///< becomes sys.executable
    std::string base_executable;  ///< the python of the installation under a virtual environment
    std::string home;             ///< sys.base_prefix
    std::string prefix;           ///< sys.prefix
    std::string platlibdir;
    std::string stdlib;
    std::string description;  ///< what it is, "venv made by uv 0.5.1"; empty when nothing tells
    std::string refusal;  ///< empty when it fits
    std::string where;    ///< the file or directory that the refusal is about
    std::string advice;   ///< what to do about it
};

}  // namespace pyhost::inline v0::detail
