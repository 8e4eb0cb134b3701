// SPDX-License-Identifier: MIT
// Text of C++ as a str of Python.
#pragma once

#include <pyhost/detail/python.hpp>

#include <string_view>

namespace pyhost::inline v0::detail {

/// The str of a message that may be in any encoding: invalid UTF-8 is replaced. Null with an exception raised.
inline PyObject* message_text(std::string_view message) noexcept PYHOST_NEEDS_GIL
{
    return PyUnicode_DecodeUTF8(message.data(), static_cast<Py_ssize_t>(message.size()), "replace");
}

}  // namespace pyhost::inline v0::detail
