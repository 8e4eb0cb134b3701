// SPDX-License-Identifier: MIT
// What a function keeps for its scope: a reference, and the exception that Python is raising.
#pragma once

#include <pyhost/detail/python.hpp>

#include <utility>

namespace pyhost::inline v0::detail {

/// Owns a reference inside a function that only runs attached.
class owned_pointer {
public:
    explicit owned_pointer(PyObject* o) noexcept : o_{o} {}
    ~owned_pointer() { Py_XDECREF(o_); }
    owned_pointer(owned_pointer&& other) noexcept : o_{other.release()} {}
    owned_pointer(const owned_pointer&) = delete;
    owned_pointer& operator=(const owned_pointer&) = delete;

    PyObject* get() const noexcept { return o_; }
    PyObject* release() noexcept { return std::exchange(o_, nullptr); }
    explicit operator bool() const noexcept { return o_ != nullptr; }

private:
    PyObject* o_;
};

/// Keeps a raised exception over code that may raise others.
class raised_scope {
public:
    raised_scope() noexcept : raised_{PyErr_Occurred() != nullptr ? take_raised() : nullptr} {}
    ~raised_scope()
    {
        if (PyErr_Occurred() != nullptr) PyErr_Clear();
        if (raised_ != nullptr) raise_again(raised_);
    }
    /// The normalised instance; null when none was raised.
    PyObject* raised() const noexcept { return raised_; }

    raised_scope(const raised_scope&) = delete;
    raised_scope& operator=(const raised_scope&) = delete;

private:
    PyObject* raised_;
};

}  // namespace pyhost::inline v0::detail
