// SPDX-License-Identifier: MIT
// A coroutine object of Python whose steps are C++, which asyncio takes as one of its own.
#pragma once

#include <pyhost/async/detail/coroutine_body.hpp>

#if PYHOST_DETAIL_BODIES
#include <pyhost/async/detail/coroutine_object.hpp>

#include <structmember.h>
#endif
#include <memory>

namespace pyhost::inline v0::detail {

/// A new coroutine object, with this name in asyncio's texts; null with an exception raised.
PyObject* new_coroutine(std::unique_ptr<coroutine_body> body, const char* name) PYHOST_NEEDS_GIL;

/// What such an object does. Needs: not to be over.
coroutine_body& body_of(PyObject* coroutine) noexcept;

/// Throws: what is raised when memory is short.
void rename_coroutine(PyObject* coroutine, const char* name) PYHOST_NEEDS_GIL;

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

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
    static PyMemberDef members[] = {{"__name__", T_OBJECT, offsetof(native_coroutine, name), READONLY, nullptr},
                                    {"__qualname__", T_OBJECT, offsetof(native_coroutine, name), READONLY, nullptr},
                                    {"__weaklistoffset__", T_PYSSIZET, offsetof(native_coroutine, weak_references), READONLY, nullptr},
                                    {nullptr, 0, 0, 0, nullptr}};
    static char frame[] = "cr_frame";
    static char code[] = "cr_code";
    static char awaited[] = "cr_await";
    static PyGetSetDef properties[] = {{"cr_running", &coroutine_running, nullptr, nullptr, nullptr},
                                       {frame, &coroutine_inner, nullptr, nullptr, frame},
                                       {code, &coroutine_inner, nullptr, nullptr, code},
                                       {awaited, &coroutine_inner, nullptr, nullptr, awaited},
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
