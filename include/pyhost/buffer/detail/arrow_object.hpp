// SPDX-License-Identifier: MIT
// The Python object that gives an array of Arrow by the PyCapsules of the Arrow C data interface.
#pragma once

#include <pyhost/buffer/detail/arrow_node.hpp>
#include <pyhost/detail/native_callable.hpp>

namespace pyhost::inline v0::detail {

/// A new Python object that owns `node`; null with an exception raised.
PyObject* new_arrow_object(std::shared_ptr<const arrow_node> node) PYHOST_NEEDS_GIL;

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

struct arrow_object {
    PyObject_HEAD
    std::shared_ptr<const arrow_node>* node;  // null in what object.__new__ makes of the type
};

inline constinit atomic<cache_slot*> arrow_type_slot{nullptr};

inline void deallocate_arrow(PyObject* o) PYHOST_NEEDS_GIL
{
    if (auto* node = reinterpret_cast<arrow_object*>(o)->node) {
        destroy_for_python([](void* owned) { delete static_cast<std::shared_ptr<const arrow_node>*>(owned); }, node);
        process().live_exports.fetch_sub(1);
    }
    PyTypeObject* type = Py_TYPE(o);
    type->tp_free(o);
    Py_DECREF(type);
}

/// Ends a capsule whose structure nobody moved away.
template <class Data>
void destroy_arrow_capsule(PyObject* capsule) PYHOST_NEEDS_GIL
{
    auto* data = static_cast<Data*>(PyCapsule_GetPointer(capsule, Data::capsule));
    if (data->release != nullptr) data->release(data);
    delete data;
}

/// A capsule with an export of `node`; null with an exception raised.
template <class Data>
PyObject* new_arrow_capsule(const std::shared_ptr<const arrow_node>& node, arrow_exporter<Data> fill) PYHOST_NEEDS_GIL
{
    keep_binary<&arrow_export<Data>::release>();
    auto data = std::make_unique<Data>();
    fill(node, *data);
    PyObject* capsule = PyCapsule_New(data.get(), Data::capsule, &destroy_arrow_capsule<Data>);
    if (capsule == nullptr) data->release(data.get());
    else static_cast<void>(data.release());
    return capsule;
}

inline PyObject* arrow_schema_capsule(PyObject* self, PyObject*) PYHOST_NEEDS_GIL
{
    const auto* node = reinterpret_cast<arrow_object*>(self)->node;
    if (node == nullptr) return PyErr_Format(PyExc_ValueError, "__arrow_c_schema__: this object has no array; C++ makes those that have");
    try {
        return new_arrow_capsule<arrow_schema_data>(*node, &export_schema);
    } catch (...) {
        raise_current_exception();
        return nullptr;
    }
}

/// `requested_schema` is a wish; the answer may be of the array's own type (Arrow PyCapsule interface).
inline PyObject* arrow_array_capsules(PyObject* self, PyObject* arguments, PyObject* keywords) PYHOST_NEEDS_GIL
{
    static const char* names[] = {"requested_schema", nullptr};
    PyObject* wish = Py_None;
    if (PyArg_ParseTupleAndKeywords(arguments, keywords, "|O:__arrow_c_array__", const_cast<char**>(names), &wish) == 0) return nullptr;
    const owned_pointer schema{arrow_schema_capsule(self, nullptr)};
    if (!schema) return nullptr;
    try {
        const owned_pointer array{new_arrow_capsule<arrow_array_data>(*reinterpret_cast<arrow_object*>(self)->node, &export_array)};
        return array ? PyTuple_Pack(2, schema.get(), array.get()) : nullptr;
    } catch (...) {
        raise_current_exception();
        return nullptr;
    }
}

inline PyObject* arrow_repr(PyObject* self) PYHOST_NEEDS_GIL
{
    const auto* node = reinterpret_cast<arrow_object*>(self)->node;
    if (node == nullptr) return PyUnicode_FromString("<pyhost.arrow without an array>");
    return PyUnicode_FromFormat("<pyhost.arrow of format '%s', length %lld>", (*node)->format.c_str(),
                                static_cast<long long>((*node)->length));
}

inline PyTypeObject* arrow_type() PYHOST_NEEDS_GIL
{
    cache_slot& slot = slot_of(arrow_type_slot);
    if (PyObject* known = slot.kept.load()) return reinterpret_cast<PyTypeObject*>(known);
    static PyMethodDef methods[] = {{"__arrow_c_schema__", &arrow_schema_capsule, METH_NOARGS, nullptr},
                                    {"__arrow_c_array__", reinterpret_cast<PyCFunction>(reinterpret_cast<void*>(&arrow_array_capsules)),
                                     METH_VARARGS | METH_KEYWORDS, nullptr},
                                    {nullptr, nullptr, 0, nullptr}};
    static PyType_Slot slots[] = {{Py_tp_dealloc, reinterpret_cast<void*>(&deallocate_arrow)},
                                  {Py_tp_repr, reinterpret_cast<void*>(&arrow_repr)},
                                  {Py_tp_methods, methods},
                                  {0, nullptr}};
    static PyType_Spec spec{"pyhost.arrow", sizeof(arrow_object), 0, Py_TPFLAGS_DEFAULT, slots};
    keep_binary<&deallocate_arrow>();
    return reinterpret_cast<PyTypeObject*>(keep_in(slot, PyType_FromSpec(&spec)));
}

PYHOST_DETAIL_BODY PyObject* new_arrow_object(std::shared_ptr<const arrow_node> node)
{
    auto owned = std::make_unique<std::shared_ptr<const arrow_node>>(std::move(node));
    PyTypeObject* type = arrow_type();
    auto* made = type != nullptr ? reinterpret_cast<arrow_object*>(type->tp_alloc(type, 0)) : nullptr;
    if (made == nullptr) return nullptr;
    made->node = owned.release();
    process().live_exports.fetch_add(1);
    return reinterpret_cast<PyObject*>(made);
}

}  // namespace pyhost::inline v0::detail

#endif
