// SPDX-License-Identifier: MIT
// The line of a traceback's entry, by version.
#pragma once

#include <pyhost/detail/python.hpp>

namespace pyhost::inline v0::detail {

/// The line of a traceback's entry as Python tells it: from 3.11 on that of the instruction, where it has one. Nothing is raised.
///
/// An entry that Python code has made may name an instruction that the code does not have, which PyCode_Addr2Line must not be asked for,
/// and no line: early patches of 3.11 do not look that one up.
inline int line_of(const PyTracebackObject& entry, PyCodeObject* code) noexcept PYHOST_NEEDS_GIL
{
#if PY_VERSION_HEX >= 0x030B0000
    const bool is_there = entry.tb_lasti < 2 * reinterpret_cast<PyVarObject*>(code)->ob_size;  // two bytes an instruction
    const int line = is_there && entry.tb_lasti >= 0 ? PyCode_Addr2Line(code, entry.tb_lasti) : 0;
    if (line > 0 || entry.tb_lineno != -1 || !is_there) return line > 0 ? line : entry.tb_lineno;
    auto* o = const_cast<PyObject*>(reinterpret_cast<const PyObject*>(&entry));
    PyObject* told = PyObject_GetAttrString(o, "tb_lineno");
    const long number = told != nullptr && PyLong_Check(told) ? PyLong_AsLong(told) : -1;
    Py_XDECREF(told);
    if (PyErr_Occurred() != nullptr) PyErr_Clear();
    return static_cast<int>(number);
#else
    static_cast<void>(code);
    return entry.tb_lineno;
#endif
}

}  // namespace pyhost::inline v0::detail
