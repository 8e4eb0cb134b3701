// SPDX-License-Identifier: MIT
// The object of Python that a record of a binding becomes, for its methods and properties.
#pragma once

#include <pyhost/convert/object.hpp>
#include <pyhost/convert/record.hpp>
#include <pyhost/ref.hpp>

namespace pyhost::inline v0 {

/// A new object with the values of a record: what its methods change is changed in there. Any thread. Throws: what its class raises.
template <detail::record T>
[[nodiscard]] ref<object> object_of(const T& value)
{
    const gil_guard gil;
    return ref<object>{object::steal(detail::checked(detail::store<T>(value)))};
}

/// The value of a property of a record. Any thread.
///
/// Throws: what its class and reading it raise; type_error and its like when it does not convert.
template <class R, detail::record T>
[[nodiscard]] R attribute_of(const T& value, const detail::literal_name& name)
{
    const gil_guard gil;
    const object owner = object::steal(detail::checked(detail::store<T>(value)));
    return detail::cast_consuming<R>(detail::checked(PyObject_GetAttr(owner.ptr(), detail::checked(detail::intern(name)))),
                                     name.text().data());
}

}  // namespace pyhost::inline v0
