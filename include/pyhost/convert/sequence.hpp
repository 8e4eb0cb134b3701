// SPDX-License-Identifier: MIT
// Sequences: vector, deque, list, array and whatever else has push_back; span to Python only.
#pragma once

#include <pyhost/convert/detail/list_items.hpp>
#include <pyhost/convert/detail/source.hpp>
#include <pyhost/detail/buffer_items.hpp>

namespace pyhost::inline v0 {
namespace detail {

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
    if constexpr (integer<value> && !fixed_sequence<T> && requires { made.data(); }) {
        made.resize(items.size());
        if (items.copy_integers(made.data())) return true;
        made.clear();
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

/// The items of a temporary are moved, where Python can have them.
template <class T>
PyObject* store_list(T&& values) PYHOST_NEEDS_GIL
{
    using value = typename std::remove_cvref_t<T>::value_type;
    constexpr bool is_moved = !std::is_reference_v<T> && moves_to_python<value>;
    owned_pointer list{new_list(values.size())};
    if (!list) return nullptr;
    PyObject** to = PySequence_Fast_ITEMS(list.get());
    for (auto&& one : values) {
        PyObject* item = nullptr;
        if constexpr (is_moved) item = store_moved(std::move(one));
        else item = store<value>(one);
        if (item == nullptr) [[unlikely]]
            return nullptr;
        *to++ = item;
    }
    return list.release();
}

}  // namespace detail

/// `std::vector<int>`, `std::vector<std::uint8_t>`, `std::deque<double>`, `std::list<std::string>`, `std::array<int, 2>` and whatever else
/// has push_back: a list, tuple, collections.abc.Sequence or one-dimensional buffer, whose items convert; never a str, set, dict or
/// iterator, and bytes only where the items are unsigned char. To Python: list.
///
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
    PYHOST_NEEDS_GIL static PyObject* store_moved(T&& values)
        requires detail::moves_to_python<typename T::value_type>
    {
        return detail::store_list(std::move(values));
    }
    static bool is_exact(PyObject* from) noexcept { return PyList_CheckExact(from); }
};

/// `std::span<int>`, to Python only: list. The other way it would have nothing to point to.
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
