// SPDX-License-Identifier: MIT
// Iterating over any Python value with a range-for.
#pragma once

#include <pyhost/accessor.hpp>

namespace pyhost::inline v0 {

/// The place of a range-for over a Python value; it keeps the iterator and the item it stands on.
class object_iterator {
public:
    explicit object_iterator(handle iterable) PYHOST_NEEDS_GIL : iterator_{object::steal(detail::checked(PyObject_GetIter(iterable.ptr())))}
    {
        ++*this;
    }

    [[nodiscard]] const object& operator*() const noexcept { return item_; }

    /// Throws: what the iterator raises.
    object_iterator& operator++() PYHOST_NEEDS_GIL
    {
        item_ = object::steal(PyIter_Next(iterator_.ptr()));
        if (!item_.has_value() && PyErr_Occurred() != nullptr) detail::throw_raised();
        return *this;
    }

    [[nodiscard]] bool operator==(iteration_end) const noexcept { return !item_.has_value(); }

private:
    object iterator_;
    object item_;
};

namespace detail {

template <class Derived>
object_iterator operations<Derived>::begin() const
{
    const auto iterable = self().resolve();
    return object_iterator{iterable};
}

}  // namespace detail
}  // namespace pyhost::inline v0
