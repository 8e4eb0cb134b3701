// SPDX-License-Identifier: MIT
// Enums for typing.Literal: those of PYHOST_ENUM whose class is str, by the names of their members, or int, by their values.
#pragma once

#include <pyhost/convert/enum.hpp>

namespace pyhost::inline v0 {
namespace detail {

/// An enum with PYHOST_CLASS(mode, "builtins.str") or "builtins.int".
template <class E>
concept literal_enum = listed_enum<E> && requires { requires pyhost_detail_class(std::type_identity<E>{}).module.text() == "builtins"; };

/// The bits of the entry that a str or int is; nothing, and the reason in `why`, for others.
std::optional<std::uint64_t> load_literal(PyObject* from, const class_path& path, std::span<const named_bits> table, failure& why,
                                          std::string (*name)()) PYHOST_NEEDS_GIL;

/// The str or int of these bits; null with an exception raised.
PyObject* store_literal(std::uint64_t bits, const class_path& path, std::span<const named_bits> table, std::string (*name)())
    PYHOST_NEEDS_GIL;

}  // namespace detail

/// `mode`, as any enum with PYHOST_ENUM whose PYHOST_CLASS is builtins.str or builtins.int: a str that is a name in its table, or an int
/// that is a value in it, never a bool. To Python: that str or int.
///
/// Throws: TypeError for what is no str or int; ValueError for one that the table has not.
template <detail::literal_enum E>
struct converter<E> {
    static std::optional<E> load(PyObject* from, detail::failure& why) PYHOST_NEEDS_GIL
    {
        const std::optional<std::uint64_t> bits = detail::load_literal(from, path, table, why, &detail::type_name<E>);
        if (!bits) return std::nullopt;
        return static_cast<E>(static_cast<std::underlying_type_t<E>>(*bits));
    }
    static PyObject* store(E value) PYHOST_NEEDS_GIL
    {
        return detail::store_literal(detail::bits_of_enum(value), path, table, &detail::type_name<E>);
    }
    static bool is_exact(PyObject* from) noexcept PYHOST_NEEDS_GIL
    {
        return path.name.text() == "str" ? PyUnicode_CheckExact(from) : PyLong_CheckExact(from);
    }

private:
    static constexpr detail::class_path path = pyhost_detail_class(std::type_identity<E>{});
    static constexpr auto table = detail::enum_table<E>();
};

}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

/// The position in the table, or its end.
inline std::size_t literal_at(PyObject* from, bool is_text, std::span<const named_bits> table) PYHOST_NEEDS_GIL
{
    const std::string text = is_text ? utf8_or(from, "") : "";
    const long long number = is_text ? 0 : PyLong_AsLongLong(from);
    if (PyErr_Occurred() != nullptr) {  // a lone surrogate, or more than 64 bits: no entry
        PyErr_Clear();
        return table.size();
    }
    std::size_t at = 0;
    while (at < table.size() && (is_text ? table[at].name.text() != text : table[at].bits != static_cast<std::uint64_t>(number))) ++at;
    return at;
}

inline std::string literals_of(bool is_text, std::span<const named_bits> table)
{
    std::string listed;
    for (const named_bits& one : table) {
        listed += listed.empty() ? "" : ", ";
        listed += is_text ? "'" + std::string{one.name.text()} + "'" : std::to_string(static_cast<std::int64_t>(one.bits));
    }
    return listed;
}

PYHOST_DETAIL_BODY std::optional<std::uint64_t> load_literal(PyObject* from, const class_path& path, std::span<const named_bits> table,
                                                             failure& why, std::string (*name)())
{
    const bool is_text = path.name.text() == "str";
    if (is_text ? !PyUnicode_Check(from) : !PyLong_Check(from) || PyBool_Check(from))
        return why.mismatch(name() + " (" + (is_text ? "str" : "int") + ", one of " + literals_of(is_text, table) + ")", from);
    const std::size_t at = literal_at(from, is_text, table);
    if (at < table.size()) return table[at].bits;
    return why.bad_value(name() + " (one of " + literals_of(is_text, table) + ")", described_alone(from));
}

PYHOST_DETAIL_BODY PyObject* store_literal(std::uint64_t bits, const class_path& path, std::span<const named_bits> table,
                                           std::string (*name)())
{
    for (const named_bits& one : table) {
        if (one.bits != bits) continue;
        if (path.name.text() == "int") return PyLong_FromLongLong(static_cast<std::int64_t>(bits));
        PyObject* text = intern(one.name);
        return text != nullptr ? new_reference(text) : nullptr;
    }
    PyErr_SetString(PyExc_ValueError, ("to_python: " + name() + " has no enumerator of the value " +
                                       std::to_string(static_cast<std::int64_t>(bits)) + " in its table: " + names_of(table))
                                          .c_str());
    return nullptr;
}

}  // namespace pyhost::inline v0::detail

#endif
