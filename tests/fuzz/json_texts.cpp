// SPDX-License-Identifier: MIT
// Any text: what json::parse() takes, and gives, is what Python's json module gives of it as far as RFC 8259 goes; what it refuses is no
// JSON; and json::dump() writes of the value what Python's module writes.
#include "target.hpp"

#include <pyhost/json.hpp>

#include <span>
#include <string>
#include <string_view>

namespace py = pyhost;

namespace {

/// What json_texts.py has.
struct material {
    py::dict script = fuzz::run_script("json_texts.py");
    py::object complaints{script["complaints"]}, refusal_complaints{script["refusal_complaints"]};
};

std::string complaints(const material& m, std::string_view text) PYHOST_NEEDS_GIL
{
    const auto bytes = std::as_bytes(std::span{text});
    try {
        const py::object value = py::json::parse(text);
        const std::string written = py::json::dump(value, {.wide_integers = py::json::wide_integers::exact});
        return m.complaints(bytes, value, written).cast<std::string>();
    } catch (const py::value_error& e) {
        return m.refusal_complaints(bytes, e.message()).cast<std::string>();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)  // NOLINT(readability-identifier-naming)
{
    const auto& m = fuzz::material_of_all<material>();
    const py::gil_guard gil;
    const std::string found = complaints(m, {reinterpret_cast<const char*>(data), size});
    if (!found.empty()) fuzz::fail(found);
    fuzz::check(PyErr_Occurred() == nullptr, "an exception is left");
    return 0;
}
