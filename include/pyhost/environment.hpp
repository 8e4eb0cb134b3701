// SPDX-License-Identifier: MIT
// Which Python installation a program uses, and the search for it, explained step by step.
#pragma once

#include <pyhost/config.hpp>
#include <pyhost/detail/candidate.hpp>

#if PYHOST_DETAIL_BODIES
#include <pyhost/detail/environment_sources.hpp>
#include <pyhost/detail/start_checks.hpp>

#include <optional>
#endif
#include <string>
#include <utility>
#include <vector>

namespace pyhost::inline v0 {

class environment;

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
    [[nodiscard]] std::string version() const;

    /// What it is: "conda environment 'x'", "venv made by uv 0.5.1"; empty when nothing tells.
    [[nodiscard]] std::string description() const { return found_.description; }

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
/// First what the config names; then, when environment variables count, PYTHONHOME and VIRTUAL_ENV; the nearest .venv, when
/// the config asks for it; CONDA_PREFIX, when variables count; then the python that the program was built with, and the
/// installation around libpython.
/// Needs: nothing, no interpreter either. Throws: startup_error when none fits, or when one that was asked for does not.
environment find_environment(const config& settings = {});

namespace detail {

inline const candidate& candidate_of(const environment& e) noexcept { return e.found_; }

}  // namespace detail
}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

/// One search: its trace, and the errors that end it.
class environment_search {
public:
    explicit environment_search(const settings& s) : settings_{s} {}

    environment run()
    {
        std::optional<environment> found = first_that_fits();
        if (found) return std::move(*found);
        std::string text = "start: " + absence();
        for (const std::string& line : trace_) text += "\n  tried: " + line;
        throw startup_error{text + "\n  do: " + advice()};
    }

    /// Nothing when no source has one that fits. Throws: startup_error when one that was asked for does not.
    std::optional<environment> first_that_fits()
    {
        check_library();
        if (settings_.venv && (settings_.home || settings_.executable))
            throw startup_error{"start: config::venv is given together with config::home or config::executable; give the one to use"};
        for (const environment_source& source : environment_sources)
            if (std::optional<candidate> found = try_source(source)) return environment{source.kind, std::move(*found), trace_};
        return std::nullopt;
    }

    [[nodiscard]] const std::vector<std::string>& trace() const noexcept { return trace_; }
    [[nodiscard]] static std::string absence() { return "no Python " + wanted_version() + " found for this program"; }
    [[nodiscard]] static std::string advice()
    {
        return "install Python " + wanted_version() + ", or name one with config::home, config::venv or config::executable";
    }

private:
    std::optional<candidate> try_source(const environment_source& source)
    {
        if (source.is_variable && !settings_.environment) return note(source.name, ": not looked at, since environment(false)");
        if (source.kind == environment_kind::executable && settings_.home) return std::nullopt;  // it goes with that home
        const places found = source.find(settings_);
        if (const std::string absence = source.absence(settings_); found.empty() && !absence.empty())
            return note(source.name, ": " + absence);
        for (const std::string& path : found)
            if (std::optional<candidate> one = try_place(source, path)) return one;
        return std::nullopt;
    }

    std::optional<candidate> try_place(const environment_source& source, const std::string& path)
    {
        candidate found = judge(source, path);
        const std::string name = std::string{source.name} + " '" + files::shown(path) + "'";
        if (found.refusal.empty()) {
            note(name, found.description.empty() ? ": taken" : ": taken (" + found.description + ")");
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

    const settings& settings_;
    std::vector<std::string> trace_;
};

}  // namespace pyhost::inline v0::detail

namespace pyhost::inline v0 {

PYHOST_DETAIL_BODY std::string environment::version() const { return detail::loaded_version(); }

PYHOST_DETAIL_BODY environment find_environment(const config& settings)
{
    return detail::environment_search{detail::settings_of(settings)}.run();
}

}  // namespace pyhost::inline v0

#endif
