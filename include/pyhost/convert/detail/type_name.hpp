// SPDX-License-Identifier: MIT
// C++ types as an error names them: "std::vector<int>", the same with every compiler and standard library.
#pragma once

#include <pyhost/convert/arithmetic.hpp>
#include <pyhost/detail/containers.hpp>

namespace pyhost::inline v0::detail {

/// What the compiler calls `T`, with whatever its standard library adds.
template <class T>
std::string compiler_name()
{
#if defined(_MSC_VER) && !defined(__clang__)
    std::string_view text = __FUNCSIG__;
    constexpr std::string_view before = "compiler_name<", after = ">(void)";
#else
    std::string_view text = __PRETTY_FUNCTION__;
    constexpr std::string_view before = "T = ", after = "]";
#endif
    text.remove_prefix(text.find(before) + before.size());
    text = text.substr(0, text.rfind(after));
    return std::string{text.substr(0, text.find("; "))};  // g++ goes on with its aliases
}

/// Writes `to` for every `from` that begins a name.
inline void rename_all(std::string& names, std::string_view from, std::string_view to)
{
    constexpr std::string_view inside = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_:";
    for (std::size_t at = names.find(from); at != std::string::npos; at = names.find(from, at)) {
        if (at != 0 && inside.find(names[at - 1]) != std::string_view::npos) at += from.size();
        else names.replace(at, from.size(), to);
    }
}

/// The same without the namespaces that standard libraries hide their versions in, and with py:: for pyhost.
template <class T>
std::string plain_name()
{
    std::string name = compiler_name<T>();
    for (const std::string_view hidden : {"__cxx11::", "__1::", "__debug::", "class ", "struct ", "enum "})
        for (std::size_t at = name.find(hidden); at != std::string::npos; at = name.find(hidden, at)) name.erase(at, hidden.size());
    for (const std::string_view spelling : {"pyhost::v0::", "pyhost::"})
        rename_all(name, spelling, "py::");  // clang leaves inline namespaces out
    return name;
}

/// The name of a template without its arguments; as it is where it ends in none.
inline std::string without_arguments(const std::string& name)
{
    if (!name.ends_with('>')) return name;
    std::size_t at = name.size();
    int depth = 0;
    do {
        --at;
        depth += name[at] == '>' ? 1 : name[at] == '<' ? -1 : 0;
    } while (depth != 0 && at != 0);
    return name.substr(0, at);
}

template <class T>
std::string type_name();

template <class... T>
std::string type_names()
{
    std::string names;
    ((names += (names.empty() ? "" : ", ") + type_name<T>()), ...);
    return names;
}

template <class T>
std::string template_arguments(std::type_identity<T>)
{
    return {};
}
template <template <class...> class Template, class... T>
std::string template_arguments(std::type_identity<Template<T...>>)
{
    return "<" + type_names<T...>() + ">";
}

/// A template of a type and numbers: fixed<double, 3>.
template <template <class, auto...> class Template, class T, auto... N>
    requires(sizeof...(N) != 0 && (integer<decltype(N)> && ...))
std::string template_arguments(std::type_identity<Template<T, N...>>)
{
    return "<" + type_name<T>() + (... + (", " + std::to_string(N))) + ">";
}

/// The type inside a const or a reference, and what stands before and after it.
template <class T>
std::string decorated_name()
{
    using plain = std::remove_reference_t<T>;
    const char* after = std::is_lvalue_reference_v<T> ? "&" : std::is_rvalue_reference_v<T> ? "&&" : "";
    return (std::is_const_v<plain> ? "const " : "") + type_name<std::remove_const_t<plain>>() + after;
}

/// "int(const std::string&)": what a std::function is a template over.
template <class R, class... A>
std::string signature_name(std::type_identity<R(A...)>)
{
    return type_name<R>() + "(" + type_names<A...>() + ")";
}

/// The template and its arguments, without those that have defaults.
template <class T>
std::string container_arguments()
{
    if constexpr (fixed_sequence<T>)
        return "<" + type_name<typename T::value_type>() + ", " + std::to_string(std::tuple_size<T>::value) + ">";
    else if constexpr (value_span<T>)
        return "<" + std::string{std::is_const_v<typename T::element_type> ? "const " : ""} + type_name<typename T::value_type>() + ">";
    else if constexpr (unique_map<T>) return "<" + type_name<typename T::key_type>() + ", " + type_name<typename T::mapped_type>() + ">";
    else if constexpr (value_range<T>) return "<" + type_name<typename T::value_type>() + ">";
    else return template_arguments(std::type_identity<T>{});
}

/// The name of `T` as its user writes it.
template <class T>
std::string type_name()
{
    if constexpr (std::is_reference_v<T> || std::is_const_v<T>) {
        return decorated_name<T>();
    } else if constexpr (requires { signature_name(std::type_identity<T>{}); }) {
        return signature_name(std::type_identity<T>{});
    } else if constexpr (integer<T>) {
        return integer_name<T>();
    } else if constexpr (requires { std::string{converter<T>::name()}; }) {
        return converter<T>::name();
    } else if constexpr (std::same_as<T, std::string> || std::same_as<T, std::string_view>) {
        return std::same_as<T, std::string> ? "std::string" : "std::string_view";
    } else if constexpr (requires { std::string_view{T::python_name}; }) {
        return std::string{"py::"} + T::python_name;
    } else if constexpr (std::same_as<T, object>) {
        return "py::object";
    } else {
        const std::string name = plain_name<T>();
        const std::string arguments = container_arguments<T>();
        return arguments.empty() ? name : without_arguments(name) + arguments;
    }
}

/// The template alone: "std::array".
template <class T>
std::string template_name()
{
    return without_arguments(plain_name<T>());
}

}  // namespace pyhost::inline v0::detail
