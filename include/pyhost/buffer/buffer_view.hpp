// SPDX-License-Identifier: MIT
// buffer_view: the contiguous memory of a Python object as a span, held as long as the view lives.
#pragma once

#include <pyhost/buffer/detail/element.hpp>
#include <pyhost/buffer/detail/held_buffer.hpp>
#include <pyhost/buffer/detail/refusal.hpp>

#include <span>

namespace pyhost::inline v0 {

/// The memory of bytes, bytearray, array.array, memoryview, a numpy array or any other buffer, without a copy.
///
/// `T` is the type of its items exactly, const for memory that is only read: bool, integers, char, floating and complex numbers.
/// std::byte takes items of every type, as bytes. Any number of dimensions is seen as one, in the order of C; the memory must be
/// contiguous: array_view takes strides.
/// Needs: the GIL to be made; nothing to be read, moved or dropped, on any thread.
/// Lifetime: until it is dropped the object keeps this memory, and refuses to resize it. A view may outlive the interpreter; its memory
/// may be read until then.
/// Cost: what PyObject_GetBuffer and PyBuffer_Release cost.
template <detail::viewed_element T>
class buffer_view {
public:
    using element_type = T;
    using value_type = std::remove_const_t<T>;

    /// No memory: an empty span.
    buffer_view() noexcept = default;

    /// Holds the memory of `o`.
    /// Throws: type_error when `o` has no buffer or its items are of another type, buffer_error when the memory is not contiguous, not
    /// aligned, or read-only where `T` is not const; or what the object's own code raises.
    explicit buffer_view(handle o) PYHOST_NEEDS_GIL
    {
        if (!take(o.resolve().ptr())) [[unlikely]]
            throw_refused(o.ptr());
    }

    buffer_view(buffer_view&& other) noexcept = default;
    buffer_view& operator=(buffer_view&& other) noexcept = default;
    ~buffer_view() = default;

    [[nodiscard]] std::span<T> span() const noexcept { return {data(), size()}; }
    [[nodiscard]] T* data() const noexcept { return static_cast<T*>(held_.view().buf); }
    [[nodiscard]] std::size_t size() const noexcept { return static_cast<std::size_t>(held_.view().len) / sizeof(T); }
    [[nodiscard]] bool empty() const noexcept { return size() == 0; }
    [[nodiscard]] T& operator[](std::size_t index) const noexcept { return data()[index]; }
    [[nodiscard]] T* begin() const noexcept { return data(); }
    [[nodiscard]] T* end() const noexcept { return data() + size(); }

private:
    friend struct converter<buffer_view>;

    static constexpr int flags = PyBUF_FORMAT | PyBUF_ND | (std::is_const_v<T> ? 0 : PyBUF_WRITABLE);

    PYHOST_DETAIL_INLINE bool take(PyObject* from) PYHOST_NEEDS_GIL
    {
        if (!held_.take(from, flags)) [[unlikely]]
            return false;
        const Py_buffer& view = held_.view();
        const bool is_item =
            detail::is_plain_item<value_type>(view.format, view.itemsize) || detail::is_item<value_type>(view.format, view.itemsize);
        if (is_item && (reinterpret_cast<std::uintptr_t>(view.buf) % alignof(T) == 0 || view.len == 0) && !detail::is_masked(from))
            [[likely]]
            return true;
        held_.release();
        return false;
    }

    [[noreturn]] PYHOST_DETAIL_COLD PYHOST_DETAIL_NOINLINE static void throw_refused(PyObject* from) PYHOST_NEEDS_GIL
    {
        detail::failure why;
        detail::refuse_buffer(from, wish(), why);
        detail::throw_failure(why);
    }

    static detail::buffer_wish wish()
    {
        return {.name = "py::buffer_view<" + detail::element_name<T>() + ">",
                .format = detail::format_of<value_type>(),
                .is_item = &detail::is_item<value_type>,
                .alignment = alignof(T),
                .dimensions = 0,
                .is_writable = !std::is_const_v<T>,
                .is_contiguous = true};
    }

    detail::held_buffer held_;
};

/// `py::buffer_view<const char>`, from Python only: contiguous memory of items of this type exactly, not copied.
///
/// The view keeps the memory, so the object itself may go.
template <class T>
struct converter<buffer_view<T>> {
    static std::optional<buffer_view<T>> load(PyObject* from, detail::failure& why) PYHOST_NEEDS_GIL
    {
        std::optional<buffer_view<T>> made{std::in_place};
        if (made->take(from)) return made;
        return detail::refuse_buffer(from, buffer_view<T>::wish(), why);
    }
    static std::string name() { return "py::buffer_view<" + detail::element_name<T>() + ">"; }
};

}  // namespace pyhost::inline v0
