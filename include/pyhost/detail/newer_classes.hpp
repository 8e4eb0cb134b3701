// SPDX-License-Identifier: MIT
// Classes of exceptions that not every version of CPython has.
#pragma once

#include <pyhost/detail/python.hpp>

namespace pyhost::inline v0::detail {

/// Where CPython keeps the classes that not every version has; null without them.
inline PyObject* const* base_exception_group_class() noexcept
{
#if PY_VERSION_HEX >= 0x030B0000
    return &PyExc_BaseExceptionGroup;
#else
    return nullptr;
#endif
}

inline PyObject* const* encoding_warning_class() noexcept
{
#if PY_VERSION_HEX >= 0x030A0000
    return &PyExc_EncodingWarning;
#else
    return nullptr;
#endif
}

inline PyObject* const* import_cycle_error_class() noexcept
{
#if PY_VERSION_HEX >= 0x030F0000
    return &PyExc_ImportCycleError;
#else
    return nullptr;
#endif
}

inline PyObject* const* python_finalization_error_class() noexcept
{
#if PY_VERSION_HEX >= 0x030D0000
    return &PyExc_PythonFinalizationError;
#else
    return nullptr;
#endif
}

}  // namespace pyhost::inline v0::detail
