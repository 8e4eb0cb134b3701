// SPDX-License-Identifier: MIT
// Converters of std::string, std::string_view, C strings and char.
#pragma once

#include <pyhost/convert.hpp>

#include <cstring>

namespace pyhost::inline v0 {
namespace detail {

template <class Word>
PYHOST_DETAIL_INLINE Word word_at(const char* data) noexcept
{
    Word word = 0;
    std::memcpy(&word, data, sizeof word);
    return word;
}

/// Whether no byte has its upper bit set; reads words, the last one from the end backwards. Needs: two bytes or more.
PYHOST_DETAIL_INLINE bool is_ascii(const char* data, std::size_t size) noexcept
{
    constexpr std::uint64_t upper_bits = 0x8080808080808080u;
    std::uint64_t seen = 0;
    if (size >= 8) {
        seen = word_at<std::uint64_t>(data) | word_at<std::uint64_t>(data + size - 8);
        for (std::size_t at = 8; at + 8 < size; at += 8) seen |= word_at<std::uint64_t>(data + at);
    } else if (size >= 4) {
        seen = std::uint64_t{word_at<std::uint32_t>(data)} | word_at<std::uint32_t>(data + size - 4);
    } else {
        seen = static_cast<std::uint64_t>(word_at<std::uint16_t>(data)) | word_at<std::uint16_t>(data + size - 2);
    }
    return (seen & upper_bits) == 0;
}

/// Copies up to two words, of which the last one ends where the text does.
template <class Word>
PYHOST_DETAIL_INLINE void copy_ends(char* to, const char* from, std::size_t size) noexcept
{
    std::memcpy(to, from, sizeof(Word));
    std::memcpy(to + size - sizeof(Word), from + size - sizeof(Word), sizeof(Word));
}

/// memcpy without a call for most names and words. Needs: two bytes or more.
PYHOST_DETAIL_INLINE void copy_text(char* to, const char* from, std::size_t size) noexcept
{
    if (size > 16) std::memcpy(to, from, size);
    else if (size >= 8) copy_ends<std::uint64_t>(to, from, size);
    else if (size >= 4) copy_ends<std::uint32_t>(to, from, size);
    else copy_ends<std::uint16_t>(to, from, size);
}

/// A str from UTF-8; null with UnicodeDecodeError raised when it is not.
PyObject* store_text(std::string_view text) noexcept PYHOST_NEEDS_GIL;

/// Whether this is a str, or of a subclass, that holds nothing but ASCII, which plain_text gives.
PYHOST_DETAIL_INLINE bool is_plain_text(PyObject* from) noexcept { return PyUnicode_Check(from) && is_compact_ascii(from); }

PYHOST_DETAIL_INLINE std::string_view plain_text(PyObject* from) noexcept
{
    const char* data = ascii_data(from);  // const, as other views are made: of each pair of types the compiler asks what an iterator is
    return {data, static_cast<std::size_t>(text_length(from))};
}

/// The UTF-8 of a str, cached inside it; nothing for other types, and the UnicodeEncodeError of a lone surrogate.
std::optional<std::string_view> load_text(PyObject* from, failure& why, const char* name) PYHOST_NEEDS_GIL;

}  // namespace detail

/// `std::string`: str and its subclasses, by value; never bytes, never __str__. Embedded zeros are kept. To Python: str.
template <>
struct converter<std::string> {
    static bool is_plain(PyObject* from) noexcept { return detail::is_plain_text(from); }
    static std::string_view read_plain(PyObject* from) noexcept { return detail::plain_text(from); }
    static std::optional<std::string> load(PyObject* from, detail::failure& why) PYHOST_NEEDS_GIL;
    static PyObject* store(const std::string& value) noexcept PYHOST_NEEDS_GIL { return detail::store_text(value); }
    static bool is_exact(PyObject* from) noexcept { return PyUnicode_CheckExact(from); }
};

/// `std::string_view`: the text inside a str, not copied. To Python: str.
///
/// Lifetime: the str's; casting a temporary does not compile.
template <>
struct converter<std::string_view> {
    static bool is_plain(PyObject* from) noexcept { return detail::is_plain_text(from); }
    static std::string_view read_plain(PyObject* from) noexcept { return detail::plain_text(from); }
    static std::optional<std::string_view> load(PyObject* from, detail::failure& why) PYHOST_NEEDS_GIL;
    static PyObject* store(std::string_view value) noexcept PYHOST_NEEDS_GIL { return detail::store_text(value); }
    static bool is_exact(PyObject* from) noexcept { return PyUnicode_CheckExact(from); }
};

/// `const char*`, to Python only: str. Null is a ValueError.
template <>
struct converter<const char*> {
    static PyObject* store(const char* value) noexcept PYHOST_NEEDS_GIL
    {
        if (value != nullptr) return detail::store_text(value);
        PyErr_SetString(PyExc_ValueError, "to_python: a null char pointer is not a string; pass std::nullopt or py::none{} for None");
        return nullptr;
    }
};

/// `char*`, to Python only: str, as const char* is.
template <>
struct converter<char*> : converter<const char*> {};

/// `char[6]`, a literal, or an array that holds a C string, to Python only: str.
template <std::size_t N>
struct converter<char[N]> {
    static PyObject* store(const char (&value)[N]) noexcept PYHOST_NEEDS_GIL { return detail::store_text({value, ::strnlen(value, N)}); }
};

/// `char`: a str of one ASCII character. To Python: str.
template <>
struct converter<char> {
    static std::optional<char> load(PyObject* from, detail::failure& why) PYHOST_NEEDS_GIL;
    static PyObject* store(char value) noexcept PYHOST_NEEDS_GIL { return PyUnicode_DecodeUTF8(&value, 1, nullptr); }
    static bool is_exact(PyObject* from) noexcept { return PyUnicode_CheckExact(from); }
};

}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY PyObject* store_text(std::string_view text) noexcept
{
    const auto size = static_cast<Py_ssize_t>(text.size());
    if (size <= 1 || !is_ascii(text.data(), text.size())) return PyUnicode_DecodeUTF8(text.data(), size, nullptr);
    PyObject* made = PyUnicode_New(size, 127);
    if (made != nullptr) copy_text(ascii_data(made), text.data(), text.size());
    return made;
}

PYHOST_DETAIL_BODY std::optional<std::string_view> load_text(PyObject* from, failure& why, const char* name)
{
    if (is_plain_text(from)) [[likely]]
        return plain_text(from);
    if (!PyUnicode_Check(from)) return why.mismatch(name, from);
    Py_ssize_t size = 0;
    const char* data = PyUnicode_AsUTF8AndSize(from, &size);
    if (data == nullptr) return why.raised();
    return std::string_view{data, static_cast<std::size_t>(size)};
}

}  // namespace pyhost::inline v0::detail

namespace pyhost::inline v0 {

PYHOST_DETAIL_BODY std::optional<std::string> converter<std::string>::load(PyObject* from, detail::failure& why)
{
    const std::optional<std::string_view> text = detail::load_text(from, why, "std::string");
    if (!text) return std::nullopt;
    return std::optional<std::string>{std::in_place, *text};
}

PYHOST_DETAIL_BODY std::optional<std::string_view> converter<std::string_view>::load(PyObject* from, detail::failure& why)
{
    return detail::load_text(from, why, "std::string_view");
}

PYHOST_DETAIL_BODY std::optional<char> converter<char>::load(PyObject* from, detail::failure& why)
{
    const std::optional<std::string_view> text = detail::load_text(from, why, "char");
    if (!text) return std::nullopt;
    if (text->size() != 1 || static_cast<unsigned char>(text->front()) > 127)
        return why.bad_value("char (one ASCII character)", detail::described(from));
    return text->front();
}

}  // namespace pyhost::inline v0

#endif
