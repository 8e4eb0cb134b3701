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

/// A new module; null with an exception raised.
PyObject* create_module(const shared_value& definition) PYHOST_NEEDS_GIL;

std::string stub_of_module(const module_record& of);

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

#include <stdexcept>

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY exposed_record& function_named(module_record& of, const std::string& name)
{
    if (name.empty()) throw std::invalid_argument("module_def: the name of a function is empty; pass the one that Python calls it by");
    for (exposed_record& one : of.functions)
        if (one.name == name) return one;
    of.functions.push_back({.name = name});
    return of.functions.back();
}

/// Sets an attribute from a new reference.
inline void set_new(const object& module, const std::string& name, PyObject* value) PYHOST_NEEDS_GIL
{
    const object owner = object::steal(checked(value));
    checked(PyObject_SetAttrString(module.ptr(), name.c_str(), owner.ptr()));
}

PYHOST_DETAIL_BODY PyObject* create_module(const shared_value& definition)
{
    try {
        const auto& now = *static_cast<const module_record*>(definition.get());
        const shared_value kept = shared_value::of<module_record>(now);  // for its functions: the definition may grow
        const auto& record = *static_cast<const module_record*>(kept.get());
        const object name =
            object::steal(checked(PyUnicode_FromStringAndSize(record.name.data(), static_cast<Py_ssize_t>(record.name.size()))));
        object made = object::steal(checked(PyModule_NewObject(name.ptr())));
        if (!record.doc.empty()) checked(PyModule_SetDocString(made.ptr(), record.doc.c_str()));
        for (const exposed_record& one : record.functions) set_new(made, one.name, new_exposed(kept, one, name.ptr()));
        for (const constant_record& one : record.constants) set_new(made, one.name, one.make(one.value.get()));
        for (const shared_value& one : record.submodules) {
            const auto& inner = *static_cast<const module_record*>(one.get());
            const object module = object::steal(checked(create_module(one)));
            checked(PyObject_SetAttrString(made.ptr(), inner.name.substr(record.name.size() + 1).c_str(), module.ptr()));
            checked(PyDict_SetItemString(PyImport_GetModuleDict(), inner.name.c_str(), module.ptr()));
        }
        return made.release();
    } catch (...) {
        raise_current_exception();
        return nullptr;
    }
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
    for (const shared_value& one : of.submodules)
        text += "from . import " + static_cast<const module_record*>(one.get())->name.substr(of.name.size() + 1) + "\n";
    return text.empty() ? lines : text + "\n" + lines;
}

}  // namespace pyhost::inline v0::detail

#endif
