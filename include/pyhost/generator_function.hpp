// SPDX-License-Identifier: MIT
// A generator of Python as a typed C++ function, generator_function<T(A...)>, whose items are a range that needs no GIL.
#pragma once

#include <pyhost/detail/iterator.hpp>
#include <pyhost/function.hpp>

#include <cstddef>
#include <optional>
#include <utility>

namespace pyhost::inline v0 {

template <class Signature>
class generator_function;

/// The items of an iterable of Python, as an input range: each step attaches, and the GIL is free between two.
///
/// Where it ends before its last item, a generator is closed, as Python does it, when its object is dropped.
/// Needs: nothing; any thread, one at a time. Lifetime: of one run of the interpreter; iterators must not outlive it.
template <class T>
class [[nodiscard]] generated {
public:
    class iterator {
    public:
        using value_type = T;
        using difference_type = std::ptrdiff_t;

        iterator() noexcept = default;
        explicit iterator(generated& items) : items_{&items} { items_->step(); }

        [[nodiscard]] T& operator*() const noexcept { return *items_->item_; }
        iterator& operator++()
        {
            items_->step();
            return *this;
        }
        void operator++(int) { ++*this; }
        [[nodiscard]] bool operator==(iteration_end) const noexcept { return !items_->item_; }

    private:
        generated* items_ = nullptr;
    };

    explicit generated(ref<object> steps) noexcept : steps_{std::move(steps)} {}

    /// Runs up to the first item. Throws: what the generator raises; type_error and its like when the item does not convert.
    [[nodiscard]] iterator begin() { return iterator{*this}; }
    [[nodiscard]] iteration_end end() const noexcept { return {}; }

private:
    void step()
    {
        item_.reset();
        const gil_guard gil;
        const object steps = steps_.get();
        PyObject* next = PyIter_Next(steps.ptr());
        if (next == nullptr) {
            if (PyErr_Occurred() != nullptr) detail::throw_raised();
            return;
        }
        item_.emplace(detail::cast_consuming<T>(next, "item"));
    }

    ref<object> steps_;
    std::optional<T> item_;
};

/// A function of Python that returns an iterable, seen from C++: `for (int n : numbers(10)) ...`, with no GIL needed around the loop.
///
/// `py::generator_function<int(int)> numbers{"m", "numbers"}` is made and looked up as function<>.
template <class T, class... A>
class generator_function<T(A...)> {
    static_assert(!detail::is_view<std::remove_cvref_t<T>> && !std::is_reference_v<T> && !std::is_pointer_v<T>,
                  "pyhost: the items of a generator_function are values; views, references and pointers into Python would dangle");

public:
    generator_function() noexcept = default;

    /// Names a callable, also "Class.method", in a module, and what its parameters must be, as function<> does. Needs: nothing.
    generator_function(std::string_view module, std::string_view name, std::string_view parameters = {}) : callee_{module, name, parameters}
    {
    }

    /// Wraps a callable object. Needs: the GIL. Throws: type_error when it cannot be called.
    explicit generator_function(const object& callable_object) PYHOST_NEEDS_GIL : callee_{callable_object} {}

    /// Whether there is something to call; the look-up may still fail.
    explicit operator bool() const noexcept { return static_cast<bool>(callee_); }

    /// Calls it. Any thread. Throws: what a call of a function<> throws; type_error when what it returns is not iterable.
    generated<T> operator()(A... args) const
    {
        const gil_guard gil;
        const object items = callee_(std::forward<A>(args)...);
        return generated<T>{ref<object>{object::steal(detail::checked(PyObject_GetIter(items.ptr())))}};
    }

private:
    function<object(A...)> callee_;
};

}  // namespace pyhost::inline v0
