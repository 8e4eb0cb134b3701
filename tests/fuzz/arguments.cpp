// SPDX-License-Identifier: MIT
// Calls of exposed functions with any arguments: taken as by a function of Python with that signature, or refused in its words.
//
// Not compared is what comes of keywords whose own __eq__ or __hash__ raises or lies: a function of Python asks them, a builtin function
// need not. The functions `typed` and `overloaded` have words of their own for what does not convert, so only classes are compared there.
#include "choices.hpp"
#include "target.hpp"
#include <support/shapes.hpp>

#include <pyhost/expose.hpp>

#include <string>
#include <vector>

namespace py = pyhost;
using namespace py::literals;

namespace {

using any = py::object;

py::module_def functions()
{
    py::module_def m = support::shapes("exposed");
    m.def(
        "typed", [](int a, double b, const py::args& r, const std::string& c) PYHOST_NEEDS_GIL { return py::tuple::of(a, b, r, c); }, "a"_a,
        "b"_a = 2.5, "c"_a = "name");
    m.def(
         "overloaded", [](double a, int b) PYHOST_NEEDS_GIL { return py::tuple::of("number", a, b); }, "a"_a, "b"_a = 1)
        .def("overloaded", [](const std::string& a, int b) PYHOST_NEEDS_GIL { return py::tuple::of("text", a, b); }, "a"_a, "b"_a = 1);
    return m;
}

/// What arguments.py has, and the functions. Like the interpreter they live as long as the process.
struct material {
    py::dict script = fuzz::run_script("arguments.py");
    py::list twins, values, counted, names, exposed;
    any name, call, complaint, partial;

    material() PYHOST_NEEDS_GIL : twins{script["TWINS"]},
                                  values{script["VALUES"]},
                                  counted{script["COUNTED"]},
                                  names{script["NAMES"]},
                                  name{script["name"]},
                                  call{script["call"]},
                                  complaint{script["complaint"]},
                                  partial{py::import_module("functools").attr("partial")}
    {
        const py::detail::module_registration made = functions();
        const any module = any::steal(py::detail::checked(made.create(made.definition.get())));
        for (const auto& twin : twins) exposed.append(module.attr(twin.attr("__name__").cast<std::string>()));
    }
};

/// The arguments of one call.
struct arguments {
    py::list positional;
    py::list keywords;  // as the bytes say: some may be there twice, and some are no text
    py::list keyword_values;
    std::size_t way = 0;
    bool is_compared = true;
};

constexpr std::size_t ways = 5;

arguments chosen_arguments(material& m, fuzz::choices& choose) PYHOST_NEEDS_GIL
{
    arguments made;
    made.way = choose.below(ways);
    for (std::size_t n = choose.below(6); n > 0; --n) made.positional.append(m.values[choose.below(py::len(m.values))]);
    for (std::size_t n = choose.below(5); n > 0; --n) {
        const std::size_t which = choose.below(py::len(m.names)), form = choose.below(8);
        made.is_compared = made.is_compared && form != 3 && form != 4;
        made.keywords.append(m.name(m.names[which], form));
        made.keyword_values.append(m.values[choose.below(py::len(m.values))]);
    }
    return made;
}

/// By the protocol of vectorcall, where the names come as they are.
PyObject* called_by_vector(PyObject* function, const arguments& with, bool has_room) PYHOST_NEEDS_GIL
{
    std::vector<PyObject*> values{nullptr};
    for (const auto& one : with.positional) values.push_back(one.ptr());
    for (const auto& one : with.keyword_values) values.push_back(one.ptr());
    const py::tuple names{with.keywords};
    const std::size_t given = py::len(with.positional);
    return PyObject_Vectorcall(function, values.data() + 1, given | (has_room ? PY_VECTORCALL_ARGUMENTS_OFFSET : 0),
                               py::len(names) != 0 ? names.ptr() : nullptr);
}

py::dict keywords_as_dict(const arguments& with) PYHOST_NEEDS_GIL
{
    py::dict named;
    for (std::size_t i = 0; i < py::len(with.keywords); ++i)
        if (PyDict_SetItem(named.ptr(), any{with.keywords[i]}.ptr(), any{with.keyword_values[i]}.ptr()) < 0)
            PyErr_Clear();  // it has no hash
    return named;
}

/// Null with an exception raised, as Python leaves it.
PyObject* called(const material& m, PyObject* function, const arguments& with) PYHOST_NEEDS_GIL
{
    if (with.way < 2) return called_by_vector(function, with, with.way == 0);
    const py::tuple positional{with.positional};
    const py::dict named = keywords_as_dict(with);
    if (with.way == 2) return PyObject_Call(function, positional.ptr(), named.ptr());
    if (with.way == 3) return PyObject_CallFunctionObjArgs(m.call.ptr(), function, positional.ptr(), named.ptr(), nullptr);
    const any bound = any::steal(PyObject_CallFunctionObjArgs(m.partial.ptr(), function, nullptr));
    return PyObject_Call(bound.ptr(), positional.ptr(), named.ptr());
}

/// What a call gave: a result or an exception, and None for the other.
struct outcome {
    any result, raised;

    explicit outcome(PyObject* from) PYHOST_NEEDS_GIL : result{any::steal(from != nullptr ? from : py::detail::new_reference(Py_None))},
                                                        raised{py::none{}}
    {
        fuzz::check((from == nullptr) == (PyErr_Occurred() != nullptr), "a result beside an exception, or neither");
        if (from == nullptr) raised = any::steal(py::detail::take_raised());
    }
};

void try_call(material& m, fuzz::choices& choose) PYHOST_NEEDS_GIL
{
    const std::size_t which = choose.below(py::len(m.exposed));
    const arguments with = chosen_arguments(m, choose);
    const outcome got{called(m, any{m.exposed[which]}.ptr(), with)};
    if (!with.is_compared) return;
    const outcome wanted{called(m, any{m.twins[which]}.ptr(), with)};
    const bool has_words = which < 8;
    const auto complaint = m.complaint(got.result, got.raised, wanted.result, wanted.raised, has_words).cast<std::string>();
    if (complaint.empty()) return;
    fuzz::fail(py::repr(m.twins[which]) + " by way " + std::to_string(with.way) + " with " + py::repr(with.positional) + " " +
               py::repr(with.keywords) + " " + py::repr(with.keyword_values) + ": " + complaint);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)  // NOLINT(readability-identifier-naming)
{
    auto& m = fuzz::material_of_all<material>();
    const py::gil_guard gil;
    fuzz::choices choose{data, size};
    const auto before = fuzz::reference_counts(m.counted);
    do try_call(m, choose);
    while (choose.are_left());
    fuzz::check(PyErr_Occurred() == nullptr, "an exception is left");
    if (fuzz::reference_counts(m.counted) == before) return 0;
    py::import_module("gc").attr("collect")();
    const std::string changes = fuzz::changes(before, fuzz::reference_counts(m.counted));
    if (!changes.empty()) fuzz::fail(changes);
    return 0;
}
