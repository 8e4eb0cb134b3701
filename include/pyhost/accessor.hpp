// SPDX-License-Identifier: MIT
// Attributes and items as they are written in C++: o.attr("x"), o["k"]; and the operations of detail/operations.hpp.
#pragma once

#include <pyhost/object.hpp>

namespace pyhost::inline v0 {
namespace detail {

/// A new reference to the value of an argument or operand: objects add one, other values convert.
template <class T>
object operand(const T& value) PYHOST_NEEDS_GIL
{
    return object::steal(checked(new_value(value)));
}

/// What accessors share: reading is explicit or by conversion to object, and every operation works on what was read.
template <class Derived>
class accessor : public operations<Derived> {
public:
    /// Reads it. Throws: AttributeError, KeyError, or what the object's own code raises.
    [[nodiscard]] object get() const PYHOST_NEEDS_GIL { return static_cast<const Derived&>(*this).resolve(); }
    operator object() const PYHOST_NEEDS_GIL { return get(); }  // NOLINT(google-explicit-constructor): reading is what it is for
    [[nodiscard]] object take() const PYHOST_NEEDS_GIL { return get(); }
};

/// o.attr(name). Owner and Name are handles, or objects where the accessor must keep them.
template <class Owner, class Name>
class [[nodiscard]] attribute : public accessor<attribute<Owner, Name>> {
public:
    attribute(Owner owner, Name name) noexcept : owner_{std::move(owner)}, name_{std::move(name)} {}
    attribute(const attribute&) = default;

    [[nodiscard]] object resolve() const PYHOST_NEEDS_GIL { return object::steal(checked(PyObject_GetAttr(owner_.ptr(), name_.ptr()))); }

    template <class T>
    void operator=(const T& value) && PYHOST_NEEDS_GIL
    {
        checked(PyObject_SetAttr(owner_.ptr(), name_.ptr(), operand(value).ptr()));
    }
    void operator=(const attribute& other) && PYHOST_NEEDS_GIL { std::move(*this) = other.get(); }

    /// Python's `del o.name`.
    void del() const PYHOST_NEEDS_GIL { checked(PyObject_SetAttr(owner_.ptr(), name_.ptr(), nullptr)); }

    template <class... Args>
    PYHOST_DETAIL_INLINE object operator()(Args&&... args) const PYHOST_NEEDS_GIL
    {
        PyObject* returned = call_method_raw(owner_.ptr(), name_.ptr(), std::forward<Args>(args)...);
        if (returned == nullptr) [[unlikely]]
            throw_raised();
        return object::steal(returned);
    }

private:
    Owner owner_;
    Name name_;
};

/// o[key]. Owner and Key as in attribute.
template <class Owner, class Key>
class [[nodiscard]] item : public accessor<item<Owner, Key>> {
public:
    item(Owner owner, Key key) noexcept : owner_{std::move(owner)}, key_{std::move(key)} {}
    item(const item&) = default;

    [[nodiscard]] object resolve() const PYHOST_NEEDS_GIL { return object::steal(checked(PyObject_GetItem(owner_.ptr(), key_.ptr()))); }

    template <class T>
    void operator=(const T& value) && PYHOST_NEEDS_GIL
    {
        checked(PyObject_SetItem(owner_.ptr(), key_.ptr(), operand(value).ptr()));
    }
    void operator=(const item& other) && PYHOST_NEEDS_GIL { std::move(*this) = other.get(); }

    /// Python's `del o[key]`.
    void del() const PYHOST_NEEDS_GIL { checked(PyObject_DelItem(owner_.ptr(), key_.ptr())); }

private:
    Owner owner_;
    Key key_;
};

/// An interned str of a name known at run time. Throws: unicode_decode_error, memory_error.
object runtime_name(std::string_view name) PYHOST_NEEDS_GIL;

template <class Derived>
PYHOST_DETAIL_INLINE auto operations<Derived>::attr(const literal_name& name) const&
{
    using owner = decltype(self().resolve());
    return attribute<owner, handle>{self().resolve(), checked(intern(name))};
}

template <class Derived>
PYHOST_DETAIL_INLINE auto operations<Derived>::attr(const literal_name& name) &&
{
    using owner = decltype(self().take());
    return attribute<owner, handle>{self().take(), checked(intern(name))};
}

template <class Derived>
template <runtime_text Text>
auto operations<Derived>::attr(const Text& name) const
{
    using owner = decltype(self().resolve());
    return attribute<owner, object>{self().resolve(), runtime_name(name)};
}

template <class Derived>
template <std::size_t N>
auto operations<Derived>::attr(char (&name)[N]) const
{
    return attr(static_cast<const char*>(name));
}

template <class Derived>
auto operations<Derived>::operator[](const literal_name& key) const
{
    using owner = decltype(self().resolve());
    return item<owner, handle>{self().resolve(), checked(intern(key))};
}

template <class Derived>
template <item_key Key>
auto operations<Derived>::operator[](Key&& key) const
{
    using owner = decltype(self().resolve());
    return item<owner, object>{self().resolve(), operand(key)};
}

template <class Derived>
bool operations<Derived>::has_attr(const literal_name& name) const
{
    PyObject* found = nullptr;
    checked(find_attribute(self().resolve().ptr(), checked(intern(name)), &found));
    return object::steal(found).has_value();
}

template <class Derived>
template <class... Args>
PYHOST_DETAIL_INLINE object operations<Derived>::operator()(Args&&... args) const
{
    const auto callee = self().resolve();
    PyObject* returned = call_raw(callee.ptr(), std::forward<Args>(args)...);
    if (returned == nullptr) [[unlikely]]
        throw_raised();
    return object::steal(returned);
}

template <class Derived>
template <class T>
T operations<Derived>::cast() const&
{
    const auto from = self().resolve();
    static_assert(!is_view<T> || std::is_same_v<decltype(self().resolve()), handle>,
                  "pyhost: a view of what an accessor reads would dangle; keep the object in a variable and cast that");
    return cast_borrowed<T>(from.ptr());
}

template <class Derived>
template <class T>
T operations<Derived>::cast() &&
{
    if constexpr (std::is_same_v<decltype(self().take()), handle>) return cast_borrowed<T>(self().take().ptr());
    else return self().take().template cast<T>();
}

template <class Derived>
template <class T>
result<T> operations<Derived>::try_cast() const
{
    const auto from = self().resolve();
    return try_cast_borrowed<T>(from.ptr());
}

template <class Derived>
bool operations<Derived>::is(const handle& other) const
{
    return self().resolve().ptr() == other.ptr();
}

template <class Derived>
template <class T>
bool operations<Derived>::contains(T&& x) const
{
    const auto container = self().resolve();
    return checked(PySequence_Contains(container.ptr(), operand(x).ptr())) != 0;
}

template <python_value L, class R>
bool compare(const L& left, const R& right, int operation)
{
    const auto owner = left.resolve();
    const object other = operand(right);
    const object outcome = object::steal(checked(PyObject_RichCompare(owner.ptr(), other.ptr(), operation)));
    return checked(PyObject_IsTrue(outcome.ptr())) != 0;
}

}  // namespace detail

PYHOST_DETAIL_INLINE auto object::attr(const detail::literal_name& name) &&
{
    if (ptr() == nullptr) [[unlikely]]
        detail::throw_empty("attr");
    return detail::attribute<object, handle>{std::move(*this), detail::checked(detail::intern(name))};
}

}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY object runtime_name(std::string_view name)
{
    PyObject* made = checked(PyUnicode_FromStringAndSize(name.data(), static_cast<Py_ssize_t>(name.size())));
    PyUnicode_InternInPlace(&made);
    return object::steal(made);
}

}  // namespace pyhost::inline v0::detail

#endif
