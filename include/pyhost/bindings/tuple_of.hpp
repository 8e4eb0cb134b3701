// SPDX-License-Identifier: MIT
// The items of a container as a tuple of Python, where a list would not do.
#pragma once

#include <pyhost/convert/sequence.hpp>

namespace pyhost::inline v0 {

/// For parameters of typed functions: `py::function<void(py::tuple_of<std::span<const int>>)>`, called with `{items}`.
template <class C>
struct tuple_of {
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
