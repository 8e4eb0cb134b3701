// SPDX-License-Identifier: MIT
// C++ memory that Python owns, and how Python sees it.
#pragma once

#include <pyhost/buffer/detail/element.hpp>
#include <pyhost/detail/native_callable.hpp>

#include <memory>
#include <vector>

namespace pyhost::inline v0::detail {

/// Memory of C++, and how Python sees it.
struct exported_memory {
    void* data = nullptr;
    const char* format = "B";
    Py_ssize_t item_size = 1;
    item_kind kind = item_kind::unsigned_integer;
    bool is_read_only = false;
    std::vector<Py_ssize_t> shape;
    std::vector<Py_ssize_t> strides;
    void (*destroy)(void* self) = nullptr;

    [[nodiscard]] Py_ssize_t count() const noexcept
    {
        Py_ssize_t count = 1;
        for (const Py_ssize_t size : shape) count *= size;
        return count;
    }
};

struct destroy_memory {
    void operator()(exported_memory* memory) const { memory->destroy(memory); }
};

/// Memory that Python does not have yet.
using memory_handle = std::unique_ptr<exported_memory, destroy_memory>;

/// The same with the C++ object that owns the memory.
template <class Owner>
struct owned_memory : exported_memory {
    explicit owned_memory(Owner&& from) : owner{std::move(from)}
    {
        keep_binary<&owned_memory::destroy_this>();
        destroy = &destroy_this;
    }
    Owner owner;

private:
    static void destroy_this(void* self) { delete static_cast<owned_memory*>(static_cast<exported_memory*>(self)); }
};

struct exporter_object {
    PyObject_HEAD
    exported_memory* memory;  // null in what object.__new__ makes of the type
};

inline exported_memory& memory_of(PyObject* o) noexcept
{
    static exported_memory none{.shape = {0}, .strides = {1}};
    exported_memory* memory = reinterpret_cast<exporter_object*>(o)->memory;
    return memory != nullptr ? *memory : none;
}

/// A new Python object that owns `memory`; null with an exception raised.
PyObject* new_exporter(memory_handle memory) PYHOST_NEEDS_GIL;

}  // namespace pyhost::inline v0::detail
