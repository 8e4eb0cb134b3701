// SPDX-License-Identifier: MIT
// Sets: set, unordered_set and other sets of distinct items.
#pragma once

#include <pyhost/convert/detail/element.hpp>
#include <pyhost/convert/detail/source.hpp>
#include <pyhost/convert/detail/type_name.hpp>

namespace pyhost::inline v0 {

/// `std::set<int>`, `std::unordered_set<int>` and other sets of distinct items: a set, frozenset, or the keys() of a mapping. To Python:
/// set.
///
/// Throws: ValueError when two items become one, in either language, or an item of a sorted set is NaN; an item that does not fit, with
/// that item.
template <detail::unique_set T>
struct converter<T> {
    static std::optional<T> load(PyObject* from, detail::failure& why) PYHOST_NEEDS_GIL
    {
        detail::refuse_views<typename T::key_type>();
        const detail::owned_pointer items{detail::collect_set(from, why, &detail::type_name<T>)};
        if (!items) return std::nullopt;
        std::optional<T> made{std::in_place};
        const Py_ssize_t size = PyList_GET_SIZE(items.get());
        if constexpr (requires { made->reserve(std::size_t{}); }) made->reserve(static_cast<std::size_t>(size));
        for (Py_ssize_t i = 0; i < size; ++i)
            if (!add(*made, PyList_GET_ITEM(items.get(), i), why)) return std::nullopt;
        return made;
    }

    static PyObject* store(const T& values) PYHOST_NEEDS_GIL
    {
        detail::owned_pointer set{PySet_New(nullptr)};
        if (!set) return nullptr;
        for (const auto& value : values) {
            const detail::owned_pointer stored{detail::store<typename T::key_type>(value)};
            if (!stored || PySet_Add(set.get(), stored.get()) != 0) [[unlikely]]
                return nullptr;
        }
        if (static_cast<std::size_t>(PySet_GET_SIZE(set.get())) == values.size()) [[likely]]
            return set.release();
        PyErr_SetString(PyExc_ValueError,
                        "to_python: two items of the set are equal in Python (as 1, 1.0 and True are), so a set would lose one");
        return nullptr;
    }
    static bool is_exact(PyObject* from) noexcept { return Py_IS_TYPE(from, &PySet_Type); }

private:
    static bool add(T& made, PyObject* item, detail::failure& why) PYHOST_NEEDS_GIL
    {
        std::optional<typename T::key_type> loaded = detail::load_element<typename T::key_type>(item, why);
        if (!loaded) {
            if (!why.is_raised()) why.at("[item " + detail::shown(item) + "]");
            return false;
        }
        if (detail::has_no_place<T>(*loaded)) {
            why.bad_value(detail::type_name<T>() + " of items that have an order", detail::shown(item));
            return false;
        }
        if (made.insert(*std::move(loaded)).second) return true;
        why.bad_value(detail::type_name<T>() + " of distinct items",
                      detail::shown(item) + ", which converts to an item that is there already");
        return false;
    }
};

}  // namespace pyhost::inline v0
