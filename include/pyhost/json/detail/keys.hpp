// SPDX-License-Identifier: MIT
// The keys of objects of JSON that have come before, so that a key is made and hashed once.
#pragma once

#include <pyhost/detail/slot.hpp>

#include <cstdint>
#include <cstring>
#include <string_view>

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

/// Strings by their hash, one in each place; a later one takes the place of another.
struct key_table {
    static constexpr std::size_t places = 1024, longest = 32;
    PyObject* known[places] = {};
};

inline constinit atomic<cache_slot*> key_table_slot{nullptr};

inline void end_key_table(PyObject* capsule) PYHOST_NEEDS_GIL
{
    auto* table = static_cast<key_table*>(PyCapsule_GetPointer(capsule, nullptr));
    for (PyObject* key : table->known) Py_XDECREF(key);
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

inline std::size_t place_of_key(std::string_view text) noexcept
{
    std::uint64_t hash = text.size(), word = 0;
    const char* at = text.data();
    std::size_t left = text.size();
    for (; left >= 8; at += 8, left -= 8) {
        std::memcpy(&word, at, 8);
        hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
        hash ^= hash >> 29;
    }
    word = 0;
    for (std::size_t i = 0; i < left; ++i) word = word << 8 | static_cast<unsigned char>(at[i]);
    hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
    return static_cast<std::size_t>(hash >> 32) % key_table::places;
}

/// A new reference to a key of ASCII; null with an exception raised. Without a GIL threads would have to wait for the table.
inline PyObject* key_of(key_table* table, std::string_view text) PYHOST_NEEDS_GIL
{
    if (!has_gil || text.size() > key_table::longest) return new_ascii(text);
    PyObject*& place = table->known[place_of_key(text)];
    if (place != nullptr && static_cast<std::size_t>(text_length(place)) == text.size() &&
        std::memcmp(ascii_data(place), text.data(), text.size()) == 0)
        return new_reference(place);
    PyObject* made = new_ascii(text);
    if (made == nullptr || PyObject_Hash(made) == -1) return made;
    PyObject* before = std::exchange(place, new_reference(made));
    Py_XDECREF(before);
    return made;
}

}  // namespace pyhost::inline v0::detail

#endif
