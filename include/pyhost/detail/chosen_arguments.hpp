// SPDX-License-Identifier: MIT
// The arguments of a call of which some may be left out: how many there are is known when it is made.
#pragma once

#include <pyhost/detail/arguments.hpp>
#include <pyhost/or_default.hpp>

#include <span>

namespace pyhost::inline v0::detail {

template <fixed_text Name, class T>
inline constexpr bool may_be_left_out<keyword<Name, T>> = may_be_left_out<std::remove_cvref_t<T>>;

/// A new reference to what an argument is in Python; null with an exception raised.
template <class T>
PyObject* passed_reference(const T& value) PYHOST_NEEDS_GIL
{
    PyObject* made = pass(value);
    return is_borrowed<T> ? new_reference(made) : made;
}

/// The references of a call, positional first; what they are is dropped at the end of the scope.
class chosen_arguments {
public:
    /// The first place is vectorcall's to use; then comes what a method is called on, borrowed, where there is one.
    chosen_arguments(std::span<PyObject*> values, std::span<PyObject*> names, PyObject* self) noexcept;
    ~chosen_arguments();
    chosen_arguments(const chosen_arguments&) = delete;
    chosen_arguments& operator=(const chosen_arguments&) = delete;

    template <class T>
    bool add(const T& value) PYHOST_NEEDS_GIL
    {
        return add_reference(passed_reference(value));
    }
    template <class T>
    bool add(const or_default<T>& value) PYHOST_NEEDS_GIL
    {
        if (value.has_value()) return add(value.value());
        has_gap_ = true;
        return true;
    }
    template <fixed_text Name, class T>
    bool add(const keyword<Name, T>& argument) PYHOST_NEEDS_GIL
    {
        return add_named<Name>(argument.value);
    }

    /// A new reference, or null with an exception raised. Needs: the callable, or the name of the method.
    PyObject* call(PyObject* callee) PYHOST_NEEDS_GIL;

private:
    template <fixed_text Name, class T>
    bool add_named(const T& value) PYHOST_NEEDS_GIL
    {
        return add_name(intern(keyword_name<Name>::name())) && add_value(passed_reference(value));
    }
    template <fixed_text Name, class T>
    bool add_named(const or_default<T>& value) PYHOST_NEEDS_GIL
    {
        return !value.has_value() || add_named<Name>(value.value());
    }

    bool add_reference(PyObject* value) PYHOST_NEEDS_GIL;
    bool add_value(PyObject* value) noexcept;
    bool add_name(PyObject* name) noexcept;

    std::span<PyObject*> values_;
    std::span<PyObject*> names_;
    std::size_t filled_;
    std::size_t named_ = 0;
    std::size_t first_;
    bool has_gap_ = false;
};

/// Calls `callee`, or the method of that name of `self`.
template <class... Args>
PyObject* call_chosen(PyObject* callee, PyObject* self, const Args&... args) PYHOST_NEEDS_GIL
{
    PyObject* values[2 + sizeof...(Args)];
    PyObject* names[1 + sizeof...(Args)];
    chosen_arguments chosen{values, names, self};
    return (chosen.add(args) && ...) ? chosen.call(callee) : nullptr;
}

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY chosen_arguments::chosen_arguments(std::span<PyObject*> values, std::span<PyObject*> names, PyObject* self) noexcept
    : values_{values}, names_{names}, filled_{1}, first_{self != nullptr ? 2u : 1u}
{
    if (self != nullptr) values_[filled_++] = self;
}

PYHOST_DETAIL_BODY chosen_arguments::~chosen_arguments() PYHOST_DETAIL_NO_ANALYSIS
{
    for (std::size_t i = first_; i < filled_; ++i) Py_DECREF(values_[i]);
}

PYHOST_DETAIL_BODY bool chosen_arguments::add_value(PyObject* value) noexcept
{
    if (value != nullptr) values_[filled_++] = value;
    return value != nullptr;
}

PYHOST_DETAIL_BODY bool chosen_arguments::add_name(PyObject* name) noexcept
{
    if (name != nullptr) names_[named_++] = name;
    return name != nullptr;
}

PYHOST_DETAIL_BODY bool chosen_arguments::add_reference(PyObject* value)
{
    const bool is_there = add_value(value);
    if (is_there && has_gap_)
        PyErr_SetString(PyExc_TypeError, "call: a positional argument stands behind one that is left to its default; give that one too");
    return is_there && !has_gap_;
}

PYHOST_DETAIL_BODY PyObject* chosen_arguments::call(PyObject* callee)
{
    owned_pointer names{named_ != 0 ? PyTuple_New(static_cast<Py_ssize_t>(named_)) : nullptr};
    if (named_ != 0 && !names) return nullptr;
    for (std::size_t i = 0; i < named_; ++i) PyTuple_SET_ITEM(names.get(), static_cast<Py_ssize_t>(i), new_reference(names_[i]));
    const std::size_t count = (filled_ - 1 - named_) | PY_VECTORCALL_ARGUMENTS_OFFSET;
    return first_ == 2 ? PyObject_VectorcallMethod(callee, values_.data() + 1, count, names.get())
                       : PyObject_Vectorcall(callee, values_.data() + 1, count, names.get());
}

}  // namespace pyhost::inline v0::detail

#endif
