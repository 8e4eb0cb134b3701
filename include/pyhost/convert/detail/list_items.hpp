// SPDX-License-Identifier: MIT
// The items of a list or tuple into a container.
#pragma once

#include <pyhost/convert/detail/element.hpp>
#include <pyhost/convert/detail/type_name.hpp>

namespace pyhost::inline v0::detail {

/// Makes room for `size` items; a fixed size must be this one.
template <class T>
PYHOST_DETAIL_INLINE bool prepare(T& made, std::size_t size, PyObject* from, failure& why) PYHOST_NEEDS_GIL
{
    if constexpr (fixed_sequence<T>) {
        constexpr std::size_t wanted = std::tuple_size<T>::value;
        if (size == wanted) return true;
        why.bad_value(template_name<T>() + " of " + std::to_string(wanted) + " items",
                      Py_TYPE(from)->tp_name + (" of " + std::to_string(size)) + " items");
        return false;
    } else {
        if constexpr (requires { made.reserve(size); }) made.reserve(size);
        return true;
    }
}

template <class T>
PYHOST_DETAIL_INLINE void put(T& made, std::size_t index, typename T::value_type&& value)
{
    if constexpr (fixed_sequence<T>) made[index] = std::move(value);
    else made.push_back(std::move(value));
}

/// The items of a list or tuple from `index` on, whatever their conversion does to it: they come from a copy.
template <class T>
PYHOST_DETAIL_NOINLINE bool load_rest(T& made, PyObject* from, std::size_t index, std::size_t size, failure& why) PYHOST_NEEDS_GIL
{
    const owned_pointer kept{PyList_Check(from) ? PyList_AsTuple(from) : new_reference(from)};
    if (kept && static_cast<std::size_t>(PyTuple_GET_SIZE(kept.get())) != size)
        PyErr_SetString(PyExc_RuntimeError, "list changed size during conversion");
    if (PyErr_Occurred() != nullptr) {
        why.raised();
        return false;
    }
    for (; index < size; ++index) {
        auto loaded = load<typename T::value_type>(PyTuple_GET_ITEM(kept.get(), static_cast<Py_ssize_t>(index)), why);
        if (!loaded) {
            why.at_index(index);
            return false;
        }
        put(made, index, *std::move(loaded));
    }
    return true;
}

/// Reads a number where it stands in its object; false for any other object, and where its range must be checked.
template <class T>
PYHOST_DETAIL_INLINE bool read_in_place(PyObject* item, T& to) noexcept PYHOST_NEEDS_GIL
{
    if constexpr (std::same_as<T, double>) {
        if (!PyFloat_CheckExact(item)) return false;
        to = PyFloat_AS_DOUBLE(item);
    } else {
        if (!PyLong_CheckExact(item) || !is_compact(item)) return false;
        to = static_cast<T>(compact_value(item));
    }
    return true;
}

/// vector<double>, and vectors of integers in which every compact int fits.
template <class T>
concept filled_by_blocks =
    growing_sequence<T> && has_gil &&
    requires(T& c, typename T::value_type* at) {
        c.data();
        c.insert(c.end(), at, at);
    } &&
    (std::same_as<typename T::value_type, double> ||
     (integer<typename T::value_type> && std::is_signed_v<typename T::value_type> && sizeof(typename T::value_type) >= 4));

/// Appends the numbers before the first item that cannot be read in place; returns how many.
///
/// By blocks, since resizing first would write the memory twice and appending each would check the capacity each time.
template <filled_by_blocks T>
PYHOST_DETAIL_INLINE std::size_t load_front(T& made, PyObject* const* items, std::size_t size) PYHOST_NEEDS_GIL
{
    constexpr std::size_t block_size = 64;
    typename T::value_type block[block_size];
    std::size_t done = 0;
    while (done < size) {
        const std::size_t wanted = size - done < block_size ? size - done : block_size;
        std::size_t read = 0;
        while (read < wanted && read_in_place(items[done + read], block[read])) ++read;
        made.insert(made.end(), block, block + read);
        done += read;
        if (read < wanted) break;
    }
    return done;
}

/// The items of a list or tuple; a subclass counts by what it holds, whatever its __iter__ says.
template <class T>
std::optional<T> load_items(PyObject* from, PyObject* got, failure& why) PYHOST_NEEDS_GIL
{
    using value = typename T::value_type;
    if (!has_gil && PyList_Check(from)) {  // which other threads may change meanwhile
        const owned_pointer kept{PyList_AsTuple(from)};
        if (!kept) return why.raised();
        return load_items<T>(kept.get(), got, why);
    }
    std::optional<T> made{std::in_place};
    const auto size = static_cast<std::size_t>(PySequence_Fast_GET_SIZE(from));
    PyObject* const* const items = PySequence_Fast_ITEMS(from);
    if (!prepare(*made, size, got, why)) return std::nullopt;
    std::size_t i = 0;
    if constexpr (filled_by_blocks<T>) i = load_front(*made, items, size);
    for (; i < size; ++i) {
        if (!is_quiet<value>(items[i])) [[unlikely]] {
            if (!load_rest(*made, from, i, size, why)) return std::nullopt;
            return made;
        }
        std::optional<value> loaded = load_element<value>(items[i], why);
        if (!loaded) [[unlikely]]
            return why.at_index(i);
        put(*made, i, *std::move(loaded));
    }
    return made;
}
}  // namespace pyhost::inline v0::detail
