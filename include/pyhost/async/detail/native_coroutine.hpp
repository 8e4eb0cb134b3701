// SPDX-License-Identifier: MIT
// A coroutine object of Python whose steps are C++: what collections.abc.Coroutine asks for, so that asyncio takes it as one of its own.
#pragma once

#include <pyhost/detail/owned_pointer.hpp>
#include <pyhost/detail/slot.hpp>

#include <memory>

namespace pyhost::inline v0::detail {

/// How a step of a coroutine ends: with what it waits for, with its value, or with an exception raised.
enum class coroutine_step : unsigned char { waits, returns, raises };

/// What a coroutine object does. All is called attached, never two at a time.
class coroutine_body {
public:
    virtual ~coroutine_body() = default;

    /// Goes on with `value`, which is None for the first step. `result` is a new reference unless it raises.
    virtual coroutine_step send(PyObject* value, PyObject*& result) noexcept PYHOST_NEEDS_GIL = 0;

    /// Goes on with the exception that is raised.
    virtual coroutine_step raise(PyObject*& result) noexcept PYHOST_NEEDS_GIL = 0;

    /// It goes on no more, although it has not come to its end.
    virtual void close() noexcept PYHOST_NEEDS_GIL = 0;

    /// For the collector (c-api/gcsupport: tp_traverse, tp_clear).
    virtual int visit(visitproc see, void* argument) const noexcept = 0;
    virtual void clear() noexcept PYHOST_NEEDS_GIL = 0;
};

/// A new coroutine object, with this name in asyncio's texts; null with an exception raised.
PyObject* new_coroutine(std::unique_ptr<coroutine_body> body, const char* name) PYHOST_NEEDS_GIL;

/// What such an object does. Needs: not to be over.
coroutine_body& body_of(PyObject* coroutine) noexcept;

/// Throws: what is raised when memory is short.
void rename_coroutine(PyObject* coroutine, const char* name) PYHOST_NEEDS_GIL;

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

#include <pyhost/detail/native_callable.hpp>

#include <structmember.h>
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
    const coroutine_step how =
        run_step(self, result, [](coroutine_body& body, PyObject*& to) PYHOST_NEEDS_GIL { return body.raise(to); });
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

inline PyObject* refuse_coroutine(PyTypeObject*, PyObject*, PyObject*) PYHOST_NEEDS_GIL
{
    return PyErr_Format(PyExc_TypeError, "cannot create 'pyhost.coroutine' instances; call a function of C++ that returns an awaitable");
}

inline constinit atomic<cache_slot*> coroutine_type_slot{nullptr};

inline PyObject* make_coroutine_type() PYHOST_NEEDS_GIL
{
    static PyMethodDef methods[] = {
        {"send", &coroutine_send, METH_O, "send(arg) -> send 'arg' into the coroutine, return what it waits for or raise StopIteration."},
        {"throw", &coroutine_throw, METH_VARARGS, "throw(value) -> raise an exception in the coroutine."},
        {"close", &coroutine_close, METH_NOARGS, "close() -> end the coroutine where it waits."},
        {nullptr, nullptr, 0, nullptr}};
    static PyMemberDef members[] = {
        {"__name__", T_OBJECT, offsetof(native_coroutine, name), READONLY, nullptr},
        {"__qualname__", T_OBJECT, offsetof(native_coroutine, name), READONLY, nullptr},
        {"__weaklistoffset__", T_PYSSIZET, offsetof(native_coroutine, weak_references), READONLY, nullptr},
        {nullptr, 0, 0, 0, nullptr}};
    static PyGetSetDef properties[] = {{"cr_running", &coroutine_running, nullptr, nullptr, nullptr},
                                       {nullptr, nullptr, nullptr, nullptr, nullptr}};
    PyType_Slot slots[] = {{Py_tp_new, reinterpret_cast<void*>(&refuse_coroutine)},
                           {Py_tp_dealloc, reinterpret_cast<void*>(&deallocate_coroutine)},
                           {Py_tp_finalize, reinterpret_cast<void*>(&finalize_coroutine)},
                           {Py_tp_traverse, reinterpret_cast<void*>(&traverse_coroutine)},
                           {Py_tp_clear, reinterpret_cast<void*>(&clear_coroutine)},
                           {Py_tp_repr, reinterpret_cast<void*>(&coroutine_repr)},
                           {Py_tp_iter, reinterpret_cast<void*>(&coroutine_self)},
                           {Py_tp_iternext, reinterpret_cast<void*>(&coroutine_next)},
                           {Py_am_await, reinterpret_cast<void*>(&coroutine_self)},
#if PY_VERSION_HEX >= 0x030A0000
                           {Py_am_send, reinterpret_cast<void*>(&coroutine_am_send)},
#endif
                           {Py_tp_methods, methods},
                           {Py_tp_members, members},
                           {Py_tp_getset, properties},
                           {0, nullptr}};
    PyType_Spec spec{"pyhost.coroutine", sizeof(native_coroutine), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, slots};
    return PyType_FromSpec(&spec);
}

PYHOST_DETAIL_BODY coroutine_body& body_of(PyObject* coroutine) noexcept { return *coroutine_of(coroutine).body; }

PYHOST_DETAIL_BODY void rename_coroutine(PyObject* coroutine, const char* name)
{
    Py_DECREF(std::exchange(coroutine_of(coroutine).name, checked(PyUnicode_FromString(name))));
}

PYHOST_DETAIL_BODY PyObject* new_coroutine(std::unique_ptr<coroutine_body> body, const char* name)
{
    keep_binary<&deallocate_coroutine>();
    cache_slot& slot = slot_of(coroutine_type_slot);
    if (slot.kept.load() == nullptr && keep_in(slot, make_coroutine_type()) == nullptr) return nullptr;
    auto* type = reinterpret_cast<PyTypeObject*>(slot.kept.load());
    owned_pointer text{PyUnicode_FromString(name)};
    PyObject* made = text ? type->tp_alloc(type, 0) : nullptr;
    if (made == nullptr) return nullptr;
    native_coroutine& self = coroutine_of(made);
    self.name = text.release();
    self.body = body.release();
    return made;
}

}  // namespace pyhost::inline v0::detail

#endif
