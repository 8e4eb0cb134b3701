// SPDX-License-Identifier: MIT
// C++ seen from Python: a callable under a name of its own.
#pragma once

#include <pyhost/convert/callable.hpp>
#include <pyhost/types/callable.hpp>

#include <source_location>

namespace pyhost::inline v0 {

/// A Python callable that owns `f`: a lambda, function object or function pointer with one signature.
///
/// Arguments and result convert by the usual rules, by position; a parameter is a copy of what Python has, so one like `std::vector<int>&`
/// does not compile. C++ exceptions become the matching Python ones. `f` runs
/// attached, on the thread that Python calls it on. A lambda that uses Python is written `[]() PYHOST_NEEDS_GIL { ... }`.
/// An exception that leaves `f` has the line of this call in its traceback, with the name.
/// A thread must not be cancelled in `f` (pthread_cancel, pthread_exit): CPython's frames above it cannot be unwound, a thread of
/// Python's own would keep the GIL for ever. glibc ends the process there.
/// Needs: the GIL. `name` is what Python shows and must be a literal.
/// Lifetime: Python keeps `f` as long as the callable lives; what `f` refers to must live as long.
/// Cost: one allocation; a call from Python costs what a hand-written METH_FASTCALL function costs.
template <class F>
[[nodiscard]] callable expose(F&& f, const char* name = "callable", const std::source_location& where = std::source_location::current())
    PYHOST_NEEDS_GIL
{
    static_assert(detail::native_callable<std::decay_t<F>>,
                  "pyhost: a callable needs one signature; a generic lambda or an overloaded call operator has none; "
                  "write the types of its parameters, or pass a lambda that does");
    const detail::source_place place{where.file_name(), static_cast<int>(where.line())};
    return callable{detail::stolen_t{}, detail::checked(detail::make_native<std::decay_t<F>>(std::forward<F>(f), name, place))};
}

}  // namespace pyhost::inline v0
