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
    cache_slot* found;        ///< the class in this run, once something has asked for it and its module was loaded
    const void* arguments;    ///< what the user gave to make the arguments of the class
    bool (*matches)();        ///< in a catch block: whether what is handled is of the C++ class
    void (*raise)(const exception_mapping&, PyObject* cls);  ///< in a catch block, when it matches: raises the Python class
    thrown (*prepare)(error_state*);           ///< makes the C++ object of a Python exception
    void (*throw_pointer)();                   ///< throws a null pointer to the C++ class
    bool (*catches_pointer)(void (*)());       ///< whether a pointer so thrown is one to this class or a derived one
    exception_mapping* next;
};

void add_mapping(exception_mapping& added);

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

/// "package.module" and "Class"; "builtins" for a name without a dot.
struct class_name_parts {
    explicit class_name_parts(std::string_view whole)
        : module{whole.rfind('.') == std::string_view::npos ? "builtins" : whole.substr(0, whole.rfind('.'))},
          name{whole.substr(whole.rfind('.') + 1)}
    {
    }
    std::string module, name;
};

PYHOST_DETAIL_BODY void add_mapping(exception_mapping& added)
{
    process_state& p = process();
    exception_mapping* first = p.mappings.load();
    do added.next = first;
    while (!p.mappings.replace(first, &added));
}

PYHOST_DETAIL_BODY PyObject* find_loaded_class(std::string_view name)
{
    const class_name_parts parts{name};
    PyObject* modules = PyImport_GetModuleDict();
    const owned_pointer key{PyUnicode_FromStringAndSize(parts.module.data(), static_cast<Py_ssize_t>(parts.module.size()))};
    const owned_pointer found{modules != nullptr && key ? find_item(modules, key.get()) : nullptr};  // its __getattr__ may unload it
    PyObject* cls = found ? PyObject_GetAttrString(found.get(), parts.name.c_str()) : nullptr;
    PyErr_Clear();
    return cls;
}

/// The class of a mapping when it is known or its module is loaded, borrowed; null without an exception.
inline PyObject* loaded_class(const exception_mapping& mapping) PYHOST_NEEDS_GIL
{
    if (PyObject* known = mapping.found->kept.load()) return known;
    PyObject* found = find_loaded_class(*mapping.name);
    if (found != nullptr && PyExceptionClass_Check(found)) return keep_in(*mapping.found, found);
    Py_XDECREF(found);
    return nullptr;
}

PYHOST_DETAIL_BODY PyObject* mapped_class(const exception_mapping& mapping)
{
    if (PyObject* known = loaded_class(mapping)) return new_reference(known);
    const class_name_parts parts{*mapping.name};
    const owned_pointer module{PyImport_ImportModule(parts.module.c_str())};
    PyObject* found = module ? PyObject_GetAttrString(module.get(), parts.name.c_str()) : nullptr;
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
                if (loaded_class(*one) == cls) return one;
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
        if (one->matches() && (nearest == nullptr || nearest->catches_pointer(one->throw_pointer))) nearest = one;
    return nearest;
}

}  // namespace pyhost::inline v0::detail

#endif
