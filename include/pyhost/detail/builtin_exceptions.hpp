// SPDX-License-Identifier: MIT
// The table of Python's built-in exception classes, and how an object of each C++ class is thrown.
#pragma once

#include <pyhost/detail/newer_classes.hpp>
#include <pyhost/exceptions.hpp>

#if !defined(_MSC_VER)
#include <cxxabi.h>
#include <typeinfo>
#endif

namespace pyhost::inline v0::detail {

/// The one way from a state to an error object.
struct error_access {
    template <class E = error>
    static E make(error_state* state) noexcept
    {
        return E(state);
    }
    static error_state& state(const error& e) noexcept { return *e.state_; }

    /// The number of the built-in class that a class is derived from, or is.
    template <class E>
    static constexpr error_kind nearest_kind() noexcept
    {
        return E::nearest_kind;
    }
};

#if defined(_MSC_VER)

struct thrown {
    error_state* state;
    void (*raise)(error_state*);
};

[[noreturn]] inline void raise_prepared(const thrown& t)
{
    t.raise(t.state);
    std::terminate();
}

#else

/// A C++ exception ready to be thrown (Itanium C++ ABI, 2.4.2 and 2.4.3).
struct thrown {
    void* object;
    std::type_info* type;
    void (*destroy)(void*);
};

/// Throws in the caller's own frame: each frame between throw and catch costs 2,700 instructions.
[[noreturn]] PYHOST_DETAIL_INLINE void raise_prepared(const thrown& t) { abi::__cxa_throw(t.object, t.type, t.destroy); }

#endif

/// The kind of the nearest built-in class among `type` and its bases.
///
/// ExceptionGroup is made at start-up and has no fixed address: it is the group that is also an Exception.
error_kind kind_of(PyTypeObject* type) noexcept PYHOST_NEEDS_GIL;

/// A C++ object of this class, made of an error that it takes over.
template <class E>
thrown prepare(error_state* state)
{
#if defined(_MSC_VER)
    return {state, [](error_state* s) { throw error_access::make<E>(s); }};
#else
    void* object = abi::__cxa_allocate_exception(sizeof(E));
    new (object) E(error_access::make<E>(state));
    return {object, const_cast<std::type_info*>(&typeid(E)), [](void* e) { static_cast<E*>(e)->~E(); }};
#endif
}

/// The class object of a kind, borrowed; the nearest base in a Python that lacks the class.
PyObject* kind_class(error_kind kind) noexcept;

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

/// One built-in exception: where CPython keeps its class (null in versions without it), its name, how it is thrown.
struct builtin_exception {
    PyObject* const* class_object;
    const char* name;
    thrown (*prepare)(error_state*);
};

inline const builtin_exception* builtin_exceptions() noexcept
{
    // clang-format off: a table, in the order of `kinds`
    static const builtin_exception rows[kind_count] = {
        {&PyExc_BaseException, "BaseException", &prepare<error>},
        {base_exception_group_class(), "BaseExceptionGroup", &prepare<base_exception_group>},
        {&PyExc_GeneratorExit, "GeneratorExit", &prepare<generator_exit>},
        {&PyExc_KeyboardInterrupt, "KeyboardInterrupt", &prepare<keyboard_interrupt>},
        {&PyExc_SystemExit, "SystemExit", &prepare<system_exit>},
        {&PyExc_Exception, "Exception", &prepare<exception>},
        {nullptr, "ExceptionGroup", &prepare<exception_group>},
        {&PyExc_ArithmeticError, "ArithmeticError", &prepare<arithmetic_error>},
        {&PyExc_FloatingPointError, "FloatingPointError", &prepare<floating_point_error>},
        {&PyExc_OverflowError, "OverflowError", &prepare<overflow_error>},
        {&PyExc_ZeroDivisionError, "ZeroDivisionError", &prepare<zero_division_error>},
        {&PyExc_AssertionError, "AssertionError", &prepare<assertion_error>},
        {&PyExc_AttributeError, "AttributeError", &prepare<attribute_error>},
        {&PyExc_BufferError, "BufferError", &prepare<buffer_error>},
        {&PyExc_EOFError, "EOFError", &prepare<eof_error>},
        {&PyExc_ImportError, "ImportError", &prepare<import_error>},
        {&PyExc_ModuleNotFoundError, "ModuleNotFoundError", &prepare<module_not_found_error>},
        {import_cycle_error_class(), "ImportCycleError", &prepare<import_cycle_error>},
        {&PyExc_LookupError, "LookupError", &prepare<lookup_error>},
        {&PyExc_IndexError, "IndexError", &prepare<index_error>},
        {&PyExc_KeyError, "KeyError", &prepare<key_error>},
        {&PyExc_MemoryError, "MemoryError", &prepare<memory_error>},
        {&PyExc_NameError, "NameError", &prepare<name_error>},
        {&PyExc_UnboundLocalError, "UnboundLocalError", &prepare<unbound_local_error>},
        {&PyExc_OSError, "OSError", &prepare<os_error>},
        {&PyExc_BlockingIOError, "BlockingIOError", &prepare<blocking_io_error>},
        {&PyExc_ChildProcessError, "ChildProcessError", &prepare<child_process_error>},
        {&PyExc_ConnectionError, "ConnectionError", &prepare<connection_error>},
        {&PyExc_BrokenPipeError, "BrokenPipeError", &prepare<broken_pipe_error>},
        {&PyExc_ConnectionAbortedError, "ConnectionAbortedError", &prepare<connection_aborted_error>},
        {&PyExc_ConnectionRefusedError, "ConnectionRefusedError", &prepare<connection_refused_error>},
        {&PyExc_ConnectionResetError, "ConnectionResetError", &prepare<connection_reset_error>},
        {&PyExc_FileExistsError, "FileExistsError", &prepare<file_exists_error>},
        {&PyExc_FileNotFoundError, "FileNotFoundError", &prepare<file_not_found_error>},
        {&PyExc_InterruptedError, "InterruptedError", &prepare<interrupted_error>},
        {&PyExc_IsADirectoryError, "IsADirectoryError", &prepare<is_a_directory_error>},
        {&PyExc_NotADirectoryError, "NotADirectoryError", &prepare<not_a_directory_error>},
        {&PyExc_PermissionError, "PermissionError", &prepare<permission_error>},
        {&PyExc_ProcessLookupError, "ProcessLookupError", &prepare<process_lookup_error>},
        {&PyExc_TimeoutError, "TimeoutError", &prepare<timeout_error>},
        {&PyExc_ReferenceError, "ReferenceError", &prepare<reference_error>},
        {&PyExc_RuntimeError, "RuntimeError", &prepare<runtime_error>},
        {&PyExc_NotImplementedError, "NotImplementedError", &prepare<not_implemented_error>},
        {python_finalization_error_class(), "PythonFinalizationError", &prepare<python_finalization_error>},
        {&PyExc_RecursionError, "RecursionError", &prepare<recursion_error>},
        {&PyExc_StopAsyncIteration, "StopAsyncIteration", &prepare<stop_async_iteration>},
        {&PyExc_StopIteration, "StopIteration", &prepare<stop_iteration>},
        {&PyExc_SyntaxError, "SyntaxError", &prepare<syntax_error>},
        {&PyExc_IndentationError, "IndentationError", &prepare<indentation_error>},
        {&PyExc_TabError, "TabError", &prepare<tab_error>},
        {&PyExc_SystemError, "SystemError", &prepare<system_error>},
        {&PyExc_TypeError, "TypeError", &prepare<type_error>},
        {&PyExc_ValueError, "ValueError", &prepare<value_error>},
        {&PyExc_UnicodeError, "UnicodeError", &prepare<unicode_error>},
        {&PyExc_UnicodeDecodeError, "UnicodeDecodeError", &prepare<unicode_decode_error>},
        {&PyExc_UnicodeEncodeError, "UnicodeEncodeError", &prepare<unicode_encode_error>},
        {&PyExc_UnicodeTranslateError, "UnicodeTranslateError", &prepare<unicode_translate_error>},
        {&PyExc_Warning, "Warning", &prepare<warning>},
        {&PyExc_BytesWarning, "BytesWarning", &prepare<bytes_warning>},
        {&PyExc_DeprecationWarning, "DeprecationWarning", &prepare<deprecation_warning>},
        {encoding_warning_class(), "EncodingWarning", &prepare<encoding_warning>},
        {&PyExc_FutureWarning, "FutureWarning", &prepare<future_warning>},
        {&PyExc_ImportWarning, "ImportWarning", &prepare<import_warning>},
        {&PyExc_PendingDeprecationWarning, "PendingDeprecationWarning", &prepare<pending_deprecation_warning>},
        {&PyExc_ResourceWarning, "ResourceWarning", &prepare<resource_warning>},
        {&PyExc_RuntimeWarning, "RuntimeWarning", &prepare<runtime_warning>},
        {&PyExc_SyntaxWarning, "SyntaxWarning", &prepare<syntax_warning>},
        {&PyExc_UnicodeWarning, "UnicodeWarning", &prepare<unicode_warning>},
        {&PyExc_UserWarning, "UserWarning", &prepare<user_warning>},
    };
    // clang-format on
    return rows;
}

/// Finds the row of a class by the address of its type object.
class builtin_index {
public:
    builtin_index() noexcept
    {
        for (unsigned kind = 0; kind < kind_count; ++kind)
            if (PyObject* const* found = builtin_exceptions()[kind].class_object) add(*found, static_cast<error_kind>(kind));
    }

    /// The kind of exactly this class; kind_count when it is not a built-in one.
    error_kind find(const PyObject* class_object) const noexcept
    {
        std::size_t at = slot_of(class_object);
        while (classes_[at] != nullptr && classes_[at] != class_object) at = (at + 1) % slots;
        return classes_[at] == nullptr ? error_kind{kind_count} : kinds_[at];
    }

private:
    static constexpr std::size_t slots = 256;

    static std::size_t slot_of(const PyObject* o) noexcept
    {
        return (reinterpret_cast<std::uintptr_t>(o) >> 5) * 0x9e3779b97f4a7c15u >> 56;
    }
    void add(const PyObject* class_object, error_kind kind) noexcept
    {
        std::size_t at = slot_of(class_object);
        while (classes_[at] != nullptr && classes_[at] != class_object) at = (at + 1) % slots;
        if (classes_[at] == class_object) return;
        classes_[at] = class_object;
        kinds_[at] = kind;
    }

    const PyObject* classes_[slots] = {};
    error_kind kinds_[slots] = {};
};

inline const builtin_index& known_exceptions() noexcept
{
    static const builtin_index index;
    return index;
}

PYHOST_DETAIL_BODY error_kind kind_of(PyTypeObject* type) noexcept
{
    const builtin_index& index = known_exceptions();
    PyObject* mro = type->tp_mro;
    error_kind kind = kind_count;
    for (Py_ssize_t i = 0; mro != nullptr && kind == kind_count && i < PyTuple_GET_SIZE(mro); ++i)
        kind = index.find(PyTuple_GET_ITEM(mro, i));
    if (kind == base_exception_group_kind && PyType_IsSubtype(type, reinterpret_cast<PyTypeObject*>(PyExc_Exception)))
        return exception_group_kind;
    return kind == kind_count ? error_kind{base_exception_kind} : kind;
}

PYHOST_DETAIL_BODY bool is_builtin_exception(PyObject* type) noexcept { return known_exceptions().find(type) != kind_count; }

PYHOST_DETAIL_BODY const char* kind_name(error_kind kind) noexcept { return builtin_exceptions()[kind].name; }

PYHOST_DETAIL_BODY PyObject* kind_class(error_kind kind) noexcept
{
    if (PyObject* const* found = builtin_exceptions()[kind].class_object) return *found;
    if (kind == import_cycle_error_kind) return PyExc_ImportError;
    if (kind == encoding_warning_kind) return PyExc_Warning;
    if (kind == python_finalization_error_kind) return PyExc_RuntimeError;
    return kind == base_exception_group_kind ? PyExc_BaseException : PyExc_Exception;
}

}  // namespace pyhost::inline v0::detail

#endif
