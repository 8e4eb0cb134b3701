// SPDX-License-Identifier: MIT
// Rows of arrays of numpy, where there is one.
#include "rows.hpp"

#include <cstdint>
#include <vector>

namespace py = pyhost;
using namespace py::literals;
using benchmark::enter;
using benchmark::keep;
using benchmark::require;

namespace {

/// An array of numpy. Rows start without packages, since importing them costs a thousand times what a row does; only here they are found,
/// in the folder that CMake names.
py::object numpy_array() PYHOST_NEEDS_GIL
{
    py::import_module("site").attr("addsitedir")(BENCHMARK_PACKAGES);
    return py::import_module("numpy").attr("arange")(1000, "dtype"_a = "int64");
}

void narrow_by_hand(long count)
{
    const py::gil_guard gil;
    const py::object array = numpy_array();
    PyObject* o = array.ptr();
    for (long i = 0; i < count; ++i) {
        Py_buffer view;
        require(PyObject_GetBuffer(o, &view, PyBUF_FORMAT | PyBUF_ND) == 0 && view.ndim == 1 && view.itemsize == 8 &&
                view.format[0] == 'l');
        const auto* items = static_cast<const std::int64_t*>(view.buf);
        std::vector<int> made;
        made.reserve(static_cast<std::size_t>(view.shape[0]));
        for (Py_ssize_t at = 0; at < view.shape[0]; ++at) {
            require(std::in_range<int>(items[at]));
            made.push_back(static_cast<int>(items[at]));
        }
        PyBuffer_Release(&view);
        keep(made);
    }
}
void narrow_pyhost(long count)
{
    const py::gil_guard gil;
    const py::object o = numpy_array();
    for (long i = 0; i < count; ++i) keep(o.cast<std::vector<int>>());
}

const enter rows[] = {
    {"numpy int64 1000 to vector<int>", "by hand", &narrow_by_hand},
    {"numpy int64 1000 to vector<int>", "pyhost", &narrow_pyhost},
};

}  // namespace
