// SPDX-License-Identifier: MIT
// How the interpreter starts: a chain of settings; and startup_error, when it does not.
#pragma once

#include <pyhost/detail/config_values.hpp>
#include <pyhost/detail/startup_error.hpp>

#if PYHOST_DETAIL_BODIES
#include <pyhost/detail/settings.hpp>
#endif

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

namespace pyhost::inline v0 {

/// How the interpreter starts. Settings chain, on a named config and on a temporary: `config{}.venv(".venv").argv(argc, argv)`.
///
/// Paths are anything that converts to std::string_view, or std::filesystem::path; relative ones count from the
/// directory that is current at the start. Nothing is looked at before the start.
class config {
public:
    class isolated;

    config() noexcept = default;
    config(const config& other);
    config(config&& other) noexcept : settings_{std::exchange(other.settings_, nullptr)} {}
    config& operator=(config other) noexcept
    {
        std::swap(settings_, other.settings_);
        return *this;
    }
    ~config();

    /// The prefix of the Python installation to use: the directory that holds lib/pythonX.Y.
    config& home(detail::path_text path) &;
    config home(detail::path_text path) && { return moved(home(std::move(path))); }

    /// The python program to use, an installation's or a virtual environment's; it becomes sys.executable.
    config& executable(detail::path_text path) &;
    config executable(detail::path_text path) && { return moved(executable(std::move(path))); }

    /// The virtual environment to use: the directory that holds pyvenv.cfg.
    config& venv(detail::path_text path) &;
    config venv(detail::path_text path) && { return moved(venv(std::move(path))); }

    /// Whether to look for a virtual environment named `.venv` in the directory of the program's file, links followed, and in
    /// those above it; off by default, since whoever may write to one of them chooses the Python. It comes after VIRTUAL_ENV
    /// and before CONDA_PREFIX. One that does not fit is passed over: with it or without it the program starts.
    config& nearest_venv(detail::only_bool on) &;
    config nearest_venv(detail::only_bool on) && { return moved(nearest_venv(on)); }

    /// The program's own name: sys.argv[0] when no argv is given.
    config& program_name(std::string name) &;
    config program_name(std::string name) && { return moved(program_name(std::move(name))); }

    /// Puts a directory or zip file in front of sys.path; several keep the order in which they are given.
    config& module_path(detail::path_text path) &;
    config module_path(detail::path_text path) && { return moved(module_path(std::move(path))); }

    /// Modules defined in C++ (expose/module_def.hpp), importable from the start.
    config& modules(std::initializer_list<detail::module_registration> added) &;
    config modules(std::initializer_list<detail::module_registration> added) && { return moved(modules(added)); }

    /// sys.argv, as main received it.
    config& argv(int count, const char* const* values) &;
    config argv(int count, const char* const* values) && { return moved(argv(count, values)); }

    /// sys.argv, the program first.
    config& argv(std::vector<std::string> values) &;
    config argv(std::vector<std::string> values) && { return moved(argv(std::move(values))); }

    /// Whether environment variables count: VIRTUAL_ENV, CONDA_PREFIX and Python's own PYTHON*; on by default.
    config& environment(detail::only_bool on) &;
    config environment(detail::only_bool on) && { return moved(environment(on)); }

    /// Whether the site module is imported, which finds site-packages; on by default.
    config& site(detail::only_bool on) &;
    config site(detail::only_bool on) && { return moved(site(on)); }

    /// Whether Python installs its signal handlers, Ctrl-C as KeyboardInterrupt among them; off by default.
    ///
    /// Off, the host's handlers stay, also when Python code imports signal; what Python code asks for with signal.signal it
    /// gets. SIGPIPE's default action stays too, and ends the program when Python code writes to a closed socket, so ignore
    /// it. On, SIGINT raises KeyboardInterrupt in the Python code of the thread that started the interpreter (elsewhere
    /// check_signals() does), unless the host has a handler of SIGINT already; SIGPIPE and SIGXFSZ are ignored from then
    /// on. At the end each signal that Python handles goes back to what it was before the start.
    config& signal_handlers(detail::only_bool on) &;
    config signal_handlers(detail::only_bool on) && { return moved(signal_handlers(on)); }

    /// Whether Python uses UTF-8 for files, names and streams whatever the locale (PEP 540); on by default.
    config& utf8(detail::only_bool on) &;
    config utf8(detail::only_bool on) && { return moved(utf8(on)); }

    /// Python's development mode (`-X dev`); off unless PYTHONDEVMODE counts.
    config& dev_mode(detail::only_bool on) &;
    config dev_mode(detail::only_bool on) && { return moved(dev_mode(on)); }

    /// Whether Python prints the stacks of a crash (`-X faulthandler`), which takes SIGSEGV and its like until the
    /// end; off unless PYTHONFAULTHANDLER or the development mode says otherwise.
    config& faulthandler(detail::only_bool on) &;
    config faulthandler(detail::only_bool on) && { return moved(faulthandler(on)); }

    /// Adds a `-X` option of Python: "importtime", "frozen_modules=off".
    config& x_option(std::string option) &;
    config x_option(std::string option) && { return moved(x_option(std::move(option))); }

    /// How long the end waits for guards and threads: any std::chrono duration; 10 seconds by default.
    template <detail::duration_like Duration>
    config& shutdown_timeout(Duration limit) &
    {
        return wait_at_most(detail::milliseconds_of(limit));
    }
    template <detail::duration_like Duration>
    config shutdown_timeout(Duration limit) &&
    {
        return moved(shutdown_timeout(limit));
    }

private:
    friend const detail::settings& detail::settings_of(const config&) noexcept;

    detail::settings& own();
    template <class Field, class Value>
    config& set(Field detail::settings::* field, Value&& value);
    config& wait_at_most(std::int64_t milliseconds) &;
    static config moved(config& chain) { return std::move(chain); }

    detail::settings* settings_ = nullptr;  // null: all as they are by default
};

/// A config that reads no environment variable and no user site-packages, as `python -I` does.
///
/// A class, not a static function: so `config{}.venv(path).isolated()`, which would drop the venv, does not compile.
class config::isolated : public config {
public:
    isolated();
};

}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0 {

PYHOST_DETAIL_BODY const detail::settings& detail::settings_of(const config& c) noexcept
{
    static const settings defaults;
    return c.settings_ != nullptr ? *c.settings_ : defaults;
}

PYHOST_DETAIL_BODY config::config(const config& other)
    : settings_{other.settings_ != nullptr ? new detail::settings{*other.settings_} : nullptr}
{
}
PYHOST_DETAIL_BODY config::~config() { delete settings_; }

PYHOST_DETAIL_BODY config::isolated::isolated()
{
    own().isolated = true;
    own().environment = false;
}

/// The settings to change; made for the first change.
PYHOST_DETAIL_BODY detail::settings& config::own()
{
    if (settings_ == nullptr) settings_ = new detail::settings;
    return *settings_;
}

template <class Field, class Value>
config& config::set(Field detail::settings::* field, Value&& value)
{
    own().*field = std::forward<Value>(value);
    return *this;
}

PYHOST_DETAIL_BODY config& config::home(detail::path_text path) & { return set(&detail::settings::home, std::move(path.text)); }
PYHOST_DETAIL_BODY config& config::executable(detail::path_text path) & { return set(&detail::settings::executable, std::move(path.text)); }
PYHOST_DETAIL_BODY config& config::venv(detail::path_text path) & { return set(&detail::settings::venv, std::move(path.text)); }
PYHOST_DETAIL_BODY config& config::nearest_venv(detail::only_bool on) & { return set(&detail::settings::nearest_venv, on.value); }
PYHOST_DETAIL_BODY config& config::program_name(std::string name) & { return set(&detail::settings::program_name, std::move(name)); }
PYHOST_DETAIL_BODY config& config::module_path(detail::path_text path) &
{
    own().module_path.push_back(std::move(path.text));
    return *this;
}
PYHOST_DETAIL_BODY config& config::modules(std::initializer_list<detail::module_registration> added) &
{
    own().modules.insert(own().modules.end(), added.begin(), added.end());
    return *this;
}
PYHOST_DETAIL_BODY config& config::argv(int count, const char* const* values) &
{
    own().argv.emplace(values, values + count);
    return *this;
}
PYHOST_DETAIL_BODY config& config::argv(std::vector<std::string> values) & { return set(&detail::settings::argv, std::move(values)); }
PYHOST_DETAIL_BODY config& config::environment(detail::only_bool on) & { return set(&detail::settings::environment, on.value); }
PYHOST_DETAIL_BODY config& config::site(detail::only_bool on) & { return set(&detail::settings::site, on.value); }
PYHOST_DETAIL_BODY config& config::signal_handlers(detail::only_bool on) & { return set(&detail::settings::signal_handlers, on.value); }
PYHOST_DETAIL_BODY config& config::utf8(detail::only_bool on) & { return set(&detail::settings::utf8, on.value); }
PYHOST_DETAIL_BODY config& config::dev_mode(detail::only_bool on) & { return set(&detail::settings::dev_mode, on.value); }
PYHOST_DETAIL_BODY config& config::faulthandler(detail::only_bool on) & { return set(&detail::settings::faulthandler, on.value); }
PYHOST_DETAIL_BODY config& config::x_option(std::string option) &
{
    own().x_options.push_back(std::move(option));
    return *this;
}
PYHOST_DETAIL_BODY config& config::wait_at_most(std::int64_t milliseconds) &
{
    return set(&detail::settings::shutdown_timeout_ms, milliseconds);
}

}  // namespace pyhost::inline v0

#endif
