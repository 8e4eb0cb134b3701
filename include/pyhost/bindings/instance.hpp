// SPDX-License-Identifier: MIT
// What a class of Python becomes in a binding: a typed class over a ref, with methods and attributes.
#pragma once

#include <pyhost/convert/detail/type_name.hpp>
#include <pyhost/convert/object.hpp>
#include <pyhost/detail/standard_class.hpp>
#include <pyhost/method.hpp>

#include <concepts>

namespace pyhost::inline v0 {

/// An instance that has no object yet.
struct no_object_t {
    explicit no_object_t() = default;
};
inline constexpr no_object_t no_object{};

/// An instance that is a given object; its constructor in Python may take an object too.
struct from_object_t {
    explicit from_object_t() = default;
};
inline constexpr from_object_t from_object{};

/// An object of a class that a binding declares: kept, copied and dropped on any thread without the GIL, as a ref is.
///
/// A copy is the same object. Classes of bindings derive from it; PYHOST_CLASS(model, "analysis.Model") says which class of Python they
/// stand for, whose instances alone convert to them. One without it, as of a Protocol, takes any object.
class instance {
public:
    explicit instance(no_object_t) noexcept {}

    /// `self`, of whatever class it is: cast<model>(o) checks that.
    instance(from_object_t, ref<object> self) noexcept : self_{std::move(self)} {}

    [[nodiscard]] const ref<object>& self() const noexcept { return self_; }
    [[nodiscard]] bool has_value() const noexcept { return self_.has_value(); }

private:
    ref<object> self_;
};

/// The value of an attribute or property. Any thread. Throws: what reading it raises; type_error and its like when it does not convert.
template <class T>
[[nodiscard]] T attribute_of(const instance& owner, const detail::literal_name& name)
{
    const gil_guard gil;
    const object self = owner.self().get();
    return detail::cast_consuming<T>(detail::checked(PyObject_GetAttr(self.ptr(), detail::checked(detail::intern(name)))),
                                     name.text().data());
}

/// Sets it. Any thread. Throws: what a conversion or the class raises.
template <class T>
void set_attribute(const instance& owner, const detail::literal_name& name, const T& value)
{
    const gil_guard gil;
    owner.self().get().attr(name) = value;
}

/// `model`, as any class of a binding: instances of the class of PYHOST_CLASS, and of classes derived from it. To Python: the object.
template <std::derived_from<instance> T>
    requires(!std::same_as<T, instance>)
struct converter<T> {
    static std::optional<T> load(PyObject* from, detail::failure& why) PYHOST_NEEDS_GIL
    {
        if constexpr (requires { T::is_one(from, why); }) {
            if (!T::is_one(from, why)) return std::nullopt;
        } else if constexpr (has_class) {
            const int is_instance = detail::is_instance_of(from, path());
            if (is_instance < 0) return why.raised();
            if (is_instance == 0) return why.mismatch(std::string{path().whole}, from);
        }
        return T{from_object, ref<object>{object::borrow(from)}};
    }
    static PyObject* store(const T& value) PYHOST_NEEDS_GIL { return value.self().get().release(); }
    static bool is_exact(PyObject* from) noexcept PYHOST_NEEDS_GIL
    {
        if constexpr (has_class) return detail::is_exactly(from, path().module, path().name);
        else return false;
    }

private:
    static constexpr bool has_class = requires { pyhost_detail_class(std::type_identity<T>{}); };
    static consteval detail::class_path path() { return pyhost_detail_class(std::type_identity<T>{}); }
};

}  // namespace pyhost::inline v0
