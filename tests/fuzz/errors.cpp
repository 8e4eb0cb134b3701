// SPDX-License-Identifier: MIT
// Any exceptions, however they are linked and whatever their classes do: all that an error tells of one is what Python tells of it.
//
// errors.py builds them, and compares. Where Python's traceback module itself raises, as for a class without attributes, what() need
// only say something.
#include "target.hpp"

#include <pyhost/all.hpp>

#include <optional>
#include <span>
#include <string>

namespace py = pyhost;

namespace {

/// What errors.py has. Like the interpreter it lives as long as the process.
struct material {
    py::dict script = fuzz::run_script("errors.py");
    py::object build{script["build"]}, complaints{script["complaints"]}, printed{script["printed"]}, raiser{script["raiser"]};
    py::object collect = py::import_module("gc").attr("collect");
};

py::list read_frames(const py::error& e, py::source_lines lines) PYHOST_NEEDS_GIL
{
    py::list read;
    for (const py::frame& one : e.frames(lines)) read.append(py::tuple::of(one.file, one.line, one.function, one.source));
    return read;
}

py::object value_of(const std::optional<py::error>& linked) PYHOST_NEEDS_GIL
{
    if (!linked) return py::none{};
    return linked->value();
}

/// All that an error tells, for Python to compare.
py::dict read_all(const py::error& e) PYHOST_NEEDS_GIL
{
    py::dict read;
    read["json"] = e.to_json();
    read["what"] = e.what();
    read["message"] = e.message();
    read["type_name"] = e.type_name();
    read["frames"] = read_frames(e, py::source_lines::read);
    read["bare_frames"] = read_frames(e, py::source_lines::omitted);
    read["notes"] = e.notes();
    read["__cause__"] = value_of(e.cause());
    read["__context__"] = value_of(e.context());
    read["suppresses_context"] = e.suppresses_context();
    py::list group;
    for (const py::error& member : e.group()) group.append(member.value());
    read["group"] = group;
    read["exit_code"] = e.exit_code();
    if (const auto os = e.os()) read["os"] = py::tuple::of(os->number, os->reason, os->file, os->second_file);
    if (const auto syntax = e.syntax())
        read["syntax"] = py::tuple::of(syntax->message, syntax->file, syntax->line, syntax->column, syntax->source);
    return read;
}

/// Ways back into Python and C++ give the same object.
void pass_on(const py::error& e) PYHOST_NEEDS_GIL
{
    const py::object value = e.value();
    e.restore();
    const py::object raised = py::object::steal(py::detail::take_raised());
    fuzz::check(raised.is(value), "restore() raised another exception");
    try {
        e.raise();
    } catch (const py::error& again) {
        fuzz::check(again.value().is(value), "raise() threw another exception");
    }
    fuzz::check(e.is(py::object::borrow(reinterpret_cast<PyObject*>(Py_TYPE(value.ptr())))), "is() does not know the class");
    static_cast<void>(e.is("ValueError"));
    py::error copy = e;
    copy = e;
    fuzz::check(std::string{copy.what()} == e.what(), "a copy has another text");
}

py::error raised(const material& m, const py::object& exception) PYHOST_NEEDS_GIL
{
    try {
        m.raiser(exception);
    } catch (const py::error& e) {
        return e;
    }
    fuzz::fail("nothing was raised");
}

void read_and_compare(const material& m, const py::list& made, const py::error& e) PYHOST_NEEDS_GIL
{
    const py::object value = e.value();
    m.printed(value);  // whoever looks for a suggestion leaves the locals of a frame in it (CPython 3.12)
    const auto before = fuzz::reference_counts(made);
    std::string complaints;
    {
        const py::dict read = read_all(e);
        pass_on(e);
        fuzz::check(PyErr_Occurred() == nullptr, "an exception is left");
        complaints = m.complaints(value, read).cast<std::string>();
    }
    if (!complaints.empty()) fuzz::fail(complaints + "\n" + e.what());
    if (fuzz::reference_counts(made) == before) return;
    m.collect();
    const std::string changes = fuzz::changes(before, fuzz::reference_counts(made));
    if (!changes.empty()) fuzz::fail(changes);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)  // NOLINT(readability-identifier-naming)
{
    const auto& m = fuzz::material_of_all<material>();
    const py::gil_guard gil;
    static unsigned inputs = 0;
    const auto errors = py::counters().errors;
    {
        const py::list made{m.build(std::as_bytes(std::span{data, size}))};
        read_and_compare(m, made, raised(m, made[0]));
    }
    fuzz::check(py::counters().errors == errors, "errors are left");
    if (++inputs % 256 == 0) m.collect();
    return 0;
}
