// SPDX-License-Identifier: MIT
// Objects of the classes that pybind11 knows: found in Python, and copied to it, as what they are.
#pragma once

#include <pyhost/detail/translate.hpp>

#include <concepts>
#include <functional>
#include <pybind11/pybind11.h>
#include <string>
#include <type_traits>
#include <typeinfo>

namespace pyhost::inline v0::detail {

template <class T>
using caster_of = pybind11::detail::make_caster<T>;

/// A caster of the instances of a class, and one that may be that beside what else it is.
template <class Caster, class T>
concept casts_instances = std::derived_from<Caster, pybind11::detail::type_caster_base<T>> ||
                          std::derived_from<typename Caster::registered_caster, pybind11::detail::type_caster_base<T>>;

/// A class that pybind11 converts by what py::class_ registered of it, and not by a caster of its own.
template <class T>
concept registered_class = (std::is_class_v<T> || std::is_union_v<T>) && casts_instances<caster_of<T>, std::remove_cv_t<T>>;

template <class T>
using instance_caster = pybind11::handle (*)(const T&, pybind11::return_value_policy, pybind11::handle);

/// One of them whose caster a user did not change.
template <class T>
concept plain_class = registered_class<T> && requires {
    requires static_cast<instance_caster<T>>(&caster_of<T>::cast) ==
                 static_cast<instance_caster<T>>(&pybind11::detail::type_caster_base<T>::cast);
};

/// What a type refers to, when that is an instance; void when it is a value.
template <class T>
struct instance_of {
    using type = void;
};
template <class T>
struct instance_of<T*> {
    using type = T;
};
template <class T>
struct instance_of<std::reference_wrapper<T>> {
    using type = T;
};

/// Whether an object is one of pybind11's whose __init__ has not made all that it should: pybind11 would give its memory as it is.
inline bool is_half_made(PyObject* o) PYHOST_NEEDS_GIL
{
    auto* base = reinterpret_cast<PyTypeObject*>(pybind11::detail::get_internals().instance_base);
    if (PyObject_TypeCheck(o, base) == 0) return false;
    pybind11::detail::values_and_holders parts{o};
    for (pybind11::detail::value_and_holder& part : parts) {
        const bool is_made = part.holder_constructed() || part.value_ptr() != nullptr;
        if (!is_made && !parts.is_redundant_value_and_holder(part)) return true;
    }
    return false;
}

/// Finds the instance itself, and makes none by an implicit conversion, which would end before what refers to it.
template <class T>
bool find_instance(pybind11::detail::type_caster_base<T>& caster, PyObject* from) PYHOST_NEEDS_GIL
{
    return caster.load(from, false) || (from != Py_None && caster.try_cpp_conduit(from));
}

/// Whether a value is more than its type says: a copy would lose the rest, virtual functions among it.
template <class T>
bool is_part_of_more([[maybe_unused]] const T& value)
{
    if constexpr (std::is_polymorphic_v<T>) return typeid(value) != typeid(T);
    else return false;
}

/// The same of an object of Python; false for one that is no instance.
template <class T>
bool is_more_than(PyObject* from) PYHOST_NEEDS_GIL
{
    pybind11::detail::type_caster_base<T> caster;
    return find_instance(caster, from) && is_part_of_more(static_cast<T&>(caster));
}

/// How pybind11 copies and moves; null for what a class does not do.
template <class T, class Caster = pybind11::detail::type_caster_base<T>>  // as hidden in a library as that is
struct constructors_of : Caster {
    using constructor = void* (*)(const void*);
    static constructor copy() { return constructors_of::make_copy_constructor(static_cast<const T*>(nullptr)); }
    static constructor move()
    {
        const constructor moves = constructors_of::make_move_constructor(static_cast<const T*>(nullptr));
        return moves != nullptr ? moves : copy();
    }
};

/// What an instance is made of. pybind11 looks for instances at the address that it is given, and is given the one of this.
struct instance_source {
    void* (*construct)(const void*);
    const void* value;
    bool is_used = false;

    static void* make(const void* source)
    {
        auto* one = static_cast<instance_source*>(const_cast<void*>(source));
        one->is_used = true;
        return one->construct(one->value);
    }
};

/// Raises that pybind11 has no way to Python for a type.
inline void raise_no_caster(const std::string& type) PYHOST_NEEDS_GIL
{
    raise_text(PyExc_TypeError,
               "to_python: pybind11 cannot convert " + type + "; register it by pybind11::class_, or give it a type caster");
}

/// A new instance of exactly the class, which Python owns. Throws: what its constructor does.
inline PyObject* make_instance(instance_source source, const std::type_info& type) PYHOST_NEEDS_GIL
{
    const auto* known = pybind11::detail::get_type_info(type);
    if (known == nullptr || source.construct == nullptr) {
        raise_no_caster(pybind11::detail::clean_type_id(type.name()));
        return nullptr;
    }
    constexpr auto policy = pybind11::return_value_policy::copy;
    PyObject* made = pybind11::detail::type_caster_generic::cast(&source, policy, {}, known, &instance_source::make, nullptr).ptr();
    if (source.is_used || made == nullptr) return made;
    Py_DECREF(made);
    raise_text(PyExc_RuntimeError, "to_python: Python was given a pointer to a " + pybind11::detail::clean_type_id(type.name()) +
                                       " that has ended since, and still has it; keep the object as long as Python does");
    return nullptr;
}

}  // namespace pyhost::inline v0::detail
