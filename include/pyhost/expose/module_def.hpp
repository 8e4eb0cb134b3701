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
    explicit module_def(std::string_view name, std::string_view doc = {})
        : record_{detail::shared_value::of(detail::module_record{.name = std::string{name}, .doc = std::string{doc}})}
    {
    }

    /// Adds a function: any callable of C++ with one signature. Python calls it on whatever thread it runs.
    ///
    /// Behind it come, for each parameter, `"x"_a`, or `"x"_a = value` where it may be left out; a docstring; py::releases_gil. Without
    /// names its parameters are positional-only. A parameter of type py::args or py::kwargs takes what the others leave. A second function
    /// of the same name is an overload: the first is called whose parameters are of exactly the types of the arguments, else the first
    /// that they convert to. Errors of arguments are worded as Python's.
    /// Lifetime: Python keeps `f` as long as the function lives. Throws: std::invalid_argument for a required parameter behind a default.
    template <class F, class... Extra>
    module_def& def(const detail::def_name& name, F&& f, const Extra&... extra)
    {
        detail::exposed_record& function = detail::function_named(record(), name.text);
        function.overloads.push_back(detail::overload_of<std::decay_t<F>>(std::forward<F>(f), name.where, extra...));
        detail::check_defaults(function);
        return *this;
    }

    /// Adds a constant: any value that converts to Python, anew in each run.
    template <class T>
    module_def& value(std::string_view name, T constant)
    {
        using kept = std::conditional_t<std::is_convertible_v<T, const char*>, std::string, T>;
        static_assert(!detail::is_object_type<kept>, "pyhost: a constant is a value of C++; a Python object belongs to one run");
        record().constants.push_back({std::string{name}, type_hint<kept>(), detail::shared_value::of<kept>(kept(std::move(constant))),
                                      [](const void* value)
                                          PYHOST_NEEDS_GIL { return detail::new_value(*static_cast<const kept*>(value)); }});
        return *this;
    }

    /// A module in this one, `host.stats` for "stats"; define it like any other.
    [[nodiscard]] module_def submodule(std::string_view name, std::string_view doc = {})
    {
        module_def made{record().name + "." + std::string{name}, doc};
        record().submodules.push_back(made.record_);
        return made;
    }

    /// The text of a stub file (.pyi) for type checkers and editors. Defaults are told while an interpreter runs, else they are "...".
    [[nodiscard]] std::string stub() const { return detail::stub_of_module(record()); }

    /// For config::modules() and interpreter::add().
    operator detail::module_registration() const  // NOLINT(google-explicit-constructor): modules({host})
    {
        return {record().name, detail::shared_value::of<detail::shared_value>(record_),
                [](const void* kept) PYHOST_NEEDS_GIL { return detail::create_module(*static_cast<const detail::shared_value*>(kept)); }};
    }

private:
    detail::module_record& record()
    {
        return *const_cast<detail::module_record*>(static_cast<const detail::module_record*>(record_.get()));
    }
    [[nodiscard]] const detail::module_record& record() const { return *static_cast<const detail::module_record*>(record_.get()); }

    detail::shared_value record_;
};

}  // namespace pyhost::inline v0
