// SPDX-License-Identifier: MIT
// C++ memory that Python owns, and how Python sees it.
#pragma once

#include <pyhost/buffer/detail/element.hpp>
#include <pyhost/detail/native_callable.hpp>

#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace pyhost::inline v0::detail {

/// Memory of C++, and how Python sees it.
struct exported_memory {
    void* data = nullptr;
    const char* format = "B";
    Py_ssize_t item_size = 1;
    item_kind kind = item_kind::unsigned_integer;
    bool is_read_only = false;
    bool is_quiet = false;  // its end runs no code of the program
    Py_ssize_t size = 0;    // in bytes
    void (*destroy)(void* self) = nullptr;
};

struct destroy_memory {
    void operator()(exported_memory* memory) const { memory->destroy(memory); }
};

/// Memory that Python does not have yet.
using memory_handle = std::unique_ptr<exported_memory, destroy_memory>;

template <class T>
inline constexpr bool is_plain_vector = false;
template <class T>
inline constexpr bool is_plain_vector<std::vector<T>> = true;

/// The same with the C++ object that owns the memory.
template <class Owner>
struct owned_memory : exported_memory {
    template <class From>
    static owned_memory* make(From&& from)
    {
        keep_binary<&owned_memory::destroy_this>();
        return new owned_memory{std::in_place, std::forward<From>(from)};
    }
    Owner owner;

private:
    template <class From>
    explicit owned_memory(std::in_place_t, From&& from) : owner(std::forward<From>(from))
    {
        destroy = &destroy_this;
        is_quiet = is_plain_vector<Owner>;
    }
    static void destroy_this(void* self) { delete static_cast<owned_memory*>(static_cast<exported_memory*>(self)); }
};

/// The Python object; its shape stands behind it, and then its strides.
struct exporter_object {
    PyObject_VAR_HEAD exported_memory* memory;  // null in what object.__new__ makes of the type

    [[nodiscard]] Py_ssize_t dimensions() const noexcept { return Py_SIZE(this); }
    [[nodiscard]] Py_ssize_t* shape() noexcept { return reinterpret_cast<Py_ssize_t*>(this + 1); }
    [[nodiscard]] Py_ssize_t* strides() noexcept { return shape() + dimensions(); }
};

/// The exporter that `o` is; null with an exception raised when it has no memory.
exporter_object* exporter_of(PyObject* o) noexcept PYHOST_NEEDS_GIL;

/// A new Python object that owns `memory`, in the order of C; null with an exception raised, and the memory
/// destroyed, as it is when memory for the object is short.
PyObject* new_exporter(exported_memory* memory, std::span<const std::size_t> shape) PYHOST_NEEDS_GIL;

}  // namespace pyhost::inline v0::detail
