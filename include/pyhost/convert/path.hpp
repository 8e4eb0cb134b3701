// SPDX-License-Identifier: MIT
// The converter of std::filesystem::path: bytes that are no text survive both ways.
#pragma once

#include <pyhost/convert/detail/standard_value.hpp>

namespace pyhost::inline v0 {
namespace detail {

/// std::filesystem::path, without its header.
template <class T>
concept path_type = !declared_class<T> && requires(const T& path) {
    typename T::string_type;
    T::preferred_separator;
    path.native();
    path.lexically_normal();
};

/// What os.fspath gives: a str or bytes; null and the reason in `why` for what is no path.
PyObject* load_path(PyObject* from, failure& why) PYHOST_NEEDS_GIL;

/// The text of a path in the encoding of the file system, or its bytes as they are: a bytes; null and the reason in `why`.
PyObject* path_bytes(PyObject* plain, failure& why) PYHOST_NEEDS_GIL;

/// A pathlib.Path of a str, whose reference it takes over; null with an exception raised.
PyObject* make_path(PyObject* text) PYHOST_NEEDS_GIL;

}  // namespace detail

/// `std::filesystem::path`: str, bytes, or what has __fspath__. To Python: pathlib.Path, which is a PosixPath or a WindowsPath.
///
/// In the encoding of Python's file system, with surrogateescape (PEP 383), as os.fsencode and os.fsdecode have it: whatever bytes a name
/// has survive. To Python in pathlib's normal form: "./a", "a//b" and "a/" are "a", "a/b" and "a"; where that matters, pass native().
/// Throws: TypeError; ValueError for an empty path, which pathlib takes for "."; UnicodeEncodeError for a str that is no name; what
/// __fspath__ raises.
template <detail::path_type T>
struct converter<T> {
    static constexpr const char* python_hint = "pathlib.Path";
    static constexpr const char* python_argument_hint = "str | bytes | os.PathLike[str]";
    static std::string name() { return "std::filesystem::path"; }
    static std::optional<T> load(PyObject* from, detail::failure& why) PYHOST_NEEDS_GIL
    {
        const detail::owned_pointer plain{detail::load_path(from, why)};
        if (!plain) return std::nullopt;
        if constexpr (sizeof(typename T::value_type) == 1) {
            const detail::owned_pointer bytes{detail::path_bytes(plain.get(), why)};
            if (!bytes) return std::nullopt;
            return T{typename T::string_type(PyBytes_AS_STRING(bytes.get()), static_cast<std::size_t>(PyBytes_GET_SIZE(bytes.get())))};
        } else {
            const detail::owned_pointer text{
                PyUnicode_Check(plain.get())
                    ? detail::new_reference(plain.get())
                    : PyUnicode_DecodeFSDefaultAndSize(PyBytes_AS_STRING(plain.get()), PyBytes_GET_SIZE(plain.get()))};
            Py_ssize_t size = 0;
            wchar_t* wide = text ? PyUnicode_AsWideCharString(text.get(), &size) : nullptr;
            if (wide == nullptr) return why.raised();
            std::optional<T> made{typename T::string_type(wide, static_cast<std::size_t>(size))};
            PyMem_Free(wide);
            return made;
        }
    }
    static PyObject* store(const T& path) PYHOST_NEEDS_GIL
    {
        const auto& native = path.native();
        const auto size = static_cast<Py_ssize_t>(native.size());
        if constexpr (sizeof(typename T::value_type) == 1) return detail::make_path(PyUnicode_DecodeFSDefaultAndSize(native.data(), size));
        else return detail::make_path(PyUnicode_FromWideChar(native.data(), size));
    }
    static bool is_exact(PyObject* from) noexcept PYHOST_NEEDS_GIL
    {
        if constexpr (sizeof(typename T::value_type) == 1) return detail::is_exactly(from, "pathlib", "PosixPath");
        else return detail::is_exactly(from, "pathlib", "WindowsPath");
    }
};

}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY PyObject* load_path(PyObject* from, failure& why)
{
    if (PyUnicode_Check(from) || PyBytes_Check(from)) return new_reference(from);
    PyObject* found = nullptr;
    PyObject* attribute = intern("__fspath__");
    if (attribute == nullptr || find_attribute(reinterpret_cast<PyObject*>(Py_TYPE(from)), attribute, &found) < 0) {
        why.raised();
        return nullptr;
    }
    const owned_pointer method{found};
    if (!method) {
        why.mismatch("std::filesystem::path (a str, bytes or os.PathLike)", from);
        return nullptr;
    }
    PyObject* plain = PyOS_FSPath(from);
    if (plain == nullptr) why.raised();
    return plain;
}

PYHOST_DETAIL_BODY PyObject* path_bytes(PyObject* plain, failure& why)
{
    PyObject* bytes = PyBytes_Check(plain) ? new_reference(plain) : PyUnicode_EncodeFSDefault(plain);
    if (bytes == nullptr) why.raised();
    return bytes;
}

PYHOST_DETAIL_BODY PyObject* make_path(PyObject* text)
{
    if (text == nullptr || text_length(text) != 0) return make_of_class("pathlib", "Path", text);
    Py_DECREF(text);
    PyErr_SetString(PyExc_ValueError, "to_python: an empty path has no pathlib.Path, which takes it for the current folder; "
                                      "use std::optional for a path that may be missing");
    return nullptr;
}

}  // namespace pyhost::inline v0::detail

#endif
