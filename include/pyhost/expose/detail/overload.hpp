// SPDX-License-Identifier: MIT
// The record of a function, made of a callable and of what def() was told of it.
#pragma once

#include <pyhost/expose/detail/exposed_call.hpp>
#include <pyhost/expose/type_hint.hpp>

#include <string_view>

namespace pyhost::inline v0::detail {

/// What stands behind the function in def(): names of parameters, names with a default, a docstring, options.
template <fixed_text Name>
void add_extra(overload_record& to, std::size_t& named, const keyword_name<Name>&)
{
    parameter_record& one = to.parameters[named++];
    one.name = Name.characters;
    if (one.kind == parameter_kind::positional_only) one.kind = parameter_kind::positional;
}
template <fixed_text Name, class T>
void add_extra(overload_record& to, std::size_t& named, const keyword<Name, T>& given)
{
    using value = std::conditional_t<std::is_array_v<std::remove_cvref_t<T>>, std::string, std::remove_cvref_t<T>>;
    static_assert(!is_object_type<value>, "pyhost: the default of a parameter is a value of C++; a Python object belongs to one run");
    parameter_record& one = to.parameters[named++];
    one.name = Name.characters;
    one.default_value = shared_value::of<value>(value(given.value));
    one.make_default = [](const void* kept) PYHOST_NEEDS_GIL { return new_value(*static_cast<const value*>(kept)); };
    if (one.kind == parameter_kind::positional_only) one.kind = parameter_kind::positional;
}
inline void add_extra(overload_record& to, std::size_t&, std::string_view doc) { to.doc = doc; }
inline void add_extra(overload_record&, std::size_t&, releases_gil_t) {}

template <class T>
inline constexpr bool is_parameter_name = is_keyword<T>;
template <fixed_text Name>
inline constexpr bool is_parameter_name<keyword_name<Name>> = true;

/// The parameters of a signature, without their names.
template <class R, class... A>
void add_parameters(overload_record& to, std::type_identity<R(A...)>)
{
    constexpr bool is_rest[] = {std::same_as<std::remove_cvref_t<A>, args>..., false};
    constexpr bool is_options[] = {std::same_as<std::remove_cvref_t<A>, kwargs>..., false};
    const std::string hints[] = {type_hint<A>()..., ""};
    bool is_behind_rest = false;
    for (std::size_t i = 0; i < sizeof...(A); ++i) {
        const auto kind = is_rest[i]       ? parameter_kind::rest
                          : is_options[i]  ? parameter_kind::options
                          : is_behind_rest ? parameter_kind::keyword_only
                                           : parameter_kind::positional_only;
        is_behind_rest = is_behind_rest || is_rest[i];
        const std::string name = is_rest[i] ? "args" : is_options[i] ? "kwargs" : "arg" + std::to_string(i + 1);
        to.parameters.push_back({.name = name, .kind = kind, .hint = hints[i]});
    }
    to.result_hint = type_hint<R>();
}

/// Whether *args is followed by nothing but keyword-only parameters, and **kwargs by nothing.
template <class R, class... A>
consteval bool are_in_order(std::type_identity<R(A...)>)
{
    bool seen_rest = false, seen_options = false, in_order = true;
    ((in_order = in_order && !seen_options && !(seen_rest && std::same_as<std::remove_cvref_t<A>, args>),
      seen_rest = seen_rest || std::same_as<std::remove_cvref_t<A>, args>,
      seen_options = seen_options || std::same_as<std::remove_cvref_t<A>, kwargs>),
     ...);
    return in_order;
}

template <class R, class... A>
consteval std::size_t count_named(std::type_identity<R(A...)>)
{
    return (std::size_t{0} + ... +
            std::size_t{!std::same_as<std::remove_cvref_t<A>, args> && !std::same_as<std::remove_cvref_t<A>, kwargs>});
}

template <class R, class... A>
consteval bool has_objects(std::type_identity<R(A...)>)
{
    return is_object_type<std::remove_cvref_t<R>> || (is_object_type<std::remove_cvref_t<A>> || ...);
}

/// Skips *args and **kwargs, which have names of their own.
template <class... Extra>
void name_parameters(overload_record& to, const Extra&... extra)
{
    std::size_t named = 0;
    [[maybe_unused]] const auto add = [&](const auto& one) {
        while (named < to.parameters.size() &&
               (to.parameters[named].kind == parameter_kind::rest || to.parameters[named].kind == parameter_kind::options))
            ++named;
        add_extra(to, named, one);
    };
    (add(extra), ...);
}

/// Throws when a parameter without a default stands behind one with a default.
void check_defaults(const exposed_record& function);

template <class F, class... Extra>
overload_record overload_of(F f, const source_place& where, const Extra&... extra)
{
    static_assert(native_callable<F>, "pyhost: a callable needs one signature; a generic lambda or an overloaded call operator has none; "
                                      "write the types of its parameters, or pass a lambda that does");
    using signature = std::type_identity<typename signature_of<F>::type>;
    constexpr bool releases = (std::same_as<Extra, releases_gil_t> || ...);
    constexpr std::size_t names = (std::size_t{0} + ... + std::size_t{is_parameter_name<Extra>});
    static_assert(names == 0 || names == count_named(signature{}),
                  "pyhost: name all parameters of the function or none: \"x\"_a for each, \"x\"_a = value where it may be left out");
    static_assert(are_in_order(signature{}),
                  "pyhost: py::args stands before keyword-only parameters, and py::kwargs is the last parameter");
    static_assert(!releases || !has_objects(signature{}), "pyhost: a function that runs detached (py::releases_gil) takes and returns no "
                                                          "Python objects");
    using call = exposed_call<F, typename signature::type, releases>;
    keep_binary<&call::invoke>();
    overload_record made{.callable = shared_value::of<F>(std::move(f)), .invoke = &call::invoke, .attempt_call = &call::attempt_call};
    made.where = where;
    add_parameters(made, signature{});
    name_parameters(made, extra...);
    return made;
}

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

#include <stdexcept>

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY void check_defaults(const exposed_record& function)
{
    bool has_default = false;
    for (const parameter_record& one : function.overloads.back().parameters) {
        if (one.kind != parameter_kind::positional && one.kind != parameter_kind::positional_only) continue;
        if (has_default && one.make_default == nullptr)
            throw std::invalid_argument("module_def: parameter '" + one.name + "' of " + function.name +
                                        "() has no default and stands behind one that has; give it one, or put it before");
        has_default = one.make_default != nullptr;
    }
}

}  // namespace pyhost::inline v0::detail

#endif
