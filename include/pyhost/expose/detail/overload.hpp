// SPDX-License-Identifier: MIT
// The record of a function, made of a callable and of what def() was told of it.
#pragma once

#include <pyhost/expose/detail/exposed_call.hpp>
#include <pyhost/expose/type_hint.hpp>

#include <string_view>

namespace pyhost::inline v0::detail {

/// Python objects, and containers of them; refs are for more than one run.
template <class T>
inline constexpr bool holds_objects = is_object_type<T>;
template <template <class...> class Template, class... A>
inline constexpr bool holds_objects<Template<A...>> = is_object_type<Template<A...>> || (holds_objects<A> || ...);
template <class T>
inline constexpr bool holds_objects<ref<T>> = false;

/// What a default or a constant is kept as over the runs: text as std::string, whatever it was.
template <class T>
struct kept_value {
    static_assert(!std::same_as<T, std::nullptr_t>, "pyhost: a null pointer is no value of Python; write std::nullopt for None");
    using type = std::conditional_t<std::is_convertible_v<const T&, std::string_view>, std::string, T>;
    static_assert(!holds_objects<type>,
                  "pyhost: a default or a constant of a module is a value of C++, since a Python object belongs to one "
                  "run of the interpreter; write std::nullopt for None, a std::vector for a list");
    static_assert(!is_view<type>, "pyhost: a default or a constant of a module owns what it shows; write a std::vector for a std::span");
};

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
    using value = typename kept_value<std::decay_t<T>>::type;
    parameter_record& one = to.parameters[named++];
    one.name = Name.characters;
    one.default_value = shared_value::of<value>(value(given.value));
    one.make_default = [](const void* kept) PYHOST_NEEDS_GIL { return new_value(*static_cast<const value*>(kept)); };
    if (one.kind == parameter_kind::positional_only) one.kind = parameter_kind::positional;
}
template <class Extra>
void add_extra(overload_record& to, std::size_t&, const Extra& extra)
{
    constexpr bool is_doc = std::is_convertible_v<const Extra&, std::string_view>;
    static_assert(is_doc || std::same_as<Extra, releases_gil_t>,
                  "pyhost: behind the function of a def() stand names (\"x\"_a, \"x\"_a = value), one docstring, py::releases_gil");
    if constexpr (is_doc) to.doc = extra;
}

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
    const std::string hints[] = {argument_hint<A>()..., ""};
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
    return holds_objects<std::remove_cvref_t<R>> || (holds_objects<std::remove_cvref_t<A>> || ...);
}

/// Whether a parameter stands behind *args, which can be given by its name alone.
template <class R, class... A>
consteval bool has_keyword_only(std::type_identity<R(A...)>)
{
    bool seen_rest = false, found = false;
    ((found = found || (seen_rest && !std::same_as<std::remove_cvref_t<A>, kwargs>),
      seen_rest = seen_rest || std::same_as<std::remove_cvref_t<A>, args>),
     ...);
    return found;
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

/// Throws when a parameter without a default stands behind one with a default, and for names that Python does not allow.
void check_overload(const std::string& function, const overload_record& one);

/// Throws when Python does not allow this as a name of its own.
void check_name(std::string_view what, const std::string& name);

template <class F, class... Extra>
overload_record overload_of(F f, const source_place& where, const Extra&... extra)
{
    static_assert(!std::is_member_pointer_v<F>,
                  "pyhost: a method needs an object; write py::bound(&object, &type::method), or a lambda that "
                  "calls it");
    static_assert(native_callable<F>, "pyhost: a callable needs one signature; a generic lambda or an overloaded call operator has none; "
                                      "write the types of its parameters, or pass a lambda that does");
    using signature = std::type_identity<typename signature_of<F>::type>;
    constexpr bool releases = (std::same_as<Extra, releases_gil_t> || ...);
    constexpr auto names = (std::size_t{0} + ... + std::size_t{is_parameter_name<Extra>});
    static_assert(names == 0 || names == count_named(signature{}),
                  "pyhost: name all parameters of the function or none: \"x\"_a for each, \"x\"_a = value where it may be left out");
    static_assert(names != 0 || !has_keyword_only(signature{}),
                  "pyhost: parameters behind py::args are given by name; name all parameters");
    static_assert((0 + ... + int{std::is_convertible_v<const Extra&, std::string_view>}) <= 1,
                  "pyhost: a function has one docstring; write \"x\"_a for the name of a parameter");
    static_assert(are_in_order(signature{}),
                  "pyhost: py::args stands before keyword-only parameters, and py::kwargs is the last parameter");
    static_assert(!releases || !has_objects(signature{}), "pyhost: a function that runs detached (py::releases_gil) takes and returns no "
                                                          "Python objects");
    using call = exposed_call<F, typename signature::type, releases>;
    keep_binary<&call::invoke>();
    overload_record made{.callable = shared_value::of<F>(std::move(f)),
                         .invoke = &call::invoke,
                         .attempt_call = &call::attempt_call,
                         .with_owner = &call::owned_result};
    made.where = where;
    add_parameters(made, signature{});
    name_parameters(made, extra...);
    return made;
}

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

#include <stdexcept>

namespace pyhost::inline v0::detail {

/// Words that Python keeps for itself (keyword.kwlist, 3.15), in order.
inline constexpr std::string_view python_keywords[] = {
    "False",  "None",     "True", "and",    "as",      "assert", "async",  "await",  "break", "class",  "continue", "def",
    "del",    "elif",     "else", "except", "finally", "for",    "from",   "global", "if",    "import", "in",       "is",
    "lambda", "nonlocal", "not",  "or",     "pass",    "raise",  "return", "try",    "while", "with",   "yield"};

PYHOST_DETAIL_BODY void check_name(std::string_view what, const std::string& name)
{
    const auto is_inside = [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || byte >= 0x80;
    };
    bool is_name = !name.empty() && (name[0] < '0' || name[0] > '9');
    for (const char c : name) is_name = is_name && is_inside(c);
    for (const std::string_view keyword : python_keywords) is_name = is_name && name != keyword;
    if (!is_name)
        throw std::invalid_argument("module_def: '" + name + "' is no name that Python code can write, for " + std::string{what} +
                                    "; take letters, digits and _, and no keyword of Python");
}

PYHOST_DETAIL_BODY void check_overload(const std::string& function, const overload_record& one)
{
    bool has_default = false;
    for (std::size_t at = 0; at < one.parameters.size(); ++at) {
        const parameter_record& parameter = one.parameters[at];
        check_name("a parameter of " + function + "()", parameter.name);
        for (std::size_t before = 0; before < at; ++before)
            if (one.parameters[before].name == parameter.name)
                throw std::invalid_argument("module_def: two parameters of " + function + "() are called '" + parameter.name + "'");
        if (parameter.kind != parameter_kind::positional && parameter.kind != parameter_kind::positional_only) continue;
        if (has_default && parameter.make_default == nullptr)
            throw std::invalid_argument("module_def: parameter '" + parameter.name + "' of " + function +
                                        "() has no default and stands behind one that has; give it one, or put it before");
        has_default = parameter.make_default != nullptr;
    }
}

}  // namespace pyhost::inline v0::detail

#endif
