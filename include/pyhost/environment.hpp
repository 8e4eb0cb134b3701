// SPDX-License-Identifier: MIT
// Which Python installation a program uses, and the search for it, explained step by step.
#pragma once

#include <pyhost/config.hpp>
#include <pyhost/detail/candidate.hpp>
#include <pyhost/detail/start_checks.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace pyhost::inline v0 {

class environment;

/// Where an environment was found.
enum class environment_kind : unsigned char {
    executable,  ///< config::executable
    home,        ///< config::home or PYTHONHOME
    venv,        ///< config::venv or VIRTUAL_ENV
    conda,       ///< CONDA_PREFIX
    built_with,  ///< the python that the program was built with
    library,     ///< the installation around the loaded libpython
};

namespace detail {

const candidate& candidate_of(const environment& e) noexcept;

}  // namespace detail

/// The Python that an interpreter uses or would use; see find_environment.
class environment {
public:
    environment(environment_kind kind, detail::candidate found, std::vector<std::string> trace)
        : kind_{kind}, found_{std::move(found)}, trace_{std::move(trace)}
    {
    }

    [[nodiscard]] environment_kind kind() const noexcept { return kind_; }

    /// The python program, which becomes sys.executable; empty when a bundled home has none.
    [[nodiscard]] std::string executable() const { return found_.executable; }

    /// The installation, which becomes sys.base_prefix: the directory that holds lib/pythonX.Y.
    [[nodiscard]] std::string home() const { return found_.home; }

    /// What becomes sys.prefix: the virtual environment, or the home.
    [[nodiscard]] std::string prefix() const { return found_.prefix; }

    /// The version of the libpython that runs, "3.11.7"; the home's is the same up to the last number.
    [[nodiscard]] std::string version() const { return detail::loaded_version(); }

    /// What was looked at, in order, a line each: taken, or refused and why.
    [[nodiscard]] const std::vector<std::string>& trace() const& noexcept { return trace_; }
    [[nodiscard]] std::vector<std::string> trace() && { return std::move(trace_); }

private:
    friend const detail::candidate& detail::candidate_of(const environment&) noexcept;

    environment_kind kind_;
    detail::candidate found_;
    std::vector<std::string> trace_;
};

/// Looks for the Python of this config, without starting it.
///
/// First what the config names; then, when environment variables count, PYTHONHOME, VIRTUAL_ENV and CONDA_PREFIX; then
/// the python that the program was built with, and the installation around libpython.
/// Needs: nothing, no interpreter either. Throws: startup_error when none fits, or when one that was asked for does not.
environment find_environment(const config& settings = {});

namespace detail {

inline const candidate& candidate_of(const environment& e) noexcept { return e.found_; }

/// A place that the search looks at.
struct environment_source {
    const char* name;
    std::optional<std::string> (*path)(const settings& s);
    candidate (*judge)(const std::string& path);
    environment_kind kind;
    bool is_variable = false;  ///< skipped when environment variables do not count
    bool is_demand = false;    ///< was named to be used: when it does not fit, the search ends with an error
};

template <std::optional<std::string> settings::* Setting>
std::optional<std::string> setting(const settings& s)
{
    return s.*Setting;
}

/// What PYTHONHOME names; of `prefix:exec_prefix` the first.
inline std::optional<std::string> home_variable(const settings&)
{
    const std::optional<std::string> value = files::variable("PYTHONHOME");
    return value ? std::optional{value->substr(0, value->find(files::list_separator))} : std::nullopt;
}

inline std::optional<std::string> built_with(const settings&)
{
#if defined(PYHOST_DETAIL_BUILT_WITH_EXECUTABLE)
    return PYHOST_DETAIL_BUILT_WITH_EXECUTABLE;
#else
    return std::nullopt;
#endif
}

inline std::optional<std::string> around_library(const settings&)
{
    std::string file = library_file();
    return file.empty() ? std::nullopt : std::optional{std::move(file)};
}

inline std::optional<std::string> venv_variable(const settings&) { return files::variable("VIRTUAL_ENV"); }
inline std::optional<std::string> conda_variable(const settings&) { return files::variable("CONDA_PREFIX"); }

/// The order of the search.
// clang-format off
inline constexpr environment_source environment_sources[] = {
    {.name = "config::executable", .path = setting<&settings::executable>, .judge = judge_executable, .kind = environment_kind::executable, .is_demand = true},
    {.name = "config::venv", .path = setting<&settings::venv>, .judge = judge_venv, .kind = environment_kind::venv, .is_demand = true},
    {.name = "config::home", .path = setting<&settings::home>, .judge = judge_home, .kind = environment_kind::home, .is_demand = true},
    {.name = "PYTHONHOME", .path = home_variable, .judge = judge_home, .kind = environment_kind::home, .is_variable = true, .is_demand = true},
    {.name = "VIRTUAL_ENV", .path = venv_variable, .judge = judge_venv, .kind = environment_kind::venv, .is_variable = true},
    {.name = "CONDA_PREFIX", .path = conda_variable, .judge = judge_home, .kind = environment_kind::conda, .is_variable = true},
    {.name = "built-with", .path = built_with, .judge = judge_executable, .kind = environment_kind::built_with},
    {.name = "libpython", .path = around_library, .judge = judge_library, .kind = environment_kind::library},
};
// clang-format on

/// One search: its trace, and the errors that end it.
class environment_search {
public:
    explicit environment_search(const settings& s) : settings_{s} {}

    environment run()
    {
        check_library();
        if (settings_.venv && (settings_.home || settings_.executable))
            throw startup_error{"start: config::venv is given together with config::home or config::executable; give the one to use"};
        for (const environment_source& source : environment_sources)
            if (std::optional<candidate> found = try_source(source)) return {source.kind, std::move(*found), std::move(trace_)};
        throw startup_error{nothing_found()};
    }

private:
    std::optional<candidate> try_source(const environment_source& source)
    {
        if (source.is_variable && !settings_.environment) return note(source.name, ": not looked at, since environment(false)");
        if (source.kind == environment_kind::executable && settings_.home) return std::nullopt;  // it goes with that home
        const std::optional<std::string> path = source.path(settings_);
        if (!path && source.is_demand && !source.is_variable) return std::nullopt;
        if (!path) return note(source.name, source.is_variable ? ": not set" : ": not known");

        candidate found = judge(source, *path);
        const std::string name = std::string{source.name} + " '" + files::shown(*path) + "'";
        if (found.refusal.empty()) {
            note(name, ": taken");
            return found;
        }
        note(name, ": " + found.refusal);
        if (!source.is_demand) return std::nullopt;
        throw startup_error{"start: " + name + " cannot be used: " + found.refusal + " (" + found.where + "); " + found.advice};
    }

    [[nodiscard]] candidate judge(const environment_source& source, const std::string& path) const
    {
        if (path.empty() || path.find('\0') != std::string::npos)
            return refused(path.empty() ? "the path is empty" : "the path contains a NUL character", source.name, "name a path");
        candidate found = source.judge(files::absolute(path));
        if (!found.refusal.empty() || source.kind != environment_kind::home || !settings_.executable) return found;
        found.executable = found.base_executable = files::absolute(*settings_.executable);
        if (files::may_run(found.executable)) return found;
        return refused("config::executable is not a program that this user may run", found.executable,
                       "name the python program of that home, or leave it out");
    }

    std::nullopt_t note(std::string_view name, std::string_view what)
    {
        trace_.push_back(std::string{name}.append(what));
        return std::nullopt;
    }

    [[nodiscard]] std::string nothing_found() const
    {
        std::string text = "start: no Python " + wanted_version() + " found for this program";
        for (const std::string& line : trace_) text += "\n  tried: " + line;
        return text + "\n  do: install Python " + wanted_version() + ", or name one with config::home, config::venv or config::executable";
    }

    const settings& settings_;
    std::vector<std::string> trace_;
};

}  // namespace detail

inline environment find_environment(const config& settings) { return detail::environment_search{detail::settings_of(settings)}.run(); }

}  // namespace pyhost::inline v0
