// SPDX-License-Identifier: MIT
// What a module_def holds, and the modules and stubs that are made of it.
#pragma once

#include <pyhost/expose/detail/stub_text.hpp>

#include <string>
#include <vector>

namespace pyhost::inline v0::detail {

struct constant_record {
    std::string name;
    std::string hint;
    shared_value value;
    PyObject* (*make)(const void*);
};

struct module_record {
    std::string name;
    std::string doc = {};
    std::vector<exposed_record> functions = {};
    std::vector<constant_record> constants = {};
    std::vector<shared_value> submodules = {};  ///< each holds a module_record
};

exposed_record& function_named(module_record& of, const std::string& name);

/// The record of the module `name` in another, made when it is not there.
shared_value submodule_named(module_record& of, const std::string& name, const std::string& doc);

/// A new module; null with an exception raised.
PyObject* create_module(const shared_value& definition) PYHOST_NEEDS_GIL;

std::string stub_of_module(const module_record& of);

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

#include <stdexcept>

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY exposed_record& function_named(module_record& of, const std::string& name)
{
    for (exposed_record& one : of.functions)
        if (one.name == name) return one;
    of.functions.push_back({.name = name});
    return of.functions.back();
}

PYHOST_DETAIL_BODY shared_value submodule_named(module_record& of, const std::string& name, const std::string& doc)
{
    const std::string full = of.name + "." + name;
    for (const shared_value& one : of.submodules)
        if (static_cast<const module_record*>(one.get())->name == full) return one;
    of.submodules.push_back(shared_value::of(module_record{.name = full, .doc = doc}));
    return of.submodules.back();
}

/// Sets an attribute from a new reference.
inline void set_new(const object& module, const std::string& name, PyObject* value) PYHOST_NEEDS_GIL
{
    const object owner = object::steal(checked(value));
    checked(PyObject_SetAttrString(module.ptr(), name.c_str(), owner.ptr()));
}

/// The module of a definition, with its submodules, which are added to `made` too, the innermost first.
inline object module_of(const shared_value& definition, std::vector<object>& made) PYHOST_NEEDS_GIL
{
    const auto& now = *static_cast<const module_record*>(definition.get());
    const shared_value kept = shared_value::of<module_record>(now);  // for its functions: the definition may grow
    const auto& record = *static_cast<const module_record*>(kept.get());
    const object name =
        object::steal(checked(PyUnicode_FromStringAndSize(record.name.data(), static_cast<Py_ssize_t>(record.name.size()))));
    const object module = object::steal(checked(PyModule_NewObject(name.ptr())));
    if (!record.doc.empty()) checked(PyModule_SetDocString(module.ptr(), record.doc.c_str()));
    for (const exposed_record& one : record.functions) set_new(module, one.name, new_exposed(kept, one, name.ptr()));
    for (const constant_record& one : record.constants) set_new(module, one.name, one.make(one.value.get()));
    for (const shared_value& one : record.submodules) {
        const std::string& full = static_cast<const module_record*>(one.get())->name;
        const object inner = module_of(one, made);
        checked(PyObject_SetAttrString(module.ptr(), full.substr(record.name.size() + 1).c_str(), inner.ptr()));
        made.push_back(inner);
    }
    return module;
}

PYHOST_DETAIL_BODY PyObject* create_module(const shared_value& definition)
{
    try {
        std::vector<object> inner;
        object made = module_of(definition, inner);
        for (const object& one : inner) {  // when nothing can fail any more: what failed must not be importable
            const object name = object::steal(checked(PyModule_GetNameObject(one.ptr())));
            checked(PyDict_SetItem(PyImport_GetModuleDict(), name.ptr(), one.ptr()));
        }
        return made.release();
    } catch (...) {
        raise_current_exception();
        return nullptr;
    }
}

inline std::string last_name(const module_record& of, const shared_value& submodule)
{
    return static_cast<const module_record*>(submodule.get())->name.substr(of.name.size() + 1);
}

/// The modules of the classes that the hints of a module name.
inline std::vector<std::string> hinted_modules(const module_record& of)
{
    std::vector<std::string> modules;
    for (const constant_record& one : of.constants) add_hinted_modules(modules, one.hint);
    for (const exposed_record& function : of.functions) {
        if (function.overloads.size() > 1) add_hinted_modules(modules, "typing.overload");
        for (const overload_record& one : function.overloads) {
            add_hinted_modules(modules, one.result_hint);
            for (const parameter_record& parameter : one.parameters) add_hinted_modules(modules, hint_in_stub(parameter));
        }
    }
    return modules;
}

PYHOST_DETAIL_BODY std::string stub_of_module(const module_record& of)
{
    std::string lines;
    for (const constant_record& one : of.constants) lines += one.name + ": " + one.hint + "\n";
    for (const exposed_record& one : of.functions) lines += stub_of(one);
    std::string text = of.doc.empty() ? "" : quoted_doc(of.doc, "");
    for (const std::string& module : hinted_modules(of)) text += "import " + module + "\n";
    for (const shared_value& one : of.submodules) text += "from . import " + last_name(of, one) + " as " + last_name(of, one) + "\n";
    return text.empty() ? lines : text + "\n" + lines;
}

}  // namespace pyhost::inline v0::detail

#endif
