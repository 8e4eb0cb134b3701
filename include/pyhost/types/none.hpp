// SPDX-License-Identifier: MIT
// None as a value.
#pragma once

#include <pyhost/accessor.hpp>

namespace pyhost::inline v0 {

/// None: `py::object o = py::none{}`. Needs: the GIL.
class none : public object {
public:
    using object::object;
    none() PYHOST_NEEDS_GIL : object{detail::borrowed_t{}, Py_None} {}

    [[nodiscard]] static bool check(handle o) noexcept { return o.ptr() == Py_None; }
    static constexpr const char* python_name = "None";
    static PyTypeObject* python_type() noexcept { return Py_TYPE(Py_None); }
};

}  // namespace pyhost::inline v0
