// SPDX-License-Identifier: MIT
// pybind11 beside pyhost: its objects, classes, casters, guards and exceptions work in pyhost's interpreter, and the other way round.
//
// Needs: pybind11 3.1 or later, and the target pyhost::pybind11: find_package(pyhost REQUIRED COMPONENTS pybind11), or
// add_subdirectory where CMake finds pybind11. The one of pip is found with -Dpybind11_DIR=$(python -m pybind11 --cmakedir).
// Include it in every file of a program that mixes the two.
#pragma once

#include <pyhost/call.hpp>
#include <pyhost/convert/object.hpp>
#include <pyhost/convert/range.hpp>
#include <pyhost/detail/extension.hpp>
#include <pyhost/detail/pybind11_keyword.hpp>

#include <exception>
#include <memory>
#include <pybind11/pybind11.h>

namespace pyhost::inline v0 {

/// The same object as pybind11's. Needs: the GIL when `o` is an lvalue. Cost: nothing for a temporary, else one reference.
[[nodiscard]] inline pybind11::object to_pybind11(object&& o) noexcept
{
    return pybind11::reinterpret_steal<pybind11::object>(o.release());
}
[[nodiscard]] inline pybind11::object to_pybind11(const object& o) PYHOST_NEEDS_GIL
{
    return pybind11::reinterpret_borrow<pybind11::object>(o.ptr());
}

/// The same object as pyhost's. Needs and Cost: as to_pybind11.
[[nodiscard]] inline object from_pybind11(pybind11::object&& o) noexcept { return object::steal(o.release().ptr()); }
[[nodiscard]] inline object from_pybind11(const pybind11::handle& o) PYHOST_NEEDS_GIL { return object::borrow(o.ptr()); }

/// The same Python exception as a pyhost::error; raise() throws it with its own type. Needs: the GIL.
[[nodiscard]] inline error from_pybind11(const pybind11::error_already_set& e) PYHOST_NEEDS_GIL
{
    PyErr_Restore(detail::new_reference(e.type().ptr()), detail::new_reference(e.value().ptr()), detail::new_reference(e.trace().ptr()));
    return detail::take_error();
}

/// The same Python exception as pybind11's. Needs: the GIL.
[[nodiscard]] inline pybind11::error_already_set to_pybind11(const error& e) PYHOST_NEEDS_GIL
{
    e.restore();
    return {};
}

/// Makes a pyhost::error that leaves a function of this binary's pybind11 modules the same Python exception, and what map_exception() has
/// told of its class.
///
/// Done at each start of an interpreter by this binary; a plugin calls it in its PYBIND11_MODULE. Needs: the GIL.
inline void translate_errors() PYHOST_NEEDS_GIL
{
    pybind11::register_local_exception_translator([](std::exception_ptr thrown) PYHOST_NEEDS_GIL {
        if (!thrown) return;
        try {
            std::rethrow_exception(thrown);
        } catch (const error& e) {
            e.restore();
        } catch (...) {
            if (detail::mapping_of_handled() == nullptr) throw;
            detail::raise_current_exception();
        }
    });
}

namespace detail {

/// pybind11 keeps pointers to what it made in the interpreter before this one: it must look again.
inline void start_pybind11() PYHOST_DETAIL_NO_ANALYSIS
{
    pybind11::detail::get_internals_pp_manager().unref();
    pybind11::detail::get_local_internals_pp_manager().unref();
    translate_errors();
}

inline bool raise_pybind11_exception()
{
    try {
        throw;
    } catch (pybind11::error_already_set& e) {
        PyErr_Restore(e.type().inc_ref().ptr(), e.value().inc_ref().ptr(), e.trace().inc_ref().ptr());
        return true;
    } catch (const pybind11::builtin_exception& e) {
        e.set_error();
        return true;
    } catch (...) {
        return false;
    }
}

inline extension pybind11_extension{&start_pybind11, &raise_pybind11_exception};
inline const bool has_pybind11 = add_extension(pybind11_extension);

/// Whether a type is one of pybind11's own objects.
template <class T>
concept pybind11_object = std::derived_from<T, pybind11::object>;

template <class T>
inline constexpr bool is_shared_pointer = false;
template <class T>
inline constexpr bool is_shared_pointer<std::shared_ptr<T>> = true;

/// Whether pybind11 converts a class by what py::class_ registered of it, and not by a caster of its own.
template <class T>
concept is_registered_class = std::derived_from<pybind11::detail::make_caster<T>, pybind11::detail::type_caster_generic>;

/// A shared_ptr to such a class.
template <class T>
inline constexpr bool may_share_object = false;
template <class T>
inline constexpr bool may_share_object<std::shared_ptr<T>> = !std::is_const_v<T> && is_registered_class<T>;

/// What a pybind11 caster may convert: values of classes that copy, and pointers to and shared owners of classes.
template <class T>
concept has_pybind11_caster =
    (std::is_class_v<T> && std::copy_constructible<T> && !is_object_type<T> && !std::derived_from<T, pybind11::handle>) ||
    (std::is_pointer_v<T> && std::is_class_v<std::remove_pointer_t<T>>);

/// A pointer to an instance is a view: it lives as long as the Python object.
template <class T>
    requires std::is_class_v<T>
inline constexpr bool is_view<T*> = true;

template <class T>
std::optional<T> take_from(pybind11::detail::make_caster<T>& caster)
{
    if constexpr (std::is_pointer_v<T>) return pybind11::detail::cast_op<T>(caster);
    else return std::optional<T>{std::in_place, pybind11::detail::cast_op<T>(std::move(caster))};
}

/// Whether a class, or the one that the value is of, is registered by py::class_.
template <class T>
bool is_registered(const T& value)
{
    return pybind11::detail::get_type_info(typeid(T)) != nullptr || pybind11::detail::get_type_info(typeid(value)) != nullptr;
}

/// Any type that pybind11 converts: classes registered by py::class_, and users' type casters.
template <has_pybind11_caster T>
struct fallback_converter<T> {
    static std::optional<T> load(PyObject* from, failure& why) PYHOST_NEEDS_GIL
    {
        try {
            pybind11::detail::make_caster<T> caster;
            const bool is_none = from == Py_None && !std::is_pointer_v<T> && !is_shared_pointer<T>;
            if (!is_none && caster.load(from, true)) return take_from<T>(caster);
            return why.mismatch(pybind11::type_id<std::remove_pointer_t<T>>(), from);
        } catch (const pybind11::cast_error&) {
            return why.mismatch(pybind11::type_id<std::remove_pointer_t<T>>(), from);
        } catch (...) {
            raise_current_exception();
            return why.raised();
        }
    }

    /// Whether the class is registered with a holder that shares its objects with a shared_ptr.
    static bool shares_objects()
        requires may_share_object<T>
    {
        using holder = pybind11::detail::holder_enum_t;
        const auto* known = pybind11::detail::get_type_info(typeid(typename T::element_type));
        return known != nullptr && (known->holder_enum_v == holder::std_shared_ptr || known->holder_enum_v == holder::smart_holder);
    }

    static PyObject* store(const T& value) PYHOST_NEEDS_GIL
    {
        try {
            using caster = pybind11::detail::make_caster<T>;
            if constexpr (is_registered_class<T> && range_stores<T>)
                if (!is_registered(value)) return range_converter<T>::store(value);
            const auto policy = pybind11::return_value_policy::automatic_reference;  // copies values, refers to what pointers point to
            PyObject* made = caster::cast(value, policy, pybind11::handle{}).ptr();
            if (made == nullptr && PyErr_Occurred() == nullptr)
                raise_text(PyExc_TypeError, "to_python: pybind11 cannot convert " + pybind11::type_id<T>() +
                                                "; register it by pybind11::class_, or give it a type caster");
            return made;
        } catch (...) {
            raise_current_exception();
            return nullptr;
        }
    }
};

}  // namespace detail

/// `pybind11::object`, `pybind11::dict` and other objects of pybind11: what they stand for. To Python: the object.
template <detail::pybind11_object T>
struct converter<T> {
    static std::optional<T> load(PyObject* from, detail::failure& why) PYHOST_NEEDS_GIL
    {
        if (!pybind11::isinstance<T>(from)) return why.mismatch(pybind11::type_id<T>(), from);
        return pybind11::reinterpret_borrow<T>(from);
    }
    static PyObject* store(const T& value) PYHOST_NEEDS_GIL
    {
        if (value) return value.inc_ref().ptr();
        PyErr_SetString(PyExc_ValueError, "to_python: an empty pybind11 object is no value; pass pybind11::none() for None");
        return nullptr;
    }
};

/// `pybind11::handle`, which owns nothing and so comes out of no conversion, to Python only: the object.
template <>
struct converter<pybind11::handle> {
    static PyObject* store(const pybind11::handle& value) PYHOST_NEEDS_GIL
    {
        return converter<pybind11::object>::store(pybind11::reinterpret_borrow<pybind11::object>(value));
    }
};

}  // namespace pyhost::inline v0

namespace pybind11::detail {

/// pyhost's objects as arguments and results of pybind11 functions, at the cost of one reference.
template <class T>
    requires std::derived_from<T, pyhost::object>
class type_caster<T> {
public:
    static constexpr auto name = const_name("object");
    template <class>
    using cast_op_type = T&&;

    bool load(handle from, bool) PYHOST_DETAIL_NO_ANALYSIS
    {
        if (!from || !is(from)) return false;
        value_ = T{pyhost::detail::borrowed_t{}, from.ptr()};
        return true;
    }
    static handle cast(const pyhost::object& value, return_value_policy, handle) PYHOST_DETAIL_NO_ANALYSIS
    {
        return handle{value.resolve().ptr()}.inc_ref();
    }
    operator T&&() && { return std::move(value_); }  // NOLINT(google-explicit-constructor): pybind11's protocol

private:
    static bool is(handle from)
    {
        if constexpr (std::same_as<T, pyhost::object>) return true;
        else return T::check(from.ptr());
    }

    T value_{pyhost::detail::stolen_t{}, nullptr};
};

}  // namespace pybind11::detail
