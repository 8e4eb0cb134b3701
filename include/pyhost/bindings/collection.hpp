// SPDX-License-Identifier: MIT
// A container of C++ as a collection of Python that none becomes by itself: a deque, a frozenset.
#pragma once

#include <pyhost/detail/keyword.hpp>
#include <pyhost/detail/load_store.hpp>
#include <pyhost/detail/standard_class.hpp>

#include <concepts>
#include <utility>

namespace pyhost::inline v0 {

/// For parameters of typed functions: `py::function<void(py::collection<"collections.deque", const std::deque<int>&>)>`, called with
/// `{items}`.
template <detail::fixed_text Class, class C>
struct collection {
    collection(C given) : items(std::forward<C>(given)) {}  // NOLINT(google-explicit-constructor): the container is the collection
    template <std::convertible_to<C> Given>
    collection(Given&& given) : items(std::forward<Given>(given))  // NOLINT(google-explicit-constructor)
    {
    }

    C items;
};

/// `py::collection<"collections.deque", C>`, to Python only: the class, called with what the container becomes.
template <detail::fixed_text Class, class C>
struct converter<collection<Class, C>> {
    static PyObject* store(const collection<Class, C>& value) PYHOST_NEEDS_GIL
    {
        static constexpr detail::class_path path{Class.characters};
        const detail::owned_pointer items{detail::store<std::remove_cvref_t<C>>(value.items)};
        const detail::owned_pointer type{items ? detail::standard_class(path.module, path.name) : nullptr};
        return type ? PyObject_CallOneArg(type.get(), items.get()) : nullptr;
    }
};

}  // namespace pyhost::inline v0
