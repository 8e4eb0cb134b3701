// SPDX-License-Identifier: MIT
// Where the literals of pybind11 and pyhost are both visible, "x"_a = 1 is pybind11's with g++ and pyhost's with clang: each works in
// the other library.
#pragma once

#include <pyhost/call.hpp>
#include <pyhost/detail/keyword.hpp>

#include <pybind11/pybind11.h>
#include <string>

namespace pyhost::inline v0::detail {

template <>
inline constexpr bool is_keyword<pybind11::arg_v> = true;
template <>
inline constexpr bool is_unpacked<pybind11::arg_v> = true;

inline void add_argument(argument_list& to, const pybind11::arg_v& argument) PYHOST_NEEDS_GIL
{
    if (!argument.value)
        throw type_error(std::string{"call: pybind11 cannot convert the value of the keyword '"} + argument.name + "'; use pyhost's _a");
    const object name = runtime_name(argument.name);
    add_named(to, name, object::borrow(argument.value.ptr()));
}

template <>
struct foreign_keyword<pybind11::arg> {
    static pybind11::arg named(const char* name) { return pybind11::arg{name}; }
};
template <>
struct foreign_keyword<pybind11::arg_v> {
    template <class T>
    static pybind11::arg_v with_value(const char* name, const T& value) PYHOST_DETAIL_NO_ANALYSIS
    {
        return {name, from_new(store(value))};
    }

private:
    static pybind11::object from_new(PyObject* made)
    {
        if (made == nullptr) throw pybind11::error_already_set{};
        return pybind11::reinterpret_steal<pybind11::object>(made);
    }
};

}  // namespace pyhost::inline v0::detail

namespace pybind11::detail {

/// m.def("f", f, "x"_a, "by"_a = 2) with pyhost's "x"_a.
template <pyhost::detail::fixed_text Name>
struct process_attribute<pyhost::detail::keyword_name<Name>> : process_attribute_default<arg> {
    static void init(const arg& a, function_record* r) { process_attribute<arg>::init(a, r); }
};
template <pyhost::detail::fixed_text Name, class T>
struct process_attribute<pyhost::detail::keyword<Name, T>> : process_attribute_default<arg_v> {
    static void init(const arg_v& a, function_record* r) { process_attribute<arg_v>::init(a, r); }
};

}  // namespace pybind11::detail
