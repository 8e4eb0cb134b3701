// SPDX-License-Identifier: MIT
// Attribute names and keywords as literals, interned once in the process and found again in a few instructions.
#pragma once

#include <pyhost/detail/process.hpp>

#include <cstring>
#include <string_view>

namespace pyhost::inline v0::detail {

/// A name given as a string literal: its key and bucket are computed by the compiler.
class literal_name {
public:
    template <std::size_t N>
    consteval literal_name(const char (&text)[N])  // NOLINT(google-explicit-constructor): "name" is the argument as typed
        : text_{text}, size_{N - 1}, key_{key_of(text, N - 1)}, bucket_{bucket_of(key_)}
    {
        if (text[N - 1] != '\0') throw "an attribute name as a char array must end in 0; pass a string_view instead";
    }

    /// A part of a literal.
    static consteval literal_name part(std::string_view text) { return {text.data(), text.size()}; }

    constexpr std::string_view text() const noexcept { return {text_, std::size_t{size_}}; }
    constexpr std::uint64_t key() const noexcept { return key_; }
    constexpr std::size_t bucket() const noexcept { return bucket_; }
    constexpr bool is_short() const noexcept { return size_ <= 8; }

private:
    consteval literal_name(const char* text, std::size_t size)
        : text_{text}, size_{static_cast<std::uint32_t>(size)}, key_{key_of(text, size)}, bucket_{bucket_of(key_)}
    {
    }

    /// Up to eight characters are the key itself; longer names get their FNV-1a hash.
    static constexpr std::uint64_t key_of(const char* text, std::size_t size) noexcept
    {
        std::uint64_t key = size <= 8 ? 0 : 0xcbf29ce484222325u;
        for (std::size_t i = 0; i < size; ++i) {
            const auto byte = static_cast<unsigned char>(text[i]);
            key = size <= 8 ? key << 8 | byte : (key ^ byte) * 0x100000001b3u;
        }
        return key;
    }
    static constexpr std::size_t bucket_of(std::uint64_t key) noexcept
    {
        return static_cast<std::size_t>((key * 0x9e3779b97f4a7c15u) >> 54);
    }

    const char* text_;
    std::uint32_t size_;
    std::uint64_t key_;
    std::size_t bucket_;
};

static_assert(process_state::name_buckets == 1u << 10, "bucket_of takes the upper ten bits");

/// One interned name; nodes are never removed, stop() only empties them.
struct name_node {
    std::uint64_t key;
    atomic<PyObject*> interned;
    atomic<PyObject*> module;  // the module last imported under this name
    name_node* next;
    std::uint32_t size;
    char text[1];  // the whole name follows

    bool is(std::uint64_t other_key, std::string_view other) const noexcept
    {
        return key == other_key && size == other.size() && (size <= 8 || std::memcmp(text, other.data(), size) == 0);
    }
};

/// The node of this name, made on first use. Takes scalars: passing the name itself costs ten instructions more.
name_node* find_name_node(std::size_t bucket, std::uint64_t key, std::string_view text);

PYHOST_DETAIL_INLINE name_node& node_of(const literal_name& name)
{
    name_node* node = process().names[name.bucket()].load_acquire();
    if (node != nullptr && node->key == name.key() && node->size == name.text().size() && name.is_short()) [[likely]]
        return *node;
    return *find_name_node(name.bucket(), name.key(), name.text());
}

/// Interns a name that is seen for the first time since the start; null with MemoryError raised.
PyObject* intern_slowly(name_node& node);

PYHOST_DETAIL_INLINE PyObject* interned(name_node& node) PYHOST_NEEDS_GIL
{
    PyObject* known = node.interned.load_acquire();
    return known != nullptr ? known : intern_slowly(node);
}

/// The interned str of a name, borrowed from the table; null with an exception raised when memory ran out.
PYHOST_DETAIL_INLINE PyObject* intern(const literal_name& name) PYHOST_NEEDS_GIL { return interned(node_of(name)); }

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

inline name_node* new_name_node(std::uint64_t key, std::string_view text)
{
    void* memory = ::operator new(sizeof(name_node) + text.size());
    auto* node =
        new (memory) name_node{key, atomic<PyObject*>{}, atomic<PyObject*>{}, nullptr, static_cast<std::uint32_t>(text.size()), {}};
    std::memcpy(node->text, text.data(), text.size());
    return node;
}

/// Lets go of every interned name and remembered module; part of the end of the interpreter.
inline void forget_names() PYHOST_NEEDS_GIL
{
    for (atomic<name_node*>& head : process().names)
        for (name_node* node = head.load(); node != nullptr; node = node->next) {
            Py_XDECREF(node->module.exchange(nullptr));
            Py_XDECREF(node->interned.exchange(nullptr));
        }
}

/// The same for names that came after that, when the interpreter has ended.
inline void abandon_names() noexcept
{
    for (atomic<name_node*>& head : process().names)
        for (name_node* node = head.load(); node != nullptr; node = node->next) {
            node->module.store(nullptr);
            node->interned.store(nullptr);
        }
}

PYHOST_DETAIL_BODY PYHOST_DETAIL_NOINLINE name_node* find_name_node(std::size_t bucket, std::uint64_t key, std::string_view text)
{
    atomic<name_node*>& head = process().names[bucket];
    name_node* made = nullptr;
    for (name_node* first = head.load();;) {
        for (name_node* node = first; node != nullptr; node = node->next) {
            if (!node->is(key, text)) continue;
            ::operator delete(made);
            return node;
        }
        if (made == nullptr) made = new_name_node(key, text);
        made->next = first;
        if (head.replace(first, made)) return made;
    }
}

PYHOST_DETAIL_BODY PYHOST_DETAIL_NOINLINE PyObject* intern_slowly(name_node& node)
{
    PyObject* made = PyUnicode_FromStringAndSize(node.text, static_cast<Py_ssize_t>(node.size));
    if (made == nullptr) return nullptr;
    PyUnicode_InternInPlace(&made);
    PyObject* known = nullptr;
    if (node.interned.replace(known, made)) return made;
    Py_DECREF(made);
    return known;
}

}  // namespace pyhost::inline v0::detail

#endif
