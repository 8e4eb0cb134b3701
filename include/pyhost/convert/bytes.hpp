// SPDX-License-Identifier: MIT
// Bytes: vector and array of std::byte, and span<const std::byte> as a view.
#pragma once

#include <pyhost/convert/detail/type_name.hpp>
#include <pyhost/detail/buffer_items.hpp>

namespace pyhost::inline v0 {
namespace detail {

template <byte_range T>
PyObject* store_bytes(const T& bytes) PYHOST_NEEDS_GIL
{
    return PyBytes_FromStringAndSize(reinterpret_cast<const char*>(bytes.data()), static_cast<Py_ssize_t>(bytes.size()));
}

/// A copy of the bytes of any buffer, in the order that Python's bytes() gives them.
template <byte_range T>
std::optional<T> load_bytes(PyObject* from, const Py_buffer& view, failure& why) PYHOST_NEEDS_GIL
{
    const auto size = static_cast<std::size_t>(view.len);
    std::optional<T> made{std::in_place};
    if constexpr (fixed_sequence<T>) {
        constexpr std::size_t wanted = std::tuple_size<T>::value;
        if (size != wanted)
            return why.bad_value(template_name<T>() + " of " + std::to_string(wanted) + " bytes",
                                 Py_TYPE(from)->tp_name + (" of " + std::to_string(size)) + " bytes");
    } else {
        check_size(*made, size);
        made->resize(size);
    }
    if (size != 0 && PyBuffer_ToContiguous(made->data(), const_cast<Py_buffer*>(&view), view.len, 'C') != 0) return why.raised();
    return made;
}

}  // namespace detail

/// `std::vector<std::byte>`, `std::array<std::byte, 1>`: a copy of any bytes-like object; never a str. To Python: bytes.
template <detail::byte_range T>
struct converter<T> {
    static std::optional<T> load(PyObject* from, detail::failure& why) PYHOST_NEEDS_GIL
    {
        if (PyObject_CheckBuffer(from) == 0) return why.mismatch(detail::type_name<T>(), from);
        const detail::buffer_lease lease{from, PyBUF_FULL_RO};
        if (!lease.is_held()) return why.raised();
        return detail::load_bytes<T>(from, lease.view(), why);
    }
    static PyObject* store(const T& bytes) PYHOST_NEEDS_GIL { return detail::store_bytes(bytes); }
    static bool is_exact(PyObject* from) noexcept { return PyBytes_CheckExact(from); }
};

/// `std::span<const std::byte>`: the memory of a bytes object, not copied; no bytearray or memoryview, which could move it. To Python:
/// bytes.
///
/// Lifetime: the object's; casting a temporary does not compile.
template <detail::byte_range T>
    requires(detail::value_span<T> && std::is_const_v<typename T::element_type>)
struct converter<T> {
    static std::optional<T> load(PyObject* from, detail::failure& why) PYHOST_NEEDS_GIL
    {
        if (!is_plain(from)) [[unlikely]]
            return why.mismatch("bytes for " + detail::type_name<T>(), from);
        return read_plain(from);
    }
    static bool is_plain(PyObject* from) noexcept { return PyBytes_Check(from); }
    static T read_plain(PyObject* from) noexcept
    {
        return {reinterpret_cast<const std::byte*>(PyBytes_AS_STRING(from)), static_cast<std::size_t>(PyBytes_GET_SIZE(from))};
    }
    static PyObject* store(T bytes) noexcept PYHOST_NEEDS_GIL { return detail::store_bytes(bytes); }
    static bool is_exact(PyObject* from) noexcept { return PyBytes_CheckExact(from); }
};

/// `std::span<std::byte>`, to Python only: bytes, a copy.
template <detail::byte_range T>
    requires(detail::value_span<T> && !std::is_const_v<typename T::element_type>)
struct converter<T> {
    static PyObject* store(T bytes) noexcept PYHOST_NEEDS_GIL { return detail::store_bytes(bytes); }
};

}  // namespace pyhost::inline v0
