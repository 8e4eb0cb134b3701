// SPDX-License-Identifier: MIT
// Importing modules, and making one from source text.
#pragma once

#include <pyhost/eval.hpp>
#include <pyhost/types/callable.hpp>

namespace pyhost::inline v0 {
namespace detail {

/// Python's import statement for a dotted name; the innermost module, as importlib.import_module gives it.
PyObject* import_raw(PyObject* name) PYHOST_NEEDS_GIL;

/// A new reference to the module under this name in sys.modules; null when it is not there or not a dict.
inline PyObject* loaded_module(PyObject* name) PYHOST_NEEDS_GIL
{
    PyObject* modules = PyImport_GetModuleDict();
    return modules != nullptr && PyDict_CheckExact(modules) ? find_item(modules, name) : nullptr;
}

/// A new reference to the module of this name, never null. When it is the one seen last time, that is one look-up in sys.modules.
PyObject* import_known(name_node& name) PYHOST_NEEDS_GIL;

}  // namespace detail

/// Imports a module, "package.module" included, and returns it.
///
/// Needs: the GIL; without it std::logic_error or interpreter_closed. Throws: module_not_found_error, import_error, or what the module's
/// own code raises. Cost: for a loaded module one look-up in sys.modules, so that reload and replacement are seen.
[[nodiscard]] inline module import_module(const detail::literal_name& name) PYHOST_NEEDS_GIL
{
    return module{detail::stolen_t{}, detail::import_known(detail::node_of(name))};
}

/// The same for a name known at run time.
template <detail::runtime_text Text>
[[nodiscard]] module import_module(const Text& name) PYHOST_NEEDS_GIL
{
    detail::need_attached("import_module");
    const object text = detail::runtime_name(name);
    return module{detail::stolen_t{}, detail::checked(detail::import_raw(text.ptr()))};
}

/// Makes the module `name` from source text, puts it into sys.modules and runs it.
///
/// Needs: the GIL. Throws: syntax_error or what the source raises; then sys.modules is as before.
module module_from_source(std::string_view name, std::string_view source) PYHOST_NEEDS_GIL;

}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

#include <pyhost/detail/missing_module.hpp>

namespace pyhost::inline v0::detail {

/// Whether the module is still running its own body in some thread.
inline bool is_initialising(PyObject* module) PYHOST_NEEDS_GIL
{
    const owned_pointer spec{PyObject_GetAttrString(module, "__spec__")};
    const owned_pointer flag{spec ? PyObject_GetAttrString(spec.get(), "_initializing") : nullptr};
    PyErr_Clear();
    return flag && PyObject_IsTrue(flag.get()) != 0;
}

PYHOST_DETAIL_BODY PyObject* import_raw(PyObject* name)
{
    PyObject* module = PyImport_Import(name);
    if (module == nullptr) [[unlikely]]
        note_missing_module();
    return module;
}

/// Imports and remembers the module in its name's node, once it has finished loading.
PYHOST_DETAIL_NOINLINE inline PyObject* import_slowly(name_node& node, PyObject* name) PYHOST_NEEDS_GIL
{
    PyErr_Clear();
    PyObject* module = checked(import_raw(name));
    const owned_pointer loaded{loaded_module(name)};
    if (loaded.get() == module && !is_initialising(module)) Py_XDECREF(node.module.exchange(new_reference(module)));
    PyErr_Clear();
    return module;
}

PYHOST_DETAIL_BODY PyObject* import_known(name_node& name)
{
    need_attached("import_module");
    PyObject* text = interned(name);
    if (text == nullptr) throw_raised();
    PyObject* loaded = loaded_module(text);
    if (loaded != nullptr && loaded == name.module.load_acquire()) [[likely]]
        return loaded;
    Py_XDECREF(loaded);
    return import_slowly(name, text);
}

}  // namespace pyhost::inline v0::detail

namespace pyhost::inline v0 {

PYHOST_DETAIL_BODY module module_from_source(std::string_view name, std::string_view source)
{
    detail::need_attached("module_from_source");
    const object text = detail::runtime_name(name);
    module made{detail::stolen_t{}, detail::checked(PyModule_NewObject(text.ptr()))};
    const std::string file = "<" + std::string{name} + ">";
    handle modules{PyImport_GetModuleDict()};
    const object previous = object::steal(detail::loaded_module(text.ptr()));
    detail::checked(PyObject_SetItem(modules.ptr(), text.ptr(), made.ptr()));
    try {
        detail::run_source(source, file.c_str(), Py_file_input, PyModule_GetDict(made.ptr()));
    } catch (...) {
        if (previous.has_value()) PyObject_SetItem(modules.ptr(), text.ptr(), previous.ptr());
        else PyObject_DelItem(modules.ptr(), text.ptr());
        PyErr_Clear();
        throw;
    }
    return made;
}

}  // namespace pyhost::inline v0

#endif
