// SPDX-License-Identifier: MIT
// The one signature of a C++ callable, and callables that have none.
#pragma once

#include <type_traits>

namespace pyhost::inline v0::detail {

/// The result and parameters of a callable with one signature; without `type` for everything else.
template <class F>
struct signature_of {};
template <class F>
    requires requires { &F::operator(); }
struct signature_of<F> : signature_of<decltype(&F::operator())> {};
template <class R, class... A>
struct signature_of<R (*)(A...)> {
    using type = R(A...);
};
template <class R, class... A>
struct signature_of<R (*)(A...) noexcept> : signature_of<R (*)(A...)> {};
template <class C, class R, class... A>
struct signature_of<R (C::*)(A...)> : signature_of<R (*)(A...)> {};
template <class C, class R, class... A>
struct signature_of<R (C::*)(A...) const> : signature_of<R (*)(A...)> {};
template <class C, class R, class... A>
struct signature_of<R (C::*)(A...)&> : signature_of<R (*)(A...)> {};
template <class C, class R, class... A>
struct signature_of<R (C::*)(A...) const&> : signature_of<R (*)(A...)> {};
template <class C, class R, class... A>
struct signature_of<R (C::*)(A...) & noexcept> : signature_of<R (*)(A...)> {};
template <class C, class R, class... A>
struct signature_of<R (C::*)(A...) const & noexcept> : signature_of<R (*)(A...)> {};
template <class C, class R, class... A>
struct signature_of<R (C::*)(A...) noexcept> : signature_of<R (*)(A...)> {};
template <class C, class R, class... A>
struct signature_of<R (C::*)(A...) const noexcept> : signature_of<R (*)(A...)> {};

/// Callables that convert to Python: lambdas, function objects and function pointers with one signature.
template <class F>
concept native_callable = requires { typename signature_of<F>::type; };

/// Has a member of this name, so that a call operator of F beside it makes the name ambiguous.
struct call_operator {
    void operator()();
};
template <class F>
struct two_call_operators : F, call_operator {};

/// A generic lambda, or a function object with an overloaded call operator: there is one, and its address has no type.
template <class F>
concept callable_without_signature =
    std::is_class_v<F> && !std::is_final_v<F> && !native_callable<F> && !requires { &two_call_operators<F>::operator(); };

template <class F>
concept has_call_operator = native_callable<F> || callable_without_signature<F>;

}  // namespace pyhost::inline v0::detail
