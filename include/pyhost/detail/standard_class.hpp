// SPDX-License-Identifier: MIT
// Classes of Python's standard library that conversions use: pathlib.Path, decimal.Decimal, the abstract ones of collections.abc.
#pragma once

#include <pyhost/detail/name.hpp>
#include <pyhost/detail/render.hpp>

namespace pyhost::inline v0::detail {

/// "package.module.Class" as a literal, taken apart at its last dot.
struct class_path {
    template <std::size_t N>
    consteval class_path(const char (&text)[N])  // NOLINT(google-explicit-constructor): "geometry.Point" is the argument as typed
        : whole{text, N - 1},
          module{literal_name::part(whole.substr(0, last_dot(whole)))},
          name{literal_name::part(whole.substr(last_dot(whole) + 1))}
    {
    }

    std::string_view whole;
    literal_name module;
    literal_name name;

private:
    static consteval std::size_t last_dot(std::string_view text)
    {
        const std::size_t dot = text.rfind('.');
        if (dot == std::string_view::npos || dot == 0 || dot + 1 == text.size())
            throw "a class is named with its module: \"geometry.Point\"";
        return dot;
    }
};

/// A new reference to an attribute of a module, which is imported when it is not loaded; null with an exception raised.
PyObject* standard_class(const literal_name& module, const literal_name& name) PYHOST_NEEDS_GIL;

/// Whether the class of an object is exactly this one, whose module is not imported to know that. False too with an exception raised.
bool is_exactly(PyObject* o, const literal_name& module, const literal_name& name) noexcept PYHOST_NEEDS_GIL;

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY PyObject* standard_class(const literal_name& module, const literal_name& name)
{
    PyObject* module_name = intern(module);
    PyObject* class_name = module_name != nullptr ? intern(name) : nullptr;
    if (class_name == nullptr) return nullptr;
    PyObject* loaded = PyImport_GetModule(module_name);
    if (loaded == nullptr && PyErr_Occurred() == nullptr) loaded = PyImport_Import(module_name);
    const owned_pointer owner{loaded};
    return owner ? PyObject_GetAttr(owner.get(), class_name) : nullptr;
}

PYHOST_DETAIL_BODY bool is_exactly(PyObject* o, const literal_name& module, const literal_name& name) noexcept
{
    PyTypeObject* type = Py_TYPE(o);
    const bool is_of_module = PyType_HasFeature(type, Py_TPFLAGS_HEAPTYPE) != 0 || std::strchr(type->tp_name, '.') != nullptr;
    if (!is_of_module || PyErr_Occurred() != nullptr) return false;
    PyObject* module_name = intern(module);
    PyObject* class_name = module_name != nullptr ? intern(name) : nullptr;
    const owned_pointer loaded{class_name != nullptr ? PyImport_GetModule(module_name) : nullptr};
    PyObject* found = nullptr;
    if (loaded) find_attribute(loaded.get(), class_name, &found);
    const owned_pointer wanted{found};
    return found == reinterpret_cast<PyObject*>(type);
}

}  // namespace pyhost::inline v0::detail

#endif
