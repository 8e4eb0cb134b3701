// SPDX-License-Identifier: MIT
// Enums: those of PYHOST_ENUM from and to the Enum, IntEnum, StrEnum or Flag of PYHOST_CLASS, by the names of their members.
#pragma once

#include <pyhost/convert/detail/type_name.hpp>
#include <pyhost/detail/standard_class.hpp>

#include <array>
#include <span>

namespace pyhost::inline v0 {
namespace detail {

/// An enumerator and its name in Python.
template <class E>
struct enumerator {
    literal_name name;
    E value;

    /// Another name: red = "RED".
    template <std::size_t N>
    consteval enumerator operator=(const char (&text)[N]) const  // NOLINT(misc-unconventional-assign-operator): part of a table
    {
        return {literal_name{text}, value};
    }
};

/// The name as it stands in PYHOST_ENUM; `->*` joins it with its value, and binds closer than the `=` behind it.
struct enumerator_named {
    template <std::size_t N>
    consteval enumerator_named(const char (&text)[N]) : name{text}  // NOLINT(google-explicit-constructor)
    {
    }
    template <class E>
    consteval enumerator<E> operator->*(E value) const
    {
        return {name, value};
    }
    literal_name name;
};

template <class E, class... Others>
consteval auto enumerator_list(E first, Others... others)
{
    return std::array<E, 1 + sizeof...(Others)>{first, others...};
}

/// An enum with PYHOST_ENUM.
template <class E>
concept listed_enum = std::is_enum_v<E> && requires { pyhost_detail_enumerators(std::type_identity<E>{}); };

/// A table entry without its type: the bits of the value.
struct named_bits {
    literal_name name;
    std::uint64_t bits;
};

template <class E>
constexpr std::uint64_t bits_of_enum(E value) noexcept
{
    return static_cast<std::uint64_t>(static_cast<std::underlying_type_t<E>>(value));
}

/// The entries of PYHOST_ENUM.
template <listed_enum E>
consteval auto enum_table()
{
    constexpr auto listed = pyhost_detail_enumerators(std::type_identity<E>{});
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
        return std::array<named_bits, sizeof...(I)>{named_bits{listed[I].name, bits_of_enum(listed[I].value)}...};
    }(std::make_index_sequence<listed.size()>{});
}

/// Finds the member that an object of the class is, or the flags that it is made of.
std::optional<std::uint64_t> load_member(PyObject* from, const class_path& path, std::span<const named_bits> table, failure& why,
                                         std::string (*name)()) PYHOST_NEEDS_GIL;

/// The member of this value, or of the flags in it; null with an exception raised.
PyObject* store_member(std::uint64_t bits, const class_path& path, std::span<const named_bits> table, std::string (*name)(), bool is_signed)
    PYHOST_NEEDS_GIL;

}  // namespace detail

/// `color`, as any enum with PYHOST_ENUM and PYHOST_CLASS: a member of that class, found by its name; never a plain int or str. A Flag may
/// be several members at once. To Python: the member.
///
/// Throws: TypeError for anything else; ValueError for a member, or a flag, that the table has not.
template <detail::listed_enum E>
struct converter<E> {
    static_assert(
        requires { pyhost_detail_class(std::type_identity<E>{}); },
        "pyhost: an enum of PYHOST_ENUM needs its class in Python: PYHOST_CLASS(color, \"palette.Color\")");

    static std::optional<E> load(PyObject* from, detail::failure& why) PYHOST_NEEDS_GIL
    {
        const std::optional<std::uint64_t> bits = detail::load_member(from, path, table, why, &detail::type_name<E>);
        if (!bits) return std::nullopt;
        return static_cast<E>(static_cast<std::underlying_type_t<E>>(*bits));
    }
    static PyObject* store(E value) PYHOST_NEEDS_GIL
    {
        return detail::store_member(detail::bits_of_enum(value), path, table, &detail::type_name<E>,
                                    std::is_signed_v<std::underlying_type_t<E>>);
    }
    static bool is_exact(PyObject* from) noexcept PYHOST_NEEDS_GIL { return detail::is_exactly(from, path.module, path.name); }

private:
    static constexpr detail::class_path path = pyhost_detail_class(std::type_identity<E>{});
    static constexpr auto table = detail::enum_table<E>();
};

}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

inline PyObject* member_of(PyObject* type, const literal_name& name) PYHOST_NEEDS_GIL
{
    PyObject* text = intern(name);
    return text != nullptr ? PyObject_GetAttr(type, text) : nullptr;
}

/// Whether the class is a Flag: 1, 0, or -1 with an exception raised.
inline int is_flag(PyObject* type) PYHOST_NEEDS_GIL
{
    const owned_pointer flag{standard_class("enum", "Flag")};
    return flag ? PyObject_IsSubclass(type, flag.get()) : -1;
}

/// The bits of a member of a Flag; nothing with an exception raised, and without one for a negative value, which IntFlag has up to 3.10.
inline std::optional<std::uint64_t> value_of(PyObject* member) PYHOST_NEEDS_GIL
{
    PyObject* text = intern("_value_");
    const owned_pointer value{text != nullptr && member != nullptr ? PyObject_GetAttr(member, text) : nullptr};
    if (!value) return std::nullopt;
    const unsigned long long bits = PyLong_AsUnsignedLongLong(value.get());
    if (bits != static_cast<unsigned long long>(-1) || PyErr_Occurred() == nullptr) return bits;
    if (PyErr_ExceptionMatches(PyExc_OverflowError) != 0) PyErr_Clear();
    return std::nullopt;
}

inline std::string names_of(std::span<const named_bits> table)
{
    std::string names;
    for (const named_bits& one : table) names.append(names.empty() ? "" : ", ").append(one.name.text());
    return names;
}

/// "palette.Color" and its name, or what else it is.
inline std::string described_member(PyObject* from) PYHOST_NEEDS_GIL
{
    PyErr_Clear();
    PyObject* text = intern("_name_");
    PyObject* found = nullptr;
    if (text != nullptr) find_attribute(from, text, &found);
    const owned_pointer name{found};
    const std::string shown = utf8_or(name.get(), "");
    return shown.empty() ? described_alone(from) : Py_TYPE(from)->tp_name + ("." + shown);
}

/// The bits of the table whose flags are all in `bits`, which they must cover; nothing with or without an exception raised.
inline std::optional<std::uint64_t> from_flags(PyObject* from, PyObject* type, std::span<const named_bits> table) PYHOST_NEEDS_GIL
{
    const std::optional<std::uint64_t> bits = value_of(from);
    if (!bits) return std::nullopt;
    std::uint64_t covered = 0, made = 0;
    for (const named_bits& one : table) {
        const owned_pointer member{member_of(type, one.name)};
        const std::optional<std::uint64_t> flag = value_of(member.get());
        if (!flag) return std::nullopt;
        if (*flag == 0 || (*bits & *flag) != *flag) continue;
        covered |= *flag;
        made |= one.bits;
    }
    return covered == *bits ? std::optional{made} : std::nullopt;
}

PYHOST_DETAIL_BODY std::optional<std::uint64_t> load_member(PyObject* from, const class_path& path, std::span<const named_bits> table,
                                                            failure& why, std::string (*name)())
{
    const owned_pointer type{standard_class(path.module, path.name)};
    const int is_member = type ? PyObject_IsInstance(from, type.get()) : -1;
    if (is_member < 0) return why.raised();
    if (is_member == 0) return why.mismatch(name() + " (a " + std::string{path.whole} + ")", from);
    for (const named_bits& one : table) {
        const owned_pointer member{member_of(type.get(), one.name)};
        if (!member) return why.raised();
        if (member.get() == from) return one.bits;
    }
    const int has_flags = is_flag(type.get());
    const std::optional<std::uint64_t> made = has_flags > 0 ? from_flags(from, type.get(), table) : std::nullopt;
    if (made) return made;
    if (PyErr_Occurred() != nullptr) return why.raised();
    return why.bad_value(name() + (has_flags > 0 ? " (flags of " : " (one of ") + names_of(table) + ")", described_member(from));
}

/// The member of a Flag that all of these are; null with an exception raised, or without one when the table does not cover them.
inline PyObject* to_flags(std::uint64_t bits, PyObject* type, std::span<const named_bits> table) PYHOST_NEEDS_GIL
{
    std::uint64_t covered = 0, made = 0;
    for (const named_bits& one : table) {
        if (one.bits == 0 || (bits & one.bits) != one.bits) continue;
        const owned_pointer member{member_of(type, one.name)};
        const std::optional<std::uint64_t> flag = value_of(member.get());
        if (!flag) return nullptr;
        covered |= one.bits;
        made |= *flag;
    }
    const owned_pointer value{covered == bits ? PyLong_FromUnsignedLongLong(made) : nullptr};
    return value ? PyObject_CallFunctionObjArgs(type, value.get(), nullptr) : nullptr;
}

PYHOST_DETAIL_BODY PyObject* store_member(std::uint64_t bits, const class_path& path, std::span<const named_bits> table,
                                          std::string (*name)(), bool is_signed)
{
    const owned_pointer type{standard_class(path.module, path.name)};
    if (!type) return nullptr;
    for (const named_bits& one : table)
        if (one.bits == bits) return member_of(type.get(), one.name);
    const int has_flags = is_flag(type.get());
    PyObject* made = has_flags > 0 ? to_flags(bits, type.get(), table) : nullptr;
    if (made == nullptr && PyErr_Occurred() == nullptr)
        PyErr_SetString(PyExc_ValueError, ("to_python: " + name() + " has no enumerator of the value " +
                                           (is_signed ? std::to_string(static_cast<std::int64_t>(bits)) : std::to_string(bits)) +
                                           " in its table: " + names_of(table))
                                              .c_str());
    return made;
}

}  // namespace pyhost::inline v0::detail

#endif
