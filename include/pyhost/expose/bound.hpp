// SPDX-License-Identifier: MIT
// A method of an object of C++ as a function for Python.
#pragma once

#include <functional>
#include <type_traits>
#include <utility>

namespace pyhost::inline v0 {
namespace detail {

template <class Object, class Method, class R, class... A>
class bound_method {
public:
    bound_method(Object object, Method method) : object_{std::move(object)}, method_{method} {}

    R operator()(A... args) { return std::invoke(method_, target(), std::forward<A>(args)...); }

private:
    /// What a pointer of any kind points to; the object itself for a value.
    decltype(auto) target()
    {
        if constexpr (requires { *object_; }) return *object_;
        else return (object_);  // a reference
    }

    Object object_;
    Method method_;
};

}  // namespace detail

/// A method of one object, for module_def::def and expose: `host.def("predict", py::bound(&model, &model_type::predict), "x"_a);`.
///
/// Lifetime: a pointer or std::reference_wrapper refers to the object, which must live as long as Python may call; a std::shared_ptr keeps
/// it; a value is moved into the function. A method that is not const changes it. Needs: nothing.
template <class Object, class R, class C, class... A>
auto bound(Object object, R (C::*method)(A...))
{
    return detail::bound_method<Object, R (C::*)(A...), R, A...>{std::move(object), method};
}
template <class Object, class R, class C, class... A>
auto bound(Object object, R (C::*method)(A...) const)
{
    return detail::bound_method<Object, R (C::*)(A...) const, R, A...>{std::move(object), method};
}
template <class Object, class R, class C, class... A>
auto bound(Object object, R (C::*method)(A...) noexcept)
{
    return detail::bound_method<Object, R (C::*)(A...) noexcept, R, A...>{std::move(object), method};
}
template <class Object, class R, class C, class... A>
auto bound(Object object, R (C::*method)(A...) const noexcept)
{
    return detail::bound_method<Object, R (C::*)(A...) const noexcept, R, A...>{std::move(object), method};
}

}  // namespace pyhost::inline v0
