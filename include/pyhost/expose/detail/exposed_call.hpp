// SPDX-License-Identifier: MIT
// How Python calls one function of C++ with named parameters, and how an attempt of an overload is made.
#pragma once

#include <pyhost/convert/detail/element.hpp>
#include <pyhost/expose/detail/exposed.hpp>

namespace pyhost::inline v0::detail {

/// What a detached function dropped, as a view among its arguments, is let go when it is attached again.
struct drains_after_call {
    ~drains_after_call()
    {
        if (process().deferred.load_acquire() != nullptr) drain_now();
    }
};

template <class F, class Signature, bool ReleasesGil>
struct exposed_call;

template <class F, class R, class... A, bool ReleasesGil>
struct exposed_call<F, R(A...), ReleasesGil> {
    static constexpr std::size_t size = sizeof...(A);

    /// What Python calls (METH_FASTCALL and METH_KEYWORDS). Nothing thrown leaves it.
    static PyObject* invoke(PyObject* self, PyObject* const* args, Py_ssize_t given, PyObject* keywords) PYHOST_NEEDS_GIL
    {
        native_object& native = native_of(self);
        const auto& function = *static_cast<const exposed_in_use*>(native.callable);
        const parameter_list& parameters = function.first->parameters;
        if (!has_stack_room()) [[unlikely]]
            return nullptr;
        try {
            const callback_scope counted;  // until the exception is Python's
            if (given == static_cast<Py_ssize_t>(size) && keywords == nullptr && parameters.is_plain()) [[likely]]
                return with_owner<R, A...>(call(native, function, args), self);
            if constexpr (size != 0) {
                PyObject* values[size];
                if (parameters.arrange_quickly(args, given, keywords, values)) [[likely]]
                    return with_owner<R, A...>(call(native, function, values), self);
            }
            return with_owner<R, A...>(arrange_and_call(native, function, args, given, keywords), self);
        } catch (...) {
            raise_current_exception();
            return nullptr;
        }
    }

    /// Calls it when all values convert; in an exact attempt when those that are no defaults are of exactly its types. Where it refuses
    /// values that do not convert, the reason is raised. Throws: what the function throws.
    static PyObject* attempt_call(const overload_in_use& one, PyObject* const* values, bool exactly, bool& is_refused) PYHOST_NEEDS_GIL
    {
        is_refused = exactly && !are_exact(one.parameters, values, std::index_sequence_for<A...>{});
        if (PyErr_Occurred() != nullptr) [[unlikely]] {  // looking for a class ran code of Python
            is_refused = false;
            return nullptr;
        }
        if (is_refused) return nullptr;
        const auto refuse = [&](failure& why, std::size_t at) PYHOST_NEEDS_GIL -> PyObject* {
            is_refused = !why.is_raised();
            why.raise("argument '" + one.record->parameters[at].name + "'");
            return nullptr;
        };
        return with_values<read_as<A>...>::of(values, calls(one.callable), refuse);
    }

    static PyObject* owned_result(PyObject* result, PyObject* self) PYHOST_NEEDS_GIL { return with_owner<R, A...>(result, self); }

private:
    PYHOST_DETAIL_NOINLINE static PyObject* arrange_and_call(const native_object& native, const exposed_in_use& function,
                                                             PyObject* const* args, Py_ssize_t given, PyObject* keywords) PYHOST_NEEDS_GIL
    {
        PyObject* values[size + 1];
        collected_arguments collected;
        const bool fits = function.first->parameters.arrange(native.method.ml_name, args, given, keywords, values, collected.made);
        return fits ? call(native, function, values) : nullptr;
    }

    PYHOST_DETAIL_INLINE static PyObject* call(const native_object& native, const exposed_in_use& function, PyObject* const* values)
        PYHOST_NEEDS_GIL
    {
        try {
            const auto refuse = [&](failure& why, std::size_t at) PYHOST_NEEDS_GIL { return raise_named_argument(why, function, at); };
            return with_values<read_as<A>...>::of(values, calls(function.first->callable), refuse);
        } catch (...) {
            return raise_thrown(native);
        }
    }

    PYHOST_DETAIL_INLINE static auto calls(void* callable)
    {
        return [callable](read_as<A>... values) PYHOST_NEEDS_GIL -> PyObject* {
            F& f = *static_cast<F*>(callable);
            if constexpr (!ReleasesGil) {
                return native_call<F, R(A...)>::call(f, std::move(values)...);
            } else {
                const drains_after_call drains;
                if constexpr (std::is_void_v<R>) {
                    call_detached(f, values...);
                    return new_reference(Py_None);
                } else {
                    return new_value(call_detached(f, values...));
                }
            }
        };
    }

    static R call_detached(F& f, read_as<A>&... values) PYHOST_NEEDS_GIL
    {
        const gil_release nogil;
        return f(static_cast<A&&>(values)...);
    }

    template <std::size_t... I>
    static bool are_exact([[maybe_unused]] const parameter_list& parameters, [[maybe_unused]] PyObject* const* values,
                          std::index_sequence<I...>) PYHOST_NEEDS_GIL
    {
        return ((values[I] == parameters.default_at(I) || is_exact<read_as<A>>(values[I])) && ...);
    }
};

}  // namespace pyhost::inline v0::detail
