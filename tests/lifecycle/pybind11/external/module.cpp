// SPDX-License-Identifier: MIT
// An extension module of pybind11 in a binary of its own, imported by the cases of ../scenarios.cpp.
#include <cstdint>
#include <pybind11/pybind11.h>

namespace {

struct held {
    explicit held(int n) : value{n} {}
    int value;
};

}  // namespace

PYBIND11_MODULE(external_module, m, pybind11::mod_gil_not_used())
{
    // A binary stays loaded when Python ends, and pybind11 forgets the last run only in the one that ends it: an extension module that does
    // not do this, and so any of others, works in the first run alone. The page of examples/07_classes says so.
    pybind11::detail::get_local_internals_pp_manager().unref();
    pybind11::class_<held>(m, "Held").def(pybind11::init<int>()).def_readwrite("value", &held::value);
    m.def("internals_at", [] { return reinterpret_cast<std::uintptr_t>(&pybind11::detail::get_internals()); });
}
