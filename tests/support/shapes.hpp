// SPDX-License-Identifier: MIT
// Functions of every shape of parameters, for comparisons with functions of Python.
#pragma once

#include <pyhost/expose.hpp>
#include <pyhost/pyhost.hpp>

namespace support {

/// A module of functions that give back what they were given.
inline pyhost::module_def shapes(const char* name)
{
    namespace py = pyhost;
    using namespace py::literals;
    using any = py::object;
    py::module_def m{name};
    m.def("none", []() PYHOST_NEEDS_GIL { return py::tuple{}; });
    m.def("two", [](const any& a, const any& b) PYHOST_NEEDS_GIL { return py::tuple::of(a, b); }, "a"_a, "b"_a);
    m.def(
        "defaults", [](const any& a, const any& b, const any& c) PYHOST_NEEDS_GIL { return py::tuple::of(a, b, c); }, "a"_a, "b"_a = 2,
        "c"_a = "three");
    m.def("rest", [](const any& a, const py::args& r) PYHOST_NEEDS_GIL { return py::tuple::of(a, r); }, "a"_a);
    m.def("options", [](const any& a, const py::kwargs& k) PYHOST_NEEDS_GIL { return py::tuple::of(a, k); }, "a"_a = 1);
    m.def(
        "everything",
        [](const any& a, const any& b, const py::args& r, const any& c, const any& d, const py::kwargs& k)
            PYHOST_NEEDS_GIL { return py::tuple::of(a, b, r, c, d, k); },
        "a"_a, "b"_a = 2, "c"_a, "d"_a = 4);
    m.def("positional", [](const any& a, const any& b) PYHOST_NEEDS_GIL { return py::tuple::of(a, b); });
    m.def(
        "keyword_only",
        [](const py::args& r, const any& a, const any& b, const any& c) PYHOST_NEEDS_GIL { return py::tuple::of(r, a, b, c); }, "a"_a,
        "b"_a, "c"_a);
    return m;
}

}  // namespace support
