// SPDX-License-Identifier: MIT
// Python's dict and set.
#pragma once

#include <pyhost/detail/iterator.hpp>
#include <pyhost/detail/keyword.hpp>

namespace pyhost::inline v0 {

/// A Python dict. Needs: the GIL.
class dict : public object {
public:
    using object::object;
    dict() PYHOST_NEEDS_GIL : object{detail::stolen_t{}, detail::checked((detail::need_attached("dict"), PyDict_New()))} {}

    /// Python's dict(o), from a mapping or from pairs. Throws: what reading `o` raises.
    explicit dict(handle o) PYHOST_NEEDS_GIL
        : object{detail::stolen_t{}, detail::checked(PyObject_CallOneArg(reinterpret_cast<PyObject*>(&PyDict_Type), o.resolve().ptr()))}
    {
    }

    /// dict::of("x"_a = 1, "y"_a = 2).
    template <detail::fixed_text... Names, class... T>
    [[nodiscard]] static dict of(const detail::keyword<Names, T>&... items) PYHOST_NEEDS_GIL
    {
        dict made;
        (made.set(detail::checked(detail::intern(detail::keyword_name<Names>::name())), detail::operand(items.value)), ...);
        return made;
    }

    [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(PyDict_Size(resolve().ptr())); }

    [[nodiscard]] static bool check(handle o) noexcept { return o.has_value() && PyDict_Check(o.ptr()); }
    static constexpr const char* python_name = "dict";
    static PyTypeObject* python_type() noexcept { return &PyDict_Type; }

private:
    void set(handle key, const object& value) PYHOST_NEEDS_GIL { detail::checked(PyDict_SetItem(ptr(), key.ptr(), value.ptr())); }
};

/// A Python set. Needs: the GIL.
class set : public object {
public:
    using object::object;
    set() PYHOST_NEEDS_GIL : object{detail::stolen_t{}, detail::checked((detail::need_attached("set"), PySet_New(nullptr)))} {}

    /// Python's set(o).
    explicit set(handle o) PYHOST_NEEDS_GIL : object{detail::stolen_t{}, detail::checked(PySet_New(o.resolve().ptr()))} {}

    /// From two iterators of C++ values.
    template <std::input_or_output_iterator Iterator, std::sentinel_for<Iterator> Sentinel>
    set(Iterator first, Sentinel last) PYHOST_NEEDS_GIL : set{}
    {
        for (; first != last; ++first) add(*first);
    }

    /// set::of(1, 2, 3).
    template <class... T>
    [[nodiscard]] static set of(const T&... values) PYHOST_NEEDS_GIL
    {
        set made;
        (made.add(values), ...);
        return made;
    }

    template <class T>
    void add(const T& value) PYHOST_NEEDS_GIL
    {
        detail::checked(PySet_Add(resolve().ptr(), detail::operand(value).ptr()));
    }

    [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(PySet_GET_SIZE(resolve().ptr())); }

    [[nodiscard]] static bool check(handle o) noexcept { return o.has_value() && PySet_Check(o.ptr()); }
    static constexpr const char* python_name = "set";
    static PyTypeObject* python_type() noexcept { return &PySet_Type; }
};

}  // namespace pyhost::inline v0
