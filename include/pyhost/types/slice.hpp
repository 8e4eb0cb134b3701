// SPDX-License-Identifier: MIT
// Python's slice: rows[py::slice{1, 5}].
#pragma once

#include <pyhost/accessor.hpp>

namespace pyhost::inline v0 {

/// A Python slice; `py::none{}` leaves a bound open. Needs: the GIL.
class slice : public object {
public:
    using object::object;

    template <class Start, class Stop>
    slice(const Start& start, const Stop& stop) PYHOST_NEEDS_GIL
        : object{detail::stolen_t{}, detail::checked(PySlice_New(detail::operand(start).ptr(), detail::operand(stop).ptr(), nullptr))}
    {
    }
    template <class Start, class Stop, class Step>
    slice(const Start& start, const Stop& stop, const Step& step) PYHOST_NEEDS_GIL
        : object{detail::stolen_t{},
                 detail::checked(PySlice_New(detail::operand(start).ptr(), detail::operand(stop).ptr(), detail::operand(step).ptr()))}
    {
    }

    [[nodiscard]] static bool check(handle o) noexcept { return o.has_value() && PySlice_Check(o.ptr()); }
    static constexpr const char* python_name = "slice";
    static PyTypeObject* python_type() noexcept { return &PySlice_Type; }
};

}  // namespace pyhost::inline v0
