// SPDX-License-Identifier: MIT
// Where a module that is not there was looked for.
#pragma once

#include <pyhost/detail/owned_pointer.hpp>
#include <pyhost/macros.hpp>

namespace pyhost::inline v0::detail {

/// Where a ModuleNotFoundError is raised, adds a note (PEP 678, from CPython 3.11 on) that says which Python has looked where.
PYHOST_DETAIL_COLD void note_missing_module() noexcept PYHOST_NEEDS_GIL;

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

/// A part of a package that is there is missing in it, not in this Python.
inline bool is_top_level(PyObject* exception) noexcept PYHOST_NEEDS_GIL
{
    const owned_pointer name{PyObject_GetAttrString(exception, "name")};
    return name && PyUnicode_Check(name.get()) && PyUnicode_FindChar(name.get(), '.', 0, PyUnicode_GET_LENGTH(name.get()), 1) == -1;
}

PYHOST_DETAIL_BODY void note_missing_module() noexcept
{
    if (PY_VERSION_HEX < 0x030B0000 || PyErr_ExceptionMatches(PyExc_ModuleNotFoundError) == 0) return;
    PyObject* raised = take_raised();
    if (is_top_level(raised) && PyObject_HasAttrString(raised, "__notes__") == 0) {
        const owned_pointer note{PyUnicode_FromFormat(
            "CPython %s of %S has looked in %S. Install it for that Python, or choose another by VIRTUAL_ENV, config::venv() or "
            "config::module_path(); pyhost::diagnose() shows which there are.",
            PY_VERSION, PySys_GetObject("prefix"), PySys_GetObject("path"))};
        const owned_pointer done{note ? PyObject_CallMethod(raised, "add_note", "O", note.get()) : nullptr};
    }
    PyErr_Clear();  // of the note; what was raised is raised again
    raise_again(raised);
}

}  // namespace pyhost::inline v0::detail

#endif
