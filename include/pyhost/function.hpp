// SPDX-License-Identifier: MIT
// A Python callable as a typed C++ function, function<R(A...)>, that attaches so that its user need not.
#pragma once

#include <pyhost/call.hpp>
#include <pyhost/detail/function_target.hpp>

namespace pyhost::inline v0 {

namespace detail {

/// Calls what a function has found, on a thread that is attached, and tells what it is to find: for map.hpp and async/.
struct attached_call {
    template <class R, class... A>
    static const function_target* target(const function<R(A...)>& f) noexcept
    {
        return f.target_.get();
    }

    template <class R, class... A, class... Items>
    PYHOST_DETAIL_INLINE static R call(const function<R(A...)>& f, PyObject* callable, const Items&... items) PYHOST_NEEDS_GIL
    {
        return f.call(callable, items...);
    }
};

}  // namespace detail

/// A Python callable seen from C++.
///
/// `py::function<double(double)> sqrt{"math", "sqrt"}` is looked up on its first call and then cached for the run of the
/// interpreter. It may be made before the start and used from any thread; calling attaches, converts, calls and converts
/// back. Copies share the look-up. An empty one throws std::logic_error.
/// Cost of a call: one guard and what a hand-written vectorcall with its conversions costs.
template <class R, class... A>
class function<R(A...)> {
    static_assert(!detail::is_view<std::remove_cvref_t<R>>,
                  "pyhost: a view as the result of a function would dangle: the Python value ends with "
                  "the call; use an owning type such as std::string or std::vector");
    static_assert(!std::is_reference_v<R> && !std::is_pointer_v<R>, "pyhost: a function returns values; references and pointers into "
                                                                    "Python would dangle");

public:
    function() noexcept = default;

    /// Names a callable, also "Class.method", in a module. Nothing is imported yet. Needs: nothing.
    ///
    /// With `parameters`, as its definition writes them, "(x, /, *, width=3)", a function or class of Python code that has others is a
    /// type_error at the first call of a run; a default that is written "..." may be any.
    function(std::string_view module, std::string_view name, std::string_view parameters = {})
        : target_{detail::new_target(module, name, parameters)}
    {
    }

    /// Wraps a callable object. Needs: the GIL. Throws: type_error when it cannot be called.
    explicit function(const object& callable_object) PYHOST_NEEDS_GIL : target_{detail::new_target(callable_object.resolve().ptr())} {}

    /// Whether there is something to call; the look-up may still fail.
    explicit operator bool() const noexcept { return target_.get() != nullptr; }

    /// Calls it. Any thread, attached or not.
    ///
    /// Throws: the Python exception as its C++ class; type_error and its like when a value does not convert;
    /// interpreter_closed when no interpreter runs.
    R operator()(A... args) const
    {
        const gil_guard gil;
        return detail::call_typed_at<R, detail::passed_as<A>...>(detail::result_of{target_.get()}, detail::checked(resolve()),
                                                                 detail::passed<A>(args)...);
    }

    /// Calls it and returns the value or the Python error, of the look-up too. Throws: interpreter_closed.
    [[nodiscard]] result<R> try_call(A... args) const
    {
        const gil_guard gil;
        PyObject* callable = resolve();
        if (callable == nullptr) [[unlikely]]
            return detail::take_error();
        return detail::try_call_typed_at<R, detail::passed_as<A>...>(detail::result_of{target_.get()}, callable,
                                                                     detail::passed<A>(args)...);
    }

    /// The callable itself, looked up now. Needs: the GIL.
    [[nodiscard]] object get() const PYHOST_NEEDS_GIL { return object::borrow(detail::checked(resolve())); }

private:
    friend struct detail::attached_call;

    PYHOST_DETAIL_INLINE R call(PyObject* callable, const std::remove_cvref_t<A>&... args) const PYHOST_NEEDS_GIL
    {
        return detail::call_typed_at<R, std::remove_cvref_t<A>...>(detail::result_of{target_.get()}, callable, args...);
    }

    PYHOST_DETAIL_INLINE PyObject* resolve() const PYHOST_NEEDS_GIL { return target_.resolve("function"); }

    detail::shared_target target_;
};

/// `py::function<int(int)>`: any callable. To Python: the object.
template <class R, class... A>
struct converter<function<R(A...)>> {
    static std::optional<function<R(A...)>> load(PyObject* from, detail::failure& why) PYHOST_NEEDS_GIL
    {
        if (PyCallable_Check(from) == 0) return why.mismatch("a callable", from);
        return function<R(A...)>{object::borrow(from)};
    }
    static object to_python(const function<R(A...)>& value) PYHOST_NEEDS_GIL { return value.get(); }
};

}  // namespace pyhost::inline v0
