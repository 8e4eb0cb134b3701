// SPDX-License-Identifier: MIT
// Classes of Python's standard library that conversions use: pathlib.Path, decimal.Decimal, the abstract ones of collections.abc.
#pragma once

#include <pyhost/detail/name.hpp>
#include <pyhost/detail/render.hpp>

namespace pyhost::inline v0::detail {

/// A new reference to an attribute of a module, which is imported when it is not loaded; null with an exception raised.
PyObject* standard_class(const literal_name& module, const literal_name& name) PYHOST_NEEDS_GIL;

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

}  // namespace pyhost::inline v0::detail

#endif
