// SPDX-License-Identifier: MIT
// Classes of Python's standard library that conversions use: pathlib.Path, decimal.Decimal, the abstract ones of collections.abc.
#pragma once

#include <pyhost/detail/name.hpp>
#include <pyhost/detail/render.hpp>

namespace pyhost::inline v0::detail {

/// "package.module.Class" as a literal, taken apart at its last dot; or "package.module:Outer.Inner", at the colon.
struct class_path {
    template <std::size_t N>
    consteval class_path(const char (&text)[N])  // NOLINT(google-explicit-constructor): "geometry.Point" is the argument as typed
        : whole{text, N - 1},
          module{literal_name::part(whole.substr(0, end_of_module(whole)))},
          name{literal_name::part(whole.substr(end_of_module(whole) + 1))}
    {
    }

    std::string_view whole;
    literal_name module;
    literal_name name;

private:
    static consteval std::size_t end_of_module(std::string_view text)
    {
        const std::size_t colon = text.find(':'), end = colon != std::string_view::npos ? colon : text.rfind('.');
        if (end == std::string_view::npos || end == 0 || end + 1 == text.size())
            throw "a class is named with its module: \"geometry.Point\"";
        return end;
    }
};

/// A new reference to an attribute of a module, which is imported when it is not loaded; null with an exception raised.
PyObject* standard_class(const literal_name& module, const literal_name& name) PYHOST_NEEDS_GIL;

/// Whether an object is an instance of the class: 1, 0, or -1 with an exception raised.
int is_instance_of(PyObject* o, const class_path& path) PYHOST_NEEDS_GIL;

/// Whether the class of an object is exactly this one, whose module is not imported to know that. False too with an exception raised.
bool is_exactly(PyObject* o, const literal_name& module, const literal_name& name) noexcept PYHOST_NEEDS_GIL;

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

/// A new reference to a class in a module, or in classes in it; null with or without an exception.
inline PyObject* class_in(PyObject* module, const literal_name& name) noexcept PYHOST_NEEDS_GIL
{
    PyObject* at = new_reference(module);
    for (std::string_view rest = name.text(); at != nullptr && !rest.empty();) {
        const std::string_view part = rest.substr(0, rest.find('.'));
        rest.remove_prefix(std::min(part.size() + 1, rest.size()));
        const owned_pointer owner{at};
        const bool is_whole = part.size() == name.text().size();
        const owned_pointer made{is_whole ? nullptr : PyUnicode_FromStringAndSize(part.data(), static_cast<Py_ssize_t>(part.size()))};
        PyObject* text = is_whole ? intern(name) : made.get();
        at = nullptr;
        if (text != nullptr) find_attribute(owner.get(), text, &at);
    }
    return at;
}

PYHOST_DETAIL_BODY int is_instance_of(PyObject* o, const class_path& path)
{
    const owned_pointer type{standard_class(path.module, path.name)};
    return type ? PyObject_IsInstance(o, type.get()) : -1;
}

PYHOST_DETAIL_BODY PyObject* standard_class(const literal_name& module, const literal_name& name)
{
    PyObject* module_name = intern(module);
    if (module_name == nullptr) return nullptr;
    PyObject* loaded = PyImport_GetModule(module_name);
    if (loaded == nullptr && PyErr_Occurred() == nullptr) loaded = PyImport_Import(module_name);
    const owned_pointer owner{loaded};
    PyObject* found = owner ? class_in(owner.get(), name) : nullptr;
    if (found != nullptr || !owner || PyErr_Occurred() != nullptr) return found;
    const owned_pointer text{PyUnicode_FromStringAndSize(name.text().data(), static_cast<Py_ssize_t>(name.text().size()))};
    return text ? PyObject_GetAttr(owner.get(), text.get()) : nullptr;  // which raises
}

PYHOST_DETAIL_BODY bool is_exactly(PyObject* o, const literal_name& module, const literal_name& name) noexcept
{
    PyTypeObject* type = Py_TYPE(o);
    const bool is_of_module = PyType_HasFeature(type, Py_TPFLAGS_HEAPTYPE) != 0 || std::strchr(type->tp_name, '.') != nullptr;
    if (!is_of_module || PyErr_Occurred() != nullptr) return false;
    PyObject* module_name = intern(module);
    const owned_pointer loaded{module_name != nullptr ? PyImport_GetModule(module_name) : nullptr};
    const owned_pointer wanted{loaded ? class_in(loaded.get(), name) : nullptr};
    return wanted && wanted.get() == reinterpret_cast<PyObject*>(type);
}

}  // namespace pyhost::inline v0::detail

#endif
