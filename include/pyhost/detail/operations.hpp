// SPDX-License-Identifier: MIT
// What can be done with any Python value: shared by handle, object and the accessors.
#pragma once

#include <pyhost/detail/work.hpp>

#include <cstddef>
#include <vector>

namespace pyhost::inline v0 {

class object_iterator;
struct iteration_end {};

namespace detail {

template <class Owner, class Name>
class attribute;
template <class Owner, class Key>
class item;

/// A string literal is a name; arrays of char that are not const are text known at run time.
template <class T>
concept item_key = !std::is_array_v<std::remove_cvref_t<T>> || !std::same_as<std::remove_extent_t<std::remove_reference_t<T>>, const char>;

/// Base of everything that has the operations, to know it by.
class any_operations {};

/// Derived gives `resolve()`: a handle or object to work on; and `take()`: the same, moved out of a temporary.
template <class Derived>
class operations : public any_operations {
public:
    /// The attribute `name`, looked up when it is read, written or called: `o.attr("x") = 1`, `o.attr("f")(2)`.
    ///
    /// A literal is interned once in the process. Cost: nothing until used; a call is one vectorcall of the method.
    [[nodiscard]] auto attr(const literal_name& name) const& PYHOST_NEEDS_GIL;
    [[nodiscard]] auto attr(const literal_name& name) && PYHOST_NEEDS_GIL;
    template <runtime_text Text>
    [[nodiscard]] auto attr(const Text& name) const PYHOST_NEEDS_GIL;
    template <std::size_t N>
    [[nodiscard]] auto attr(char (&name)[N]) const PYHOST_NEEDS_GIL;

    /// Whether getattr() finds it. Throws: what a failing getattr raises, except AttributeError.
    [[nodiscard]] bool has_attr(const literal_name& name) const PYHOST_NEEDS_GIL;

    /// The item under `key`, looked up when it is read or written: `d["k"] = 1`, `rows[0].cast<int>()`.
    [[nodiscard]] auto operator[](const literal_name& key) const PYHOST_NEEDS_GIL;
    template <item_key Key>
    [[nodiscard]] auto operator[](Key&& key) const PYHOST_NEEDS_GIL;

    /// Calls it. Arguments convert; "name"_a = value is a keyword, *o and **o unpack. Throws: what the call raises.
    template <class... Args>
    object operator()(Args&&... args) const PYHOST_NEEDS_GIL;

    /// The C++ value. Throws: type_error, overflow_error or value_error that says where it does not fit, or the object's own error.
    template <class T>
    [[nodiscard]] T cast() const& PYHOST_NEEDS_GIL;
    template <class T>
    [[nodiscard]] T cast() && PYHOST_NEEDS_GIL;

    /// The C++ value or the error, with nothing thrown.
    template <class T>
    [[nodiscard]] result<T> try_cast() const PYHOST_NEEDS_GIL;

    [[nodiscard]] bool is_none() const PYHOST_NEEDS_GIL { return self().resolve().ptr() == Py_None; }

    /// Identity, Python's `is`.
    [[nodiscard]] bool is(const handle& other) const PYHOST_NEEDS_GIL;

    /// Python's bool(o). Named, since an `if (o)` would ask whether there is an object.
    [[nodiscard]] bool truth() const PYHOST_NEEDS_GIL { return checked(PyObject_IsTrue(self().resolve().ptr())) != 0; }

    /// Python's `x in o`.
    template <class T>
    [[nodiscard]] bool contains(T&& x) const PYHOST_NEEDS_GIL;

    /// Python's dir(o), sorted.
    [[nodiscard]] std::vector<std::string> dir() const PYHOST_NEEDS_GIL;

    /// Iterates as Python does: `for (py::handle item : o)`. Throws: what iter() or next() raises.
    [[nodiscard]] object_iterator begin() const PYHOST_NEEDS_GIL;
    [[nodiscard]] iteration_end end() const noexcept { return {}; }

private:
    const Derived& self() const noexcept { return static_cast<const Derived&>(*this); }
};

template <class T>
concept python_value = std::derived_from<T, any_operations>;

template <python_value L, class R>
bool compare(const L& left, const R& right, int operation) PYHOST_NEEDS_GIL;

/// Python's comparisons; the other side converts. Throws: what the comparison raises.
///
/// Free functions, so that both sides match exactly and C++20's reversed candidates are never ambiguous.
template <python_value L, class R>
[[nodiscard]] bool operator==(const L& left, const R& right) PYHOST_NEEDS_GIL
{
    return compare(left, right, Py_EQ);
}
template <python_value L, class R>
[[nodiscard]] bool operator<(const L& left, const R& right) PYHOST_NEEDS_GIL
{
    return compare(left, right, Py_LT);
}
template <python_value L, class R>
[[nodiscard]] bool operator<=(const L& left, const R& right) PYHOST_NEEDS_GIL
{
    return compare(left, right, Py_LE);
}
template <python_value L, class R>
[[nodiscard]] bool operator>(const L& left, const R& right) PYHOST_NEEDS_GIL
{
    return compare(left, right, Py_GT);
}
template <python_value L, class R>
[[nodiscard]] bool operator>=(const L& left, const R& right) PYHOST_NEEDS_GIL
{
    return compare(left, right, Py_GE);
}

}  // namespace detail
}  // namespace pyhost::inline v0
