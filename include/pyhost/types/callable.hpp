// SPDX-License-Identifier: MIT
// Kinds of objects that have no constructor from C++ values: callable, module, type.
#pragma once

#include <pyhost/accessor.hpp>

namespace pyhost::inline v0 {

/// Any Python object that can be called.
class callable : public object {
public:
    using object::object;
    [[nodiscard]] static bool check(handle o) noexcept { return PyCallable_Check(o.ptr()) != 0; }
    static constexpr const char* python_name = "callable";
};

/// A Python module.
class module : public object {
public:
    using object::object;
    [[nodiscard]] static bool check(handle o) noexcept { return o.has_value() && PyModule_Check(o.ptr()); }
    static constexpr const char* python_name = "module";
    static PyTypeObject* python_type() noexcept { return &PyModule_Type; }
};

/// A Python class.
class type : public object {
public:
    using object::object;

    /// Python's type(o). Needs: the GIL.
    explicit type(handle o) PYHOST_NEEDS_GIL : object{detail::borrowed_t{}, reinterpret_cast<PyObject*>(Py_TYPE(o.resolve().ptr()))} {}

    [[nodiscard]] static bool check(handle o) noexcept { return o.has_value() && PyType_Check(o.ptr()); }
    static constexpr const char* python_name = "type";
    static PyTypeObject* python_type() noexcept { return &PyType_Type; }
};

}  // namespace pyhost::inline v0
