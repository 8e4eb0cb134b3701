// SPDX-License-Identifier: MIT
// Types of C++ as Python's annotations write them: std::vector<int> is list[int].
#pragma once

#include <pyhost/convert/callable.hpp>
#include <pyhost/detail/standard_class.hpp>
#include <pyhost/function.hpp>

#include <string>
#include <type_traits>

namespace pyhost::inline v0 {

/// What stands in a stub for `T` as a result or a constant: "float", "list[int]", "str | None". "typing.Any" for a type that says nothing
/// of itself.
///
/// A converter of one's own says it by `static constexpr const char* python_hint = "geometry.Point";`. Needs: nothing.
template <class T>
std::string type_hint();

/// The same for a parameter, which takes more than it would become: "collections.abc.Sequence[int]" for std::vector<int>.
///
/// A converter of one's own that takes more says it by `python_argument_hint`. Needs: nothing.
template <class T>
std::string argument_hint();

namespace detail {

template <class T, bool IsArgument>
std::string hint();

template <bool IsArgument, class... T>
std::string joined_hints(const char* between)
{
    std::string all;
    ((all += (all.empty() ? "" : between) + hint<T, IsArgument>()), ...);
    return all;
}

/// The arguments of a template of types.
template <bool IsArgument, class T>
std::string hints_inside(std::type_identity<T>, const char*)
{
    return "typing.Any";
}
template <bool IsArgument, template <class...> class Template, class... T>
std::string hints_inside(std::type_identity<Template<T...>>, const char* between)
{
    return joined_hints<IsArgument, T...>(between);
}

template <class R, class... A>
std::string callable_hint(std::type_identity<R(A...)>)
{
    return "collections.abc.Callable[[" + joined_hints<false, std::remove_cvref_t<A>...>(", ") + "], " + type_hint<R>() + "]";
}
template <class R, class... A>
std::string callable_hint(std::type_identity<function<R(A...)>>)
{
    return callable_hint(std::type_identity<R(A...)>{});
}

template <class T>
std::string callable_hint(std::type_identity<T>)
{
    if constexpr (native_callable<T>) return callable_hint(std::type_identity<typename signature_of<T>::type>{});
    else return "collections.abc.Callable[..., typing.Any]";
}
/// optional, unique_ptr, shared_ptr: what may be None.
template <class T>
concept may_be_none = requires(T& t) {
    t.reset();
    *t;
    static_cast<bool>(t);
};

template <class T>
inline constexpr bool is_text = std::same_as<T, char> || std::same_as<T, const char*> || std::same_as<T, char*> || requires {
    typename T::traits_type;
    typename T::value_type;
};

template <class T>
concept says_its_class = requires { pyhost_detail_class(std::type_identity<T>{}); };

template <class T, bool IsArgument>
std::string container_hint()
{
    if constexpr (byte_range<T>) return IsArgument ? "bytes | bytearray | memoryview" : "bytes";
    else if constexpr (unique_map<T>)
        return std::string{IsArgument ? "collections.abc.Mapping[" : "dict["} + hint<typename T::key_type, IsArgument>() + ", " +
               hint<typename T::mapped_type, IsArgument>() + "]";
    else if constexpr (unique_set<T>)
        return std::string{IsArgument ? "collections.abc.Set[" : "set["} + hint<typename T::key_type, IsArgument>() + "]";
    else
        return std::string{IsArgument ? "collections.abc.Sequence[" : "list["} +
               hint<std::remove_const_t<typename T::value_type>, IsArgument>() + "]";
}

template <class T, bool IsArgument>
std::string hint()
{
    using plain = std::remove_cvref_t<T>;
    if constexpr (std::is_void_v<plain> || std::same_as<plain, std::nullopt_t> || std::same_as<plain, none>) return "None";
    else if constexpr (!std::same_as<T, plain>) return hint<plain, IsArgument>();
    else if constexpr (IsArgument && requires { std::string{converter<T>::python_argument_hint}; })
        return converter<T>::python_argument_hint;
    else if constexpr (requires { std::string{converter<T>::python_hint}; }) return converter<T>::python_hint;
    else if constexpr (says_its_class<T>) return std::string{pyhost_detail_class(std::type_identity<T>{}).whole};
    else if constexpr (record<T>) return "dict[str, typing.Any]";
    else if constexpr (std::same_as<T, object> || std::same_as<T, handle>) return "typing.Any";
    else if constexpr (has_from_python<T> || (has_to_python<T> && !loads<T>)) return "typing.Any";
    else if constexpr (std::same_as<T, module>) return "types.ModuleType";
    else if constexpr (std::same_as<T, callable>) return "collections.abc.Callable[..., typing.Any]";
    else if constexpr (requires { std::string{T::python_name}; }) return T::python_name;
    else if constexpr (std::same_as<T, bool>) return "bool";
    else if constexpr (is_text<T> || character<T>) return "str";
    else if constexpr (std::integral<T>) return "int";
    else if constexpr (std::floating_point<T>) return "float";
    else if constexpr (value_range<T>) return container_hint<T, IsArgument>();
    else if constexpr (may_be_none<T> && !native_callable<T>)
        return hint<std::remove_cvref_t<decltype(*std::declval<T&>())>, IsArgument>() + " | None";
    else if constexpr (requires(T& t) { t.valueless_by_exception(); }) return hints_inside<IsArgument>(std::type_identity<T>{}, " | ");
    else if constexpr (requires { std::tuple_size<T>::value; })
        return std::tuple_size<T>::value == 0 ? "tuple[()]" : "tuple[" + hints_inside<IsArgument>(std::type_identity<T>{}, ", ") + "]";
    else if constexpr (has_call_operator<T> || std::is_function_v<std::remove_pointer_t<T>> ||
                       requires { []<class R, class... A>(std::type_identity<function<R(A...)>>) {}(std::type_identity<T>{}); })
        return callable_hint(std::type_identity<T>{});
    else return "typing.Any";
}

}  // namespace detail

template <class T>
std::string type_hint()
{
    return detail::hint<T, false>();
}

template <class T>
std::string argument_hint()
{
    return detail::hint<T, true>();
}

}  // namespace pyhost::inline v0
