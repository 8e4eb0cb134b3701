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
    atomic<int> is_running;
    bool has_begun;
};

inline native_coroutine& coroutine_of(PyObject* o) noexcept { return *reinterpret_cast<native_coroutine*>(o); }

inline void end_coroutine(native_coroutine& self) noexcept { delete std::exchange(self.body, nullptr); }

/// Runs the coroutine, alone, for its scope; `is_in()` is false, with an exception raised, when it cannot run.
class coroutine_scope {
public:
    explicit coroutine_scope(native_coroutine& self) noexcept PYHOST_NEEDS_GIL : self_{self}, is_in_{self.is_running.exchange(1) == 0}
    {
        if (!is_in_) PyErr_SetString(PyExc_ValueError, "coroutine already executing");
    }
    ~coroutine_scope()
    {
        if (is_in_) self_.is_running.store(0);
    }
    coroutine_scope(const coroutine_scope&) = delete;
    coroutine_scope& operator=(const coroutine_scope&) = delete;

    [[nodiscard]] bool is_in() const noexcept { return is_in_; }

    /// The same for one that has to have a step left.
    [[nodiscard]] bool can_go_on() const noexcept PYHOST_NEEDS_GIL
    {
        if (is_in_ && self_.body == nullptr) PyErr_SetString(PyExc_RuntimeError, "cannot reuse already awaited coroutine");
        return is_in_ && self_.body != nullptr;
    }

private:
    native_coroutine& self_;
    bool is_in_;
};

/// A StopIteration would be taken for a value (PEP 479).
inline void replace_stop_iteration() noexcept PYHOST_NEEDS_GIL
{
    if (PyErr_ExceptionMatches(PyExc_StopIteration) == 0) return;
    PyObject* stop = take_raised();
    PyErr_SetString(PyExc_RuntimeError, "coroutine raised StopIteration");
    PyObject* raised = take_raised();
    PyException_SetContext(raised, new_reference(stop));
    PyException_SetCause(raised, stop);
    raise_again(raised);
}

/// One step, by `step(body, result)`.
template <class Step>
coroutine_step run_step(native_coroutine& self, PyObject*& result, Step step) PYHOST_NEEDS_GIL
{
    const callback_scope counted;
    self.has_begun = true;
    const coroutine_step how = step(*self.body, result);
    if (how == coroutine_step::raises) replace_stop_iteration();
    if (how != coroutine_step::waits) {
        const raised_scope keep;
        end_coroutine(self);
    }
    return how;
}

inline coroutine_step send_to(PyObject* o, PyObject* value, PyObject*& result) noexcept PYHOST_NEEDS_GIL
{
    native_coroutine& self = coroutine_of(o);
    const coroutine_scope alone{self};
    if (!alone.can_go_on()) return coroutine_step::raises;
    if (!self.has_begun && value != Py_None) {
        PyErr_SetString(PyExc_TypeError, "can't send non-None value to a just-started coroutine");
        return coroutine_step::raises;
    }
    if (self.body->is_awaited()) {
        PyErr_SetString(PyExc_RuntimeError, "coroutine is being awaited already");
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

/// Raises what throw(type[, value[, traceback]]) was given, as that of a generator does; false for what is no exception.
inline bool raise_given(PyObject* type, PyObject* value, PyObject* traceback) noexcept PYHOST_NEEDS_GIL
{
    if (traceback == Py_None) traceback = nullptr;
    if (traceback != nullptr && !PyTraceBack_Check(traceback)) {
        PyErr_SetString(PyExc_TypeError, "throw() third argument must be a traceback object");
        return false;
    }
    const owned_pointer own_traceback{PyExceptionInstance_Check(type) && traceback == nullptr ? traceback_of(type) : nullptr};
    if (own_traceback) traceback = own_traceback.get();
    if (PyExceptionInstance_Check(type)) {
        if (value != nullptr && value != Py_None) {
            PyErr_SetString(PyExc_TypeError, "instance exception may not have a separate value");
            return false;
        }
        value = type;
        type = reinterpret_cast<PyObject*>(Py_TYPE(type));
    } else if (!PyExceptionClass_Check(type)) {
        PyErr_Format(PyExc_TypeError, "exceptions must be classes or instances deriving from BaseException, not %s",
                     Py_TYPE(type)->tp_name);
        return false;
    }
    PyErr_Restore(new_reference(type), value == Py_None ? nullptr : new_reference(value), new_reference(traceback));
    return true;
}

inline PyObject* coroutine_throw(PyObject* o, PyObject* arguments) PYHOST_NEEDS_GIL
{
    native_coroutine& self = coroutine_of(o);
    PyObject *type = nullptr, *value = nullptr, *traceback = nullptr;
    if (PyArg_UnpackTuple(arguments, "throw", 1, 3, &type, &value, &traceback) == 0) return nullptr;
    const coroutine_scope alone{self};
    if (!alone.can_go_on() || !raise_given(type, value, traceback)) return nullptr;
    if (!self.has_begun) {
        replace_stop_iteration();
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
    const coroutine_scope alone{self};
    if (!alone.is_in()) return nullptr;
    const callback_scope counted;
    if (self.body != nullptr && self.has_begun) self.body->close();
    end_coroutine(self);
    return new_reference(Py_None);
}

inline PyObject* coroutine_self(PyObject* self) PYHOST_NEEDS_GIL { return new_reference(self); }

inline PyObject* coroutine_repr(PyObject* self) PYHOST_NEEDS_GIL
{
    return PyUnicode_FromFormat("<coroutine object %U at %p>", coroutine_of(self).name, static_cast<void*>(self));
}

inline PyObject* coroutine_running(PyObject* self, void*) PYHOST_NEEDS_GIL { return PyBool_FromLong(coroutine_of(self).is_running.load()); }

/// What asyncio shows of a task, where there is a coroutine of Python in it.
inline PyObject* coroutine_inner(PyObject* o, void* name) PYHOST_NEEDS_GIL
{
    const coroutine_body* body = coroutine_of(o).body;
    PyObject* inner = body != nullptr ? body->inner() : nullptr;
    if (inner != nullptr) return PyObject_GetAttrString(inner, static_cast<const char*>(name));
    return PyErr_Format(PyExc_AttributeError, "'coroutine' of C++ has no attribute '%s'", static_cast<const char*>(name));
}

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
    const inside_python_scope inside;
    const raised_scope keep;
    const coroutine_scope alone{self};
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
