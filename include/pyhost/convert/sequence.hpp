// SPDX-License-Identifier: MIT
// Sequences: vector, deque, list, array and whatever else has push_back; span to Python only.
#pragma once

#include <pyhost/convert/detail/element.hpp>
#include <pyhost/convert/detail/source.hpp>
#include <pyhost/convert/detail/type_name.hpp>
#include <pyhost/detail/buffer_items.hpp>

namespace pyhost::inline v0 {
namespace detail {

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

/// Numbers straight from the memory of a buffer; false when one does not fit.
template <class T>
bool load_numbers(T& made, const buffer_items& items)
{
    using value = typename T::value_type;
    if constexpr (requires { made.data(); }) {
        if (items.is_array_of<value>()) {
            if constexpr (!fixed_sequence<T>) made.resize(items.size());
            if (items.size() != 0) std::memcpy(made.data(), items.data(), items.size() * sizeof(value));
            return true;
        }
    }
    for (std::size_t i = 0; i < items.size(); ++i) {
        value item{};
        if (!assign(item, items[i])) return false;
        put(made, i, std::move(item));
    }
    return true;
}

/// A target whose items are read from memory without becoming Python objects first.
template <class T>
inline constexpr bool holds_numbers = integer<typename T::value_type> || std::floating_point<typename T::value_type>;

/// A target that learns at once whether its size fits into memory; a deque or list would take all memory first.
template <class T>
inline constexpr bool is_sized_first = fixed_sequence<T> || requires(T& c) { c.reserve(std::size_t{}); };

/// A buffer; anything that does not fit goes the way of lists, which finds the words for it.
template <class T>
std::optional<T> load_buffer(PyObject* from, const buffer_items& items, failure& why) PYHOST_NEEDS_GIL
{
    if constexpr (holds_numbers<T>) {
        if (is_sized_first<T> || items.is_backed()) {
            std::optional<T> made{std::in_place};
            if constexpr (!fixed_sequence<T>) check_size(*made, items.size());
            if (!prepare(*made, items.size(), from, why)) return std::nullopt;
            if (load_numbers(*made, items)) return made;
        }
    }
    const owned_pointer list{list_of(items)};
    if (!list) return why.raised();
    return load_items<T>(list.get(), from, why);
}

/// What a buffer that cannot be read is called: "numpy.ndarray of 2 dimensions".
std::string described_buffer(PyObject* from, const Py_buffer& view) PYHOST_NEEDS_GIL;

/// Anything but a list or tuple.
template <class T>
PYHOST_DETAIL_NOINLINE std::optional<T> load_other(PyObject* from, failure& why) PYHOST_NEEDS_GIL
{
    const bool is_bytes = PyBytes_Check(from) || PyByteArray_Check(from);
    if (PyObject_CheckBuffer(from) != 0 && (!is_bytes || std::same_as<typename T::value_type, unsigned char>)) {
        const buffer_lease lease{from, PyBUF_RECORDS_RO};
        if (!lease.is_held()) return why.raised();
        if (is_masked(from))
            return why.mismatch(type_name<T>(), "a MaskedArray (pass its filled(value), or its tolist() to optional items)");
        const buffer_items items{lease.view()};
        if (items.is_known()) return load_buffer<T>(from, items, why);
        const int is_sequence = lease.view().ndim == 1 ? is_instance_of_abc(from, "Sequence") : 0;
        if (is_sequence == 0) return why.mismatch(type_name<T>(), described_buffer(from, lease.view()));
    }
    const owned_pointer items{collect_sequence(from, why, &type_name<T>)};
    if (!items) return std::nullopt;
    return load_items<T>(items.get(), from, why);
}

template <class T>
PyObject* store_list(const T& values) PYHOST_NEEDS_GIL
{
    owned_pointer list{new_list(values.size())};
    if (!list) return nullptr;
    PyObject** to = PySequence_Fast_ITEMS(list.get());
    for (auto&& value : values) {
        PyObject* item = store<typename T::value_type>(value);
        if (item == nullptr) [[unlikely]]
            return nullptr;
        *to++ = item;
    }
    return list.release();
}

}  // namespace detail

/// A list, tuple, collections.abc.Sequence or one-dimensional buffer; never a str, bytes, set, dict or iterator.
///
/// vector<unsigned char> takes bytes and bytearray too. To Python: a list.
/// Throws: ValueError when the length is not that of an array; the first item that does not fit, with its index.
template <class T>
    requires((detail::growing_sequence<T> || detail::fixed_sequence<T>) && !detail::byte_range<T>)
struct converter<T> {
    static std::optional<T> load(PyObject* from, detail::failure& why) PYHOST_NEEDS_GIL
    {
        detail::refuse_views<typename T::value_type>();
        if (PyList_Check(from) || PyTuple_Check(from)) [[likely]]
            return detail::load_items<T>(from, from, why);
        return detail::load_other<T>(from, why);
    }
    static PyObject* store(const T& values) PYHOST_NEEDS_GIL { return detail::store_list(values); }
    static bool is_exact(PyObject* from) noexcept { return PyList_CheckExact(from); }
};

/// To Python only, as a list: a span would have nothing to point to the other way.
template <class T>
    requires(detail::value_span<T> && !detail::byte_range<T>)
struct converter<T> {
    static PyObject* store(T values) PYHOST_NEEDS_GIL { return detail::store_list(values); }
};

}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY std::string described_buffer(PyObject* from, const Py_buffer& view)
{
    const std::string name = Py_TYPE(from)->tp_name;
    const std::string advice = PyObject_HasAttrString(from, "tolist") != 0 ? " (pass its tolist())" : "";
    if (view.ndim != 1) return name + " of " + std::to_string(view.ndim) + " dimensions" + advice;
    return name + " of format '" + (view.format != nullptr ? view.format : "") + "'" + advice;
}

}  // namespace pyhost::inline v0::detail

#endif
