// SPDX-License-Identifier: MIT
// A module of Python that is defined in C++: functions with named parameters, constants, submodules.
#pragma once

#include <pyhost/config.hpp>
#include <pyhost/expose/detail/module_record.hpp>
#include <pyhost/expose/detail/overload.hpp>

#include <source_location>
#include <string>
#include <string_view>

namespace pyhost::inline v0 {
namespace detail {

/// The name of a function, and where it is given.
struct def_name {
    template <class Text>
        requires std::convertible_to<const Text&, std::string_view>
    def_name(const Text& name, const std::source_location& at = std::source_location::current())  // NOLINT(google-explicit-constructor)
        : text{std::string_view{name}}, where{at.file_name(), static_cast<int>(at.line())}
    {
    }
    std::string text;
    source_place where;
};

}  // namespace detail

/// A module of Python with functions and constants of C++: `py::module_def host{"host"}; host.def("scale", f, "x"_a, "by"_a = 2.0);`.
///
/// Define it before or after the start; then give it to config::modules() or to interpreter::add(), and Python code says `import host`. It
/// is made anew in each run. What is added to a definition later is not in modules that are made already. Copies are definitions of the
/// same module. Needs: nothing to define; it is not for several threads at once.
class module_def {
public:
    /// Throws: std::invalid_argument for what is no name in Python; a module in another is made by submodule().
    explicit module_def(std::string_view name, std::string_view doc = {})
        : record_{detail::shared_value::of(detail::module_record{.name = std::string{name}, .doc = std::string{doc}})}
    {
        detail::check_name("a module", record().name);
    }

    /// Adds a function: any callable of C++ with one signature. Python calls it on whatever thread it runs.
    ///
    /// Behind it come, for each parameter, `"x"_a`, or `"x"_a = value` where it may be left out; a docstring; py::releases_gil. Without
    /// names its parameters are positional-only. A parameter of type py::args or py::kwargs takes what the others leave. A second function
    /// of the same name is an overload: the first is called whose parameters are of exactly the types of the arguments, else the first
    /// that they convert to. Errors of arguments are worded as Python's.
    /// Lifetime: the definition keeps `f`, and so does each function of a module that is made of it. What `f` captures of Python belongs to
    /// one run; capture a py::ref for more. Throws: std::invalid_argument for a required parameter behind a default, two parameters of one
    /// name, and what is no name in Python.
    template <class F, class... Extra>
    module_def& def(const detail::def_name& name, F&& f, const Extra&... extra)
    {
        detail::overload_record made = detail::overload_of<std::decay_t<F>>(std::forward<F>(f), name.where, extra...);
        detail::check_name("a function", name.text);
        detail::check_overload(name.text, made);
        detail::function_named(record(), name.text).overloads.push_back(std::move(made));
        return *this;
    }

    /// Adds a constant: any value that converts to Python, anew in each run.
    template <class T>
    module_def& value(std::string_view name, T constant)
    {
        using kept = typename detail::kept_value<T>::type;
        detail::check_name("a constant", std::string{name});
        record().constants.push_back({std::string{name}, type_hint<kept>(), detail::shared_value::of<kept>(kept(std::move(constant))),
                                      [](const void* value)
                                          PYHOST_NEEDS_GIL { return detail::new_value(*static_cast<const kept*>(value)); }});
        return *this;
    }

    /// A module in this one, `host.stats` for "stats"; define it like any other. The same again for the same name.
    module_def submodule(std::string_view name, std::string_view doc = {})
    {
        const std::string last{name};
        detail::check_name("a module", last);
        return module_def{detail::submodule_named(record(), last, std::string{doc})};
    }

    /// The text of a stub file for type checkers and editors: host.pyi, or host/__init__.pyi beside those of its submodules.
    ///
    /// Defaults are told while an interpreter runs, else they are "...".
    [[nodiscard]] std::string stub() const { return detail::stub_of_module(record()); }

    /// For config::modules() and interpreter::add().
    operator detail::module_registration() const  // NOLINT(google-explicit-constructor): modules({host})
    {
        return {record().name, detail::shared_value::of<detail::shared_value>(record_),
                [](const void* kept) PYHOST_NEEDS_GIL { return detail::create_module(*static_cast<const detail::shared_value*>(kept)); }};
    }

private:
    explicit module_def(detail::shared_value record) noexcept : record_{std::move(record)} {}

    detail::module_record& record()
    {
        return *const_cast<detail::module_record*>(static_cast<const detail::module_record*>(record_.get()));
    }
    [[nodiscard]] const detail::module_record& record() const { return *static_cast<const detail::module_record*>(record_.get()); }

    detail::shared_value record_;
};

}  // namespace pyhost::inline v0
