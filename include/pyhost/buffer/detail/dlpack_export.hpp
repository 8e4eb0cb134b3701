// SPDX-License-Identifier: MIT
// __dlpack__ and __dlpack_device__ of the memory that C++ gave to Python (Python array API standard, 2023.12).
#pragma once

#include <pyhost/buffer/detail/dlpack.hpp>
#include <pyhost/buffer/detail/exported_memory.hpp>

#include <cstring>

namespace pyhost::inline v0::detail {

/// What one capsule stands on; whoever takes it calls the deleter, on any thread.
template <class Managed>
struct dlpack_block {
    Managed managed{};
    PyObject* exporter = nullptr;
    std::uint64_t generation = detail::generation();
    std::vector<std::int64_t> shape;
    std::vector<std::int64_t> strides;

    static void destroy(Managed* managed) noexcept PYHOST_DETAIL_NO_ANALYSIS
    {
        auto* self = static_cast<dlpack_block*>(managed->context);
        drop_of_run(self->exporter, self->generation);
        delete self;
    }

    /// A capsule that nobody took.
    static void destroy_capsule(PyObject* capsule) noexcept PYHOST_NEEDS_GIL
    {
        if (PyCapsule_IsValid(capsule, Managed::name) == 0) return;
        destroy(static_cast<Managed*>(PyCapsule_GetPointer(capsule, Managed::name)));
    }
};

/// The capsule of `exporter`; null with an exception raised.
template <class Managed>
PyObject* new_dlpack(PyObject* exporter, std::uint64_t flags) PYHOST_NEEDS_GIL
{
    using block_type = dlpack_block<Managed>;
    keep_binary<&block_type::destroy>();
    auto* from = reinterpret_cast<exporter_object*>(exporter);
    const exported_memory& memory = *from->memory;
    auto block = std::make_unique<block_type>();
    block->shape.assign(from->shape(), from->shape() + from->dimensions());
    for (Py_ssize_t i = 0; i < from->dimensions(); ++i) block->strides.push_back(from->strides()[i] / memory.item_size);
    block->managed.tensor = {.data = memory.data,
                             .device = {dlpack_cpu, 0},
                             .dimensions = static_cast<std::int32_t>(block->shape.size()),
                             .type = {dlpack_code(memory.kind), static_cast<std::uint8_t>(memory.item_size * 8), 1},
                             .shape = block->shape.data(),
                             .strides = block->strides.data(),
                             .byte_offset = 0};
    block->managed.context = block.get();
    block->managed.deleter = &block_type::destroy;
    if constexpr (requires { block->managed.flags; }) {
        block->managed.major = Managed::newest;
        block->managed.flags = flags;
    }
    PyObject* capsule = PyCapsule_New(&block->managed, Managed::name, &block_type::destroy_capsule);
    if (capsule != nullptr) block.release()->exporter = new_reference(exporter);
    return capsule;
}

/// Another object with a copy of the memory; null with an exception raised.
inline PyObject* copied_exporter(PyObject* exporter) PYHOST_NEEDS_GIL
{
    auto* from = reinterpret_cast<exporter_object*>(exporter);
    using owner = owned_memory<std::unique_ptr<std::max_align_t[]>>;
    const auto bytes = static_cast<std::size_t>(from->memory->size);
    auto* made = owner::make(std::make_unique<std::max_align_t[]>(bytes / sizeof(std::max_align_t) + 1));
    memory_handle memory{made};
    made->format = from->memory->format;
    made->item_size = from->memory->item_size;
    made->kind = from->memory->kind;
    made->data = made->owner.get();
    if (bytes != 0) std::memcpy(made->data, from->memory->data, bytes);
    const std::vector<std::size_t> shape(from->shape(), from->shape() + from->dimensions());
    return new_exporter(memory.release(), shape);
}

/// Whether a consumer that passes this `max_version` knows version 1: -1 with an exception raised.
inline int knows_versions(PyObject* max_version) PYHOST_NEEDS_GIL
{
    if (max_version == Py_None) return 0;
    long major = 0, minor = 0;
    if (!PyTuple_Check(max_version)) PyErr_SetString(PyExc_TypeError, "__dlpack__: max_version must be None or a tuple of two integers");
    if (!PyTuple_Check(max_version) || PyArg_ParseTuple(max_version, "ll", &major, &minor) == 0) return -1;
    return major >= static_cast<long>(dlpack_versioned::newest) ? 1 : 0;
}

/// Whether `device` is None or the one CPU; else false with an exception raised.
inline bool is_cpu(PyObject* device) PYHOST_NEEDS_GIL
{
    if (device == Py_None) return true;
    long type = 0, id = 0;
    if (!PyTuple_Check(device)) PyErr_SetString(PyExc_TypeError, "__dlpack__: dl_device must be None or a tuple of two integers");
    if (!PyTuple_Check(device) || PyArg_ParseTuple(device, "ll", &type, &id) == 0) return false;
    if (type != dlpack_cpu || id != 0) PyErr_SetString(PyExc_BufferError, "__dlpack__: this memory is the CPU's, device (1, 0)");
    return type == dlpack_cpu && id == 0;
}

inline PyObject* dlpack_of(PyObject* self, PyObject* max_version, bool is_copy) PYHOST_NEEDS_GIL
{
    const int versions = knows_versions(max_version);
    const exporter_object* exporter = versions < 0 ? nullptr : exporter_of(self);
    if (exporter == nullptr) return nullptr;
    const exported_memory& memory = *exporter->memory;
    if (dlpack_code(memory.kind) == 255 ||
        memory.item_size > (memory.kind == item_kind::complex ? 16 : 8)) {  // long double is none of IEEE's
        PyErr_Format(PyExc_BufferError, "__dlpack__: DLPack has no items of format '%s'", memory.format);
        return nullptr;
    }
    const std::uint64_t flags =
        (memory.is_read_only && !is_copy ? dlpack_versioned::read_only : 0) | (is_copy ? dlpack_versioned::is_copied : 0);
    const owned_pointer from{is_copy ? copied_exporter(self) : new_reference(self)};
    if (!from) return nullptr;
    if (versions == 1) return new_dlpack<dlpack_versioned>(from.get(), flags);
    if ((flags & dlpack_versioned::read_only) != 0) {
        PyErr_SetString(PyExc_BufferError,
                        "__dlpack__: this memory is read-only, which DLPack can say from version 1 on; pass max_version=(1, 0)");
        return nullptr;
    }
    return new_dlpack<dlpack_unversioned>(from.get(), 0);
}

inline PyObject* export_dlpack(PyObject* self, PyObject* arguments, PyObject* keywords) PYHOST_NEEDS_GIL
{
    static const char* names[] = {"stream", "max_version", "dl_device", "copy", nullptr};
    PyObject *stream = Py_None, *max_version = Py_None, *device = Py_None, *copy = Py_None;
    if (PyArg_ParseTupleAndKeywords(arguments, keywords, "|$OOOO:__dlpack__", const_cast<char**>(names), &stream, &max_version, &device,
                                    &copy) == 0)
        return nullptr;
    if (stream != Py_None) {
        PyErr_SetString(PyExc_BufferError, "__dlpack__: memory of the CPU has no streams; pass stream=None");
        return nullptr;
    }
    if (!is_cpu(device)) return nullptr;
    try {
        return dlpack_of(self, max_version, copy == Py_True);
    } catch (...) {
        raise_current_exception();
        return nullptr;
    }
}

inline PyObject* export_dlpack_device(PyObject*, PyObject*) PYHOST_NEEDS_GIL { return Py_BuildValue("(ii)", dlpack_cpu, 0); }

}  // namespace pyhost::inline v0::detail
