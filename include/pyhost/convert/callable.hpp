// SPDX-License-Identifier: MIT
// C++ callables to Python callables, and Python callables to std::function.
#pragma once

#include <pyhost/convert/detail/type_name.hpp>
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

/// std::function and its like: a template over one signature, made from and called like a function object. One that copies as plain memory
/// refers to its callable and owns none, as std::function_ref.
template <class F, class Signature>
concept function_wrapper =
    std::is_constructible_v<F, kept_callable<Signature>> && !std::is_trivially_copyable_v<F> && !std::derived_from<F, operations<F>>;

/// A wrapper that refers to its callable, which may be gone when Python calls it.
template <class T>
inline constexpr bool refers_to_callable = false;
template <template <class> class Function, class R, class... A>
inline constexpr bool refers_to_callable<Function<R(A...)>> =
    std::is_constructible_v<Function<R(A...)>, kept_callable<R(A...)>> && std::is_trivially_copyable_v<Function<R(A...)>>;

/// What has items too, as a matrix that is called with their indices, is no function.
template <class T>
concept converts_as_callable = native_callable<T> && !std::is_pointer_v<T> && !is_object_type<T> && !declared_class<T> &&
                               !refers_to_callable<T> && !requires(const T& c) {
                                   c.begin();
                                   c.end();
                               };

/// Gives Python a copy of a callable.
template <class F>
PyObject* store_callable(const F& callable) PYHOST_NEEDS_GIL
{
    static_assert(std::is_copy_constructible_v<F>, "pyhost: Python owns a copy of a callable, and this one has none; hold it in a "
                                                   "std::shared_ptr, and pass a lambda that calls what that points to");
    if constexpr (std::is_copy_constructible_v<F>) return make_native(callable, "callable");
}

/// What make_native() keeps in a callable that calls it by `invoke`; null for every other object.
void* callable_in(PyObject* o, PyCFunction invoke) noexcept PYHOST_NEEDS_GIL;

/// A pointer to a function, which has no place for a Python callable.
template <class F, class R, class... A>
struct function_pointer_converter {
    static std::string name()
    {
        const bool is_noexcept = !std::same_as<F, R (*)(A...)>;
        return type_name<R>() + " (*)(" + type_names<A...>() + ")" + (is_noexcept ? " noexcept" : "");
    }
    static std::optional<F> load(PyObject* from, failure& why) PYHOST_NEEDS_GIL
    {
        using call = native_call<F, R(A...)>;
        if (from == Py_None) return std::optional<F>{std::in_place, nullptr};
        auto invoke = reinterpret_cast<PyCFunction>(reinterpret_cast<void*>(&call::invoke));
        if (const void* kept = callable_in(from, invoke)) return *static_cast<const F*>(kept);
        return why.mismatch(name() + " (a function of C++ of this type; take a std::function for any other callable)", from);
    }
    static PyObject* store(F function) PYHOST_NEEDS_GIL
    {
        return function != nullptr ? make_native(function, "callable") : new_reference(Py_None);
    }
};

}  // namespace detail

/// `int (*)(int)`: what a pointer of the same type became before, and None for a null one. To Python: builtin_function_or_method, None for
/// a null one.
///
/// The pointer comes back in the binary that gave it; a plugin does not take that of another.
/// Throws: TypeError for a callable of Python, for which a pointer has no place, and for a function of another type.
template <class R, class... A>
struct converter<R (*)(A...)> : detail::function_pointer_converter<R (*)(A...), R, A...> {};

/// `int (*)(int) noexcept`: as one that may throw. To Python: builtin_function_or_method, None for a null one.
template <class R, class... A>
struct converter<R (*)(A...) noexcept> : detail::function_pointer_converter<R (*)(A...) noexcept, R, A...> {};

/// `std::negate<int>`, lambdas and other function objects of one signature, to Python only: builtin_function_or_method, which owns a copy.
template <detail::converts_as_callable F>
struct converter<F> {
    static PyObject* store(const F& callable) PYHOST_NEEDS_GIL { return detail::store_callable(callable); }
};

/// `int(int)`, a function by its name, to Python only: builtin_function_or_method.
template <class R, class... A>
struct converter<R(A...)> {
    static PyObject* store(R (&callable)(A...)) PYHOST_NEEDS_GIL { return detail::make_native(&callable, "callable"); }
};

/// `int(int) noexcept`, a function by its name, to Python only: builtin_function_or_method.
template <class R, class... A>
struct converter<R(A...) noexcept> {
    static PyObject* store(R (&callable)(A...) noexcept) PYHOST_NEEDS_GIL { return detail::make_native(&callable, "callable"); }
};

/// `std::function<int(int)>`: any callable, called with the GIL on whatever thread; None is an empty one. To Python:
/// builtin_function_or_method, None for an empty one.
///
/// Arguments become new values of Python, so what a callable does to its own is not seen through a reference: std::function<void(int&)>
/// leaves the int as it is. One that refers to its callable and owns none, as std::function_ref, converts neither way.
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
        return detail::store_callable(callable);
    }
};

}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY void* callable_in(PyObject* o, PyCFunction invoke) noexcept
{
    PyObject* self = PyCFunction_CheckExact(o) ? PyCFunction_GetSelf(o) : nullptr;
    const cache_slot* slot = native_type_slot.load_acquire();
    if (self == nullptr || slot == nullptr || reinterpret_cast<PyObject*>(Py_TYPE(self)) != slot->kept.load()) return nullptr;
    const native_object& native = native_of(self);
    return native.method.ml_meth == invoke ? native.callable : nullptr;
}

}  // namespace pyhost::inline v0::detail

#endif
