// SPDX-License-Identifier: MIT
// Converters of object and its types: cast<py::dict>(), vector<py::object>.
#pragma once

#include <pyhost/convert.hpp>

namespace pyhost::inline v0 {

/// `py::object`: any object, as it is. To Python: the object.
template <>
struct converter<object> {
    static std::optional<object> load(PyObject* from, detail::failure&) PYHOST_NEEDS_GIL;
};

/// `py::dict`, `py::list`, `py::str`, `py::callable` and the other types over object: what they stand for, subclasses included. To Python:
/// the object.
template <class T>
    requires std::derived_from<T, object> && (!std::same_as<T, object>)
struct converter<T> {
    static std::optional<T> load(PyObject* from, detail::failure& why) PYHOST_NEEDS_GIL
    {
        if (!T::check(from)) return why.mismatch(T::python_name, from);
        return T{detail::borrowed_t{}, from};
    }
    static bool is_exact(PyObject* from) noexcept
        requires requires { T::python_type(); }
    {
        return Py_IS_TYPE(from, T::python_type());
    }
};

/// `py::ref<py::object>`, `py::ref<py::list>`: what the type in it takes, kept beyond the GIL. To Python: the object.
template <class T>
struct converter<ref<T>> {
    static std::optional<ref<T>> load(PyObject* from, detail::failure& why) PYHOST_NEEDS_GIL
    {
        const std::optional<T> loaded = converter<T>::load(from, why);
        if (!loaded) return std::nullopt;
        return ref<T>{*loaded};
    }
    static PyObject* store(const ref<T>& value) PYHOST_NEEDS_GIL { return value.get().release(); }
};

}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0 {

PYHOST_DETAIL_BODY std::optional<object> converter<object>::load(PyObject* from, detail::failure&) { return object::borrow(from); }

}  // namespace pyhost::inline v0

#endif
