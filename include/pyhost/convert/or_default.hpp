// SPDX-License-Identifier: MIT
// Fields of records that may be left out: a key that a dict need not have, a default that only Python knows.
#pragma once

#include <pyhost/convert/detail/element.hpp>
#include <pyhost/or_default.hpp>

namespace pyhost::inline v0 {

/// `py::or_default<int>`, as a field of a record with PYHOST_DEFAULTS: what the type in it takes; one without a value is no key of the
/// dict, and no argument of the class. To Python: what its value becomes.
template <class T>
struct converter<or_default<T>> {
    static std::optional<or_default<T>> load(PyObject* from, detail::failure& why) PYHOST_NEEDS_GIL
    {
        std::optional<T> loaded = detail::load<T>(from, why);
        if (!loaded) return std::nullopt;
        return or_default<T>{*std::move(loaded)};
    }
    static PyObject* store(const or_default<T>& value) PYHOST_NEEDS_GIL
    {
        if (value.has_value()) return detail::store<T>(value.value());
        PyErr_SetString(PyExc_TypeError, "to_python: or_default has no value; only arguments and fields of records can be left out");
        return nullptr;
    }
    static bool is_exact(PyObject* from) noexcept PYHOST_NEEDS_GIL { return detail::is_exact<T>(from); }
};

}  // namespace pyhost::inline v0
