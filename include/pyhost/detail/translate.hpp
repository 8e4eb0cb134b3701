// SPDX-License-Identifier: MIT
// A C++ exception that reaches Python becomes the matching Python exception.
#pragma once

#include <pyhost/detail/error_members.hpp>

#if PYHOST_DETAIL_BODIES
#include <pyhost/detail/extension.hpp>
#include <pyhost/detail/message_text.hpp>
#include <pyhost/detail/stack_room.hpp>
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
void finish_translation() noexcept PYHOST_NEEDS_GIL;

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY void raise_text(PyObject* exception_class, std::string_view message) noexcept
{
    const owned_pointer text{message_text(message)};
    if (text) PyErr_SetObject(exception_class, text.get());
}

/// Whether what is raised is nested in another exception, which is kept with all that is in it.
inline constinit thread_local bool is_nested PYHOST_DETAIL_TLS = false;

/// Makes the exception that another one holds the __cause__ of the raised one.
inline void raise_from(const std::nested_exception& outer) noexcept PYHOST_NEEDS_GIL
{
    if (outer.nested_ptr() == nullptr) return;
    const raised_scope keep;
    if (keep.raised() == nullptr || !has_stack_room()) return;  // the rest of the chain stays in the original
    const bool was_nested = std::exchange(is_nested, true);  // NOLINT(clang-analyzer-deadcode.DeadStores): read after the handler
    try {
        outer.rethrow_nested();
    } catch (...) {
        raise_current_exception();
    }
    is_nested = was_nested;
    const owned_pointer cause{take_raised()};
    if (cause && cause.get() != keep.raised()) PyException_SetCause(keep.raised(), new_reference(cause.get()));
}

/// Whether an error of Python is nested in a chain. It holds its exception, whose frames may hold what the chain is kept in: a circle that
/// no collector sees.
inline bool holds_error(const std::nested_exception& outer) noexcept
{
    std::exception_ptr next = outer.nested_ptr();
    while (next != nullptr) {
        try {
            std::rethrow_exception(std::exchange(next, nullptr));
        } catch (const error&) {
            return true;
        } catch (const std::nested_exception& inner) {
            next = inner.nested_ptr();
        } catch (...) {  // the end of the chain
        }
    }
    return false;
}

PYHOST_DETAIL_BODY void finish_translation() noexcept
{
    try {
        throw;
    } catch (const std::nested_exception& outer) {
        const bool is_error = dynamic_cast<const error*>(&outer) != nullptr;
        if (!is_nested && !is_error && !holds_error(outer)) keep_original();
        raise_from(outer);
    } catch (const error&) {  // it holds the exception that it would be kept in
    } catch (...) {
        if (!is_nested) keep_original();
    }
}

inline void raise_standard(PyObject* exception_class, const std::exception& e) noexcept PYHOST_NEEDS_GIL
{
    raise_text(exception_class, e.what());
    finish_translation();
}

/// RuntimeError. The text of a class of one's own need not say what it is.
inline void raise_other(const std::exception& e) PYHOST_NEEDS_GIL
{
    const bool is_plain = typeid(e) == typeid(std::exception) || dynamic_cast<const std::runtime_error*>(&e) != nullptr ||
                          dynamic_cast<const std::logic_error*>(&e) != nullptr;
    if (is_plain) return raise_standard(PyExc_RuntimeError, e);
    raise_text(PyExc_RuntimeError, text_of(typeid(e)) + ": " + e.what());
    finish_translation();
}

/// OSError with errno, so that Python picks FileNotFoundError and its like.
inline void raise_system_error(const std::system_error& e) noexcept PYHOST_NEEDS_GIL
{
    const bool is_errno = e.code().category() == std::generic_category() || e.code().category() == std::system_category();
    const owned_pointer text{message_text(e.what())};
    if (!text) return;
    const owned_pointer arguments{is_errno ? Py_BuildValue("(iO)", e.code().value(), text.get()) : Py_BuildValue("(O)", text.get())};
    if (arguments) PyErr_SetObject(PyExc_OSError, arguments.get());
    finish_translation();
}

/// RuntimeError with this text.
inline void raise_runtime_error(std::string_view text) noexcept PYHOST_NEEDS_GIL
{
    raise_text(PyExc_RuntimeError, text);
    finish_translation();
}

/// The rules for all that no map_exception() and no library beside pyhost has told of. Throws: std::bad_alloc.
inline void raise_by_rule() PYHOST_NEEDS_GIL
{
    try {
        throw;
    } catch (const error& e) {
        e.restore();
        finish_translation();
    } catch (const std::system_error& e) {
        raise_system_error(e);
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
        raise_other(e);
    } catch (const char* text) {
        raise_runtime_error(text != nullptr ? text : "");
    } catch (const std::string& text) {
        raise_runtime_error(text);
    } catch (...) {
        raise_runtime_error("a C++ exception of type " + type_of_handled());
    }
}

PYHOST_DETAIL_BODY void raise_unmapped() noexcept
{
    try {
        if (!raise_by_extension()) raise_by_rule();
    } catch (...) {  // no memory for a text
        PyErr_NoMemory();
    }
    if (PyErr_Occurred() == nullptr) PyErr_NoMemory();
}

/// Raises what is handled as the class that it is mapped to.
inline void raise_as_mapped(const exception_mapping& mapping) PYHOST_NEEDS_GIL
{
    const owned_pointer cls{mapped_class(mapping)};
    if (cls) return mapping.raise(mapping, cls.get());
    const raised_scope keep;  // why there is no such class
    raise_unmapped();
    PyException_SetCause(keep.raised(), take_raised());
}

PYHOST_DETAIL_BODY void raise_current_exception() noexcept
{
    const exception_mapping* mapping = process().mappings.load_acquire() != nullptr ? mapping_of_handled() : nullptr;
    if (mapping == nullptr) return raise_unmapped();
    try {
        raise_as_mapped(*mapping);
    } catch (...) {
        PyErr_NoMemory();
    }
    if (PyErr_Occurred() == nullptr) PyErr_NoMemory();
}

}  // namespace pyhost::inline v0::detail

#endif
