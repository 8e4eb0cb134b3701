// SPDX-License-Identifier: MIT
// What pybind11's own embedding tests try, where pyhost starts and ends the interpreter.
#include <support/lifecycle.hpp>
#include <support/scratch.hpp>

#include <pyhost/pybind11.hpp>
#include <pyhost/pyhost.hpp>

#include <cstdint>
#include <pybind11/embed.h>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace py = pyhost;
using support::check;

namespace {

class widget {
public:
    explicit widget(std::string message) : message_{std::move(message)} {}
    virtual ~widget() = default;
    const std::string& message() const { return message_; }
    virtual int answer() const = 0;
    virtual std::string program() const = 0;

private:
    std::string message_;
};

class python_widget : public widget {
    using widget::widget;
    int answer() const override { PYBIND11_OVERRIDE_PURE(int, widget, answer, ); }
    std::string program() const override { PYBIND11_OVERRIDE_PURE(std::string, widget, program, ); }
};

bool has_internals() PYHOST_NEEDS_GIL
{
    return py::from_pybind11(pybind11::detail::get_python_state_dict()).contains(PYBIND11_INTERNALS_ID);
}

std::uintptr_t internals_at() { return reinterpret_cast<std::uintptr_t>(&pybind11::detail::get_internals()); }

}  // namespace

PYBIND11_EMBEDDED_MODULE(widgets, m, pybind11::mod_gil_not_used())
{
    pybind11::class_<widget, python_widget>(m, "Widget")
        .def(pybind11::init<std::string>())
        .def_property_readonly("message", &widget::message);
    m.def("are_wide", [](std::u16string_view a, std::u32string_view b) { return a == u"hello" && b == U"hello"; });
}

LIFECYCLE_CASE(classes_and_data_pass_between_modules_of_cpp_and_python)
{
    const support::scratch files;
    files.write("derived.py", "import sys\n"
                              "from widgets import Widget\n"
                              "class Derived(Widget):\n"
                              "    def __init__(self, message): super().__init__(message)\n"
                              "    def answer(self): return 42\n"
                              "    def program(self): return sys.argv[0]\n");
    for (const char* program : {"a.out", "b.out"}) {
        const py::interpreter python{py::config{}.argv({program, "arg1"}).module_path(files / ".")};
        const py::gil_guard gil;
        const py::object derived = py::import_module("derived").attr("Derived");
        py::dict names;
        names["Derived"] = derived;
        names["hello"] = "Hello, World!";
        names["x"] = 5;
        py::exec("made = Derived('{} - {}'.format(hello, x))\nmessage = made.message\n", names);
        check(names["message"].cast<std::string>() == "Hello, World! - 5");
        const py::object made = derived("The question");
        check(made.attr("message").cast<std::string>() == "The question");
        const auto seen = made.cast<const widget*>();
        check(seen->answer() == 42);
        check(seen->program() == program);
    }
}

LIFECYCLE_CASE(an_interpreter_of_pybind11_beside_one_of_pyhost_is_refused)
{
    const auto refusal = [](auto start) -> std::string {
        try {
            start();
        } catch (const std::exception& e) {
            return e.what();
        }
        return {};
    };
    {
        const py::interpreter python;
        const py::gil_guard gil;
        check(refusal([] { pybind11::initialize_interpreter(); }) == "The interpreter is already running");
        check(refusal([] { const pybind11::scoped_interpreter second; }) == "The interpreter is already running");
        check(py::eval("1 + 1").cast<int>() == 2);
    }
    {
        const pybind11::scoped_interpreter first;
        check(refusal([] { const py::interpreter second; }).find("Python runs already") != std::string::npos);
        check(pybind11::eval("1 + 1").cast<int>() == 2);
    }
    const py::interpreter again;
    const py::gil_guard gil;
    check(py::import_module("widgets").has_attr("Widget"));
}

LIFECYCLE_CASE(every_run_has_internals_of_pybind11_that_all_its_modules_share)
{
    for (int run = 0; run < 3; ++run) {
        const py::interpreter python{py::config{}.module_path(PYBIND11_EXTERNAL_FOLDER)};
        const py::gil_guard gil;
        const py::object external = py::import_module("external_module");
        check(has_internals());
        check(external.attr("internals_at")().cast<std::uintptr_t>() == internals_at());
        check(external.attr("Held")(123).attr("value").cast<int>() == 123);
        py::exec("import widgets\nclass plain(widgets.Widget): pass\nassert plain('again').message == 'again'\n");
    }
}

LIFECYCLE_CASE(what_ends_with_the_interpreter_may_use_pybind11)
{
    static int ended = 0;
    for (int run = 1; run <= 3; ++run) {
        {
            const py::interpreter python;
            const py::gil_guard gil;
            const pybind11::object main = pybind11::module_::import("__main__");
            main.attr("ends_last") = pybind11::capsule(&ended, [](void* count) {
                static_cast<void>(pybind11::detail::get_internals());
                *static_cast<int*>(count) += pybind11::int_(1).cast<int>();
            });
            check(ended == run - 1);
        }
        check(ended == run);
    }
}

LIFECYCLE_CASE(a_view_of_text_outside_a_function_of_pybind11_is_given_or_refused)
{
    const py::interpreter python;
    const py::gil_guard gil;
    const pybind11::str text{"hello"};
    const pybind11::bytes bytes{"world"};
    check(pybind11::cast<std::string_view>(text) == "hello");
    check(pybind11::cast<std::string_view>(bytes) == "world");
    bool is_refused = false;
    try {
        static_cast<void>(pybind11::cast<std::u16string_view>(text));
    } catch (const pybind11::cast_error&) {
        is_refused = true;
    }
    check(is_refused);
    check(py::import_module("widgets").attr("are_wide")("hello", "hello").cast<bool>());
}
