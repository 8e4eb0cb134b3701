// SPDX-License-Identifier: MIT
// Python's list and tuple.
#pragma once

#include <pyhost/detail/iterator.hpp>

namespace pyhost::inline v0 {

/// A Python list. Needs: the GIL.
class list : public object {
public:
    using object::object;
    list() PYHOST_NEEDS_GIL : object{detail::stolen_t{}, detail::checked((detail::need_attached("list"), PyList_New(0)))} {}

    /// Python's list(o): a new list of what `o` iterates over. Throws: what the iteration raises.
    explicit list(handle o) PYHOST_NEEDS_GIL : object{detail::stolen_t{}, detail::checked(PySequence_List(o.resolve().ptr()))} {}

    /// From two iterators of C++ values.
    template <std::input_or_output_iterator Iterator, std::sentinel_for<Iterator> Sentinel>
    list(Iterator first, Sentinel last) PYHOST_NEEDS_GIL : list{}
    {
        for (; first != last; ++first) append(*first);
    }

    /// list::of(1, "a", 2.5). Named, since braces would copy on one compiler and nest on another.
    template <class... T>
    [[nodiscard]] static list of(const T&... values) PYHOST_NEEDS_GIL
    {
        list made;
        (made.append(values), ...);
        return made;
    }

    template <class T>
    void append(const T& value) PYHOST_NEEDS_GIL
    {
        detail::checked(PyList_Append(resolve().ptr(), detail::operand(value).ptr()));
    }

    [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(PyList_GET_SIZE(resolve().ptr())); }

    [[nodiscard]] static bool check(handle o) noexcept { return o.has_value() && PyList_Check(o.ptr()); }
    static constexpr const char* python_name = "list";
    static PyTypeObject* python_type() noexcept { return &PyList_Type; }
};

/// A Python tuple. Needs: the GIL.
class tuple : public object {
public:
    using object::object;
    tuple() PYHOST_NEEDS_GIL : object{detail::stolen_t{}, detail::checked((detail::need_attached("tuple"), PyTuple_New(0)))} {}

    /// Python's tuple(o).
    explicit tuple(handle o) PYHOST_NEEDS_GIL : object{detail::stolen_t{}, detail::checked(PySequence_Tuple(o.resolve().ptr()))} {}

    /// From two iterators of C++ values.
    template <std::input_or_output_iterator Iterator, std::sentinel_for<Iterator> Sentinel>
    tuple(Iterator first, Sentinel last) PYHOST_NEEDS_GIL : tuple{list{first, last}}
    {
    }

    /// tuple::of(1, "a", 2.5).
    template <class... T>
    [[nodiscard]] static tuple of(const T&... values) PYHOST_NEEDS_GIL
    {
        detail::need_attached("tuple::of");
        tuple made{detail::stolen_t{}, detail::checked(PyTuple_New(sizeof...(T)))};
        Py_ssize_t at = 0;
        (PyTuple_SET_ITEM(made.ptr(), at++, detail::operand(values).release()), ...);
        return made;
    }

    [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(PyTuple_GET_SIZE(resolve().ptr())); }

    [[nodiscard]] static bool check(handle o) noexcept { return o.has_value() && PyTuple_Check(o.ptr()); }
    static constexpr const char* python_name = "tuple";
    static PyTypeObject* python_type() noexcept { return &PyTuple_Type; }
};

}  // namespace pyhost::inline v0
