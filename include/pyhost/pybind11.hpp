// SPDX-License-Identifier: MIT
// pybind11 beside pyhost: its objects, classes, casters, guards and exceptions work in pyhost's interpreter, and the other way round.
//
// Needs: pybind11 3.1 or later, and the target pyhost::pybind11: find_package(pyhost REQUIRED COMPONENTS pybind11), or
// add_subdirectory where CMake finds pybind11. The one of pip is found with -Dpybind11_DIR=$(python -m pybind11 --cmakedir).
// Include it in every file of a program that mixes the two.
#pragma once

#include <pyhost/detail/extension.hpp>
#include <pyhost/detail/pybind11_caster.hpp>
#include <pyhost/detail/pybind11_fallback.hpp>
#include <pyhost/detail/pybind11_holder.hpp>
#include <pyhost/detail/pybind11_keyword.hpp>

#include <exception>
#include <pybind11/pybind11.h>
#include <utility>
#include <vector>

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

namespace detail {

/// Whether this thread asks pybind11's translators for an exception that left code of pyhost.
inline constinit thread_local bool is_asking_translators PYHOST_DETAIL_TLS = false;

/// Whether pybind11 asks its translators on this thread, under a lock that it has where there is no GIL.
inline constinit thread_local bool has_translator_lock PYHOST_DETAIL_TLS = false;

/// Whether another exception is nested in the one that is handled: pyhost knows more classes than pybind11's own rules, and asks its
/// translators first.
inline bool has_nested()
{
    try {
        throw;
    } catch (const std::nested_exception&) {
        return !is_asking_translators;
    } catch (...) {
        return false;
    }
}

/// Raises what is handled. pybind11 calls the translator that does so, or pyhost, which asks for all translators.
inline void raise_in_translator() noexcept PYHOST_NEEDS_GIL
{
    const bool was_locked = std::exchange(has_translator_lock, has_translator_lock || !is_asking_translators);
    raise_current_exception();
    has_translator_lock = was_locked;
}

}  // namespace detail

/// Makes a pyhost::error that leaves a function of this binary's pybind11 modules the same Python exception, and what map_exception() has
/// told of its class; what is nested in an exception becomes its cause.
///
/// Done at each start of an interpreter by this binary; a plugin calls it in its PYBIND11_MODULE. Needs: the GIL.
inline void translate_errors() PYHOST_NEEDS_GIL
{
    pybind11::register_local_exception_translator([](std::exception_ptr thrown) PYHOST_NEEDS_GIL {
        if (!thrown) return;
        try {
            std::rethrow_exception(thrown);
        } catch (const error&) {
            detail::raise_in_translator();
        } catch (...) {
            if (detail::mapping_of_handled() == nullptr && !detail::has_nested()) throw;
            detail::raise_in_translator();
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

/// Whoever is asked for an exception, in pybind11's order. Its own rules for the standard library stand last, and pyhost's stand in for
/// them.
inline std::vector<pybind11::ExceptionTranslator> exception_translators()
{
    const auto collect = [](const auto& global, const auto& local) {
        std::vector<pybind11::ExceptionTranslator> all(local.begin(), local.end());
        all.insert(all.end(), global.begin(), global.end());
        if (!all.empty()) all.pop_back();
        return all;
    };
    if (!has_translator_lock) return pybind11::detail::with_exception_translators(collect);
    return collect(pybind11::detail::get_internals().registered_exception_translators,
                   pybind11::detail::get_local_internals().registered_exception_translators);
}

/// Raises what is handled by the first translator that takes it.
inline bool raise_by_first(const std::vector<pybind11::ExceptionTranslator>& translators)
{
    std::exception_ptr handled = std::current_exception();
    for (const pybind11::ExceptionTranslator translate : translators) {
        try {
            translate(handled);
            return PyErr_Occurred() != nullptr;
        } catch (...) {  // it is not the translator's, or was made another one for the next
            handled = std::current_exception();
        }
    }
    return false;
}

/// Raises what is handled by what pybind11 was told of its class: register_exception(), a translator.
inline bool raise_by_translator() PYHOST_NEEDS_GIL
{
    const std::vector<pybind11::ExceptionTranslator> translators = exception_translators();
    const bool was_asking = std::exchange(is_asking_translators, true);
    const bool is_raised = raise_by_first(translators);
    is_asking_translators = was_asking;
    if (is_raised) finish_translation();
    return is_raised;
}

inline bool raise_pybind11_exception() PYHOST_DETAIL_NO_ANALYSIS
{
    try {
        throw;
    } catch (const error&) {
        return false;
    } catch (pybind11::error_already_set& e) {
        PyErr_Restore(e.type().inc_ref().ptr(), e.value().inc_ref().ptr(), e.trace().inc_ref().ptr());
        return true;
    } catch (const pybind11::builtin_exception& e) {
        e.set_error();
        finish_translation();
        return true;
    } catch (...) {
        return raise_by_translator();
    }
}

inline extension pybind11_extension{&start_pybind11, &raise_pybind11_exception};
inline const bool has_pybind11 = add_extension(pybind11_extension);

/// Whether a type is one of pybind11's own objects.
template <class T>
concept pybind11_object = std::derived_from<T, pybind11::object>;

}  // namespace detail

/// `pybind11::object`, `pybind11::dict` and other objects of pybind11: what they stand for. To Python: the object.
template <detail::pybind11_object T>
struct converter<T> {
    static std::optional<T> load(PyObject* from, detail::failure& why) PYHOST_NEEDS_GIL
    {
        return detail::load_by_caster<T>(from, why, &pybind11::type_id<T>);
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
