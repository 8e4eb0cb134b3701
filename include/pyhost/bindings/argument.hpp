// SPDX-License-Identifier: MIT
// A parameter that takes any value of C++ that Python can have.
#pragma once

#include <pyhost/detail/chosen_arguments.hpp>

#include <concepts>

namespace pyhost::inline v0 {

/// Refers to a value, which is converted when the call is made: for parameters that Python declares Any or object.
///
/// Lifetime: that of the value; a temporary among the arguments of a call lives long enough. Cost: two pointers.
class argument {
public:
    template <class T>
        requires(!std::same_as<T, argument>)
    argument(const T& value PYHOST_DETAIL_LIFETIMEBOUND) noexcept  // NOLINT(google-explicit-constructor): a value is an argument
        : value_{&value}, store_{[](const void* one) PYHOST_NEEDS_GIL { return detail::passed_reference(*static_cast<const T*>(one)); }}
    {
    }

    /// None.
    [[nodiscard]] static argument none() noexcept
    {
        return argument{nullptr, [](const void*) PYHOST_NEEDS_GIL { return detail::new_reference(Py_None); }};
    }

private:
    friend struct converter<argument>;
    argument(const void* value, PyObject* (*store)(const void*)) noexcept : value_{value}, store_{store} {}

    const void* value_;
    PyObject* (*store_)(const void*);
};

/// `py::argument`, to Python only: what its value becomes.
template <>
struct converter<argument> {
    static PyObject* store(const argument& value) PYHOST_NEEDS_GIL { return value.store_(value.value_); }
};

}  // namespace pyhost::inline v0
