// SPDX-License-Identifier: MIT
// The places where a program looks for its Python, in order; environment.hpp searches them.
#pragma once

#include <pyhost/detail/judge.hpp>
#include <pyhost/detail/settings.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace pyhost::inline v0::detail {

/// The paths that a source names, in the order in which they are looked at.
using places = std::vector<std::string>;

/// A place that the search looks at.
struct environment_source {
    const char* name;
    places (*find)(const settings& s);
    std::string (*absence)(const settings& s);  ///< what the trace says when there is no place; empty: nothing
    candidate (*judge)(const std::string& path);
    environment_kind kind;
    bool is_variable = false;  ///< skipped when environment variables do not count
    bool is_demand = false;    ///< was named to be used: when it does not fit, the search ends with an error
};

inline places places_of(std::optional<std::string> path) { return path ? places{std::move(*path)} : places{}; }

template <std::optional<std::string> settings::* Setting>
places setting(const settings& s)
{
    return places_of(s.*Setting);
}

/// What PYTHONHOME names; of `prefix:exec_prefix` the first.
inline places home_variable(const settings&)
{
    const std::optional<std::string> value = files::variable("PYTHONHOME");
    return value ? places{value->substr(0, value->find(files::list_separator))} : places{};
}

inline places venv_variable(const settings&) { return places_of(files::variable("VIRTUAL_ENV")); }
inline places conda_variable(const settings&) { return places_of(files::variable("CONDA_PREFIX")); }

/// Each `.venv` in a directory and in those above it, the nearest first.
inline places venvs_above(const std::string& directory)
{
    places found;
    for (std::string at = directory; !at.empty(); at = files::parent(at))
        if (std::string venv = files::join(at, ".venv"); files::exists(venv)) found.push_back(std::move(venv));
    return found;
}

inline places venvs_near_program(const settings& s) { return s.nearest_venv ? venvs_above(files::parent(program_file())) : places{}; }

inline places built_with(const settings&)
{
#if defined(PYHOST_DETAIL_BUILT_WITH_EXECUTABLE)
    return {PYHOST_DETAIL_BUILT_WITH_EXECUTABLE};
#else
    return {};
#endif
}

inline places around_library(const settings&)
{
    std::string file = library_file();
    return file.empty() ? places{} : places{std::move(file)};
}

inline std::string nothing(const settings&) { return {}; }
inline std::string not_set(const settings&) { return "not set"; }
inline std::string not_known(const settings&) { return "not known"; }
inline std::string no_venv_near_program(const settings& s)
{
    if (!s.nearest_venv) return {};
    const std::string program = program_file();
    return program.empty() ? "the program's file is not known" : "there is no .venv in '" + files::parent(program) + "' or above it";
}

/// The order of the search. A .venv is looked at before CONDA_PREFIX: conda's base environment is active in many shells,
/// whatever program they run.
// clang-format off
inline constexpr environment_source environment_sources[] = {
    {.name = "config::executable", .find = setting<&settings::executable>, .absence = nothing, .judge = judge_executable, .kind = environment_kind::executable, .is_demand = true},
    {.name = "config::venv", .find = setting<&settings::venv>, .absence = nothing, .judge = judge_venv, .kind = environment_kind::venv, .is_demand = true},
    {.name = "config::home", .find = setting<&settings::home>, .absence = nothing, .judge = judge_home, .kind = environment_kind::home, .is_demand = true},
    {.name = "PYTHONHOME", .find = home_variable, .absence = not_set, .judge = judge_home, .kind = environment_kind::home, .is_variable = true, .is_demand = true},
    {.name = "VIRTUAL_ENV", .find = venv_variable, .absence = not_set, .judge = judge_venv, .kind = environment_kind::venv, .is_variable = true},
    {.name = "config::nearest_venv", .find = venvs_near_program, .absence = no_venv_near_program, .judge = judge_venv, .kind = environment_kind::venv},
    {.name = "CONDA_PREFIX", .find = conda_variable, .absence = not_set, .judge = judge_home, .kind = environment_kind::conda, .is_variable = true},
    {.name = "built-with", .find = built_with, .absence = not_known, .judge = judge_executable, .kind = environment_kind::built_with},
    {.name = "libpython", .find = around_library, .absence = not_known, .judge = judge_library, .kind = environment_kind::library},
};
// clang-format on

}  // namespace pyhost::inline v0::detail
