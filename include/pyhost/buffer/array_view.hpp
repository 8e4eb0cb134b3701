// SPDX-License-Identifier: MIT
// array_view: the memory of an array of several dimensions and any strides, held as long as the view lives.
#pragma once

#include <pyhost/buffer/detail/held_buffer.hpp>
#include <pyhost/buffer/detail/refusal.hpp>
#include <pyhost/buffer/detail/strided.hpp>

namespace pyhost::inline v0 {

/// The memory of a numpy array or any other buffer of `N` dimensions, without a copy: slices, transposed and reversed ones too.
///
/// `T` is the type of its items exactly, const for memory that is only read.
/// Needs: the GIL to be made; nothing to be read, moved or dropped, on any thread.
/// Lifetime: as buffer_view. Cost: one PyObject_GetBuffer and PyBuffer_Release; an index costs a multiplication for each dimension.
template <detail::viewed_element T, std::size_t N>
class array_view : public detail::held_array<T, N, detail::held_buffer> {
public:
    using value_type = std::remove_const_t<T>;

    /// No memory: all dimensions are 0.
    array_view() noexcept = default;

    /// Holds the memory of `o`.
    /// Throws: type_error when `o` has no buffer or its items are of another type, value_error when it has another number of dimensions,
    /// buffer_error when the memory is not aligned, or read-only where `T` is not const; or what the object's own code raises.
    explicit array_view(handle o) PYHOST_NEEDS_GIL
    {
        detail::failure why;
        if (!fill(o.resolve().ptr(), why)) detail::throw_failure(why);
    }

private:
    friend struct converter<array_view>;
    using memory = detail::strided<T, N>;
    using held_array = detail::held_array<T, N, detail::held_buffer>;

    static constexpr int flags = std::is_const_v<T> ? PyBUF_RECORDS_RO : PyBUF_RECORDS;

    static constexpr bool is_item(const char* format, Py_ssize_t item_size) noexcept
    {
        return detail::is_plain_item<value_type>(format, item_size) ||
               (item_size == static_cast<Py_ssize_t>(sizeof(T)) && detail::is_item<value_type>(format, item_size));
    }

    bool fill(PyObject* from, detail::failure& why) PYHOST_NEEDS_GIL
    {
        detail::held_buffer held;
        if (held.take(from, flags)) [[likely]] {
            const Py_buffer& view = held.view();
            if (view.ndim == static_cast<int>(N) && is_item(view.format, view.itemsize) && detail::is_aligned(view, alignof(T)) &&
                !detail::is_masked(from)) [[likely]] {
                const memory seen = described(view);
                static_cast<held_array&>(*this) = held_array{seen, std::move(held)};
                return true;
            }
            held.release();
        }
        detail::refuse_buffer(from, wish(), why);
        return false;
    }

    static memory described(const Py_buffer& view) noexcept
    {
        std::array<std::size_t, N> shape{};
        std::array<std::ptrdiff_t, N> strides{};
        for (std::size_t i = 0; i < N; ++i) {
            shape[i] = static_cast<std::size_t>(view.shape[i]);
            strides[i] = view.strides[i];
        }
        return {static_cast<T*>(view.buf), shape, strides};
    }

    static std::string name() { return "py::array_view<" + detail::element_name<T>() + ", " + std::to_string(N) + ">"; }

    static detail::buffer_wish wish()
    {
        return {.name = name(),
                .format = detail::format_of<value_type>(),
                .is_item = &is_item,
                .alignment = alignof(T),
                .dimensions = static_cast<int>(N),
                .is_writable = !std::is_const_v<T>,
                .is_contiguous = false};
    }
};

/// `py::array_view<const int, 1>`, from Python only: memory of so many dimensions, of items of this type exactly, not copied.
///
/// The view keeps the memory, so the object itself may go.
template <class T, std::size_t N>
struct converter<array_view<T, N>> {
    static std::optional<array_view<T, N>> load(PyObject* from, detail::failure& why) PYHOST_NEEDS_GIL
    {
        std::optional<array_view<T, N>> made{std::in_place};
        if (!made->fill(from, why)) made.reset();
        return made;
    }
    static std::string name() { return array_view<T, N>::name(); }
};

}  // namespace pyhost::inline v0
