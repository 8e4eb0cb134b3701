// SPDX-License-Identifier: MIT
// A tensor that a Python object gives by DLPack, checked and held.
#pragma once

#include <pyhost/buffer/detail/dlpack.hpp>
#include <pyhost/buffer/detail/held_resource.hpp>
#include <pyhost/detail/failure.hpp>

#include <string>

namespace pyhost::inline v0::detail {

/// What a view asks of a tensor.
struct tensor_wish {
    std::string name;  // of the view
    std::string items;
    item_kind kind;
    std::size_t item_size;
    std::size_t alignment;
    int dimensions;
    bool is_writable;
};

/// A tensor, as long as it is held.
struct held_tensor {
    held_resource owner;
    const dlpack_tensor* tensor = nullptr;
};

/// The tensor of `from`, or an empty one and the reason in `why`.
held_tensor take_tensor(PyObject* from, const tensor_wish& wish, failure& why) PYHOST_NEEDS_GIL;

/// Where the first item is.
inline unsigned char* first_item(const dlpack_tensor& tensor) noexcept
{
    return tensor.data == nullptr ? nullptr : static_cast<unsigned char*>(tensor.data) + tensor.byte_offset;
}

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

/// "numpy.ndarray of 64 bit floating numbers, shape (2, 3)".
inline std::string described_tensor(PyObject* from, const dlpack_tensor& tensor) PYHOST_NEEDS_GIL
{
    constexpr const char* kinds[] = {"signed integers", "unsigned integers", "floating numbers", "handles",
                                     "bfloat numbers",  "complex numbers",   "booleans"};
    const char* kind = tensor.type.code < std::size(kinds) ? kinds[tensor.type.code] : "another type";
    std::string text = Py_TYPE(from)->tp_name + (" of " + std::to_string(tensor.type.bits)) + " bit " + kind;
    if (tensor.type.lanes != 1) text += ", " + std::to_string(tensor.type.lanes) + " in each item";
    text += ", shape (";
    for (std::int32_t i = 0; i < tensor.dimensions && i < 8; ++i) text += (i == 0 ? "" : ", ") + std::to_string(tensor.shape[i]);
    return text + (tensor.dimensions == 1 ? ",)" : tensor.dimensions > 8 ? ", ...)" : ")");
}

/// Says what is wrong with a tensor that was given; false when nothing is.
inline bool refuse_tensor(PyObject* from, const dlpack_tensor& tensor, bool is_read_only, const tensor_wish& wish, failure& why)
    PYHOST_NEEDS_GIL
{
    const std::string name = wish.name + ": ", got = described_tensor(from, tensor);
    auto bits = reinterpret_cast<std::uintptr_t>(first_item(tensor));
    for (std::int32_t i = 0; tensor.strides != nullptr && i < tensor.dimensions; ++i)
        if (tensor.shape[i] > 1) bits |= static_cast<std::uintptr_t>(tensor.strides[i]) * wish.item_size;
    for (std::int32_t i = 0; i < tensor.dimensions; ++i)
        if (tensor.shape[i] == 0) bits = 0;  // there is no item to stand anywhere
    if (tensor.type.code != dlpack_code(wish.kind) || tensor.type.bits != wish.item_size * 8 || tensor.type.lanes != 1)
        why.mismatch(name + "items of " + wish.items, got);
    else if (tensor.dimensions != wish.dimensions)
        why.bad_value(name + std::to_string(wish.dimensions) + (wish.dimensions == 1 ? " dimension" : " dimensions"), got);
    else if (wish.is_writable && is_read_only)
        why.bad_buffer(name + "memory that can be written", got + ", read-only (take a view of const items, or pass a copy)");
    else if (bits % wish.alignment != 0)
        why.bad_buffer(name + "memory aligned to " + std::to_string(wish.alignment) + " bytes", got + ", not aligned (pass a copy)");
    else return false;
    return true;
}

/// Refuses memory that no CPU reads; false when it does, or with the reason.
inline bool is_on_cpu(PyObject* from, const tensor_wish& wish, failure& why) PYHOST_NEEDS_GIL
{
    const owned_pointer device{PyObject_CallMethod(from, "__dlpack_device__", nullptr)};
    int type = 0, id = 0;
    if (!device || PyArg_Parse(device.get(), "(ii)", &type, &id) == 0) return why.raised(), false;
    if (type == dlpack_cpu || type == dlpack_cuda_host || type == dlpack_rocm_host) return true;
    why.bad_buffer(wish.name + ": memory of the CPU", Py_TYPE(from)->tp_name + (" on device (" + std::to_string(type)) + ", " +
                                                          std::to_string(id) + ") (copy it to the CPU first)");
    return false;
}

/// The capsule; objects from before version 1 do not know the keyword. Null with an exception raised.
inline PyObject* call_dlpack(PyObject* from) PYHOST_NEEDS_GIL
{
    const owned_pointer method{PyObject_GetAttrString(from, "__dlpack__")};
    const owned_pointer none{PyTuple_New(0)};
    const owned_pointer keywords{Py_BuildValue("{s:(ii)}", "max_version", static_cast<int>(dlpack_versioned::newest), 0)};
    if (!method || !none || !keywords) return nullptr;
    PyObject* capsule = PyObject_Call(method.get(), none.get(), keywords.get());
    if (capsule != nullptr || PyErr_ExceptionMatches(PyExc_TypeError) == 0) return capsule;
    PyErr_Clear();
    return PyObject_CallNoArgs(method.get());
}

template <class Managed>
void give_tensor_back(void* managed)
{
    auto* lent = static_cast<Managed*>(managed);
    if (lent->deleter != nullptr) lent->deleter(lent);
}

/// Takes what is in a capsule of this form.
template <class Managed>
Managed* take_managed(PyObject* capsule, held_tensor& made) PYHOST_NEEDS_GIL
{
    auto* managed = static_cast<Managed*>(PyCapsule_GetPointer(capsule, Managed::name));
    if (managed == nullptr || PyCapsule_SetName(capsule, Managed::used_name) != 0) return nullptr;
    made.owner = held_resource{managed, &give_tensor_back<Managed>};
    made.tensor = &managed->tensor;
    return managed;
}

/// Whether an object has both methods of DLPack; -1 with an exception raised.
inline int has_attributes(PyObject* from) PYHOST_NEEDS_GIL
{
    for (const char* name : {"__dlpack__", "__dlpack_device__"}) {
        const owned_pointer text{PyUnicode_InternFromString(name)};
        PyObject* found = nullptr;
        const int is_found = text ? find_attribute(from, text.get(), &found) : -1;
        Py_XDECREF(found);
        if (is_found <= 0) return is_found;
    }
    return 1;
}

PYHOST_DETAIL_BODY held_tensor take_tensor(PyObject* from, const tensor_wish& wish, failure& why)
{
    held_tensor made;
    const auto refused = [&] {
        why.raised();
        return held_tensor{};
    };
    const int is_tensor = has_attributes(from);
    if (is_tensor < 0) return refused();
    if (is_tensor == 0) {
        why.mismatch(wish.name, from);
        return made;
    }
    if (!is_on_cpu(from, wish, why)) return made;
    const owned_pointer capsule{call_dlpack(from)};
    if (!capsule) return refused();
    bool is_read_only = false;
    if (PyCapsule_IsValid(capsule.get(), dlpack_versioned::name) != 0) {
        const auto* managed = take_managed<dlpack_versioned>(capsule.get(), made);
        if (managed == nullptr) return refused();
        if (managed->major != dlpack_versioned::newest) {
            why.bad_buffer(wish.name + ": DLPack of version 1", Py_TYPE(from)->tp_name + (" of version " + std::to_string(managed->major)));
            return {};
        }
        is_read_only = (managed->flags & dlpack_versioned::read_only) != 0;
    } else if (take_managed<dlpack_unversioned>(capsule.get(), made) == nullptr) {
        return refused();
    }
    if (refuse_tensor(from, *made.tensor, is_read_only, wish, why)) return {};
    return made;
}

}  // namespace pyhost::inline v0::detail

#endif
