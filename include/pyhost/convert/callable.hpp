// SPDX-License-Identifier: MIT
// C++ callables to Python callables, and Python callables to std::function.
#pragma once

#include <pyhost/detail/native_callable.hpp>

namespace pyhost::inline v0 {
namespace detail {

/// Calls a kept Python callable from any thread; what a std::function made from Python holds.
template <class Signature>
struct kept_callable;

template <class R, class... A>
struct kept_callable<R(A...)> {
    ref<object> target;

    R operator()(A... args) const
    {
        const gil_guard gil;
        return call_typed<R, std::remove_cvref_t<A>...>(target.get().ptr(), args...);
    }
};

/// std::function and its like: a template over one signature, made from and called like a function object.
template <class F, class Signature>
concept function_wrapper = std::is_constructible_v<F, kept_callable<Signature>> && !std::derived_from<F, operations<F>>;

template <class T>
concept converts_as_callable = native_callable<T> && !is_object_type<T> && !record<T>;

}  // namespace detail

/// `std::negate<int>`, `int (*)(int)`, lambdas and other function objects of one signature, to Python only: builtin_function_or_method,
/// which owns a copy.
template <detail::converts_as_callable F>
struct converter<F> {
    static PyObject* store(const F& callable) PYHOST_NEEDS_GIL { return detail::make_native(callable, "callable"); }
};

/// `int(int)`, a function by its name, to Python only: builtin_function_or_method.
template <class R, class... A>
struct converter<R(A...)> {
    static PyObject* store(R (&callable)(A...)) PYHOST_NEEDS_GIL { return detail::make_native(&callable, "callable"); }
};

/// `std::function<int(int)>`: any callable, called with the GIL on whatever thread; None is an empty one. To Python:
/// builtin_function_or_method, None for an empty one.
template <template <class> class Function, class R, class... A>
    requires detail::function_wrapper<Function<R(A...)>, R(A...)> && detail::native_callable<Function<R(A...)>>
struct converter<Function<R(A...)>> {
    using type = Function<R(A...)>;

    static std::optional<type> load(PyObject* from, detail::failure& why) PYHOST_NEEDS_GIL
    {
        if (from == Py_None) return type{};
        if (PyCallable_Check(from) == 0) return why.mismatch("a callable", from);
        return type{detail::kept_callable<R(A...)>{ref<object>{object::borrow(from)}}};
    }
    static PyObject* store(const type& callable) PYHOST_NEEDS_GIL
    {
        if (!callable) return detail::new_reference(Py_None);
        return detail::make_native(callable, "callable");
    }
};

}  // namespace pyhost::inline v0
