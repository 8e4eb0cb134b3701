// SPDX-License-Identifier: MIT
// Memory of several dimensions with a stride for each: what array_view and dlpack_view can do with theirs.
#pragma once

#include <pyhost/buffer/detail/element.hpp>
#include <pyhost/detail/containers.hpp>

#include <array>
#include <span>
#include <stdexcept>
#include <utility>
#include <version>

#if defined(__cpp_lib_mdspan)
#include <mdspan>
#endif

namespace pyhost::inline v0::detail {

[[noreturn]] PYHOST_DETAIL_COLD void throw_outside(std::size_t dimension, std::size_t index, std::size_t size);
[[noreturn]] PYHOST_DETAIL_COLD void throw_not_contiguous(const std::string& name);
[[noreturn]] PYHOST_DETAIL_COLD void throw_no_mdspan(std::size_t dimension, std::ptrdiff_t stride);

template <class T, std::size_t N>
class strided {
public:
    static_assert(N > 0, "pyhost: a view of no dimensions is a number; cast the object to it");

    using element_type = T;

    strided() noexcept = default;
    strided(T* data, const std::array<std::size_t, N>& shape, const std::array<std::ptrdiff_t, N>& strides) noexcept
        : data_{data}, shape_{shape}, strides_{strides}
    {
    }

    /// The first item, at index (0, 0, ...).
    [[nodiscard]] T* data() const noexcept { return data_; }

    /// Items of each dimension.
    [[nodiscard]] const std::array<std::size_t, N>& shape() const noexcept { return shape_; }
    [[nodiscard]] std::size_t shape(std::size_t dimension) const noexcept { return shape_[dimension]; }

    /// Bytes from an item to the next of each dimension, as in Python; negative where the array runs backwards.
    [[nodiscard]] const std::array<std::ptrdiff_t, N>& strides() const noexcept { return strides_; }
    [[nodiscard]] std::ptrdiff_t stride(std::size_t dimension) const noexcept { return strides_[dimension]; }

    /// Items of all dimensions.
    [[nodiscard]] std::size_t size() const noexcept
    {
        std::size_t count = 1;
        for (const std::size_t size : shape_) count *= size;
        return count;
    }
    [[nodiscard]] bool empty() const noexcept { return size() == 0; }

    /// The item at an index for each dimension, not checked.
    template <std::convertible_to<std::size_t>... Index>
        requires(sizeof...(Index) == N)
    [[nodiscard]] T& operator()(Index... index) const noexcept
    {
        return *at_place({static_cast<std::size_t>(index)...});
    }

    /// The same, checked. Throws: std::out_of_range.
    template <std::convertible_to<std::size_t>... Index>
        requires(sizeof...(Index) == N)
    [[nodiscard]] T& at(Index... index) const
    {
        const std::array<std::size_t, N> place{static_cast<std::size_t>(index)...};
        for (std::size_t i = 0; i < N; ++i)
            if (place[i] >= shape_[i]) throw_outside(i, place[i], shape_[i]);
        return *at_place(place);
    }

    /// Whether the items stand one after another, the last dimension fastest.
    [[nodiscard]] bool is_contiguous() const noexcept
    {
        if (empty()) return true;
        auto wanted = static_cast<std::ptrdiff_t>(sizeof(T));
        for (std::size_t i = N; i-- > 0;) {
            if (shape_[i] != 1 && strides_[i] != wanted) return false;
            wanted *= static_cast<std::ptrdiff_t>(shape_[i]);
        }
        return true;
    }

    /// All items. Throws: std::logic_error unless is_contiguous().
    [[nodiscard]] std::span<T> span() const
    {
        if (!is_contiguous()) throw_not_contiguous(type_name<std::remove_const_t<T>>());
        return {data_, size()};
    }

#if defined(__cpp_lib_mdspan)
    /// The same memory as a std::mdspan. Throws: std::logic_error for strides that no mdspan has: negative, zero, no multiple of the item.
    [[nodiscard]] auto mdspan() const
    {
        std::array<std::size_t, N> steps{};
        for (std::size_t i = 0; i < N; ++i) {
            if (strides_[i] <= 0 || strides_[i] % static_cast<std::ptrdiff_t>(sizeof(T)) != 0) throw_no_mdspan(i, strides_[i]);
            steps[i] = static_cast<std::size_t>(strides_[i]) / sizeof(T);
        }
        for (std::size_t i = 0; i < N; ++i)
            for (std::size_t j = 0; j < N; ++j)
                if (i != j && shape_[i] > 1 && shape_[j] > 1 && steps[i] >= steps[j] && steps[i] < steps[j] * shape_[j])
                    throw_no_mdspan(i, strides_[i]);
        using extents = std::dextents<std::size_t, N>;
        return std::mdspan<T, extents, std::layout_stride>{data_, std::layout_stride::mapping{extents{shape_}, steps}};
    }
#endif

private:
    using byte = std::conditional_t<std::is_const_v<T>, const std::byte, std::byte>;

    T* at_place(const std::array<std::size_t, N>& index) const noexcept
    {
        byte* place = reinterpret_cast<byte*>(data_);
        for (std::size_t i = 0; i < N; ++i) place += static_cast<std::ptrdiff_t>(index[i]) * strides_[i];
        return reinterpret_cast<T*>(place);
    }

    T* data_ = nullptr;
    std::array<std::size_t, N> shape_{};
    std::array<std::ptrdiff_t, N> strides_{};
};

/// Strided memory and what holds it: it may be moved, and what was moved from is empty.
template <class T, std::size_t N, class Owner>
class held_array : public strided<T, N> {
public:
    held_array() noexcept = default;
    held_array(strided<T, N> memory, Owner owner) noexcept : strided<T, N>{memory}, owner_{std::move(owner)} {}
    held_array(held_array&& other) noexcept : strided<T, N>{other.let_go()}, owner_{std::move(other.owner_)} {}
    held_array& operator=(held_array&& other) noexcept
    {
        static_cast<strided<T, N>&>(*this) = other.let_go();
        owner_ = std::move(other.owner_);
        return *this;
    }
    ~held_array() = default;

private:
    strided<T, N> let_go() noexcept { return std::exchange(static_cast<strided<T, N>&>(*this), strided<T, N>{}); }

    Owner owner_;
};

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY void throw_outside(std::size_t dimension, std::size_t index, std::size_t size)
{
    throw std::out_of_range("index " + std::to_string(index) + " of dimension " + std::to_string(dimension) + ": the view has " +
                            std::to_string(size) + " there");
}

PYHOST_DETAIL_BODY void throw_not_contiguous(const std::string& name)
{
    throw std::logic_error("span: the items of this view of " + name +
                           " do not stand one after another; ask is_contiguous() first, or index the view");
}

PYHOST_DETAIL_BODY void throw_no_mdspan(std::size_t dimension, std::ptrdiff_t stride)
{
    throw std::logic_error("mdspan: the stride of dimension " + std::to_string(dimension) + " is " + std::to_string(stride) +
                           " bytes, and std::mdspan has only positive ones, of whole items that do not overlap; index the view");
}

}  // namespace pyhost::inline v0::detail

#endif
