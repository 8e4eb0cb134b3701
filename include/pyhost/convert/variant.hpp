// SPDX-License-Identifier: MIT
// Converters of std::variant and std::monostate.
#pragma once

#include <pyhost/convert/detail/element.hpp>
#include <pyhost/convert/detail/type_name.hpp>

#include <variant>

namespace pyhost::inline v0 {
namespace detail {

template <class... Alternatives>
inline constexpr bool is_view<std::variant<Alternatives...>> = (is_view<Alternatives> || ...);

}  // namespace detail

/// `std::monostate`: None, as one alternative of a variant. To Python: None.
template <>
struct converter<std::monostate> {
    static constexpr const char* python_hint = "None";
    static std::optional<std::monostate> load(PyObject* from, detail::failure& why) PYHOST_NEEDS_GIL;
    static PyObject* store(std::monostate) noexcept PYHOST_NEEDS_GIL { return detail::new_reference(Py_None); }
    static bool is_exact(PyObject* from) noexcept { return from == Py_None; }
};

/// `std::variant<std::monostate, int, std::string>`: what one of its alternatives takes. First those are tried whose Python type is exactly
/// the value's, then the others, each in order. To Python: what the alternative in it becomes.
///
/// Throws: TypeError that names all alternatives; an error that the object's own code raises ends the search.
template <class... Alternatives>
struct converter<std::variant<Alternatives...>> {
    using variant = std::variant<Alternatives...>;

    static std::optional<variant> load(PyObject* from, detail::failure& why) PYHOST_NEEDS_GIL
    {
        std::optional<variant> found;
        constexpr auto each = std::index_sequence_for<Alternatives...>{};
        const bool are_exact[] = {detail::is_exact<Alternatives>(from)...};  // once, since looking for a class may raise
        if (PyErr_Occurred() != nullptr) return why.raised();
        if (!search<true>(found, from, why, are_exact, each) || !search<false>(found, from, why, are_exact, each)) return found;
        return why.mismatch(detail::type_name<variant>(), from);
    }

    static PyObject* store(const variant& value) PYHOST_NEEDS_GIL
    {
        if (value.valueless_by_exception()) {
            PyErr_SetString(PyExc_ValueError, "to_python: the variant is valueless (an exception left it so); assign a value to it");
            return nullptr;
        }
        return std::visit([]<class T>(const T& held) PYHOST_NEEDS_GIL { return detail::store<T>(held); }, value);
    }
    static bool is_exact(PyObject* from) noexcept PYHOST_NEEDS_GIL { return (detail::is_exact<Alternatives>(from) || ...); }

private:
    /// Whether to go on: nothing found, nothing raised.
    template <bool Exact, std::size_t... I>
    static bool search(std::optional<variant>& found, PyObject* from, detail::failure& why, const bool* are_exact,
                       std::index_sequence<I...>) PYHOST_NEEDS_GIL
    {
        return ((are_exact[I] != Exact || attempt<I>(found, from, why)) && ...);
    }

    template <std::size_t I>
    static bool attempt(std::optional<variant>& found, PyObject* from, detail::failure& why) PYHOST_NEEDS_GIL
    {
        auto loaded = detail::load<std::variant_alternative_t<I, variant>>(from, why);
        if (!loaded) return !why.is_raised();
        found.emplace(std::in_place_index<I>, *std::move(loaded));
        return false;
    }
};

}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0 {

PYHOST_DETAIL_BODY std::optional<std::monostate> converter<std::monostate>::load(PyObject* from, detail::failure& why)
{
    if (from == Py_None) return std::monostate{};
    return why.mismatch("None", from);
}

}  // namespace pyhost::inline v0

#endif
