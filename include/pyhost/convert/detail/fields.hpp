// SPDX-License-Identifier: MIT
// Where Python keeps the fields of a record: in a mapping by name, or in attributes.
#pragma once

#include <pyhost/convert/detail/source.hpp>

#include <optional>
#include <span>

namespace pyhost::inline v0::detail {

/// A name of a C++ type, made when a failure needs it.
using type_namer = std::string (*)();

template <class T>
inline constexpr bool is_optional_field = false;
template <class T>
inline constexpr bool is_optional_field<std::optional<T>> = true;

/// The object that the fields are read from, kept alive, and how.
class field_source {
public:
    field_source(PyObject* owned, bool has_items) noexcept : object_{owned}, has_items_{has_items} {}

    [[nodiscard]] bool has_value() const noexcept { return static_cast<bool>(object_); }
    [[nodiscard]] bool has_items() const noexcept { return has_items_; }
    [[nodiscard]] PyObject* get() const noexcept { return object_.get(); }

    /// A new reference to the field, where has_items() is as told; null with or without an exception.
    template <bool HasItems>
    [[nodiscard]] PYHOST_DETAIL_INLINE PyObject* find(PyObject* name) const PYHOST_NEEDS_GIL
    {
        if constexpr (HasItems) return find_item(object_.get(), name);
        PyObject* found;  // NOLINT(cppcoreguidelines-init-variables): it is set in every case
        find_attribute(object_.get(), name, &found);
        return found;
    }

    /// Adds the field to the path of a failure: "['x']" or ".x".
    void place(PyObject* name, failure& why) const PYHOST_NEEDS_GIL;

private:
    owned_pointer object_;
    bool has_items_;
};

/// fields_in() for all other objects.
field_source fields_in_other(PyObject* from, failure& why, type_namer name) PYHOST_NEEDS_GIL;

/// What may hold the fields: nothing, and the reason in `why`, for what is no mapping and has no attributes of its own.
PYHOST_DETAIL_INLINE field_source fields_in(PyObject* from, failure& why, type_namer name) PYHOST_NEEDS_GIL
{
    // A class of Python code over object alone, without items, is no mapping, and none of the types without attributes.
    const PyTypeObject* type = Py_TYPE(from);
    const bool is_class = (type->tp_flags & Py_TPFLAGS_HEAPTYPE) != 0 && type->tp_base == &PyBaseObject_Type;
    if (is_class && (type->tp_as_mapping == nullptr || type->tp_as_mapping->mp_subscript == nullptr)) [[likely]]
        return {new_reference(from), false};
    return fields_in_other(from, why, name);
}

/// A new reference to what the type of an object declares under a name; null with or without an exception.
PYHOST_DETAIL_INLINE PyObject* declared_by_type(PyObject* from, name_node& name) PYHOST_NEEDS_GIL
{
    PyObject* text = interned(name);
    return text != nullptr ? find_in_type(Py_TYPE(from), text) : nullptr;
}

/// What a NamedTuple and a dataclass declare; the nodes of names stay where they are.
inline PyObject* tuple_fields(PyObject* from) PYHOST_NEEDS_GIL
{
    static name_node& name = node_of("_fields");
    return declared_by_type(from, name);
}
PYHOST_DETAIL_INLINE PyObject* dataclass_fields(PyObject* from) PYHOST_NEEDS_GIL
{
    static name_node& name = node_of("__dataclass_fields__");
    return declared_by_type(from, name);
}

/// Whether a field that find() did not give may be missing; otherwise the reason is in `why`.
bool is_missing(const field_source& source, std::string_view field, bool may_be_missing, failure& why, type_namer name) PYHOST_NEEDS_GIL;

/// has_no_others() for what may have others.
bool has_no_others_in(const field_source& source, std::span<const std::string_view> fields, failure& why, type_namer name) PYHOST_NEEDS_GIL;

/// Whether a mapping, dataclass or NamedTuple has no field but those; otherwise the reason is in `why`.
PYHOST_DETAIL_INLINE bool has_no_others(const field_source& source, std::span<const std::string_view> fields, failure& why, type_namer name)
    PYHOST_NEEDS_GIL
{
    if (!source.has_items() && !PyTuple_Check(source.get())) {
        const owned_pointer declared{dataclass_fields(source.get())};
        if (!declared && PyErr_Occurred() == nullptr) [[likely]]
            return true;
    }
    return has_no_others_in(source, fields, why, name);
}

/// A tuple of interned names; null with an exception raised.
PyObject* names_tuple(std::span<const std::string_view> names) PYHOST_NEEDS_GIL;

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

#include <algorithm>

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY void field_source::place(PyObject* name, failure& why) const
{
    if (why.is_raised()) return;  // the path is of use to other failures alone, and making it clears what is raised
    if (has_items_) why.at_key(name);
    else why.at("." + utf8_or(name, "?"));
}

/// A dict of the items of a mapping; null with an exception raised.
inline PyObject* dict_of(PyObject* mapping) PYHOST_NEEDS_GIL
{
    owned_pointer dict{PyDict_New()};
    return dict && PyDict_Update(dict.get(), mapping) == 0 ? dict.release() : nullptr;
}

PYHOST_DETAIL_BODY field_source fields_in_other(PyObject* from, failure& why, type_namer name)
{
    if (PyDict_Check(from)) return {new_reference(from), true};
    bool has_no_fields = is_scalar(from) || PyList_Check(from) || PyAnySet_Check(from) || PyBytes_Check(from) || PyByteArray_Check(from) ||
                         PyComplex_Check(from) || PyType_Check(from) || PyTuple_CheckExact(from);
    if (PyTuple_Check(from) && !has_no_fields) {
        const owned_pointer fields{tuple_fields(from)};
        if (!fields && PyErr_Occurred() != nullptr) {
            why.raised();
            return {nullptr, false};
        }
        has_no_fields = !fields;
    }
    if (has_no_fields) {
        why.mismatch(name() + " (a mapping, or an object with its fields as attributes)", from);
        return {nullptr, false};
    }
    const bool may_be_mapping = !PyTuple_Check(from) && PyMapping_Check(from) != 0;
    const int is_mapping = may_be_mapping ? is_instance_of_abc(from, "Mapping") : 0;
    if (is_mapping == 0) return {new_reference(from), false};
    PyObject* dict = is_mapping > 0 ? dict_of(from) : nullptr;
    if (dict == nullptr) why.raised();
    return {dict, true};
}

PYHOST_DETAIL_BODY bool is_missing(const field_source& source, std::string_view field, bool may_be_missing, failure& why, type_namer name)
{
    if (PyErr_Occurred() != nullptr) {
        why.raised();
        return false;
    }
    if (may_be_missing) return true;
    const std::string quoted = "'" + std::string{field} + "'";
    if (source.has_items())
        why.bad_value(name() + " (with the field " + quoted + ")", std::string{Py_TYPE(source.get())->tp_name} + " without it");
    else why.mismatch(name() + " (with the attribute " + quoted + ")", std::string{Py_TYPE(source.get())->tp_name} + " without it");
    return false;
}

/// Whether a key is exactly one of the names; a str of another class may hide one.
inline bool is_field_name(PyObject* key, std::span<const std::string_view> fields) PYHOST_NEEDS_GIL
{
    if (!PyUnicode_CheckExact(key)) return false;
    if (is_compact_ascii(key)) {
        const std::string_view text{ascii_data(key), static_cast<std::size_t>(text_length(key))};
        return std::find(fields.begin(), fields.end(), text) != fields.end();
    }
    const std::string text = utf8_or(key, "");
    return std::find(fields.begin(), fields.end(), text) != fields.end();
}

/// A new reference to the first key of a dict that is no field, or null.
inline PyObject* unknown_key(PyObject* dict, std::span<const std::string_view> fields) PYHOST_NEEDS_GIL
{
    const object_lock lock{dict};
    PyObject *key = nullptr, *value = nullptr;
    for (Py_ssize_t at = 0; PyDict_Next(dict, &at, &key, &value) != 0;)
        if (!is_field_name(key, fields)) return new_reference(key);
    return nullptr;
}

/// The names of the fields of a dataclass as a list of str; null with an exception raised.
inline PyObject* dataclass_names(PyObject* from) PYHOST_NEEDS_GIL
{
    const owned_pointer function{standard_class("dataclasses", "fields")};
    const owned_pointer fields{function ? PyObject_CallFunctionObjArgs(function.get(), from, nullptr) : nullptr};
    owned_pointer names{fields ? PySequence_List(fields.get()) : nullptr};
    for (Py_ssize_t i = 0; names && i < PyList_GET_SIZE(names.get()); ++i) {
        PyObject* name = PyObject_GetAttrString(PyList_GET_ITEM(names.get(), i), "name");
        if (name == nullptr) return nullptr;
        PyList_SetItem(names.get(), i, name);
    }
    return names.release();
}

/// What unknown_key() says of a mapping, for the names that a dataclass or NamedTuple declares; null too with an exception raised.
inline PyObject* unknown_name(PyObject* from, PyObject* declared, std::span<const std::string_view> fields) PYHOST_NEEDS_GIL
{
    const bool is_tuple = PyTuple_Check(from);
    if (PyDict_Check(declared)) {  // with what is declared ClassVar and InitVar, which are no fields
        const owned_pointer suspect{unknown_key(declared, fields)};
        if (!suspect) return nullptr;
    }
    const owned_pointer names{is_tuple ? new_reference(declared) : dataclass_names(from)};
    const owned_pointer list{names ? PySequence_List(names.get()) : nullptr};
    for (Py_ssize_t i = 0; list && i < PyList_GET_SIZE(list.get()); ++i)
        if (PyObject* name = PyList_GET_ITEM(list.get(), i); !is_field_name(name, fields)) return new_reference(name);
    return nullptr;
}

/// has_no_others() where something is declared, by a mapping itself.
inline bool has_no_others_than(PyObject* from, PyObject* declared, std::span<const std::string_view> fields, failure& why, type_namer name)
    PYHOST_NEEDS_GIL
{
    const owned_pointer unknown{from == declared ? unknown_key(from, fields) : unknown_name(from, declared, fields)};
    if (!unknown) return PyErr_Occurred() == nullptr || (why.raised(), false);
    std::string known;
    for (const std::string_view field : fields) known.append(known.empty() ? "" : ", ").append(field);
    why.bad_value(name() + " (of the fields " + known + ")",
                  std::string{Py_TYPE(from)->tp_name} + " with the unknown field " + shown(unknown.get()));
    return false;
}

PYHOST_DETAIL_BODY bool has_no_others_in(const field_source& source, std::span<const std::string_view> fields, failure& why,
                                         type_namer name)
{
    PyObject* from = source.get();
    if (source.has_items()) return has_no_others_than(from, from, fields, why, name);
    const owned_pointer declared{PyTuple_Check(from) ? tuple_fields(from) : dataclass_fields(from)};
    if (declared) return has_no_others_than(from, declared.get(), fields, why, name);
    return PyErr_Occurred() == nullptr || (why.raised(), false);
}

PYHOST_DETAIL_BODY PyObject* names_tuple(std::span<const std::string_view> names)
{
    owned_pointer tuple{PyTuple_New(static_cast<Py_ssize_t>(names.size()))};
    for (std::size_t i = 0; tuple && i < names.size(); ++i) {
        PyObject* name = PyUnicode_FromStringAndSize(names[i].data(), static_cast<Py_ssize_t>(names[i].size()));
        if (name == nullptr) return nullptr;
        PyUnicode_InternInPlace(&name);
        PyTuple_SET_ITEM(tuple.get(), static_cast<Py_ssize_t>(i), name);
    }
    return tuple.release();
}

}  // namespace pyhost::inline v0::detail

#endif
