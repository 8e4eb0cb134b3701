// SPDX-License-Identifier: MIT
// The Python object that owns memory of C++: it speaks the buffer protocol and DLPack.
#pragma once

#include <pyhost/buffer/detail/exported_memory.hpp>

#if PYHOST_DETAIL_BODIES
#include <pyhost/buffer/detail/dlpack_export.hpp>
#include <pyhost/buffer/detail/refusal.hpp>
#endif

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

inline constinit atomic<cache_slot*> exporter_type_slot{nullptr};

inline void deallocate_exporter(PyObject* o) PYHOST_NEEDS_GIL
{
    if (exported_memory* memory = reinterpret_cast<exporter_object*>(o)->memory) {
        if (memory->is_quiet) memory->destroy(memory);
        else destroy_for_python(memory->destroy, memory);
        process().live_exports.fetch_sub(1);
    }
    PyTypeObject* type = Py_TYPE(o);
    type->tp_free(o);
    Py_DECREF(type);
}

PYHOST_DETAIL_BODY exporter_object* exporter_of(PyObject* o) noexcept
{
    auto* self = reinterpret_cast<exporter_object*>(o);
    if (self->memory != nullptr) return self;
    PyErr_SetString(PyExc_ValueError, "pyhost.memory: this object has no memory; pyhost::to_buffer makes those that have");
    return nullptr;
}

/// Whether memory in the order of C is in that of Fortran too.
inline bool is_fortran(exporter_object& self) noexcept
{
    int long_ones = 0;
    for (Py_ssize_t i = 0; i < self.dimensions(); ++i) long_ones += self.shape()[i] > 1 ? 1 : 0;
    return long_ones <= 1 || self.memory->size == 0;
}

PYHOST_DETAIL_INLINE void fill(Py_buffer& view, exporter_object& self, bool is_shaped, bool has_format, bool has_strides) PYHOST_NEEDS_GIL
{
    const exported_memory& memory = *self.memory;
    view.buf = memory.data;
    view.len = memory.size;
    view.itemsize = memory.item_size;
    view.readonly = memory.is_read_only ? 1 : 0;
    view.ndim = is_shaped ? static_cast<int>(self.dimensions()) : 1;
    view.format = has_format ? const_cast<char*>(memory.format) : nullptr;
    view.shape = is_shaped ? self.shape() : nullptr;
    view.strides = has_strides ? self.strides() : nullptr;
    view.suboffsets = nullptr;
    view.internal = nullptr;
    view.obj = new_reference(reinterpret_cast<PyObject*>(&self));
}

/// The buffer protocol (c-api/buffer: bf_getbuffer).
inline int export_buffer(PyObject* o, Py_buffer* view, int flags) PYHOST_NEEDS_GIL
{
    view->obj = nullptr;
    exporter_object* self = exporter_of(o);
    if (self == nullptr) return -1;
    if (flags == PyBUF_FULL_RO) [[likely]] {  // as memoryview and numpy ask
        fill(*view, *self, true, true, true);
        return 0;
    }
    const exported_memory& memory = *self->memory;
    if ((flags & PyBUF_WRITABLE) != 0 && memory.is_read_only) {
        PyErr_SetString(PyExc_BufferError, "pyhost.memory: C++ gave this memory to be read only; ask for a buffer without PyBUF_WRITABLE");
        return -1;
    }
    if ((flags & PyBUF_F_CONTIGUOUS) == PyBUF_F_CONTIGUOUS && !is_fortran(*self)) {
        PyErr_SetString(PyExc_BufferError, "pyhost.memory: this memory is in the order of C, not of Fortran");
        return -1;
    }
    fill(*view, *self, (flags & PyBUF_ND) != 0, (flags & PyBUF_FORMAT) != 0, (flags & PyBUF_STRIDES) == PyBUF_STRIDES);
    return 0;
}

inline PyObject* exporter_repr(PyObject* o) PYHOST_NEEDS_GIL
{
    auto* self = reinterpret_cast<exporter_object*>(o);
    if (self->memory == nullptr) return PyUnicode_FromString("<pyhost.memory without memory>");
    try {
        return PyUnicode_FromFormat("<pyhost.memory of format '%s', shape %s%s>", self->memory->format,
                                    tuple_text(self->shape(), static_cast<int>(self->dimensions())).c_str(),
                                    self->memory->is_read_only ? ", read-only" : "");
    } catch (const std::bad_alloc&) {
        return PyErr_NoMemory();
    }
}

inline PyTypeObject* exporter_type() PYHOST_NEEDS_GIL
{
    cache_slot& slot = slot_of(exporter_type_slot);
    if (PyObject* known = slot.kept.load()) return reinterpret_cast<PyTypeObject*>(known);
    static PyMethodDef methods[] = {
        {"__dlpack__", reinterpret_cast<PyCFunction>(reinterpret_cast<void*>(&export_dlpack)), METH_VARARGS | METH_KEYWORDS, nullptr},
        {"__dlpack_device__", &export_dlpack_device, METH_NOARGS, nullptr},
        {nullptr, nullptr, 0, nullptr}};
    static PyType_Slot slots[] = {{Py_tp_dealloc, reinterpret_cast<void*>(&deallocate_exporter)},
                                  {Py_tp_repr, reinterpret_cast<void*>(&exporter_repr)},
                                  {Py_tp_methods, methods},
                                  {Py_bf_getbuffer, reinterpret_cast<void*>(&export_buffer)},
                                  {0, nullptr}};
    static PyType_Spec spec{"pyhost.memory", sizeof(exporter_object), 2 * sizeof(Py_ssize_t), Py_TPFLAGS_DEFAULT, slots};
    keep_binary<&deallocate_exporter>();
    return reinterpret_cast<PyTypeObject*>(keep_in(slot, PyType_FromSpec(&spec)));
}

PYHOST_DETAIL_BODY PyObject* new_exporter(exported_memory* memory, std::span<const std::size_t> shape)
{
    memory_handle owner{memory};
    PyTypeObject* type = exporter_type();
    PyObject* made = type != nullptr ? type->tp_alloc(type, static_cast<Py_ssize_t>(shape.size())) : nullptr;
    if (made == nullptr) {
        destroy_for_python(memory->destroy, owner.release());
        return nullptr;
    }
    auto* self = reinterpret_cast<exporter_object*>(made);
    Py_ssize_t *sizes = self->shape(), *steps = sizes + shape.size(), step = memory->item_size;
    for (std::size_t i = shape.size(); i-- > 0;) {
        const auto size = static_cast<Py_ssize_t>(shape[i]);
        sizes[i] = size;
        steps[i] = step;
        step *= size;
    }
    memory->size = step;
    self->memory = owner.release();
    process().live_exports.fetch_add(1);
    return made;
}

}  // namespace pyhost::inline v0::detail

#endif
