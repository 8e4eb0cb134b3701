// SPDX-License-Identifier: MIT
// std::shared_ptr and std::unique_ptr to objects of classes that pybind11 knows: shared with Python, given to it and taken back.
#pragma once

#include <pyhost/convert/pointer.hpp>
#include <pyhost/detail/pybind11_python_part.hpp>

#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace pyhost::inline v0::detail {

/// What a class was registered with; undefined for one that was not.
template <class T>
pybind11::detail::holder_enum_t holder_of() PYHOST_NEEDS_GIL
{
    const auto* known = pybind11::detail::get_type_info(typeid(T));
    return known != nullptr ? known->holder_enum_v : pybind11::detail::holder_enum_t::undefined;
}

/// The object that a pointer is to, as the class that Python knows it by.
template <class T>
pybind11::detail::cast_sources cast_sources_of(T* value) PYHOST_NEEDS_GIL
{
    return typename pybind11::detail::type_caster_base<T>::cast_sources{value};
}

/// What Python has of an object that it is given: nothing, its owner, what C++ took over by a unique_ptr, or a pointer.
enum class presence { none, owner, lent, pointer };

inline presence presence_of(const pybind11::detail::cast_sources& source) PYHOST_NEEDS_GIL
{
    const auto* known = source.result.tinfo;
    if (known == nullptr || source.result.cppobj == nullptr) return presence::none;
    const owned_pointer seen{pybind11::detail::find_registered_python_instance(const_cast<void*>(source.result.cppobj), known).ptr()};
    if (!seen) return presence::none;
    const auto part = reinterpret_cast<pybind11::detail::instance*>(seen.get())->get_value_and_holder(known, false);
    if (part.vh == nullptr || !part.holder_constructed()) return presence::pointer;
    if (known->holder_enum_v != pybind11::detail::holder_enum_t::smart_holder) return presence::owner;
    const auto& holder = part.holder<pybind11::smart_holder>();
    if (holder.is_disowned) return presence::lent;
    return holder.has_pointee() && !holder.vptr_is_using_noop_deleter ? presence::owner : presence::pointer;
}

/// Raises that Python has what would not be owned together with it.
inline PyObject* raise_seen(const std::string& pointer) PYHOST_NEEDS_GIL
{
    raise_text(PyExc_ValueError, "to_python: Python has the object of a " + pointer +
                                     " already, by a pointer or another owner; drop that first, or give it by its owner from the start");
    return nullptr;
}

/// Both ways the object itself, where the class is registered with std::shared_ptr or py::smart_holder.
///
/// One with virtual functions that a class of Python derives from keeps the Python object, as a ref does: its overrides and attributes live
/// on, and it is dropped on any thread, after the end too.
template <registered_class T>
struct fallback_converter<std::shared_ptr<T>> {
    using object_pointer = std::shared_ptr<std::remove_const_t<T>>;  // Python knows no const

    static bool shares_objects() PYHOST_NEEDS_GIL
    {
        using holder = pybind11::detail::holder_enum_t;
        const holder known = holder_of<T>();
        return known == holder::std_shared_ptr || known == holder::smart_holder;
    }
    static std::optional<std::shared_ptr<T>> load(PyObject* from, failure& why) PYHOST_NEEDS_GIL
    {
        const bool is_known = holder_of<T>() != pybind11::detail::holder_enum_t::undefined;
        if (from != Py_None && is_known && !shares_objects())
            return why.mismatch(name() + " (of a class that is registered with std::shared_ptr or py::smart_holder)", from);
        if constexpr (std::is_polymorphic_v<T>)
            if (has_python_part<T>(from)) return load_with_python_part(from, why);
        return load_by_caster<object_pointer>(from, why, &name);
    }
    static PyObject* store(const std::shared_ptr<T>& value) PYHOST_NEEDS_GIL
    {
        constexpr auto policy = pybind11::return_value_policy::automatic_reference;
        const presence seen = presence_of(cast_sources_of(value.get()));
        if (seen == presence::pointer || seen == presence::lent) return raise_seen(name());
        return store_by_caster<object_pointer>(std::const_pointer_cast<std::remove_const_t<T>>(value), policy);
    }

private:
    static std::string name() { return "std::shared_ptr<" + pybind11::type_id<T>() + ">"; }

    static std::optional<std::shared_ptr<T>> load_with_python_part(PyObject* from, failure& why) PYHOST_NEEDS_GIL
    {
        std::optional<shared_with_python<std::remove_const_t<T>>> loaded =
            load_by_caster<shared_with_python<std::remove_const_t<T>>>(from, why, &name);
        return loaded ? std::optional<std::shared_ptr<T>>{std::move(loaded->pointer)} : std::nullopt;
    }
};

/// To Python the object itself, which Python owns from then on. From Python the object too, where the class is registered with
/// py::smart_holder: whatever Python still has of it raises ValueError when it is used.
template <registered_class T, class D>
struct fallback_converter<std::unique_ptr<T, D>> {
    using pointer = std::unique_ptr<T, D>;

    static bool shares_objects() PYHOST_NEEDS_GIL { return holder_of<T>() == pybind11::detail::holder_enum_t::smart_holder; }

    static std::optional<pointer> load(PyObject* from, failure& why) PYHOST_NEEDS_GIL
    {
        if (from == Py_None) return std::optional<pointer>{std::in_place};
        if (!shares_objects()) return why.mismatch(name() + " (of a class that is registered with py::smart_holder)", from);
        return load_by_caster<pointer>(from, why, &name);
    }
    static PyObject* store_moved(pointer&& value) PYHOST_NEEDS_GIL
    {
        using holder = pybind11::detail::holder_enum_t;
        constexpr auto policy = pybind11::return_value_policy::move;
        if (!value) return new_reference(Py_None);
        const pybind11::detail::cast_sources source = cast_sources_of(value.get());
        const presence seen = presence_of(source);
        if (seen != presence::none && seen != presence::lent) return raise_seen(name());
        const auto* known = source.result.tinfo;
        if (known == nullptr || known->holder_enum_v == holder::smart_holder) return store_by_caster<pointer>(std::move(value), policy);
        if (known->holder_enum_v == holder::std_shared_ptr)
            return store_by_caster<std::shared_ptr<T>>(std::shared_ptr<T>{std::move(value)}, policy);
        const bool is_same = known->holder_enum_v == holder::std_unique_ptr && std::same_as<D, std::default_delete<T>> &&
                             source.result.cppobj == static_cast<const void*>(value.get());
        if (is_same) return store_by_caster<pointer>(std::move(value), policy);
        raise_text(PyExc_TypeError, "to_python: Python cannot own what a " + pybind11::type_id<pointer>() +
                                        " points to; register the class with py::smart_holder");
        return nullptr;
    }

private:
    static std::string name() { return "std::unique_ptr<" + pybind11::type_id<T>() + ">"; }
};

}  // namespace pyhost::inline v0::detail
