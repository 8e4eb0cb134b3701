// SPDX-License-Identifier: MIT
// Converters of the strings and characters of C++ that are not char: char8_t, char16_t, char32_t, wchar_t; and of strings with an
// allocator.
#pragma once

#include <pyhost/convert/arithmetic.hpp>
#include <pyhost/convert/text.hpp>

#include <bit>

namespace pyhost::inline v0 {
namespace detail {

/// A character type whose strings are UTF-8, UTF-16 or UTF-32 by its size.
template <class C>
concept wide_character = character<C> && !std::same_as<C, char>;

template <class C>
constexpr const char* character_name() noexcept
{
    if constexpr (std::same_as<C, char8_t>) return "char8_t";
    else if constexpr (std::same_as<C, char16_t>) return "char16_t";
    else if constexpr (std::same_as<C, char32_t>) return "char32_t";
    else return "wchar_t";
}

template <class C>
constexpr const char* string_name() noexcept
{
    if constexpr (std::same_as<C, char8_t>) return "std::u8string";
    else if constexpr (std::same_as<C, char16_t>) return "std::u16string";
    else if constexpr (std::same_as<C, char32_t>) return "std::u32string";
    else if constexpr (std::same_as<C, wchar_t>) return "std::wstring";
    else return "std::string";
}

/// A bytes of the text in the machine's UTF-16 or UTF-32; null and the reason in `why` for other types and lone surrogates.
PyObject* encode_text(PyObject* from, std::size_t unit, failure& why, const char* name) PYHOST_NEEDS_GIL;

/// A str of `count` units of this size; null with UnicodeDecodeError raised when they are no text.
PyObject* decode_text(const void* units, std::size_t count, std::size_t unit) noexcept PYHOST_NEEDS_GIL;

/// Appends the text of a str to `made`, a string of any character type.
template <class String>
bool append_text(String& made, PyObject* from, failure& why, const char* name) PYHOST_NEEDS_GIL
{
    using character = typename String::value_type;
    if constexpr (sizeof(character) == 1) {
        const std::optional<std::string_view> text = load_text(from, why, name);
        if (text) made.append(reinterpret_cast<const character*>(text->data()), text->size());
        return text.has_value();
    } else {
        const owned_pointer encoded{encode_text(from, sizeof(character), why, name)};
        if (!encoded) return false;
        const auto size = static_cast<std::size_t>(PyBytes_GET_SIZE(encoded.get()));
        made.resize(size / sizeof(character));
        std::memcpy(made.data(), PyBytes_AS_STRING(encoded.get()), size);
        return true;
    }
}

/// "char16_t (one character up to U+FFFF)".
template <wide_character C>
std::string single_name()
{
    const char* which = sizeof(C) == 1 ? " (one ASCII character)" : sizeof(C) == 2 ? " (one character up to U+FFFF)" : " (one character)";
    return std::string{character_name<C>()} + which;
}

}  // namespace detail

/// `std::u8string`, `std::u16string`, `std::u32string`, `std::wstring` and strings with an allocator: str and its subclasses, by value, in
/// the encoding of the character type; embedded zeros are kept. To Python: str.
///
/// Throws: TypeError; UnicodeEncodeError for a lone surrogate, UnicodeDecodeError for text that is none.
template <class C, class Traits, class Allocator>
    requires(detail::wide_character<C> || (std::same_as<C, char> && !std::same_as<std::basic_string<C, Traits, Allocator>, std::string>))
struct converter<std::basic_string<C, Traits, Allocator>> {
    using type = std::basic_string<C, Traits, Allocator>;

    static std::string name() { return detail::string_name<C>(); }
    static std::optional<type> load(PyObject* from, detail::failure& why) PYHOST_NEEDS_GIL
    {
        std::optional<type> made{std::in_place};
        if (!detail::append_text(*made, from, why, detail::string_name<C>())) made.reset();
        return made;
    }
    static PyObject* store(const type& value) noexcept PYHOST_NEEDS_GIL
    {
        return detail::decode_text(value.data(), value.size(), sizeof(C));
    }
    static bool is_exact(PyObject* from) noexcept { return PyUnicode_CheckExact(from); }
};

/// `std::u8string_view`, `std::u16string_view`, `std::u32string_view`, `std::wstring_view`, to Python only: str.
template <detail::wide_character C, class Traits>
struct converter<std::basic_string_view<C, Traits>> {
    static PyObject* store(std::basic_string_view<C, Traits> value) noexcept PYHOST_NEEDS_GIL
    {
        return detail::decode_text(value.data(), value.size(), sizeof(C));
    }
};

/// `const char16_t*`, to Python only: str, up to the first zero. Null is a ValueError.
template <detail::wide_character C>
struct converter<const C*> {
    static PyObject* store(const C* value) noexcept PYHOST_NEEDS_GIL
    {
        if (value != nullptr) return detail::decode_text(value, std::char_traits<C>::length(value), sizeof(C));
        PyErr_Format(PyExc_ValueError, "to_python: a null %s pointer is not a string; pass std::nullopt or py::none{} for None",
                     detail::character_name<C>());
        return nullptr;
    }
};

/// `char16_t*`, to Python only: str, as const char16_t* is.
template <detail::wide_character C>
struct converter<C*> : converter<const C*> {};

/// `char16_t[6]`, a literal, or an array that holds a string, to Python only: str.
template <detail::wide_character C, std::size_t N>
struct converter<C[N]> {
    static PyObject* store(const C (&value)[N]) noexcept PYHOST_NEEDS_GIL
    {
        std::size_t size = 0;
        while (size < N && value[size] != 0) ++size;
        return detail::decode_text(value, size, sizeof(C));
    }
};

/// `char8_t`, `char16_t`, `char32_t`, `wchar_t`: a str of one character that has a single unit in this type: ASCII as char8_t, up to U+FFFF
/// in 16 bits, any in 32. To Python: str.
template <detail::wide_character C>
struct converter<C> {
    static std::string name() { return detail::character_name<C>(); }
    static std::optional<C> load(PyObject* from, detail::failure& why) PYHOST_NEEDS_GIL
    {
        std::basic_string<C> text;
        if (!detail::append_text(text, from, why, detail::character_name<C>())) return std::nullopt;
        if (text.size() != 1) return why.bad_value(detail::single_name<C>(), detail::described(from));
        return text.front();
    }
    static PyObject* store(C value) noexcept PYHOST_NEEDS_GIL { return detail::decode_text(&value, 1, sizeof(C)); }
    static bool is_exact(PyObject* from) noexcept { return PyUnicode_CheckExact(from); }
};

}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

inline constexpr bool is_big_endian = std::endian::native == std::endian::big;

PYHOST_DETAIL_BODY PyObject* encode_text(PyObject* from, std::size_t unit, failure& why, const char* name)
{
    if (!PyUnicode_Check(from)) {
        why.mismatch(name, from);
        return nullptr;
    }
    const char* codec = unit == 2 ? (is_big_endian ? "utf-16-be" : "utf-16-le") : (is_big_endian ? "utf-32-be" : "utf-32-le");
    PyObject* encoded = PyUnicode_AsEncodedString(from, codec, nullptr);
    if (encoded == nullptr) why.raised();
    return encoded;
}

PYHOST_DETAIL_BODY PyObject* decode_text(const void* units, std::size_t count, std::size_t unit) noexcept
{
    const auto* bytes = static_cast<const char*>(units);
    const auto size = static_cast<Py_ssize_t>(count * unit);
    int order = is_big_endian ? 1 : -1;  // told, so that no byte order mark is looked for
    if (unit == 1) return store_text({bytes, count});
    return unit == 2 ? PyUnicode_DecodeUTF16(bytes, size, nullptr, &order) : PyUnicode_DecodeUTF32(bytes, size, nullptr, &order);
}

}  // namespace pyhost::inline v0::detail

#endif
