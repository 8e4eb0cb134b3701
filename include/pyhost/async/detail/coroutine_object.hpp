// SPDX-License-Identifier: MIT
// The methods of a coroutine object whose steps are C++: those of collections.abc.Coroutine, as CPython's own behave (genobject.c).
#pragma once

#include <pyhost/async/detail/coroutine_body.hpp>
#include <pyhost/detail/native_callable.hpp>

#include <utility>

namespace pyhost::inline v0::detail {

struct native_coroutine {
    PyObject_HEAD
    coroutine_body* body;  // null when it is over
    PyObject* name;
    PyObject* weak_references;
    bool has_begun;
    bool is_running;
};

inline native_coroutine& coroutine_of(PyObject* o) noexcept { return *reinterpret_cast<native_coroutine*>(o); }

inline void end_coroutine(native_coroutine& self) noexcept { delete std::exchange(self.body, nullptr); }

/// One step, by `step(body, result)`.
template <class Step>
coroutine_step run_step(native_coroutine& self, PyObject*& result, Step step) PYHOST_NEEDS_GIL
{
    const callback_scope counted;
    self.has_begun = true;
    self.is_running = true;
    const coroutine_step how = step(*self.body, result);
    self.is_running = false;
    if (how != coroutine_step::waits) {
        const raised_scope keep;
        end_coroutine(self);
    }
    return how;
}

/// Whether it can go on; false with an exception raised.
inline bool can_go_on(const native_coroutine& self) noexcept PYHOST_NEEDS_GIL
{
    if (self.body != nullptr && !self.is_running) return true;
    if (self.is_running) PyErr_SetString(PyExc_ValueError, "coroutine already executing");
    else PyErr_SetString(PyExc_RuntimeError, "cannot reuse already awaited coroutine");
    return false;
}

inline coroutine_step send_to(PyObject* o, PyObject* value, PyObject*& result) noexcept PYHOST_NEEDS_GIL
{
    native_coroutine& self = coroutine_of(o);
    if (!can_go_on(self)) return coroutine_step::raises;
    if (!self.has_begun && value != Py_None) {
        PyErr_SetString(PyExc_TypeError, "can't send non-None value to a just-started coroutine");
        return coroutine_step::raises;
    }
    return run_step(self, result, [value](coroutine_body& body, PyObject*& to) PYHOST_NEEDS_GIL { return body.send(value, to); });
}

/// The same as functions of Python have it: a value is returned by StopIteration.
inline PyObject* as_iteration(coroutine_step how, PyObject* result) noexcept PYHOST_NEEDS_GIL
{
    if (how != coroutine_step::returns) return how == coroutine_step::waits ? result : nullptr;
    const owned_pointer value{result};
    const owned_pointer end{PyObject_CallOneArg(PyExc_StopIteration, value.get())};  // a tuple would else be its arguments
    if (end) PyErr_SetObject(PyExc_StopIteration, end.get());
    return nullptr;
}

inline PyObject* coroutine_send(PyObject* self, PyObject* value) PYHOST_NEEDS_GIL
{
    PyObject* result = nullptr;
    const coroutine_step how = send_to(self, value, result);
    return as_iteration(how, result);
}

inline PyObject* coroutine_next(PyObject* self) PYHOST_NEEDS_GIL { return coroutine_send(self, Py_None); }

#if PY_VERSION_HEX >= 0x030A0000
inline PySendResult coroutine_am_send(PyObject* self, PyObject* value, PyObject** result) PYHOST_NEEDS_GIL
{
    *result = nullptr;
    const coroutine_step how = send_to(self, value, *result);
    return how == coroutine_step::waits ? PYGEN_NEXT : how == coroutine_step::returns ? PYGEN_RETURN : PYGEN_ERROR;
}
#endif

/// throw(type[, value[, traceback]]), as that of a generator.
inline PyObject* coroutine_throw(PyObject* o, PyObject* arguments) PYHOST_NEEDS_GIL
{
    native_coroutine& self = coroutine_of(o);
    PyObject *type = nullptr, *value = nullptr, *traceback = nullptr;
    if (PyArg_UnpackTuple(arguments, "throw", 1, 3, &type, &value, &traceback) == 0 || !can_go_on(self)) return nullptr;
    if (PyExceptionInstance_Check(type)) {
        value = type;
        type = reinterpret_cast<PyObject*>(Py_TYPE(type));
    } else if (!PyExceptionClass_Check(type)) {
        return PyErr_Format(PyExc_TypeError, "exceptions must be classes or instances deriving from BaseException, not %s",
                            Py_TYPE(type)->tp_name);
    }
    PyErr_Restore(new_reference(type), value == Py_None ? nullptr : new_reference(value),
                  traceback == Py_None ? nullptr : new_reference(traceback));
    if (!self.has_begun) {
        const raised_scope keep;
        end_coroutine(self);
        return nullptr;
    }
    PyObject* result = nullptr;
    const coroutine_step how = run_step(self, result, [](coroutine_body& body, PyObject*& to) PYHOST_NEEDS_GIL { return body.raise(to); });
    return as_iteration(how, result);
}

inline PyObject* coroutine_close(PyObject* o, PyObject*) PYHOST_NEEDS_GIL
{
    native_coroutine& self = coroutine_of(o);
    if (self.is_running) return PyErr_Format(PyExc_ValueError, "coroutine already executing");
    if (self.body != nullptr && self.has_begun) self.body->close();
    end_coroutine(self);
    return new_reference(Py_None);
}

inline PyObject* coroutine_self(PyObject* self) PYHOST_NEEDS_GIL { return new_reference(self); }

inline PyObject* coroutine_repr(PyObject* self) PYHOST_NEEDS_GIL
{
    return PyUnicode_FromFormat("<coroutine object %U at %p>", coroutine_of(self).name, static_cast<void*>(self));
}

inline PyObject* coroutine_running(PyObject* self, void*) PYHOST_NEEDS_GIL { return PyBool_FromLong(coroutine_of(self).is_running); }

inline int traverse_coroutine(PyObject* o, visitproc visit, void* arg)
{
    if (const int status = visit(reinterpret_cast<PyObject*>(Py_TYPE(o)), arg)) return status;
    const coroutine_body* body = coroutine_of(o).body;
    return body != nullptr ? body->visit(visit, arg) : 0;
}

inline int clear_coroutine(PyObject* o) PYHOST_NEEDS_GIL
{
    if (coroutine_body* body = coroutine_of(o).body) body->clear();
    return 0;
}

/// As CPython, it warns of one that nobody has awaited (genobject.c: _PyGen_Finalize).
inline void finalize_coroutine(PyObject* o) PYHOST_NEEDS_GIL
{
    native_coroutine& self = coroutine_of(o);
    if (self.body == nullptr) return;
    const raised_scope keep;
    if (self.has_begun) self.body->close();
    else if (PyErr_WarnFormat(PyExc_RuntimeWarning, 1, "coroutine '%U' was never awaited", self.name) < 0) PyErr_WriteUnraisable(o);
}

inline void deallocate_coroutine(PyObject* o) PYHOST_NEEDS_GIL
{
    if (PyObject_CallFinalizerFromDealloc(o) != 0) return;
    native_coroutine& self = coroutine_of(o);
    PyObject_GC_UnTrack(o);
    if (self.weak_references != nullptr) PyObject_ClearWeakRefs(o);
    if (self.body != nullptr) destroy_for_python([](void* body) { delete static_cast<coroutine_body*>(body); }, self.body);
    Py_XDECREF(self.name);
    PyTypeObject* type = Py_TYPE(o);
    type->tp_free(o);
    Py_DECREF(type);
}

}  // namespace pyhost::inline v0::detail
