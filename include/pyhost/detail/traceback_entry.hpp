// SPDX-License-Identifier: MIT
// The line of a traceback's entry, by version.
#pragma once

#include <pyhost/detail/python.hpp>

namespace pyhost::inline v0::detail {

/// The line of a traceback's entry as Python tells it: from 3.11 on that of the instruction, where it has one; -1 is looked up there.
///
/// An entry that Python code has made may name an instruction that the code does not have, which PyCode_Addr2Line must not be asked for.
inline int line_of(const PyTracebackObject& entry, PyCodeObject* code) noexcept
{
#if PY_VERSION_HEX >= 0x030B0000
    const bool is_there = entry.tb_lasti < 2 * reinterpret_cast<PyVarObject*>(code)->ob_size;  // two bytes an instruction
    const bool is_looked_up = is_there && (entry.tb_lasti >= 0 || entry.tb_lineno == -1);
    const int line = is_looked_up ? PyCode_Addr2Line(code, entry.tb_lasti) : 0;
    return line > 0 ? line : entry.tb_lineno;
#else
    static_cast<void>(code);
    return entry.tb_lineno;
#endif
}

}  // namespace pyhost::inline v0::detail
