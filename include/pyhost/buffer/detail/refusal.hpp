// SPDX-License-Identifier: MIT
// Why a buffer is not what a view needs, in words that say what to do.
#pragma once

#include <pyhost/convert/arithmetic.hpp>
#include <pyhost/detail/buffer_items.hpp>
#include <pyhost/detail/failure.hpp>

#include <cstddef>
#include <string>

namespace pyhost::inline v0::detail {

/// What a view asks of a buffer.
struct buffer_wish {
    std::string name;  // of the view
    const char* format;
    bool (*is_item)(const char* format, Py_ssize_t item_size);
    std::size_t alignment;
    int dimensions;  // 0: any number
    bool is_writable;
    bool is_contiguous;
};

/// "(2, 3)", as Python writes a tuple; the first eight of more.
std::string tuple_text(const Py_ssize_t* numbers, int count);

/// "numpy.ndarray of format 'd', shape (2, 3)".
std::string described_memory(PyObject* from, const Py_buffer& view) PYHOST_NEEDS_GIL;

/// Finds out what is wrong with `from`, and says it. The exception of a first attempt, if one is raised, stands where nothing else is
/// wrong.
PYHOST_DETAIL_COLD std::nullopt_t refuse_buffer(PyObject* from, const buffer_wish& wish, failure& why) PYHOST_NEEDS_GIL;

/// Whether every item of strided memory stands where its type may.
inline bool is_aligned(const Py_buffer& view, std::size_t alignment) noexcept
{
    auto bits = reinterpret_cast<std::uintptr_t>(view.buf);
    for (int i = 0; view.strides != nullptr && i < view.ndim; ++i)
        if (view.shape[i] > 1) bits |= static_cast<std::uintptr_t>(view.strides[i]);
    return view.len == 0 || bits % alignment == 0;
}

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY std::string tuple_text(const Py_ssize_t* numbers, int count)
{
    std::string text = "(";
    for (int i = 0; i < count && i < 8; ++i) text += (i == 0 ? "" : ", ") + std::to_string(numbers[i]);
    return text + (count == 1 ? ",)" : count > 8 ? ", ...)" : ")");
}

PYHOST_DETAIL_BODY std::string described_memory(PyObject* from, const Py_buffer& view)
{
    std::string text = Py_TYPE(from)->tp_name + std::string{" of format '"} + (view.format != nullptr ? view.format : "B") + "'";
    if (view.shape != nullptr) text += ", shape " + tuple_text(view.shape, view.ndim);
    return text;
}

/// Says what is wrong with a buffer that was given; false when nothing is.
inline bool refuse_given(PyObject* from, const Py_buffer& view, const buffer_wish& wish, failure& why) PYHOST_NEEDS_GIL
{
    const std::string got = described_memory(from, view);
    const std::string items = wish.name + ": ";
    if (is_masked(from)) {
        why.mismatch(wish.name, "a MaskedArray (pass its filled(value), or its data and its mask)");
    } else if (!wish.is_item(view.format, view.itemsize)) {
        const bool is_swapped = read_format(view.format, static_cast<std::size_t>(view.itemsize)).is_swapped;
        why.mismatch(items + "items of format '" + wish.format + "'",
                     got + (is_swapped ? " (in another byte order; pass its byteswap() of the native type)" : ""));
    } else if (wish.dimensions != 0 && view.ndim != wish.dimensions) {
        why.bad_value(items + std::to_string(wish.dimensions) + (wish.dimensions == 1 ? " dimension" : " dimensions"), got);
    } else if (wish.is_writable && view.readonly != 0) {
        why.bad_buffer(items + "memory that can be written", got + ", read-only (take a view of const items, or pass a copy)");
    } else if (wish.is_contiguous && PyBuffer_IsContiguous(&view, 'C') == 0) {
        why.bad_buffer(items + "contiguous memory", got + ", strides " + tuple_text(view.strides, view.ndim) +
                                                        " (take a py::array_view, or pass numpy.ascontiguousarray of it)");
    } else if (!is_aligned(view, wish.alignment)) {
        why.bad_buffer(items + "memory aligned to " + std::to_string(wish.alignment) + " bytes", got + ", not aligned (pass a copy)");
    } else {
        return false;
    }
    return true;
}

PYHOST_DETAIL_BODY std::nullopt_t refuse_buffer(PyObject* from, const buffer_wish& wish, failure& why)
{
    if (PyObject_CheckBuffer(from) == 0) return why.mismatch(wish.name, from);
    const owned_pointer first{take_raised()};
    const buffer_lease lease{from, PyBUF_RECORDS_RO};
    if (!lease.is_held()) return why.raised();
    if (refuse_given(from, lease.view(), wish, why)) return std::nullopt;
    if (first) raise_again(new_reference(first.get()));
    else PyErr_SetString(PyExc_BufferError, (wish.name + ": the object gave its buffer differently the second time").c_str());
    return why.raised();
}

}  // namespace pyhost::inline v0::detail

#endif
