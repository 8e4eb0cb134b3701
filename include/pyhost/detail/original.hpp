// SPDX-License-Identifier: MIT
// The C++ exception that a Python exception was made of, kept in it for error::rethrow_original.
#pragma once

#include <pyhost/detail/owned_pointer.hpp>
#include <pyhost/detail/slot.hpp>

#include <exception>

namespace pyhost::inline v0::detail {

/// Keeps the exception that is being handled in the raised Python exception. When memory is short it does not.
void keep_original() noexcept PYHOST_NEEDS_GIL;

/// What was kept; null for an exception that Python code raised.
std::exception_ptr original_of(PyObject* exception) PYHOST_NEEDS_GIL;

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

#include <new>
#include <typeinfo>
#if !defined(_MSC_VER)
#include <cxxabi.h>
#endif

namespace pyhost::inline v0::detail {

/// An attribute of the exception, where its __dict__ is copied and pickled: a copy has it too, what is pickled has None there.
inline constexpr const char* original_attribute = "__cpp_exception__";

struct original_object {
    PyObject_HEAD
    std::exception_ptr thrown;
};

inline void deallocate_original(PyObject* o) PYHOST_NEEDS_GIL
{
    PyTypeObject* type = Py_TYPE(o);
    {
        const raised_scope keep;  // the last owner may be an exception that is dropped while another passes
        reinterpret_cast<original_object*>(o)->thrown.~exception_ptr();
    }
    type->tp_free(o);
    Py_DECREF(type);
}

/// Pickled, it is type(None)().
inline PyObject* reduce_original(PyObject*, PyObject*) PYHOST_NEEDS_GIL { return Py_BuildValue("(O())", Py_TYPE(Py_None)); }

inline PyObject* copy_original(PyObject* self, PyObject*) PYHOST_NEEDS_GIL { return new_reference(self); }

inline PyTypeObject* original_type() PYHOST_NEEDS_GIL
{
    cache_slot& slot = slot_of(process().original_type);
    if (PyObject* known = slot.kept.load()) return reinterpret_cast<PyTypeObject*>(known);
    static PyMethodDef methods[] = {{"__reduce__", &reduce_original, METH_NOARGS, nullptr},
                                    {"__copy__", &copy_original, METH_NOARGS, nullptr},
                                    {"__deepcopy__", &copy_original, METH_O, nullptr},
                                    {nullptr, nullptr, 0, nullptr}};
    static PyType_Slot slots[] = {{Py_tp_dealloc, reinterpret_cast<void*>(&deallocate_original)}, {Py_tp_methods, methods}, {0, nullptr}};
    static PyType_Spec spec{"pyhost.original", sizeof(original_object), 0, Py_TPFLAGS_DEFAULT, slots};
    pin_binary(&spec);
    return reinterpret_cast<PyTypeObject*>(keep_in(slot, PyType_FromSpec(&spec)));
}

/// The binary of the exception that is being handled stays loaded, for its destructor.
inline void pin_thrown_type()
{
#if !defined(_MSC_VER)
    static atomic<const std::type_info*> last{nullptr};
    const std::type_info* type = abi::__cxa_current_exception_type();
    if (type == nullptr || type == last.load()) return;
    pin_binary(type);
    last.store(type);
#endif
}

PYHOST_DETAIL_BODY void keep_original() noexcept
{
    const raised_scope keep;
    if (keep.raised() == nullptr) return;
    try {
        PyTypeObject* type = original_type();
        const owned_pointer made{type != nullptr ? type->tp_alloc(type, 0) : nullptr};
        if (!made) return;
        pin_thrown_type();
        new (&reinterpret_cast<original_object*>(made.get())->thrown) std::exception_ptr{std::current_exception()};
        PyObject_SetAttrString(keep.raised(), original_attribute, made.get());
    } catch (...) {  // no memory for the slot
    }
}

PYHOST_DETAIL_BODY std::exception_ptr original_of(PyObject* exception)
{
    const raised_scope keep;
    const owned_pointer kept{PyObject_GetAttrString(exception, original_attribute)};
    if (!kept || reinterpret_cast<PyObject*>(Py_TYPE(kept.get())) != slot_of(process().original_type).kept.load()) return nullptr;
    return reinterpret_cast<original_object*>(kept.get())->thrown;
}

}  // namespace pyhost::inline v0::detail

#endif
