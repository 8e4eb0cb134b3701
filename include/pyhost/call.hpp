// SPDX-License-Identifier: MIT
// Calling Python: what a hand-written vectorcall costs, with conversions, keywords and unpacking.
#pragma once

#include <pyhost/detail/chosen_arguments.hpp>
#include <pyhost/types/dict.hpp>
#include <pyhost/types/list.hpp>

#include <cstring>

namespace pyhost::inline v0 {
namespace detail {

/// The arguments of a call that are not known before it.
struct argument_list {
    list positional;
    dict named;
    bool has_gap = false;
};

[[noreturn]] void throw_repeated(handle key) PYHOST_NEEDS_GIL;

void add_argument(argument_list& to, const unpacked& argument) PYHOST_NEEDS_GIL;
void add_argument(argument_list& to, const unpacked_mapping& argument) PYHOST_NEEDS_GIL;
void add_argument(argument_list& to, const object& argument) PYHOST_NEEDS_GIL;
void add_named(argument_list& to, handle name, const object& argument) PYHOST_NEEDS_GIL;

template <class T>
void add_argument(argument_list& to, const T& argument) PYHOST_NEEDS_GIL
{
    add_argument(to, object{operand(argument)});
}
template <class T>
void add_argument(argument_list& to, const or_default<T>& argument) PYHOST_NEEDS_GIL
{
    if (argument.has_value()) add_argument(to, argument.value());
    else to.has_gap = true;
}
template <fixed_text Name, class T>
void add_argument(argument_list& to, const keyword<Name, T>& argument) PYHOST_NEEDS_GIL
{
    const handle name = checked(intern(keyword_name<Name>::name()));
    if constexpr (!may_be_left_out<std::remove_cvref_t<T>>) add_named(to, name, object{operand(argument.value)});
    else if (argument.value.has_value()) add_named(to, name, object{operand(argument.value.value())});
}
template <class C>
void add_argument(argument_list& to, const unpack<C>& argument) PYHOST_NEEDS_GIL
{
    const object items = operand(argument.items);
    add_argument(to, unpacked{items});
}
template <class M>
void add_argument(argument_list& to, const unpack_named<M>& argument) PYHOST_NEEDS_GIL
{
    const object items = operand(argument.items);
    add_argument(to, unpacked_mapping{items});
}

/// A call with *o or **o, or with very many parameters: through a tuple and a dict, as Python itself does it.
template <class... Args>
PyObject* call_unpacked(PyObject* callable, const Args&... args) PYHOST_NEEDS_GIL
{
    try {
        argument_list collected;
        (add_argument(collected, args), ...);
        return PyObject_Call(callable, tuple{collected.positional}.ptr(), collected.named.ptr());
    } catch (...) {
        raise_current_exception();
        return nullptr;
    }
}

template <class... Args>
inline constexpr bool is_collected =
    (is_unpacked<std::remove_cvref_t<Args>> || ...) || ((may_be_left_out<std::remove_cvref_t<Args>> || ...) && !is_chosen<Args...>);

template <class... Args>
PYHOST_DETAIL_INLINE PyObject* call_raw(PyObject* callable, Args&&... args)
{
    constexpr std::size_t keywords = keyword_count<std::remove_cvref_t<Args>...>;
    static_assert(keywords_are_last<std::remove_cvref_t<Args>...>(), "pyhost: a keyword argument (\"name\"_a = value) stands before a "
                                                                     "positional one; put the keywords last, as in Python");
    if constexpr (is_collected<Args...>) {
        return call_unpacked(callable, args...);
    } else if constexpr (is_chosen<Args...>) {
        return call_chosen(callable, nullptr, args...);
    } else if constexpr (sizeof...(Args) == 0) {
        return PyObject_CallNoArgs(callable);
    } else {
        PyObject* values[1 + sizeof...(Args)];  // the first is vectorcall's to use
        argument_owner<std::remove_cvref_t<Args>...> owner{values + 1};
        if (!owner.fill(args...)) return nullptr;
        PyObject* names = nullptr;
        if constexpr (keywords != 0) {
            names = keyword_names<std::remove_cvref_t<Args>...>();
            if (names == nullptr) return nullptr;
        }
        return PyObject_Vectorcall(callable, values + 1, (sizeof...(Args) - keywords) | PY_VECTORCALL_ARGUMENTS_OFFSET, names);
    }
}

/// The function `name` of an exact module, from its dict; null without an exception when it is not there.
///
/// Names that begin with "__" may be descriptors of the module type, so they go the ordinary way.
inline PyObject* module_function(PyObject* module, PyObject* name) PYHOST_NEEDS_GIL
{
    if (is_compact_ascii(name) && std::memcmp(ascii_data(name), "__", 2) == 0) return nullptr;
    return find_item(PyModule_GetDict(module), name);
}

template <class... Args>
PYHOST_DETAIL_INLINE PyObject* call_found(PyObject* callable, Args&&... args) PYHOST_NEEDS_GIL
{
    if (callable == nullptr) return nullptr;
    const owned_pointer owner{callable};  // an empty object among the arguments throws
    return call_raw(callable, std::forward<Args>(args)...);
}

template <class... Args>
PYHOST_DETAIL_INLINE PyObject* call_method_raw(PyObject* self, PyObject* name, Args&&... args)
{
    constexpr std::size_t keywords = keyword_count<std::remove_cvref_t<Args>...>;
    if constexpr (is_collected<Args...>) {
        return call_found(PyObject_GetAttr(self, name), std::forward<Args>(args)...);
    } else {
        if (PyModule_CheckExact(self)) {
            PyObject* found = module_function(self, name);
            if (found != nullptr || PyErr_Occurred() != nullptr) return call_found(found, std::forward<Args>(args)...);
        }
        if constexpr (is_chosen<Args...>) {
            return call_chosen(name, self, args...);
        } else {
            PyObject* values[2 + sizeof...(Args)] = {nullptr, self};  // the first is vectorcall's to use
            argument_owner<std::remove_cvref_t<Args>...> owner{values + 2};
            if (!owner.fill(args...)) return nullptr;
            PyObject* names = nullptr;
            if constexpr (keywords != 0) {
                names = keyword_names<std::remove_cvref_t<Args>...>();
                if (names == nullptr) return nullptr;
            }
            return PyObject_VectorcallMethod(name, values + 1, (1 + sizeof...(Args) - keywords) | PY_VECTORCALL_ARGUMENTS_OFFSET, names);
        }
    }
}

/// Calls and converts the result; one that does not fit is told to be at `place`.
template <class R, class... Args, class Place>
PYHOST_DETAIL_INLINE R call_typed_at(Place place, PyObject* callable, const Args&... args) PYHOST_NEEDS_GIL
{
    PyObject* returned = call_raw(callable, args...);
    if (returned == nullptr) [[unlikely]]
        throw_raised();
    return cast_consuming<R>(returned, place);
}

template <class R, class... Args>
PYHOST_DETAIL_INLINE R call_typed(PyObject* callable, const Args&... args) PYHOST_NEEDS_GIL
{
    return call_typed_at<R, Args...>("result", callable, args...);
}

/// The same with the error as a value.
template <class R, class... Args, class Place>
result<R> try_call_typed_at(Place place, PyObject* callable, const Args&... args) PYHOST_NEEDS_GIL
{
    PyObject* returned = call_raw(callable, args...);
    if (returned == nullptr) [[unlikely]]
        return take_error();
    return try_cast_consuming<R>(returned, place);
}

}  // namespace detail

/// Calls `callable` and converts what it returns, with nothing thrown for a Python error.
///
/// What an argument's or the result's own converter throws is such an error too.
/// Needs: the GIL. Throws: std::logic_error for an empty object. Cost: a vectorcall; an error costs no C++ throw.
template <class R, class... Args>
[[nodiscard]] result<R> try_call(handle callable, const Args&... args) PYHOST_NEEDS_GIL
{
    return detail::try_call_typed_at<R>("result", callable.resolve().ptr(), args...);
}

}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY void add_argument(argument_list& to, const object& argument)
{
    if (to.has_gap && !refuse_gap()) throw_raised();
    to.positional.append(argument);
}

PYHOST_DETAIL_BODY void add_argument(argument_list& to, const unpacked& argument)
{
    const list items{argument.items};
    if (to.has_gap && PyList_GET_SIZE(items.ptr()) != 0 && !refuse_gap()) throw_raised();
    checked(PyList_SetSlice(to.positional.ptr(), PY_SSIZE_T_MAX, PY_SSIZE_T_MAX, items.ptr()));
}

PYHOST_DETAIL_BODY void add_argument(argument_list& to, const unpacked_mapping& argument)
{
    // Walked and not looked up: a key whose hash changes is not found again.
    const dict more{argument.items};
    PyObject *next_key = nullptr, *next_value = nullptr;
    for (Py_ssize_t at = 0; PyDict_Next(more.ptr(), &at, &next_key, &next_value) != 0;) {
        const object key = object::borrow(next_key), value = object::borrow(next_value);
        add_named(to, key, value);
    }
}

PYHOST_DETAIL_BODY void add_named(argument_list& to, handle name, const object& argument)
{
    if (to.named.contains(name)) throw_repeated(name);
    checked(PyDict_SetItem(to.named.ptr(), name.ptr(), argument.ptr()));
}

PYHOST_DETAIL_BODY void throw_repeated(handle key)
{
    throw type_error("call: got multiple values for keyword argument " + short_repr(key.ptr()) + "; pass it once");
}

}  // namespace pyhost::inline v0::detail

#endif
