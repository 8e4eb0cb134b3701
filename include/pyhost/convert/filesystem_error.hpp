// SPDX-License-Identifier: MIT
// std::filesystem::filesystem_error in Python: an OSError that names its files.
#pragma once

#include <pyhost/detail/extension.hpp>
#include <pyhost/detail/translate.hpp>

#include <filesystem>
#include <system_error>

namespace pyhost::inline v0::detail {

inline PyObject* decode_file_name(const char* name, Py_ssize_t size) PYHOST_NEEDS_GIL
{
    return PyUnicode_DecodeFSDefaultAndSize(name, size);
}
inline PyObject* decode_file_name(const wchar_t* name, Py_ssize_t size) PYHOST_NEEDS_GIL { return PyUnicode_FromWideChar(name, size); }

/// The name of a file as os.fsdecode gives it; None for none.
inline PyObject* file_name_of(const std::filesystem::path& path) PYHOST_NEEDS_GIL
{
    if (path.empty()) return new_reference(Py_None);
    return decode_file_name(path.native().data(), static_cast<Py_ssize_t>(path.native().size()));
}

/// In a catch block: raises the OSError of a filesystem_error with an errno; false for all others.
inline bool raise_filesystem_error() PYHOST_NEEDS_GIL
{
    try {
        throw;
    } catch (const std::filesystem::filesystem_error& e) {
        if (e.code().category() != std::generic_category() && e.code().category() != std::system_category()) return false;
        const owned_pointer first{file_name_of(e.path1())}, second{first ? file_name_of(e.path2()) : nullptr};
        const std::string reason = e.code().message();  // what has no memory for it leaves this handler, and is a MemoryError
        const owned_pointer text{
            second ? PyUnicode_DecodeLocaleAndSize(reason.data(), static_cast<Py_ssize_t>(reason.size()), "surrogateescape") : nullptr};
        const owned_pointer arguments{text ? Py_BuildValue("(iOOOO)", e.code().value(), text.get(), first.get(), Py_None, second.get())
                                           : nullptr};
        if (arguments) PyErr_SetObject(PyExc_OSError, arguments.get());
        finish_translation();
        return true;
    } catch (...) {
        return false;
    }
}

/// For each binary with a file that includes this header; with the target pyhost::pyhost that is every one.
inline extension filesystem_extension{nullptr, &raise_filesystem_error};
inline const bool has_filesystem = add_extension(filesystem_extension);

}  // namespace pyhost::inline v0::detail
