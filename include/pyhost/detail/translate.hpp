// SPDX-License-Identifier: MIT
// A C++ exception that reaches Python becomes the matching Python exception.
#pragma once

#include <pyhost/detail/error_members.hpp>

#if PYHOST_DETAIL_BODIES
#include <pyhost/detail/extension.hpp>

#include <system_error>
#include <typeinfo>
#endif

namespace pyhost::inline v0::detail {

/// Raises `message`, in whatever encoding it is, as a Python exception of this class.
void raise_text(PyObject* exception_class, std::string_view message) noexcept PYHOST_NEEDS_GIL;

/// Raises the exception that is being handled. Call it in a catch block; it throws nothing.
PYHOST_DETAIL_COLD void raise_current_exception() noexcept PYHOST_NEEDS_GIL;

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

/// The str of a message that may be in any encoding: invalid UTF-8 is replaced. Null with an exception raised.
inline PyObject* message_text(std::string_view message) noexcept PYHOST_NEEDS_GIL
{
    return PyUnicode_DecodeUTF8(message.data(), static_cast<Py_ssize_t>(message.size()), "replace");
}

PYHOST_DETAIL_BODY void raise_text(PyObject* exception_class, std::string_view message) noexcept
{
    const owned_pointer text{message_text(message)};
    if (text) PyErr_SetObject(exception_class, text.get());
}

/// OSError with errno, so that Python picks FileNotFoundError and its like.
inline void raise_system_error(const std::system_error& e) noexcept PYHOST_NEEDS_GIL
{
    const bool is_errno = e.code().category() == std::generic_category() || e.code().category() == std::system_category();
    const owned_pointer text{message_text(e.what())};
    if (!text) return;
    const owned_pointer arguments{is_errno ? Py_BuildValue("(iO)", e.code().value(), text.get()) : Py_BuildValue("(O)", text.get())};
    if (arguments) PyErr_SetObject(PyExc_OSError, arguments.get());
}

PYHOST_DETAIL_BODY void raise_current_exception() noexcept
{
    try {
        throw;
    } catch (const error& e) {
        e.restore();
    } catch (const std::system_error& e) {
        raise_system_error(e);
    } catch (const std::bad_alloc&) {
        PyErr_NoMemory();
    } catch (const std::out_of_range& e) {
        raise_text(PyExc_IndexError, e.what());
    } catch (const std::invalid_argument& e) {
        raise_text(PyExc_ValueError, e.what());
    } catch (const std::domain_error& e) {
        raise_text(PyExc_ValueError, e.what());
    } catch (const std::length_error& e) {
        raise_text(PyExc_ValueError, e.what());
    } catch (const std::range_error& e) {
        raise_text(PyExc_ValueError, e.what());
    } catch (const std::overflow_error& e) {
        raise_text(PyExc_OverflowError, e.what());
    } catch (const std::bad_cast& e) {
        raise_text(PyExc_TypeError, e.what());
    } catch (const std::exception& e) {
        if (!raise_by_extension()) raise_text(PyExc_RuntimeError, e.what());
    } catch (...) {
        if (!raise_by_extension()) raise_text(PyExc_RuntimeError, "a C++ exception that is not derived from std::exception");
    }
    if (PyErr_Occurred() == nullptr) PyErr_NoMemory();
}

}  // namespace pyhost::inline v0::detail

#endif
