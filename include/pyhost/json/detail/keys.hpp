// SPDX-License-Identifier: MIT
// The keys of objects of JSON that have come before, so that a key is made and hashed once.
#pragma once

#include <pyhost/detail/slot.hpp>
#include <pyhost/json/detail/scan.hpp>

#include <cstdint>
#include <cstring>
#include <string_view>
#include <utility>

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

/// A new str of ASCII.
inline PyObject* new_ascii(std::string_view text) PYHOST_NEEDS_GIL
{
    if (text.size() < 2) return PyUnicode_FromStringAndSize(text.data(), static_cast<Py_ssize_t>(text.size()));  // which CPython has
    PyObject* made = PyUnicode_New(static_cast<Py_ssize_t>(text.size()), 127);
    if (made != nullptr) std::memcpy(ascii_data(made), text.data(), text.size());
    return made;
}

/// The first and the last eight bytes of a text, which tell those of up to 16 from others of the same size.
struct key_words {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    bool operator==(const key_words&) const = default;
};

/// Strings by their hash, one in each place; a later one takes the place of another.
struct key_table {
    static constexpr std::size_t places = 1024, longest = 32;
    struct {
        PyObject* text = nullptr;
        key_words words;
    } known[places];
};

inline constinit atomic<cache_slot*> key_table_slot{nullptr};

inline void end_key_table(PyObject* capsule) PYHOST_NEEDS_GIL
{
    auto* table = static_cast<key_table*>(PyCapsule_GetPointer(capsule, nullptr));
    for (auto& one : table->known) Py_XDECREF(one.text);
    delete table;
}

/// The table of this run, or null with an exception raised.
inline key_table* find_key_table() PYHOST_NEEDS_GIL
{
    cache_slot& slot = slot_of(key_table_slot);
    PyObject* kept = slot.kept.load_acquire();
    if (kept == nullptr) [[unlikely]] {
        auto* table = new key_table;
        PyObject* made = PyCapsule_New(table, nullptr, &end_key_table);
        if (made == nullptr) delete table;
        kept = keep_in(slot, made);
    }
    return kept != nullptr ? static_cast<key_table*>(PyCapsule_GetPointer(kept, nullptr)) : nullptr;
}

/// Of a text that goes on up to `end`.
PYHOST_DETAIL_INLINE key_words words_of_key(std::string_view text, const char* end) noexcept
{
    const char* at = text.data();
    const std::size_t size = text.size();
    if (size >= 8) return {word_at(at), word_at(at + size - 8)};
    if (end - at >= 8) return {word_at(at) & ((std::uint64_t{1} << 8 * size) - 1), 0};
    key_words made;
    for (std::size_t i = 0; i < size; ++i) made.first |= std::uint64_t{static_cast<unsigned char>(at[i])} << 8 * i;
    return made;
}

PYHOST_DETAIL_INLINE std::size_t place_of_key(std::string_view text, const key_words& words) noexcept
{
    constexpr std::uint64_t mixer = 0x9E3779B97F4A7C15u;
    std::uint64_t hash = (words.first + text.size()) * mixer ^ words.last;
    if (text.size() > 16) hash = (hash ^ hash >> 29 ^ word_at(text.data() + 8)) * mixer ^ word_at(text.data() + text.size() - 16);
    return static_cast<std::size_t>(((hash ^ hash >> 29) * mixer) >> 32) % key_table::places;
}

/// A new reference to a key of ASCII, behind which the whole text goes on up to `end`; null with an exception raised. Without a GIL
/// threads would have to wait for the table.
PYHOST_DETAIL_INLINE PyObject* key_of(key_table* table, std::string_view text, const char* end) PYHOST_NEEDS_GIL
{
    if (!has_gil || text.size() > key_table::longest) return new_ascii(text);
    const key_words words = words_of_key(text, end);
    auto& place = table->known[place_of_key(text, words)];
    if (place.text != nullptr && place.words == words && static_cast<std::size_t>(text_length(place.text)) == text.size() &&
        (text.size() <= 16 || std::memcmp(ascii_data(place.text), text.data(), text.size()) == 0))
        return new_reference(place.text);
    PyObject* made = new_ascii(text);
    if (made == nullptr || PyObject_Hash(made) == -1) return made;
    PyObject* before = std::exchange(place.text, new_reference(made));
    place.words = words;
    Py_XDECREF(before);
    return made;
}

}  // namespace pyhost::inline v0::detail

#endif
