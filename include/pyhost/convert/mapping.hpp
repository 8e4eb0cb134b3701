// SPDX-License-Identifier: MIT
// Mappings: map, unordered_map and other maps of distinct keys.
#pragma once

#include <pyhost/convert/detail/element.hpp>
#include <pyhost/convert/detail/source.hpp>
#include <pyhost/convert/detail/type_name.hpp>

namespace pyhost::inline v0 {
namespace detail {

/// "[key 'a']": the way to a key, where ['a'] is the way to its value.
PYHOST_DETAIL_COLD void at_the_key(PyObject* key, failure& why) PYHOST_NEEDS_GIL;

template <class T>
PYHOST_DETAIL_INLINE bool add_item(T& made, PyObject* key, PyObject* value, failure& why) PYHOST_NEEDS_GIL
{
    std::optional<typename T::key_type> loaded_key = load_element<typename T::key_type>(key, why);
    if (!loaded_key) [[unlikely]] {
        at_the_key(key, why);
        return false;
    }
    if (has_no_place<T>(*loaded_key)) [[unlikely]] {
        why.bad_value(type_name<T>() + " of keys that have an order", shown(key));
        return false;
    }
    std::optional<typename T::mapped_type> loaded = load_element<typename T::mapped_type>(value, why);
    if (!loaded) [[unlikely]] {
        why.at_key(key);
        return false;
    }
    if (made.try_emplace(*std::move(loaded_key), *std::move(loaded)).second) [[likely]]
        return true;
    why.bad_value(type_name<T>() + " of distinct keys", shown(key) + ", which converts to a key that is there already");
    return false;
}

/// Keys and values in turn, from a tuple that only the conversion knows.
template <class T>
bool add_items(T& made, PyObject* items, failure& why) PYHOST_NEEDS_GIL
{
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(items); i += 2)
        if (!add_item(made, PyTuple_GET_ITEM(items, i), PyTuple_GET_ITEM(items, i + 1), why)) return false;
    return true;
}

/// The items of a dict from `at` on, whatever their conversion does to it: they come from a copy.
template <class T>
PYHOST_DETAIL_NOINLINE bool load_rest_of_dict(T& made, PyObject* from, Py_ssize_t at, Py_ssize_t count, failure& why) PYHOST_NEEDS_GIL
{
    const owned_pointer items{dict_items(from, at, count)};
    if (items) return add_items(made, items.get(), why);
    why.raised();
    return false;
}

/// The items of a dict; a subclass counts by what it holds, whatever its methods say.
template <class T>
std::optional<T> load_dict(PyObject* from, failure& why) PYHOST_NEEDS_GIL
{
    using key_type = typename T::key_type;
    using mapped_type = typename T::mapped_type;
    std::optional<T> made{std::in_place};
    const Py_ssize_t size = PyDict_Size(from);
    if constexpr (requires { made->reserve(std::size_t{}); }) made->reserve(static_cast<std::size_t>(size));

    PyObject *key = nullptr, *value = nullptr;
    Py_ssize_t next = 0;
    for (Py_ssize_t done = 0; done < size; ++done) {
        const Py_ssize_t at = next;
        const bool is_there = has_gil && PyDict_Next(from, &next, &key, &value) != 0;
        if (!is_there || !is_quiet<key_type>(key) || !is_quiet<mapped_type>(value)) [[unlikely]] {
            if (!load_rest_of_dict(*made, from, at, size - done, why)) return std::nullopt;
            return made;
        }
        if (!add_item(*made, key, value, why)) [[unlikely]]
            return std::nullopt;
    }
    return made;
}

template <class T>
PYHOST_DETAIL_NOINLINE std::optional<T> load_mapping(PyObject* from, failure& why) PYHOST_NEEDS_GIL
{
    const owned_pointer items{collect_mapping(from, why, &type_name<T>)};
    std::optional<T> made{std::in_place};
    if (!items || !add_items(*made, items.get(), why)) return std::nullopt;
    return made;
}

template <class T, class Value>
bool store_item(PyObject* dict, const typename T::key_type& key, Value&& value) PYHOST_NEEDS_GIL
{
    const owned_pointer stored_key{store<typename T::key_type>(key)};
    const owned_pointer stored{stored_key ? store_value(std::forward<Value>(value)) : nullptr};
    return stored && PyDict_SetItem(dict, stored_key.get(), stored.get()) == 0;
}

}  // namespace detail

/// `std::map<std::string, int>`, `std::unordered_map<std::string, int>` and other maps of distinct keys: a dict, or another
/// collections.abc.Mapping by its items(). To Python: dict.
///
/// Throws: ValueError when two keys become one, in either language, or a key of a sorted map is NaN; the first key or value that does not
/// fit, with its place.
template <detail::unique_map T>
struct converter<T> {
    static std::optional<T> load(PyObject* from, detail::failure& why) PYHOST_NEEDS_GIL
    {
        detail::refuse_views<typename T::key_type>();
        detail::refuse_views<typename T::mapped_type>();
        if (PyDict_Check(from)) [[likely]]
            return detail::load_dict<T>(from, why);
        return detail::load_mapping<T>(from, why);
    }
    static PyObject* store(const T& values) PYHOST_NEEDS_GIL { return store_dict(values); }
    PYHOST_NEEDS_GIL static PyObject* store_moved(T&& values)
        requires detail::moves_to_python<typename T::mapped_type>
    {
        return store_dict(std::move(values));
    }
    static bool is_exact(PyObject* from) noexcept { return PyDict_CheckExact(from); }

private:
    /// A value of the map, or of a temporary.
    template <class Values>
    using mapped = std::conditional_t<std::is_reference_v<Values>, const typename T::mapped_type&, typename T::mapped_type&&>;

    /// The values of a temporary are moved, where Python can have them.
    template <class Values>
    static PyObject* store_dict(Values&& values) PYHOST_NEEDS_GIL
    {
        detail::owned_pointer dict{detail::new_dict(values.size())};
        if (!dict) return nullptr;
        for (auto&& [key, value] : values)
            if (!detail::store_item<T>(dict.get(), key, static_cast<mapped<Values>>(value))) [[unlikely]]
                return nullptr;
        if (static_cast<std::size_t>(PyDict_Size(dict.get())) == values.size()) [[likely]]
            return dict.release();
        PyErr_SetString(PyExc_ValueError,
                        "to_python: two keys of the map are equal in Python (as 1, 1.0 and True are), so a dict would lose one");
        return nullptr;
    }
};

}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_COLD PYHOST_DETAIL_BODY void at_the_key(PyObject* key, failure& why)
{
    if (!why.is_raised()) why.at("[key " + shown(key) + "]");
}

}  // namespace pyhost::inline v0::detail

#endif
