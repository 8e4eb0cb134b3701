// SPDX-License-Identifier: MIT
// What a start would use, or why it would fail, as text for people; nothing is started.
#pragma once

#include <pyhost/environment.hpp>

#include <string>

#if PYHOST_DETAIL_BODIES
#include <optional>
#include <string_view>
#include <utility>
#include <vector>
#endif

namespace pyhost::inline v0 {

/// What a start with this config would look at and take, and the variables that it would heed, line by line; or why it would
/// fail, and what to do.
///
/// For a `--doctor` of your program: users send this text with their question. `python -m pyhost doctor` prints the same for
/// the same situation. Needs: nothing, no interpreter either; starts nothing. Throws: nothing but std::bad_alloc.
std::string diagnose(const config& settings = {});

}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0 {
namespace detail {

/// The environment variables that CPython may heed, `NAME=value`, sorted; PYTHONHOME is in the search.
inline std::vector<std::string> python_variables()
{
    std::vector<std::string> found;
    for (std::string& one : files::variables()) {
        if (!one.starts_with("PYTHON") || one.starts_with("PYTHONHOME=") || one.ends_with('=')) continue;
        auto at = found.begin();
        while (at != found.end() && *at < one) ++at;
        found.insert(at, std::move(one));
    }
    return found;
}

/// One diagnosis: the search, what was found, and what stands against it.
class diagnosis {
public:
    explicit diagnosis(const settings& s) : settings_{s} {}

    std::string text()
    {
        line("Python " + loaded_version() + " of " + library_file());
        environment_search search{settings_};
        std::optional<environment> found;
        std::string failure;
        try {
            found = search.first_that_fits();
            if (!found) failure = environment_search::absence() + "; " + environment_search::advice();
            if (found) check_start(*found);
        } catch (const startup_error& e) {
            failure = std::string_view{e.what()}.substr(std::string_view{"start: "}.size());
        }
        line("search:");
        for (const std::string& one : search.trace()) line("  " + one);
        if (settings_.environment) tell_variables();
        if (found) tell(*found);
        line(failure.empty() ? "a start would succeed, as far as files tell" : "a start would fail: " + failure);
        return std::move(text_);
    }

private:
    void check_start(const environment& found) const
    {
        check_settings(settings_);
        if (settings_.environment) check_python_path(candidate_of(found));
    }

    void tell_variables()
    {
        const std::vector<std::string> set = python_variables();
        if (set.empty()) return;
        line("variables:");
        for (const std::string& one : set) line("  " + one);
    }

    void tell(const environment& found)
    {
        line("found:");
        line("  sys.executable: " + (found.executable().empty() ? "none, so Python code cannot start a Python" : found.executable()));
        line("  sys.prefix: " + found.prefix());
        line("  sys.base_prefix: " + found.home());
        line("  standard library: " + candidate_of(found).stdlib);
    }

    void line(const std::string& one) { text_.append(one).append("\n"); }

    const settings& settings_;
    std::string text_;
};

}  // namespace detail

PYHOST_DETAIL_BODY std::string diagnose(const config& settings) { return detail::diagnosis{detail::settings_of(settings)}.text(); }

}  // namespace pyhost::inline v0

#endif
