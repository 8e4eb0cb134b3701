// SPDX-License-Identifier: MIT
// Typed iteration: for (int n : py::iterate<int>(generator)).
#pragma once

#include <pyhost/convert.hpp>
#include <pyhost/detail/iterator.hpp>

namespace pyhost::inline v0 {
namespace detail {

/// What a loop does with each item of Python; the whole of a typed iteration but for what it iterates over.
template <class T>
struct cast_item {
    T operator()(const object& item) const PYHOST_NEEDS_GIL { return cast<T>(item); }
};

/// A range over a Python iterable whose items go through `Convert`, one at a time.
template <class Convert>
class iteration {
public:
    class iterator {
    public:
        explicit iterator(handle iterable) PYHOST_NEEDS_GIL : at_{iterable} {}
        [[nodiscard]] auto operator*() const PYHOST_NEEDS_GIL { return Convert{}(*at_); }
        iterator& operator++() PYHOST_NEEDS_GIL
        {
            ++at_;
            return *this;
        }
        [[nodiscard]] bool operator==(iteration_end end) const noexcept { return at_ == end; }

    private:
        object_iterator at_;
    };

    explicit iteration(object iterable) noexcept : iterable_{std::move(iterable)} {}
    [[nodiscard]] iterator begin() const PYHOST_NEEDS_GIL { return iterator{iterable_}; }
    [[nodiscard]] iteration_end end() const noexcept { return {}; }

private:
    object iterable_;
};

}  // namespace detail

/// Iterates as Python does, generators included, and converts each item.
///
/// Needs: the GIL, through the whole loop. Throws: what the iterable raises, and what the conversion raises.
template <class T>
[[nodiscard]] detail::iteration<detail::cast_item<T>> iterate(handle iterable) PYHOST_NEEDS_GIL
{
    return detail::iteration<detail::cast_item<T>>{object::borrow(iterable.resolve())};
}

}  // namespace pyhost::inline v0
