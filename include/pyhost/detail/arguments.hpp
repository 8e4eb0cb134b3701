// SPDX-License-Identifier: MIT
// The arguments of a call from C++ as one array for vectorcall.
#pragma once

#include <pyhost/convert.hpp>
#include <pyhost/detail/keyword.hpp>
#include <pyhost/detail/slot.hpp>

namespace pyhost::inline v0 {

/// The items of a container as positional arguments, for a parameter `*args` of a typed function:
/// `py::function<double(py::unpack<std::vector<double>>)> hypot{"math", "hypot"}; hypot({{3, 4}});`
template <class C>
struct unpack {
    C items;
};

/// The items of a map as keyword arguments, for a parameter `**kwargs` of a typed function.
template <class M>
struct unpack_named {
    M items;
};

namespace detail {

/// *o and **o in a call.
struct unpacked {
    handle items;
};
struct unpacked_mapping {
    handle items;
};

/// Unpacks keyword arguments in a call: f(**options).
[[nodiscard]] inline unpacked_mapping operator*(const unpacked& items) { return {items.items}; }

template <class T>
inline constexpr bool is_unpacked = std::same_as<T, unpacked> || std::same_as<T, unpacked_mapping>;
template <class C>
inline constexpr bool is_unpacked<unpack<C>> = true;
template <class M>
inline constexpr bool is_unpacked<unpack_named<M>> = true;

/// Objects are passed as they are; other values convert to a reference that the call drops.
template <class T>
inline constexpr bool is_borrowed = is_object_type<T>;
template <fixed_text Name, class T>
inline constexpr bool is_borrowed<keyword<Name, T>> = is_object_type<std::remove_cvref_t<T>>;

template <class T>
PYHOST_DETAIL_INLINE PyObject* pass(const T& value) PYHOST_NEEDS_GIL
{
    if constexpr (is_object_type<T>) return value.resolve().ptr();
    else return store(value);
}
template <fixed_text Name, class T>
PYHOST_DETAIL_INLINE PyObject* pass(const keyword<Name, T>& argument) PYHOST_NEEDS_GIL
{
    return pass<std::remove_cvref_t<T>>(argument.value);
}

/// An argument that the call takes the value of.
template <class T>
struct given_away {
    T& value;
};
template <class T>
PyObject* pass(const given_away<T>& argument) PYHOST_NEEDS_GIL
{
    return store_moved(std::move(argument.value));
}

/// What the argument of a typed function is passed as: itself, unless Python can have its value.
template <class A>
using passed_as = std::conditional_t<moves_to_python<A>, given_away<A>, std::remove_cvref_t<A>>;

template <class A>
PYHOST_DETAIL_INLINE decltype(auto) passed(std::remove_reference_t<A>& argument)
{
    if constexpr (moves_to_python<A>) return given_away<A>{argument};
    else return (argument);
}

/// Converts arguments into an array of the caller's, and drops them at the end of its scope.
///
/// Apart from that array, whose address goes to Python: so the compiler keeps the count in a register, or knows it.
template <class... Args>
class argument_owner {
public:
    explicit argument_owner(PyObject** values) noexcept : values_{values} {}
    ~argument_owner() { drop_from<0>(); }
    argument_owner(const argument_owner&) = delete;
    argument_owner& operator=(const argument_owner&) = delete;

    /// Converts all; false with an exception raised when one fails.
    PYHOST_DETAIL_INLINE bool fill(const Args&... args) PYHOST_NEEDS_GIL { return (add(args) && ...); }

private:
    template <class T>
    PYHOST_DETAIL_INLINE bool add(const T& value) PYHOST_NEEDS_GIL
    {
        PyObject* passed = pass(value);
        if (passed == nullptr) [[unlikely]]
            return false;
        values_[filled_++] = passed;
        return true;
    }

    template <std::size_t I>
    PYHOST_DETAIL_INLINE void drop_from() noexcept
    {
        if constexpr (I < sizeof...(Args)) {
            constexpr bool borrowed[] = {is_borrowed<Args>...};
            if constexpr (!borrowed[I])
                if (I < filled_) Py_DECREF(values_[I]);
            drop_from<I + 1>();
        }
    }

    PyObject** values_;
    std::size_t filled_ = 0;
};

template <class... Args>
inline constexpr std::size_t keyword_count = (std::size_t{0} + ... + std::size_t{is_keyword<Args>});

/// Keywords stand behind the positional arguments; *o and **o may follow them, as in Python.
template <class... Args>
consteval bool keywords_are_last()
{
    [[maybe_unused]] bool seen = false;
    bool in_order = true;
    ((seen = seen || is_keyword<Args>, in_order = in_order && (!seen || is_keyword<Args> || is_unpacked<Args>)), ...);
    return in_order;
}

template <fixed_text Name, class T>
PyObject* interned_name(std::type_identity<keyword<Name, T>>) PYHOST_NEEDS_GIL
{
    return intern(keyword_name<Name>::name());
}

/// Borrowed; null for a positional argument.
template <class T>
PyObject* name_of_keyword() PYHOST_NEEDS_GIL
{
    if constexpr (is_keyword<T>) return interned_name(std::type_identity<T>{});
    else return nullptr;
}

/// The tuple of keyword names of this call, made once in a run and kept in its slot.
template <class... Args>
PYHOST_DETAIL_NOINLINE PyObject* make_keyword_names(cache_slot& slot) PYHOST_NEEDS_GIL
{
    PyObject* names = PyTuple_New(static_cast<Py_ssize_t>(keyword_count<Args...>));
    if (names == nullptr) return nullptr;
    Py_ssize_t at = 0;
    for (PyObject* name : {name_of_keyword<Args>()...})
        if (name != nullptr) PyTuple_SET_ITEM(names, at++, new_reference(name));
    if (at != PyTuple_GET_SIZE(names)) {
        Py_DECREF(names);
        return nullptr;
    }
    return keep_in(slot, names);
}

template <class... Args>
inline constinit atomic<cache_slot*> keyword_slot{nullptr};

template <class... Args>
PYHOST_DETAIL_INLINE PyObject* keyword_names() PYHOST_NEEDS_GIL
{
    cache_slot& slot = slot_of(keyword_slot<Args...>);
    if (PyObject* known = slot.kept.load_acquire()) [[likely]]
        return known;
    return make_keyword_names<Args...>(slot);
}

}  // namespace detail

/// Unpacks positional arguments in a call: f(*items).
[[nodiscard]] inline detail::unpacked operator*(const handle& items) { return {items.resolve()}; }

}  // namespace pyhost::inline v0
