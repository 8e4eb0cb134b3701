// SPDX-License-Identifier: MIT
// What PYHOST_FIELDS, PYHOST_DEFAULTS and PYHOST_CLASS say of a record, for the compiler.
#pragma once

#include <pyhost/detail/work.hpp>

#include <array>
#include <cstddef>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace pyhost::inline v0::detail {

/// One field of a record; the member may be of a base class.
template <class Owner, class M>
struct field {
    using type = M;
    literal_name name;
    M Owner::* member;

    /// Another name: union_ = "union".
    template <std::size_t N>
    consteval field operator=(const char (&text)[N]) const  // NOLINT(misc-unconventional-assign-operator): part of a table
    {
        return {literal_name{text}, member};
    }
};
template <std::size_t N, class Owner, class M>
field(const char (&)[N], M Owner::*) -> field<Owner, M>;

/// The name as it stands in PYHOST_FIELDS; `->*` joins it with its member, and binds closer than the `=` behind it.
struct field_named {
    template <std::size_t N>
    consteval field_named(const char (&text)[N]) : name{text}  // NOLINT(google-explicit-constructor)
    {
    }
    template <class Owner, class M>
    consteval field<Owner, M> operator->*(M Owner::* member) const
    {
        return {name, member};
    }
    literal_name name;
};

template <class... Fields>
consteval auto field_list(Fields... fields)
{
    return std::tuple<Fields...>{fields...};
}

template <record T>
inline constexpr auto fields_of = pyhost_detail_fields(std::type_identity<T>{});
template <record T>
inline constexpr std::size_t field_count = std::tuple_size_v<decltype(pyhost_detail_fields(std::type_identity<T>{}))>;

/// Whether the type has a class in Python, by PYHOST_CLASS.
template <class T>
concept has_class = requires { pyhost_detail_class(std::type_identity<T>{}); };

/// The names of the fields, for messages.
template <record T>
inline constexpr auto field_names = []<std::size_t... I>(std::index_sequence<I...>) {
    return std::array<std::string_view, sizeof...(I)>{std::get<I>(fields_of<T>).name.text()...};
}(std::make_index_sequence<field_count<T>>{});

/// Whether one of these is the name.
template <std::size_t N>
constexpr bool contains(const std::array<std::string_view, N>& names, std::string_view name)
{
    for (const std::string_view one : names)
        if (one == name) return true;
    return false;
}

/// Whether the field may be missing: one of PYHOST_DEFAULTS.
template <record T>
consteval bool has_default([[maybe_unused]] std::string_view name)
{
    if constexpr (requires { pyhost_detail_defaults(std::type_identity<T>{}); })
        return std::apply([name](const auto&... defaults) { return ((defaults.name.text() == name) || ...); },
                          pyhost_detail_defaults(std::type_identity<T>{}));
    else return false;
}

/// Whether each name stands in PYHOST_FIELDS once, and those of PYHOST_DEFAULTS there too.
template <record T>
consteval bool names_are_right()
{
    constexpr auto& names = field_names<T>;
    for (std::size_t i = 0; i < names.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            if (names[i] == names[j]) return false;
    if constexpr (requires { pyhost_detail_defaults(std::type_identity<T>{}); })
        return std::apply([](const auto&... defaults) { return (contains(field_names<T>, defaults.name.text()) && ...); },
                          pyhost_detail_defaults(std::type_identity<T>{}));
    else return true;
}

}  // namespace pyhost::inline v0::detail
