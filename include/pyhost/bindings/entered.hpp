// SPDX-License-Identifier: MIT
// Python's `with` as a scope of C++.
#pragma once

#include <pyhost/call.hpp>
#include <pyhost/ref.hpp>

#include <exception>
#include <optional>
#include <type_traits>

namespace pyhost::inline v0 {

namespace detail {

/// The manager that a scope has entered.
class entered_manager {
public:
    explicit entered_manager(ref<object> manager) noexcept : manager_{std::move(manager)} {}
    entered_manager(const entered_manager&) = delete;
    entered_manager& operator=(const entered_manager&) = delete;
    ~entered_manager();

    /// Calls `__enter__`: a new reference. Throws: what it raises; then nothing is to be left.
    PyObject* enter() PYHOST_NEEDS_GIL;

    /// Calls `__exit__` without an exception. Throws: what it raises.
    void exit();

private:
    void exit_by_exception();

    ref<object> manager_;
    int exceptions_ = 0;  // that were on their way when it was entered
    bool is_in_ = false;
};

}  // namespace detail

/// A context manager that has been entered: `auto in = session.enter();`, left at the end of the scope.
///
/// `*in` is what `__enter__` has given. Where an exception of C++ leaves the scope, `__exit__` is told a RuntimeError, so that it undoes
/// what it would undo in Python; it cannot swallow the exception. What `__exit__` itself raises goes to sys.unraisablehook there, and out
/// of exit(), which ends the scope sooner. Any thread; attaches by itself.
template <class T>
class [[nodiscard]] entered {
public:
    /// Throws: what `__enter__` raises; type_error and its like when its value does not convert: then `__exit__` is called.
    explicit entered(const ref<object>& manager) : manager_{manager}
    {
        const gil_guard gil;
        PyObject* value = manager_.enter();
        if constexpr (std::is_void_v<T>) Py_DECREF(value);
        else value_.emplace(detail::cast_consuming<T>(value, "__enter__()"));
    }

    template <class U = T>
    [[nodiscard]] U& operator*() noexcept
    {
        return *value_;
    }
    template <class U = T>
    [[nodiscard]] U* operator->() noexcept
    {
        return &*value_;
    }

    /// Leaves it now. Throws: what `__exit__` raises.
    void exit() { manager_.exit(); }

private:
    struct nothing {};
    detail::entered_manager manager_;
    std::optional<std::conditional_t<std::is_void_v<T>, nothing, T>> value_;
};

}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

#include <pyhost/detail/translate.hpp>
#include <pyhost/types/none.hpp>

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY PyObject* entered_manager::enter()
{
    PyObject* value = checked(call_method_raw(manager_.get().ptr(), checked(intern("__enter__"))));
    exceptions_ = std::uncaught_exceptions();
    is_in_ = true;
    return value;
}

PYHOST_DETAIL_BODY void entered_manager::exit()
{
    if (!std::exchange(is_in_, false)) return;
    const gil_guard gil;
    const object manager = manager_.get();
    Py_DECREF(checked(call_method_raw(manager.ptr(), checked(intern("__exit__")), none{}, none{}, none{})));
}

PYHOST_DETAIL_BODY void entered_manager::exit_by_exception()
{
    const gil_guard gil;
    const object manager = manager_.get();
    const raised_scope keep;
    PyErr_SetString(PyExc_RuntimeError, "an exception of C++ leaves the scope");
    const owned_pointer raised{take_raised()};
    Py_DECREF(
        checked(call_method_raw(manager.ptr(), checked(intern("__exit__")), handle{PyExc_RuntimeError}, handle{raised.get()}, none{})));
}

PYHOST_DETAIL_BODY entered_manager::~entered_manager()
{
    if (!is_in_) return;
    try {
        if (std::uncaught_exceptions() > exceptions_) exit_by_exception();
        else exit();
    } catch (...) {
        const gil_guard gil{std::try_to_lock};
        if (!gil) return;  // the interpreter has ended, and the manager with it
        raise_current_exception();
        PyErr_WriteUnraisable(nullptr);
    }
}

}  // namespace pyhost::inline v0::detail

#endif
