// SPDX-License-Identifier: MIT
// Exception classes of C++ that stand for ones of Python, as map_exception() has told.
#pragma once

#include <pyhost/detail/owned_pointer.hpp>
#include <pyhost/detail/slot.hpp>

#include <string>
#include <string_view>
#include <typeinfo>

namespace pyhost::inline v0::detail {

struct error_state;
struct thrown;

/// One pair. On the heap for ever; its functions are in a binary that stays loaded.
struct exception_mapping {
    const std::type_info* type;
    const std::string* name;  ///< "package.module.Class"
    cache_slot* found;        ///< the class that was given, in the run that it was given in
    const void* arguments;    ///< what the user gave to make the arguments of the class
    bool (*matches)();        ///< in a catch block: whether what is handled is of the C++ class
    void (*raise)(const exception_mapping&, PyObject* cls);  ///< in a catch block, when it matches: raises the Python class
    thrown (*prepare)(error_state*);           ///< makes the C++ object of a Python exception
    void (*throw_pointer)();                   ///< throws a null pointer to the C++ class
    bool (*catches_pointer)(void (*)());       ///< whether a pointer so thrown is one to this class or a derived one
    exception_mapping* next;
};

void add_mapping(exception_mapping& added);

/// The mapping of exactly these; null without one.
exception_mapping* find_mapping(const std::type_info& type, std::string_view name);

/// "package.module.Outer.Class", also for what tracebacks show without its module.
std::string full_name(PyObject* cls) PYHOST_NEEDS_GIL;

/// The mapping of a class of Python or of its nearest base that has one, before the nearest base that is built in; null without one.
const exception_mapping* mapping_of(PyTypeObject* type) noexcept PYHOST_NEEDS_GIL;

/// In a catch block: the mapping of what is handled, or of its nearest base that has one.
const exception_mapping* mapping_of_handled() noexcept;

/// A new reference to the class of a mapping, whose module is imported when it is not loaded; null with an exception raised.
PyObject* mapped_class(const exception_mapping& mapping) PYHOST_NEEDS_GIL;

/// A new reference to "package.module.Class" or a built-in "Class" when its module is loaded; null without an exception.
PyObject* find_loaded_class(std::string_view name) PYHOST_NEEDS_GIL;

/// Whether this is exactly a class that is built in.
bool is_builtin_exception(PyObject* type) noexcept;

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

#if !defined(_MSC_VER)
#include <cxxabi.h>
#endif

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY void add_mapping(exception_mapping& added)
{
    process_state& p = process();
    exception_mapping* first = p.mappings.load();
    do added.next = first;
    while (!p.mappings.replace(first, &added));
}

PYHOST_DETAIL_BODY exception_mapping* find_mapping(const std::type_info& type, std::string_view name)
{
    for (exception_mapping* one = process().mappings.load(); one != nullptr; one = one->next)
        if (*one->type == type && *one->name == name) return one;
    return nullptr;
}

PYHOST_DETAIL_BODY std::string full_name(PyObject* cls)
{
    const owned_pointer module{PyObject_GetAttrString(cls, "__module__")};
    const owned_pointer name{PyObject_GetAttrString(cls, "__qualname__")};
    PyErr_Clear();
    const auto text = [](PyObject* o) { return o != nullptr && PyUnicode_Check(o) ? PyUnicode_AsUTF8(o) : nullptr; };
    const char *first = text(module.get()), *last = text(name.get());
    PyErr_Clear();
    return std::string{first != nullptr ? first : "builtins"} + "." + (last != nullptr ? last : "?");
}

/// What dotted names lead to from a module: a new reference, or null with or without an exception.
inline PyObject* walk_names(PyObject* module, std::string_view names) PYHOST_NEEDS_GIL
{
    PyObject* found = new_reference(module);
    while (found != nullptr && !names.empty()) {
        const std::string name{names.substr(0, names.find('.'))};
        names.remove_prefix(name.size() < names.size() ? name.size() + 1 : names.size());
        const owned_pointer owner{found};
        found = PyObject_GetAttrString(owner.get(), name.c_str());
    }
    return found;
}

/// Calls `get(module)` for the longest module first that the name can begin with, and walks on from what that gives.
template <class Get>
PyObject* find_by_parts(std::string_view whole, Get get) PYHOST_NEEDS_GIL
{
    if (whole.find('.') == std::string_view::npos) return walk_names(get(std::string{"builtins"}).get(), whole);
    for (std::size_t dot = whole.rfind('.'); dot != std::string_view::npos && dot != 0; dot = whole.rfind('.', dot - 1))
        if (const owned_pointer module = get(std::string{whole.substr(0, dot)}); module.get() != nullptr)
            return walk_names(module.get(), whole.substr(dot + 1));
    return nullptr;
}

PYHOST_DETAIL_BODY PyObject* find_loaded_class(std::string_view name)
{
    const auto loaded = [](const std::string& module) PYHOST_NEEDS_GIL {
        PyObject* modules = PyImport_GetModuleDict();
        const owned_pointer key{PyUnicode_FromStringAndSize(module.data(), static_cast<Py_ssize_t>(module.size()))};
        return owned_pointer{modules != nullptr && key ? find_item(modules, key.get()) : nullptr};
    };
    PyObject* cls = find_by_parts(name, loaded);
    PyErr_Clear();
    return cls;
}

/// A new reference to the class of a mapping when its module is loaded; null without an exception. What its name leads to now comes before
/// the object that was given: a module that was loaded again has another class.
inline PyObject* loaded_class(const exception_mapping& mapping) PYHOST_NEEDS_GIL
{
    PyObject* found = find_loaded_class(*mapping.name);
    if (found != nullptr && PyExceptionClass_Check(found)) return found;
    Py_XDECREF(found);
    return new_reference(mapping.found->kept.load());
}

PYHOST_DETAIL_BODY PyObject* mapped_class(const exception_mapping& mapping)
{
    if (PyObject* known = loaded_class(mapping)) return known;
    const auto imported = [](const std::string& module) PYHOST_NEEDS_GIL {
        PyErr_Clear();
        return owned_pointer{PyImport_ImportModule(module.c_str())};
    };
    PyObject* found = find_by_parts(*mapping.name, imported);
    if (found == nullptr || PyExceptionClass_Check(found)) return found;
    Py_DECREF(found);
    PyErr_Format(PyExc_TypeError, "map_exception: %s is no exception class; name one that derives from BaseException",
                 mapping.name->c_str());
    return nullptr;
}

PYHOST_DETAIL_BODY const exception_mapping* mapping_of(PyTypeObject* type) noexcept
{
    try {
        const owned_pointer mro{new_reference(type->tp_mro)};
        for (Py_ssize_t i = 0; mro && i < PyTuple_GET_SIZE(mro.get()); ++i) {
            PyObject* cls = PyTuple_GET_ITEM(mro.get(), i);
            for (const exception_mapping* one = process().mappings.load(); one != nullptr; one = one->next)
                if (const owned_pointer known{loaded_class(*one)}; known.get() == cls) return one;
            if (is_builtin_exception(cls)) return nullptr;
        }
    } catch (...) {  // out of memory: the nearest built-in class remains
    }
    return nullptr;
}

/// Whether what is handled is exactly of the class, which costs no throw.
inline bool is_exactly_handled([[maybe_unused]] const exception_mapping& mapping) noexcept
{
#if defined(_MSC_VER)
    return false;
#else
    const std::type_info* handled = abi::__cxa_current_exception_type();
    return handled != nullptr && *handled == *mapping.type;
#endif
}

PYHOST_DETAIL_BODY const exception_mapping* mapping_of_handled() noexcept
{
    const exception_mapping* first = process().mappings.load();
    for (const exception_mapping* one = first; one != nullptr; one = one->next)
        if (is_exactly_handled(*one)) return one;
    const exception_mapping* nearest = nullptr;
    for (const exception_mapping* one = first; one != nullptr; one = one->next)
        if (one->matches() && (nearest == nullptr || (*one->type != *nearest->type && nearest->catches_pointer(one->throw_pointer))))
            nearest = one;
    return nearest;
}

}  // namespace pyhost::inline v0::detail

#endif
