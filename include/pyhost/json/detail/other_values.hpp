// SPDX-License-Identifier: MIT
// Values of classes that JSON has no form for, but whose meaning it can have: dates, dataclasses, enums, numpy, pydantic.
#pragma once

#include <pyhost/detail/standard_class.hpp>

#if PYHOST_DETAIL_BODIES

#include <pyhost/accessor.hpp>
#include <pyhost/convert/text.hpp>
#include <pyhost/types/dict.hpp>

#include <string>

namespace pyhost::inline v0::detail {

/// The attribute of the class of an object, not of itself: a new reference, or null without an exception.
inline PyObject* class_attribute(PyObject* o, const literal_name& name) PYHOST_NEEDS_GIL
{
    PyObject* found = PyObject_GetAttr(reinterpret_cast<PyObject*>(Py_TYPE(o)), checked(intern(name)));
    if (found == nullptr) PyErr_Clear();
    return found;
}

inline PyObject* called_method(PyObject* o, const literal_name& name) PYHOST_NEEDS_GIL
{
    return PyObject_CallMethodNoArgs(o, checked(intern(name)));
}

/// An object of the fields of a dataclass, in their order; null with an exception raised.
inline PyObject* dataclass_members(PyObject* o, PyObject* fields) PYHOST_NEEDS_GIL
{
    owned_pointer made{PyDict_New()};
    PyObject *name = nullptr, *field = nullptr;
    for (Py_ssize_t at = 0; made && PyDict_Next(fields, &at, &name, &field) != 0;) {
        const owned_pointer kind{PyObject_GetAttrString(field, "_field_type")};
        if (!kind) return nullptr;
        const owned_pointer shown{PyObject_Str(kind.get())};
        if (!shown) return nullptr;
        if (PyUnicode_CompareWithASCIIString(shown.get(), "_FIELD") != 0) continue;  // ClassVar, InitVar
        const owned_pointer value{PyObject_GetAttr(o, name)};
        if (!value || PyDict_SetItem(made.get(), name, value.get()) != 0) return nullptr;
    }
    return made.release();
}

/// Whether a class is of the module, or of one in it.
inline bool is_of_module(PyObject* o, std::string_view module) PYHOST_NEEDS_GIL
{
    const owned_pointer name{class_attribute(o, "__module__")};
    if (!name || !PyUnicode_Check(name.get()) || !is_compact_ascii(name.get())) return false;
    const std::string_view text{ascii_data(name.get()), static_cast<std::size_t>(text_length(name.get()))};
    return text.substr(0, module.size()) == module && (text.size() == module.size() || text[module.size()] == '.');
}

/// What is written in place of an object: a new reference; null where it stands for itself, or with an exception raised.
inline PyObject* value_instead_of(PyObject* o) PYHOST_NEEDS_GIL
{
    if (PyType_Check(o)) return nullptr;
    if (const int is_member = is_instance_of(o, "enum.Enum"); is_member != 0)
        return is_member > 0 ? PyObject_GetAttrString(o, "value") : nullptr;
    if (const owned_pointer fields{class_attribute(o, "__dataclass_fields__")}; fields && PyDict_Check(fields.get()))
        return dataclass_members(o, fields.get());
    if (is_of_module(o, "datetime") && owned_pointer{class_attribute(o, "isoformat")}) return called_method(o, "isoformat");
    if (is_of_module(o, "numpy") && owned_pointer{class_attribute(o, "tolist")}) return called_method(o, "tolist");
    if (const owned_pointer model{class_attribute(o, "model_dump")}; model && owned_pointer{class_attribute(o, "model_fields")})
        return called_method(o, "model_dump");
    if (is_of_module(o, "uuid")) return PyObject_Str(o);
    if (owned_pointer{class_attribute(o, "__fspath__")}) return PyOS_FSPath(o);
    return nullptr;
}

/// Whether a key is one that Python's json would write as text.
inline bool is_plain_key(PyObject* name) noexcept PYHOST_NEEDS_GIL
{
    return name == Py_None || PyBool_Check(name) || PyLong_Check(name) || PyFloat_Check(name);
}

/// A key as a part of a JSON pointer (RFC 6901).
inline std::string shown_key(PyObject* name) PYHOST_NEEDS_GIL
{
    const raised_scope kept;
    const owned_pointer text{PyUnicode_Check(name) ? new_reference(name) : PyObject_Str(name)};
    std::string made;
    Py_ssize_t size = 0;
    const char* data = text ? PyUnicode_AsUTF8AndSize(text.get(), &size) : nullptr;
    if (data == nullptr) return "?";
    for (const char c : std::string_view{data, static_cast<std::size_t>(size)}) {
        if (c == '~') made += "~0";
        else if (c == '/') made += "~1";
        else made += c;
    }
    return made;
}

}  // namespace pyhost::inline v0::detail

#endif
