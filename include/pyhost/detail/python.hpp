// SPDX-License-Identifier: MIT
// The one place that includes Python.h; what CPython does differently between versions is one function each here.
#pragma once

#include <pyhost/detail/capability.hpp>
#include <pyhost/macros.hpp>

#include <Python.h>
#include <cstddef>
#include <frameobject.h>

static_assert(PY_VERSION_HEX >= 0x03090000, "pyhost needs CPython 3.9 or later");

namespace pyhost::inline v0::detail {

/// The state of the attached thread, or null; it never fails (c-api/init: PyThreadState_GetUnchecked).
inline PyThreadState* current_state() noexcept
{
#if PY_VERSION_HEX >= 0x030D0000
    return PyThreadState_GetUnchecked();
#else
    return _PyThreadState_UncheckedGet();
#endif
}

/// Whether `own`, which belongs to this thread, is attached.
PYHOST_DETAIL_INLINE bool is_attached(const PyThreadState* own) noexcept
{
#if PY_VERSION_HEX >= 0x030C0000 && !defined(Py_GIL_DISABLED)
    return own->_status.active;  // written by its own thread alone
#else
    return current_state() == own;
#endif
}

/// Whether this thread is attached, when nothing is known of it.
///
/// Up to 3.11 the current state is one of the process, so it must also be this thread's.
inline bool is_attached() noexcept
{
    PyThreadState* current = current_state();
#if PY_VERSION_HEX >= 0x030C0000
    return current != nullptr;
#else
    return current != nullptr && current == PyGILState_GetThisThreadState();
#endif
}

/// A new reference to `o`, which may be null.
PYHOST_DETAIL_INLINE PyObject* new_reference(PyObject* o) noexcept
{
    Py_XINCREF(o);
    return o;
}

/// A new reference to the traceback of an exception, or null. Up to 3.11 `e.with_traceback(None)` leaves None in its place.
inline PyObject* traceback_of(PyObject* exception) noexcept
{
    PyObject* found = PyException_GetTraceback(exception);
    if (found != nullptr && !PyTraceBack_Check(found)) Py_CLEAR(found);
    return found;
}

/// Takes the raised exception as one normalised object, or null when none is raised.
inline PyObject* take_raised() noexcept
{
#if PY_VERSION_HEX >= 0x030C0000
    return PyErr_GetRaisedException();
#else
    PyObject *type = nullptr, *value = nullptr, *traceback = nullptr;
    PyErr_Fetch(&type, &value, &traceback);
    if (type == nullptr) return nullptr;
    PyErr_NormalizeException(&type, &value, &traceback);
    PyException_SetTraceback(value,
                             traceback != nullptr ? traceback : Py_None);  // the import system takes its own frames off this one alone
    Py_DECREF(type);
    Py_XDECREF(traceback);
    return value;
#endif
}

/// Raises `exception` again; takes over its reference.
inline void raise_again(PyObject* exception) noexcept
{
#if PY_VERSION_HEX >= 0x030C0000
    PyErr_SetRaisedException(exception);
#else
    PyErr_Restore(new_reference(reinterpret_cast<PyObject*>(Py_TYPE(exception))), exception, traceback_of(exception));
#endif
}

/// A new reference to what a type or one of its bases defines under a name, or null; nothing is raised and no code of the program runs.
inline PyObject* find_in_type(PyTypeObject* type, PyObject* name) noexcept
{
#if PY_VERSION_HEX >= 0x030D0000
    return _PyType_LookupRef(type, name);
#else
    return new_reference(_PyType_Lookup(type, name));
#endif
}

/// Looks an attribute up without an AttributeError: 1 found, 0 absent, -1 raised.
inline int find_attribute(PyObject* o, PyObject* name, PyObject** found) noexcept
{
#if PY_VERSION_HEX >= 0x030D0000
    return PyObject_GetOptionalAttr(o, name, found);
#else
    return _PyObject_LookupAttr(o, name, found);
#endif
}

/// A new reference to the value of `key`, or null with or without an exception.
inline PyObject* find_item(PyObject* dict, PyObject* key) noexcept
{
#if PY_VERSION_HEX >= 0x030D0000
    PyObject* found = nullptr;
    PyDict_GetItemRef(dict, key, &found);
    return found;
#else
    return new_reference(PyDict_GetItemWithError(dict, key));
#endif
}

/// Whether nothing but this thread can change an object while this thread is attached and runs no Python code.
#if defined(Py_GIL_DISABLED)
inline constexpr bool has_gil = false;
#else
inline constexpr bool has_gil = true;
#endif

/// Keeps other threads from changing an object, in builds where the GIL does not.
class [[nodiscard]] object_lock {
public:
    object_lock(const object_lock&) = delete;
    object_lock& operator=(const object_lock&) = delete;
#if defined(Py_GIL_DISABLED)
    explicit object_lock(PyObject* o) noexcept { PyCriticalSection_Begin(&section_, o); }
    ~object_lock() { PyCriticalSection_End(&section_); }

private:
    PyCriticalSection section_;
#else
    explicit object_lock(PyObject*) noexcept {}
    ~object_lock() {}  // NOLINT(modernize-use-equals-default): a variable of a trivial type would be reported as unused
#endif
};

/// PyObject_GetBuffer; without a GIL bytearray and memoryview of 3.13 count their exports without a lock of their own. Buffers that C++
/// takes and releases are counted right so; those that Python code takes of the same object at the same time are CPython's own matter.
inline int take_buffer(PyObject* from, Py_buffer* view, int flags) noexcept
{
    const object_lock lock{from};
    return PyObject_GetBuffer(from, view, flags);
}

inline void release_buffer(Py_buffer* view) noexcept
{
    if (has_gil || view->obj == nullptr) {
        PyBuffer_Release(view);
    } else {
        PyObject* owner = new_reference(view->obj);  // it must outlive the lock
        {
            const object_lock lock{owner};
            PyBuffer_Release(view);
        }
        Py_DECREF(owner);
    }
}

/// A new dict with room for `size` items, where CPython offers that.
inline PyObject* new_dict(std::size_t size) noexcept
{
#if PY_VERSION_HEX < 0x030D0000
    return _PyDict_NewPresized(static_cast<Py_ssize_t>(size));
#else
    static_cast<void>(size);
    return PyDict_New();
#endif
}

/// Whether the value of an int fits one digit, so that compact_value may read it.
PYHOST_DETAIL_INLINE bool is_compact(PyObject* o) noexcept
{
#if PY_VERSION_HEX >= 0x030C0000
    return PyUnstable_Long_IsCompact(reinterpret_cast<const PyLongObject*>(o));
#else
    return Py_SIZE(o) >= -1 && Py_SIZE(o) <= 1;
#endif
}

/// The value of a compact int (c-api/long: PyUnstable_Long_CompactValue; the layout of 3.9 to 3.11 is frozen).
PYHOST_DETAIL_INLINE Py_ssize_t compact_value(PyObject* o) noexcept
{
#if PY_VERSION_HEX >= 0x030C0000
    return PyUnstable_Long_CompactValue(reinterpret_cast<const PyLongObject*>(o));
#else
    return Py_SIZE(o) * static_cast<Py_ssize_t>(reinterpret_cast<const PyLongObject*>(o)->ob_digit[0]);
#endif
}

/// Characters of a str.
PYHOST_DETAIL_INLINE Py_ssize_t text_length(PyObject* str) noexcept { return reinterpret_cast<const PyASCIIObject*>(str)->length; }

/// Where a str keeps its characters when all are ASCII (PEP 393: behind the header of a compact ASCII str).
PYHOST_DETAIL_INLINE char* ascii_data(PyObject* str) noexcept { return reinterpret_cast<char*>(reinterpret_cast<PyASCIIObject*>(str) + 1); }

/// Whether ascii_data may be read. Up to 3.11 a str of the old kind is neither compact nor ASCII.
PYHOST_DETAIL_INLINE bool is_compact_ascii(PyObject* str) noexcept
{
    const auto& state = reinterpret_cast<const PyASCIIObject*>(str)->state;
    return state.ascii && state.compact;
}

/// Takes a state off the thread that used it, which has ended or left it, so that another may use or delete it.
///
/// From 3.12 on a state knows whether a thread's PyGILState_Ensure finds it, and clears the slot of whoever deletes it.
inline void unbind_thread(PyThreadState* state) noexcept
{
#if PY_VERSION_HEX >= 0x030C0000
    state->_status.bound_gilstate = 0;
#else
    static_cast<void>(state);
#endif
}

/// A list of this size to be filled by PyList_SET_ITEM; null with an exception raised.
///
/// A free-threaded PyList_New that finds no memory frees what an earlier list of the thread's free list had (python/cpython#152125).
inline PyObject* new_list(std::size_t size) noexcept
{
    const auto count = static_cast<Py_ssize_t>(size);
    if constexpr (has_gil) return PyList_New(count);
    PyObject* one = PyList_New(0);
    if (one == nullptr || count == 0) return one;
    PyObject* all = PyList_Append(one, Py_None) == 0 ? PySequence_Repeat(one, count) : nullptr;  // None needs no reference there
    Py_DECREF(one);
    return all;
}

/// Whether the runtime has begun to end.
inline bool is_finalizing() noexcept
{
#if PY_VERSION_HEX >= 0x030D0000
    return Py_IsFinalizing() != 0;
#else
    return _Py_IsFinalizing() != 0;
#endif
}

}  // namespace pyhost::inline v0::detail
