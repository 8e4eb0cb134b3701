// SPDX-License-Identifier: MIT
// Typed iteration: for (int n : py::iterate<int>(generator)).
#pragma once

#include <pyhost/convert.hpp>
#include <pyhost/detail/iterator.hpp>

namespace pyhost::inline v0 {

/// A range over a Python iterable whose items convert to `T`, one at a time.
template <class T>
class iteration {
public:
    class iterator {
    public:
        explicit iterator(handle iterable) PYHOST_NEEDS_GIL : at_{iterable} {}
        /// Throws: type_error and its like when the item does not convert.
        [[nodiscard]] T operator*() const PYHOST_NEEDS_GIL { return cast<T>(*at_); }
        iterator& operator++() PYHOST_NEEDS_GIL
        {
            ++at_;
            return *this;
        }
        [[nodiscard]] bool operator==(iteration_end end) const noexcept { return at_ == end; }

    private:
        object_iterator at_;
    };

    explicit iteration(handle iterable) PYHOST_NEEDS_GIL : iterable_{object::borrow(iterable.resolve())} {}
    [[nodiscard]] iterator begin() const PYHOST_NEEDS_GIL { return iterator{iterable_}; }
    [[nodiscard]] iteration_end end() const noexcept { return {}; }

private:
    object iterable_;
};

/// Iterates as Python does, generators included, and converts each item.
///
/// Needs: the GIL, through the whole loop. Throws: what the iterable raises, and what the conversion raises.
template <class T>
[[nodiscard]] iteration<T> iterate(handle iterable) PYHOST_NEEDS_GIL
{
    return iteration<T>{iterable};
}

}  // namespace pyhost::inline v0
