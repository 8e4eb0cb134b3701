// SPDX-License-Identifier: MIT
// The items of a container as a tuple of Python, where a list would not do.
#pragma once

#include <pyhost/convert/sequence.hpp>

#include <concepts>
#include <utility>

namespace pyhost::inline v0 {

/// For parameters of typed functions: `py::function<void(py::tuple_of<std::span<const int>>)>`, called with `{items}`.
template <class C>
struct tuple_of {
    tuple_of(C given) : items(std::forward<C>(given)) {}  // NOLINT(google-explicit-constructor): the container is the collection
    template <std::convertible_to<C> Given>
    tuple_of(Given&& given) : items(std::forward<Given>(given))  // NOLINT(google-explicit-constructor)
    {
    }

    C items;
};

/// `py::tuple_of<C>`, to Python only: a tuple of what its items become.
template <class C>
struct converter<tuple_of<C>> {
    static PyObject* store(const tuple_of<C>& value) PYHOST_NEEDS_GIL
    {
        const detail::owned_pointer list{detail::store<std::remove_cvref_t<C>>(value.items)};
        return list ? PySequence_Tuple(list.get()) : nullptr;
    }
};

}  // namespace pyhost::inline v0
