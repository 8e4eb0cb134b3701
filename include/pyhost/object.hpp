// SPDX-License-Identifier: MIT
// The borrowing handle and the owning object; what can be done with them is in detail/operations.hpp.
#pragma once

#include <pyhost/detail/operations.hpp>
#include <pyhost/ref.hpp>

#include <utility>

namespace pyhost::inline v0 {

/// A Python object that somebody else owns. Cheap to copy; never keeps anything alive.
///
/// Needs: the GIL for everything but copying. Lifetime: the owner's.
class handle : public detail::operations<handle> {
public:
    constexpr handle() noexcept = default;
    constexpr handle(PyObject* o) noexcept : o_{o} {}  // NOLINT(google-explicit-constructor): a handle is the pointer
    handle(const object& owner PYHOST_DETAIL_LIFETIMEBOUND) noexcept;  // NOLINT(google-explicit-constructor)

    /// The pointer, for the C API; null for an empty handle.
    [[nodiscard]] constexpr PyObject* ptr() const noexcept { return o_; }

    /// Whether there is an object at all; says nothing of its truth.
    [[nodiscard]] constexpr bool has_value() const noexcept { return o_ != nullptr; }

    [[nodiscard]] handle resolve() const
    {
        if (o_ == nullptr) [[unlikely]]
            detail::throw_empty("use of an object");
        return *this;
    }
    [[nodiscard]] handle take() const { return resolve(); }

protected:
    PyObject* o_ = nullptr;
};

/// Owns a Python object.
///
/// Needs: the GIL for everything but moving and dropping. It may be dropped on any thread, with or without the GIL and
/// after the end of the interpreter, but not when another one has started since; to keep an object where threads or the
/// end may come between, use ref.
class object : public handle {
public:
    constexpr object() noexcept = default;

    /// Takes over a reference that the caller owns; null gives an empty object.
    [[nodiscard]] static object steal(PyObject* o) noexcept { return object{detail::stolen_t{}, o}; }

    /// Adds a reference of its own. Needs: the GIL.
    [[nodiscard]] static object borrow(handle o) PYHOST_NEEDS_GIL { return object{detail::borrowed_t{}, o.ptr()}; }

    object(detail::stolen_t, PyObject* o) noexcept : handle{o} {}
    object(detail::borrowed_t, PyObject* o) PYHOST_NEEDS_GIL : handle{detail::new_reference(o)} {}

    /// Throws: std::logic_error without the GIL, interpreter_closed without an interpreter; what a container copies is not
    /// seen by the compiler.
    object(const object& other) PYHOST_NEEDS_GIL : handle{detail::copied(other.o_)} {}
    object(object&& other) noexcept : handle{std::exchange(other.o_, nullptr)} {}
    object& operator=(const object& other) PYHOST_NEEDS_GIL
    {
        object copy{other};
        std::swap(o_, copy.o_);
        return *this;
    }
    object& operator=(object&& other) noexcept
    {
        object moved{std::move(other)};
        std::swap(o_, moved.o_);
        return *this;
    }
    ~object()
    {
        if (o_ != nullptr) detail::drop(o_);
    }

    /// Gives the reference to the caller, who must drop it.
    [[nodiscard]] PyObject* release() noexcept { return std::exchange(o_, nullptr); }

    [[nodiscard]] static bool check(handle o) noexcept { return o.has_value(); }
    static constexpr const char* python_name = "object";

    using handle::attr;
    /// The attribute of a temporary, which the accessor keeps alive.
    [[nodiscard]] auto attr(const detail::literal_name& name) && PYHOST_NEEDS_GIL;

    using handle::cast;
    /// The C++ value of a temporary; its reference ends with the conversion.
    template <class T>
    [[nodiscard]] T cast() && PYHOST_NEEDS_GIL
    {
        static_assert(!detail::is_view<T>, "pyhost: a view of a temporary object would dangle; keep the object in a variable "
                                           "and cast that, or cast to an owning type such as std::string");
        if (o_ == nullptr) [[unlikely]]
            detail::throw_empty("cast");
        return detail::cast_consuming<T>(release());
    }
};

inline handle::handle(const object& owner PYHOST_DETAIL_LIFETIMEBOUND) noexcept : o_{owner.ptr()} {}

namespace detail {

template <class T>
inline constexpr bool is_object_type = std::is_base_of_v<handle, T>;

}  // namespace detail
}  // namespace pyhost::inline v0
