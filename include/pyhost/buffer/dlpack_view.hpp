// SPDX-License-Identifier: MIT
// dlpack_view: the memory of a tensor that an object gives by DLPack, held as long as the view lives.
#pragma once

#include <pyhost/buffer/detail/dlpack_import.hpp>
#include <pyhost/buffer/detail/strided.hpp>
#include <pyhost/convert.hpp>

namespace pyhost::inline v0 {

/// The memory of an array of numpy, torch, JAX or whatever else has `__dlpack__`, without a copy, where a CPU can read it.
///
/// `T` is the type of its items exactly, const for memory that is only read. Objects that speak no DLPack of version 1 cannot say that
/// their memory is read-only.
/// Needs: the GIL to be made; nothing to be read, moved or dropped, on any thread. Lifetime: as buffer_view.
/// Cost: two calls of Python methods; an index costs a multiplication for each dimension.
template <detail::viewed_element T, std::size_t N>
class dlpack_view : public detail::held_array<T, N, detail::held_resource> {
public:
    using value_type = std::remove_const_t<T>;

    static_assert(!std::same_as<value_type, std::byte>, "pyhost: DLPack has no bytes; take a view of unsigned char");

    /// No memory: all dimensions are 0.
    dlpack_view() noexcept = default;

    /// Holds the memory of `o`.
    /// Throws: type_error when `o` has no `__dlpack__` or its items are of another type, value_error when it has another number of
    /// dimensions, buffer_error when the memory is not the CPU's, not aligned, or read-only where `T` is not const; or what the object's
    /// own code raises.
    explicit dlpack_view(handle o) PYHOST_NEEDS_GIL
    {
        detail::failure why;
        if (!fill(o.resolve().ptr(), why)) detail::throw_failure(why);
    }

private:
    friend struct converter<dlpack_view>;
    using memory = detail::strided<T, N>;
    using held_array = detail::held_array<T, N, detail::held_resource>;

    bool fill(PyObject* from, detail::failure& why) PYHOST_NEEDS_GIL
    {
        detail::held_tensor taken = detail::take_tensor(from, wish(), why);
        if (taken.tensor == nullptr) return false;
        static_cast<held_array&>(*this) = held_array{described(*taken.tensor), std::move(taken.owner)};
        return true;
    }

    static memory described(const detail::dlpack_tensor& tensor) noexcept
    {
        std::array<std::size_t, N> shape{};
        std::array<std::ptrdiff_t, N> strides{};
        auto step = static_cast<std::ptrdiff_t>(sizeof(T));
        for (std::size_t i = N; i-- > 0;) {
            shape[i] = static_cast<std::size_t>(tensor.shape[i]);
            strides[i] =
                tensor.strides == nullptr ? step : static_cast<std::ptrdiff_t>(tensor.strides[i]) * static_cast<std::ptrdiff_t>(sizeof(T));
            step *= static_cast<std::ptrdiff_t>(shape[i]);
        }
        return {reinterpret_cast<T*>(detail::first_item(tensor)), shape, strides};
    }

    static std::string name() { return "py::dlpack_view<" + detail::element_name<T>() + ", " + std::to_string(N) + ">"; }

    static detail::tensor_wish wish()
    {
        return {.name = name(),
                .items = detail::element_name<value_type>(),
                .kind = detail::kind_of_element<value_type>,
                .item_size = sizeof(T),
                .alignment = alignof(T),
                .dimensions = static_cast<int>(N),
                .is_writable = !std::is_const_v<T>};
    }
};

/// `py::dlpack_view<const float, 1>`, from Python only: what has `__dlpack__`, in memory of the CPU, with items of this type exactly.
///
/// The view keeps the memory, so the object itself may go.
template <class T, std::size_t N>
struct converter<dlpack_view<T, N>> {
    static std::optional<dlpack_view<T, N>> load(PyObject* from, detail::failure& why) PYHOST_NEEDS_GIL
    {
        std::optional<dlpack_view<T, N>> made{std::in_place};
        if (!made->fill(from, why)) made.reset();
        return made;
    }
    static std::string name() { return dlpack_view<T, N>::name(); }
};

}  // namespace pyhost::inline v0
