// SPDX-License-Identifier: MIT
// A variable of a module, read and written as it is now.
#pragma once

#include <pyhost/module.hpp>

namespace pyhost::inline v0 {

/// The value of `name` in a module, which is imported first when it is not loaded. Any thread.
///
/// Throws: what the import raises; attribute_error; type_error and its like when it does not convert.
template <class T>
[[nodiscard]] T module_variable(const detail::literal_name& module, const detail::literal_name& name)
{
    const gil_guard gil;
    const object owner = import_module(module);
    return detail::cast_consuming<T>(detail::checked(PyObject_GetAttr(owner.ptr(), detail::checked(detail::intern(name)))),
                                     name.text().data());
}

/// Sets `name` in a module, which is imported first when it is not loaded. Any thread. Throws: what the import raises.
template <class T>
void set_module_variable(const detail::literal_name& module, const detail::literal_name& name, const T& value)
{
    const gil_guard gil;
    import_module(module).attr(name) = value;
}

}  // namespace pyhost::inline v0
