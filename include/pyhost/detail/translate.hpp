// SPDX-License-Identifier: MIT
// A C++ exception that reaches Python becomes the matching Python exception.
#pragma once

#include <pyhost/detail/error_members.hpp>

#if PYHOST_DETAIL_BODIES
#include <pyhost/detail/extension.hpp>
#include <pyhost/detail/type_text.hpp>

#include <stdexcept>
#include <system_error>
#include <typeinfo>
#endif

namespace pyhost::inline v0::detail {

/// Raises `message`, in whatever encoding it is, as a Python exception of this class.
void raise_text(PyObject* exception_class, std::string_view message) noexcept PYHOST_NEEDS_GIL;

/// Raises the exception that is being handled. Call it in a catch block; it throws nothing.
PYHOST_DETAIL_COLD void raise_current_exception() noexcept PYHOST_NEEDS_GIL;

/// The same by the rules for what no map_exception() has told of.
PYHOST_DETAIL_COLD void raise_unmapped() noexcept PYHOST_NEEDS_GIL;

/// For the raised exception that was made of the one that is being handled: keeps that in it, and makes what is nested in it the cause.
void finish_translation(const std::exception& handled) noexcept PYHOST_NEEDS_GIL;

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

/// Makes the exception that another one holds the __cause__ of the raised one.
inline void raise_from(const std::nested_exception& outer) noexcept PYHOST_NEEDS_GIL
{
    if (outer.nested_ptr() == nullptr) return;
    const raised_scope keep;
    if (keep.raised() == nullptr) return;
    try {
        outer.rethrow_nested();
    } catch (...) {
        raise_current_exception();
    }
    PyException_SetCause(keep.raised(), take_raised());
}

PYHOST_DETAIL_BODY void finish_translation(const std::exception& handled) noexcept
{
    if (dynamic_cast<const error*>(&handled) == nullptr) keep_original();  // an error holds the exception: a circle
    if (const auto* outer = dynamic_cast<const std::nested_exception*>(&handled)) raise_from(*outer);
}

inline void raise_standard(PyObject* exception_class, const std::exception& e) noexcept PYHOST_NEEDS_GIL
{
    raise_text(exception_class, e.what());
    finish_translation(e);
}

/// RuntimeError. The text of a class of one's own need not say what it is.
inline void raise_other(const std::exception& e) noexcept PYHOST_NEEDS_GIL
{
    const bool is_plain = typeid(e) == typeid(std::exception) || dynamic_cast<const std::runtime_error*>(&e) != nullptr ||
                          dynamic_cast<const std::logic_error*>(&e) != nullptr;
    if (is_plain) return raise_standard(PyExc_RuntimeError, e);
    raise_text(PyExc_RuntimeError, text_of(typeid(e)) + ": " + e.what());
    finish_translation(e);
}

/// OSError with errno, so that Python picks FileNotFoundError and its like.
inline void raise_system_error(const std::system_error& e) noexcept PYHOST_NEEDS_GIL
{
    const bool is_errno = e.code().category() == std::generic_category() || e.code().category() == std::system_category();
    const owned_pointer text{message_text(e.what())};
    if (!text) return;
    const owned_pointer arguments{is_errno ? Py_BuildValue("(iO)", e.code().value(), text.get()) : Py_BuildValue("(O)", text.get())};
    if (arguments) PyErr_SetObject(PyExc_OSError, arguments.get());
    finish_translation(e);
}

/// What is no std::exception, and no text.
inline void raise_unknown() noexcept PYHOST_NEEDS_GIL
{
    raise_text(PyExc_RuntimeError, "a C++ exception of type " + type_of_handled());
    keep_original();
    try {
        throw;
    } catch (const std::nested_exception& outer) {
        raise_from(outer);
    } catch (...) {  // nothing is nested in it
    }
}

inline void raise_thrown_text(std::string_view text) noexcept PYHOST_NEEDS_GIL
{
    raise_text(PyExc_RuntimeError, text);
    keep_original();
}

PYHOST_DETAIL_BODY void raise_unmapped() noexcept
{
    try {
        throw;
    } catch (const error& e) {
        e.restore();
        if (const auto* outer = dynamic_cast<const std::nested_exception*>(&static_cast<const std::exception&>(e))) raise_from(*outer);
    } catch (const std::system_error& e) {
        if (!raise_by_extension()) raise_system_error(e);
    } catch (const std::bad_alloc&) {
        PyErr_NoMemory();
    } catch (const std::out_of_range& e) {
        raise_standard(PyExc_IndexError, e);
    } catch (const std::invalid_argument& e) {
        raise_standard(PyExc_ValueError, e);
    } catch (const std::domain_error& e) {
        raise_standard(PyExc_ValueError, e);
    } catch (const std::length_error& e) {
        raise_standard(PyExc_ValueError, e);
    } catch (const std::range_error& e) {
        raise_standard(PyExc_ValueError, e);
    } catch (const std::overflow_error& e) {
        raise_standard(PyExc_OverflowError, e);
    } catch (const std::bad_cast& e) {
        raise_standard(PyExc_TypeError, e);
    } catch (const std::exception& e) {
        if (!raise_by_extension()) raise_other(e);
    } catch (const char* text) {
        raise_thrown_text(text != nullptr ? text : "");
    } catch (const std::string& text) {
        raise_thrown_text(text);
    } catch (...) {
        if (!raise_by_extension()) raise_unknown();
    }
    if (PyErr_Occurred() == nullptr) PyErr_NoMemory();
}

PYHOST_DETAIL_BODY void raise_current_exception() noexcept
{
    const exception_mapping* mapping = process().mappings.load_acquire() != nullptr ? mapping_of_handled() : nullptr;
    if (mapping == nullptr) return raise_unmapped();
    const owned_pointer cls{mapped_class(*mapping)};
    if (cls) return mapping->raise(*mapping, cls.get());
    const raised_scope keep;  // why there is no such class
    raise_unmapped();
    PyException_SetCause(keep.raised(), take_raised());
}

}  // namespace pyhost::inline v0::detail

#endif
