// SPDX-License-Identifier: MIT
// A C++ callable as a Python one: a builtin function over a small object that owns the callable.
#pragma once

#include <pyhost/convert.hpp>
#include <pyhost/detail/native_frame.hpp>
#include <pyhost/detail/signature.hpp>
#include <pyhost/detail/slot.hpp>
#include <pyhost/detail/stack_room.hpp>

#include <tuple>
#include <utility>

namespace pyhost::inline v0::detail {

/// What the object behind a builtin function has; `callable` is what the binary that made it put there.
struct native_object {
    PyMethodDef method;
    void* callable;
    void (*destroy)(void*);
    source_place where;
};

/// Room for what Python keeps in a module, 56 to 104 bytes up to 3.15; more is refused when the type is made.
inline constexpr Py_ssize_t module_room = 128;

/// Behind that room: the `__self__` of a builtin function is a module, or help(), pickle, repr() and errors take it for a method
/// (methodobject.c: meth_get__qualname__, pydoc.py: docroutine).
PYHOST_DETAIL_INLINE native_object& native_of(PyObject* self) noexcept
{
    return *reinterpret_cast<native_object*>(reinterpret_cast<char*>(self) + module_room);
}

void deallocate_native(PyObject* o) PYHOST_NEEDS_GIL;

/// Runs a destructor of C++ where Python drops what it owns: with nothing raised, and nothing thrown out of it.
void destroy_for_python(void (*destroy)(void*), void* owned) PYHOST_NEEDS_GIL;

inline constinit atomic<cache_slot*> native_type_slot{nullptr};

/// A new object for native_of(), which owns no callable yet; null with an exception raised.
PyObject* new_native() PYHOST_NEEDS_GIL;

[[nodiscard]] PYHOST_DETAIL_COLD PyObject* raise_count(const PyMethodDef& method, std::size_t wanted, Py_ssize_t given) PYHOST_NEEDS_GIL;

/// Raises what the function has thrown, in the catch block.
[[nodiscard]] PYHOST_DETAIL_COLD PyObject* raise_thrown(const native_object& native) noexcept PYHOST_NEEDS_GIL;

[[nodiscard]] PYHOST_DETAIL_COLD PyObject* raise_argument(failure& why, const PyMethodDef& method, std::size_t index) PYHOST_NEEDS_GIL;

/// Converts one argument; remembers in `failed` which did not fit.
template <class T>
PYHOST_DETAIL_INLINE std::optional<T> load_argument(PyObject* from, failure& why, std::size_t index, std::size_t& failed) PYHOST_NEEDS_GIL
{
    if (failed < index) return std::nullopt;
    std::optional<T> loaded = load<T>(from, why);
    if (!loaded) [[unlikely]]
        failed = index;
    return loaded;
}

/// Gives `call` the values of as many arguments, as its own; `refuse(why, index)` is for the first that does not fit.
/// A new reference, or null with an exception raised. Throws: what `call` throws.
template <class... A>
struct with_values {
    template <class Call, class Refuse>
    PYHOST_DETAIL_INLINE static PyObject* of(PyObject* const* args, Call call, Refuse refuse) PYHOST_NEEDS_GIL
    {
        return at(args, call, refuse, std::index_sequence_for<A...>{});
    }

private:
    template <class Call, class Refuse, std::size_t... I>
    PYHOST_DETAIL_INLINE static PyObject* at([[maybe_unused]] PyObject* const* args, Call call, Refuse refuse, std::index_sequence<I...>)
        PYHOST_NEEDS_GIL
    {
        if constexpr ((reads_plain<A> && ...))
            if ((converter<A>::is_plain(args[I]) && ...)) [[likely]]
                return call(static_cast<A>(converter<A>::read_plain(args[I]))...);
        failure why;
        std::size_t failed = sizeof...(A);
        [[maybe_unused]] std::tuple<std::optional<A>...> values{load_argument<A>(args[I], why, I, failed)...};
        if (failed != sizeof...(A)) [[unlikely]]
            return refuse(why, failed);
        return call(*std::move(std::get<I>(values))...);
    }
};

/// Tells what goes on after the call, an awaitable, that the function with parameters `A` in `self` has made it. Throws: what that throws.
template <class R, class... A>
PYHOST_DETAIL_INLINE PyObject* with_owner(PyObject* result, [[maybe_unused]] PyObject* self) PYHOST_NEEDS_GIL
{
    using value = converter<std::remove_cvref_t<R>>;
    if constexpr (requires { value::template belongs_to<A...>(result, self); })
        if (result != nullptr) value::template belongs_to<A...>(result, self);
    return result;
}

template <class F, class Signature>
struct native_call;

template <class F, class R, class... A>
struct native_call<F, R(A...)> {
    /// What Python calls (METH_FASTCALL). Nothing thrown leaves it.
    static PyObject* invoke(PyObject* self, PyObject* const* args, Py_ssize_t given) PYHOST_NEEDS_GIL
    {
        if (given != static_cast<Py_ssize_t>(sizeof...(A))) [[unlikely]]
            return raise_count(native_of(self).method, sizeof...(A), given);
        if (!has_stack_room()) [[unlikely]]
            return nullptr;
        try {
            const callback_scope counted;  // until the exception is Python's
            return with_owner<R, A...>(convert_and_call(self, args), self);
        } catch (...) {
            raise_current_exception();
            return nullptr;
        }
    }

    /// Calls with values that are its own; a new reference, or null with an exception raised.
    PYHOST_DETAIL_INLINE static PyObject* call(F& callable, read_as<A>... values) PYHOST_NEEDS_GIL
    {
        if constexpr (std::is_void_v<R>) {
            callable(static_cast<A&&>(values)...);
            return new_reference(Py_None);
        } else {
            return new_value(callable(static_cast<A&&>(values)...));
        }
    }

private:
    PYHOST_DETAIL_INLINE static PyObject* convert_and_call(PyObject* self, PyObject* const* args) PYHOST_NEEDS_GIL
    {
        try {
            const auto with = [&](read_as<A>... values)
                                  PYHOST_NEEDS_GIL { return call(*static_cast<F*>(native_of(self).callable), std::move(values)...); };
            const auto refuse = [&](failure& why, std::size_t at)
                                    PYHOST_NEEDS_GIL { return raise_argument(why, native_of(self).method, at); };
            return with_values<read_as<A>...>::of(args, with, refuse);
        } catch (...) {
            return raise_thrown(native_of(self));
        }
    }
};

/// Python may call or drop a callable at any time from now on, so the binary that `invoke` is in stays loaded.
template <auto Invoke>
void keep_binary()
{
    [[maybe_unused]] static const bool pinned = (pin_binary(reinterpret_cast<const void*>(Invoke)), true);
}

/// A new Python callable that owns `callable`; null with an exception raised. `name` and the file must be literals.
template <class F>
PyObject* make_native(F callable, const char* name, source_place where = {}) PYHOST_NEEDS_GIL
{
    using call = native_call<F, typename signature_of<F>::type>;
    keep_binary<&call::invoke>();
    const owned_pointer self{new_native()};
    if (!self) return nullptr;
    native_object& native = native_of(self.get());
    native.callable = new (std::nothrow) F(std::move(callable));
    if (native.callable == nullptr) return PyErr_NoMemory();
    native.destroy = [](void* f) { delete static_cast<F*>(f); };
    native.where = where;
    process().live_callables.fetch_add(1);
    native.method = {name, reinterpret_cast<PyCFunction>(reinterpret_cast<void*>(&call::invoke)), METH_FASTCALL, nullptr};
    return PyCFunction_NewEx(&native.method, self.get(), nullptr);
}

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY void deallocate_native(PyObject* o)
{
    PyObject_GC_UnTrack(o);
    const native_object& native = native_of(o);
    if (native.destroy != nullptr) {  // Python code may make one that owns nothing
        destroy_for_python(native.destroy, native.callable);
        process().live_callables.fetch_sub(1);
    }
    PyTypeObject* type = Py_TYPE(o);
    PyModule_Type.tp_dealloc(o);
    Py_DECREF(type);
}

PYHOST_DETAIL_BODY void destroy_for_python(void (*destroy)(void*), void* owned)
{
    const inside_python_scope inside;
    const raised_scope keep;  // Python drops things while an exception passes, and destructors may use Python
    try {
        destroy(owned);
    } catch (...) {  // there is no caller to tell
        raise_current_exception();
        PyErr_WriteUnraisable(nullptr);
    }
}

/// The type, made once in a run, borrowed; null with an exception raised.
inline PyObject* native_type() PYHOST_NEEDS_GIL
{
    cache_slot& slot = slot_of(native_type_slot);
    if (PyObject* known = slot.kept.load()) return known;
    PyType_Slot slots[] = {{Py_tp_dealloc, reinterpret_cast<void*>(&deallocate_native)}, {0, nullptr}};
    PyType_Spec spec{"pyhost.native", static_cast<int>(module_room + sizeof(native_object)), 0, Py_TPFLAGS_DEFAULT, slots};
    if (PyModule_Type.tp_basicsize > module_room)
        return PyErr_Format(PyExc_SystemError, "pyhost: a module of this CPython has %zd bytes, of %zd that there is room for",
                            PyModule_Type.tp_basicsize, module_room);
    const owned_pointer bases{PyTuple_Pack(1, &PyModule_Type)};
    return keep_in(slot, bases ? PyType_FromSpecWithBases(&spec, bases.get()) : nullptr);
}

PYHOST_DETAIL_BODY PyObject* new_native()
{
    auto* type = reinterpret_cast<PyTypeObject*>(native_type());
    owned_pointer made{type != nullptr ? type->tp_alloc(type, 0) : nullptr};
    if (!made) return nullptr;
    PyObject_GC_UnTrack(made.get());  // no object of Python is in it
    // What the module's own __new__ would do, but for the reference count that a free-threaded CPython leaves to its collector.
    PyObject*& dict = *reinterpret_cast<PyObject**>(reinterpret_cast<char*>(made.get()) + type->tp_dictoffset);
    dict = PyDict_New();
    return dict != nullptr ? made.release() : nullptr;
}

PYHOST_DETAIL_BODY PyObject* raise_count(const PyMethodDef& method, std::size_t wanted, Py_ssize_t given)
{
    PyErr_Format(PyExc_TypeError, "%s() takes %zu positional argument%s but %zd %s given", method.ml_name, wanted, wanted == 1 ? "" : "s",
                 given, given == 1 ? "was" : "were");
    return nullptr;
}

PYHOST_DETAIL_BODY PyObject* raise_thrown(const native_object& native) noexcept
{
    raise_current_exception();
    add_frame(native.method.ml_name, native.where);
    return nullptr;
}

PYHOST_DETAIL_BODY PyObject* raise_argument(failure& why, const PyMethodDef& method, std::size_t index)
{
    why.raise("argument " + std::to_string(index + 1), " of " + std::string{method.ml_name} + "()");
    return nullptr;
}

}  // namespace pyhost::inline v0::detail

#endif
