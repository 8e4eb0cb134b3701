// SPDX-License-Identifier: MIT
// Python's str and bytes.
#pragma once

#include <pyhost/builtins.hpp>

#include <concepts>
#include <span>

namespace pyhost::inline v0 {

/// A Python str. Needs: the GIL.
class str : public object {
public:
    using object::object;

    /// Python's str(o). Throws: what its __str__ raises.
    explicit str(handle o) PYHOST_NEEDS_GIL : object{detail::stolen_t{}, detail::checked(PyObject_Str(o.resolve().ptr()))} {}

    /// From UTF-8. Throws: unicode_decode_error when `text` is not.
    explicit str(std::string_view text = {}) PYHOST_NEEDS_GIL
        : object{detail::stolen_t{}, detail::checked((detail::need_attached("str"),
                                                      PyUnicode_DecodeUTF8(text.data(), static_cast<Py_ssize_t>(text.size()), nullptr)))}
    {
    }

    /// The text as UTF-8, copied. Throws: unicode_encode_error for a lone surrogate.
    [[nodiscard]] std::string text() const PYHOST_NEEDS_GIL { return detail::text_of(resolve()); }

    [[nodiscard]] static bool check(handle o) noexcept { return o.has_value() && PyUnicode_Check(o.ptr()); }
    static constexpr const char* python_name = "str";
    static PyTypeObject* python_type() noexcept { return &PyUnicode_Type; }
};

/// A Python bytes. Needs: the GIL.
class bytes : public object {
public:
    using object::object;

    /// A copy of these bytes.
    explicit bytes(std::string_view data = {}) PYHOST_NEEDS_GIL
        : object{detail::stolen_t{}, detail::checked((detail::need_attached("bytes"),
                                                      PyBytes_FromStringAndSize(data.data(), static_cast<Py_ssize_t>(data.size()))))}
    {
    }

    /// The bytes themselves. Lifetime: this object's. A template, so that only a file which calls it pays for what a span is.
    template <std::same_as<std::byte> Byte = std::byte>
    [[nodiscard]] std::span<const Byte> span() const&
    {
        PyObject* o = resolve().ptr();
        return {reinterpret_cast<const Byte*>(PyBytes_AS_STRING(o)), static_cast<std::size_t>(PyBytes_GET_SIZE(o))};
    }

    [[nodiscard]] static bool check(handle o) noexcept { return o.has_value() && PyBytes_Check(o.ptr()); }
    static constexpr const char* python_name = "bytes";
    static PyTypeObject* python_type() noexcept { return &PyBytes_Type; }
};

}  // namespace pyhost::inline v0
