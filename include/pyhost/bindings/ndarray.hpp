// SPDX-License-Identifier: MIT
// numpy.typing.NDArray in a binding: an array of any number of dimensions, whose items have a type.
#pragma once

#include <pyhost/bindings/instance.hpp>
#include <pyhost/buffer/array_view.hpp>
#include <pyhost/buffer/to_buffer.hpp>
#include <pyhost/convert/sequence.hpp>

#include <initializer_list>
#include <span>
#include <vector>

namespace pyhost::inline v0 {

/// An array of numpy whose items are T, which stays where it is: a copy of this is the same array.
template <detail::viewed_element T>
class ndarray : public instance {
public:
    explicit ndarray(no_object_t none) noexcept : instance{none} {}
    ndarray(from_object_t tag, ref<object> self) noexcept : instance{tag, std::move(self)} {}

    /// Gives numpy the memory of `items`, in one dimension or in those of `shape`, without a copy (to_buffer).
    /// Throws: std::invalid_argument for a shape of other items; what importing numpy raises.
    ndarray(std::vector<T> items)  // NOLINT(google-explicit-constructor): items are an array
        : instance{from_object, given(std::move(items), {})}
    {
    }
    ndarray(std::vector<T> items, std::initializer_list<std::size_t> shape)
        : instance{from_object, given(std::move(items), {shape.begin(), shape.size()})}
    {
    }

    /// The items where they are: array_view, which keeps the memory. Throws: value_error where it has other than N dimensions.
    template <std::size_t N>
    [[nodiscard]] array_view<const T, N> view() const
    {
        const gil_guard gil;
        return array_view<const T, N>{self().get()};
    }

    /// A copy of the items, row by row.
    [[nodiscard]] std::vector<T> items() const
    {
        const gil_guard gil;
        return self().get().attr("ravel")().template cast<std::vector<T>>();
    }

    /// The size of each dimension.
    [[nodiscard]] std::vector<std::size_t> shape() const { return attribute_of<std::vector<std::size_t>>(*this, "shape"); }

    /// Whether an object is memory of such items; else the reason is in `why`.
    static bool is_one(PyObject* from, detail::failure& why) PYHOST_NEEDS_GIL
    {
        detail::held_buffer held;
        if (held.take(from, PyBUF_RECORDS_RO) && detail::is_item<T>(held.view().format, held.view().itemsize)) return true;
        PyErr_Clear();
        why.mismatch("an array of " + detail::element_name<T>(), from);
        return false;
    }

private:
    static ref<object> given(std::vector<T> items, std::span<const std::size_t> shape)
    {
        const gil_guard gil;
        return ref<object>{import_module("numpy").attr("asarray")(to_buffer(std::move(items), shape))};
    }
};

}  // namespace pyhost::inline v0
