// SPDX-License-Identifier: MIT
// A loop over an object of a binding whose class is iterable: for (double x : series) ...
#pragma once

#include <pyhost/generator_function.hpp>

#include <memory>

namespace pyhost::inline v0 {

/// What begin() of such a class gives: an input iterator that keeps the items, whose steps attach.
template <class T>
class instance_items {
public:
    using value_type = T;
    using difference_type = std::ptrdiff_t;

    instance_items() noexcept = default;

    /// Runs up to the first item. Throws: type_error when the object is not iterable; what its `__iter__` and first step raise.
    explicit instance_items(const ref<object>& iterable) : items_{std::make_shared<generated<T>>(steps_of(iterable))}, at_{items_->begin()}
    {
    }

    [[nodiscard]] T& operator*() const noexcept { return *at_; }
    instance_items& operator++()
    {
        ++at_;
        return *this;
    }
    void operator++(int) { ++*this; }
    [[nodiscard]] bool operator==(iteration_end end) const noexcept { return at_ == end; }

private:
    static ref<object> steps_of(const ref<object>& iterable)
    {
        const gil_guard gil;
        return ref<object>{object::steal(detail::checked(PyObject_GetIter(iterable.get().ptr())))};
    }

    std::shared_ptr<generated<T>> items_;
    typename generated<T>::iterator at_;
};

}  // namespace pyhost::inline v0
