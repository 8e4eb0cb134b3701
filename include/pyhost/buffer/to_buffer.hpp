// SPDX-License-Identifier: MIT
// to_buffer: memory of C++ given to Python without a copy.
#pragma once

#include <pyhost/buffer/detail/exporter.hpp>

#include <concepts>
#include <initializer_list>
#include <ranges>
#include <span>
#include <stdexcept>

namespace pyhost::inline v0 {
namespace detail {

/// A container whose items are const where it is: it owns them. Those of a view are what they are, whether the view is const or not.
template <class T>
concept shares_const = requires(T& c, const T& fixed) { requires !std::same_as<decltype(c.data()), decltype(fixed.data())>; };

/// A vector, array or another container whose items stand one after another in memory of its own.
template <class T>
concept memory_owner =
    std::ranges::contiguous_range<T> && !std::ranges::borrowed_range<T> && (shares_const<T> || fixed_sequence<T>) && requires(T& c) {
        { *c.data() } -> std::convertible_to<typename T::value_type>;
        c.size();
        requires viewed_element<std::remove_reference_t<decltype(*c.data())>>;
    };

/// unique_ptr or shared_ptr.
template <class T>
concept memory_pointer = requires(const T& p) {
    typename T::element_type;
    p.get();
    p.operator bool();
};

/// unique_ptr<T[]> or shared_ptr<T[]>, which do not know their size.
template <class T>
concept array_pointer = memory_pointer<T> && requires(const T& p) {
    p[0];
    requires viewed_element<typename T::element_type>;
};

/// A pointer to a container that nobody can make longer while Python sees it: the only one, or one that is const or of fixed size.
template <class T>
concept owner_pointer = memory_pointer<T> && memory_owner<std::remove_const_t<typename T::element_type>> &&
                        (!std::copyable<T> || std::is_const_v<typename T::element_type> || fixed_sequence<typename T::element_type>);

/// Throws std::invalid_argument for a shape that no memory has; returns its number of items.
std::size_t checked_count(std::span<const std::size_t> shape);

/// Throws std::invalid_argument for a shape that is not of `count` items.
void check_shape(std::span<const std::size_t> shape, std::size_t count);

/// Gives `owner` to Python; `find` finds its memory, which may move with it.
template <class Owner, class Find>
PyObject* export_memory(Owner&& owner, Find find, std::span<const std::size_t> shape) PYHOST_NEEDS_GIL
{
    auto* made = owned_memory<std::remove_cvref_t<Owner>>::make(std::forward<Owner>(owner));
    memory_handle memory{made};
    auto* items = find(made->owner);
    using item = std::remove_pointer_t<decltype(items)>;
    using plain = std::remove_const_t<item>;
    made->data = const_cast<plain*>(items);
    made->format = format_of<plain>();
    made->item_size = sizeof(plain);
    made->kind = kind_of_element<plain>;
    made->is_read_only = std::is_const_v<item>;
    return new_exporter(memory.release(), shape);
}

/// The shape of memory that knows its size, which may be left out; nothing is moved before it is found right.
inline std::span<const std::size_t> shape_or_size(std::span<const std::size_t> shape, const std::size_t& size)
{
    if (shape.empty()) return {&size, 1};
    check_shape(shape, size);
    return shape;
}

[[noreturn]] PYHOST_DETAIL_COLD void throw_null_memory();

/// The memory behind a pointer. Throws: std::invalid_argument when it is null.
template <class Pointer>
auto& pointed(const Pointer& owner)
{
    if (!owner) throw_null_memory();
    return *owner;
}

}  // namespace detail

/// Gives memory of C++ to Python, without a copy.
///
/// `owner` is a vector, string or another container of numbers that stand one after another; a unique_ptr to one, or to an array; or a
/// shared_ptr to an array, to a std::array, or to a const container. Items of std::byte and char are bytes in Python; const ones are
/// read-only there. `shape` gives several dimensions in the order of C, and the size of memory behind a pointer to an array.
/// The result is an object that numpy.asarray, memoryview and all else that takes a buffer see, as does what takes DLPack
/// (numpy.from_dlpack, torch.from_dlpack).
/// Needs: the GIL. Throws: std::invalid_argument for a shape of other items, or a null pointer.
/// Lifetime: the last holder in Python destroys `owner`, on its thread. Where C++ goes on sharing it, C++ and Python see each other's
/// writes, and must not race.
/// Cost: two allocations, whatever the size; a std::array itself is moved, so its items are copied once.
template <class Owner>
[[nodiscard]] object to_buffer(Owner&& owner, std::span<const std::size_t> shape = {}) PYHOST_NEEDS_GIL
{
    using plain = std::remove_cvref_t<Owner>;
    constexpr bool is_owner = detail::memory_owner<plain> || detail::array_pointer<plain> || detail::owner_pointer<plain>;
    constexpr bool is_view = !is_owner && std::ranges::contiguous_range<plain> && !detail::shares_const<plain>;
    static_assert(!is_view, "pyhost: a view does not own its memory, so Python could not keep it; give to_buffer the owner");
    static_assert(is_owner || is_view,
                  "pyhost: to_buffer takes a container of numbers that stand one after another in memory (std::vector, std::array), a "
                  "unique_ptr to one or to an array, or a shared_ptr to an array, a std::array or a const container");
    static_assert(!std::is_lvalue_reference_v<Owner> || (detail::memory_pointer<plain> && std::copyable<plain>),
                  "pyhost: to_buffer takes the memory away from its owner; write to_buffer(std::move(x))");
    static_assert(!std::is_const_v<std::remove_reference_t<Owner>> || (detail::memory_pointer<plain> && std::copyable<plain>),
                  "pyhost: to_buffer takes the memory away from its owner, which a const one cannot give; pass a copy of it");
    PyObject* made = nullptr;
    if constexpr (detail::array_pointer<plain>) {
        detail::checked_count(shape);
        if (!owner) detail::throw_null_memory();
        made = detail::export_memory(std::forward<Owner>(owner), [](const plain& p) { return p.get(); }, shape);
    } else if constexpr (detail::owner_pointer<plain>) {
        const std::size_t size = detail::pointed(owner).size();
        shape = detail::shape_or_size(shape, size);
        made = detail::export_memory(std::forward<Owner>(owner), [](const plain& p) { return p->data(); }, shape);
    } else if constexpr (detail::memory_owner<plain>) {
        const std::size_t size = owner.size();
        shape = detail::shape_or_size(shape, size);
        made = detail::export_memory(std::forward<Owner>(owner), [](plain& c) { return c.data(); }, shape);
    }
    return object::steal(detail::checked(made));
}
template <class Owner>
[[nodiscard]] object to_buffer(Owner&& owner, std::initializer_list<std::size_t> shape) PYHOST_NEEDS_GIL
{
    return to_buffer(std::forward<Owner>(owner), std::span<const std::size_t>{shape.begin(), shape.size()});
}

}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY std::size_t checked_count(std::span<const std::size_t> shape)
{
    if (shape.empty())
        throw std::invalid_argument("to_buffer: a pointer to an array does not know its size; pass it: to_buffer(std::move(p), {size})");
    if (shape.size() > PyBUF_MAX_NDIM)
        throw std::invalid_argument("to_buffer: a buffer of Python has at most 64 dimensions, not " + std::to_string(shape.size()));
    constexpr auto most = static_cast<std::size_t>(PY_SSIZE_T_MAX) / sizeof(std::max_align_t);
    std::size_t count = 1, longest = 1;  // of a shape with a 0 the other dimensions have strides too
    for (const std::size_t size : shape) {
        if (size != 0 && longest > most / size) throw std::invalid_argument("to_buffer: a shape of more items than memory has");
        longest *= size != 0 ? size : 1;
        count *= size;
    }
    return count;
}

PYHOST_DETAIL_BODY void check_shape(std::span<const std::size_t> shape, std::size_t count)
{
    const std::size_t wanted = checked_count(shape);
    if (wanted == count) return;
    throw std::invalid_argument("to_buffer: a shape of " + std::to_string(wanted) + " items for memory of " + std::to_string(count));
}

PYHOST_DETAIL_BODY void throw_null_memory() { throw std::invalid_argument("to_buffer: the pointer is null; give it memory first"); }

}  // namespace pyhost::inline v0::detail

#endif
