// SPDX-License-Identifier: MIT
// Python's built-in functions under their own names: len, repr, hash, isinstance, dir.
#pragma once

#include <pyhost/accessor.hpp>

namespace pyhost::inline v0 {

/// Python's len(o). Needs: the GIL. Throws: type_error when it has no length, or what its __len__ raises.
[[nodiscard]] inline std::size_t len(handle o) PYHOST_NEEDS_GIL
{
    const Py_ssize_t length = PyObject_Size(o.resolve().ptr());
    if (length < 0) detail::throw_raised();
    return static_cast<std::size_t>(length);
}

namespace detail {

/// The text of a str as UTF-8. Throws: unicode_encode_error when it has a lone surrogate.
std::string text_of(handle str) PYHOST_NEEDS_GIL;

}  // namespace detail

/// Python's repr(o) as UTF-8. Needs: the GIL. Throws: what its __repr__ raises.
[[nodiscard]] std::string repr(handle o) PYHOST_NEEDS_GIL;

/// Python's hash(o). Needs: the GIL. Throws: type_error when it is not hashable.
[[nodiscard]] Py_hash_t hash(handle o) PYHOST_NEEDS_GIL;

/// Python's isinstance(o, cls), where `cls` is a class or a tuple of classes. Needs: the GIL.
[[nodiscard]] inline bool isinstance(handle o, handle cls) PYHOST_NEEDS_GIL
{
    return detail::checked(PyObject_IsInstance(o.resolve().ptr(), cls.resolve().ptr())) != 0;
}

/// Whether `o` is of the Python type that `T` stands for: isinstance<py::dict>(o). Subclasses count. Needs: the GIL.
template <class T>
    requires detail::is_object_type<T>
[[nodiscard]] bool isinstance(handle o) PYHOST_NEEDS_GIL
{
    return T::check(o.resolve());
}

namespace detail {

std::vector<std::string> names_in(handle o) PYHOST_NEEDS_GIL;

template <class Derived>
std::vector<std::string> operations<Derived>::dir() const
{
    const auto o = self().resolve();
    return names_in(o.ptr());
}

}  // namespace detail
}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

/// Python's dir(o), without what is no str.
PYHOST_DETAIL_BODY std::vector<std::string> names_in(handle o)
{
    const object names = object::steal(checked(PyObject_Dir(o.ptr())));
    std::vector<std::string> texts;
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(names.ptr()); ++i) {
        const object name = object::borrow(PyList_GET_ITEM(names.ptr(), i));
        if (PyUnicode_Check(name.ptr())) texts.push_back(text_of(name));
    }
    return texts;
}

PYHOST_DETAIL_BODY std::string text_of(handle str)
{
    Py_ssize_t size = 0;
    const char* data = PyUnicode_AsUTF8AndSize(str.ptr(), &size);
    if (data == nullptr) throw_raised();
    return {data, static_cast<std::size_t>(size)};
}

}  // namespace pyhost::inline v0::detail

namespace pyhost::inline v0 {

PYHOST_DETAIL_BODY std::string repr(handle o) { return detail::text_of(object::steal(detail::checked(PyObject_Repr(o.resolve().ptr())))); }

PYHOST_DETAIL_BODY Py_hash_t hash(handle o)
{
    const Py_hash_t value = PyObject_Hash(o.resolve().ptr());
    if (value == -1) detail::throw_raised();
    return value;
}

}  // namespace pyhost::inline v0

#endif
