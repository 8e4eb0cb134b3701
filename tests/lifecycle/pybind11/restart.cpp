// SPDX-License-Identifier: MIT
// pybind11 in a process whose interpreter pyhost starts and ends: several runs, threads, the end.
#include <support/lifecycle.hpp>

#include <pyhost/pybind11.hpp>
#include <pyhost/pyhost.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <pybind11/embed.h>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace py = pyhost;
using namespace std::chrono_literals;
using support::check;

namespace {

struct shape {
    shape() = default;
    virtual ~shape() = default;
    shape(const shape&) = delete;
    shape& operator=(const shape&) = delete;
    virtual int sides() const { return 0; }
};

struct python_shape : shape {
    int sides() const override { PYBIND11_OVERRIDE(int, shape, sides, ); }
};

enum class colour { red, green };

}  // namespace

PYBIND11_EMBEDDED_MODULE(drawing, m, pybind11::mod_gil_not_used())
{
    pybind11::class_<shape, python_shape, std::shared_ptr<shape>>(m, "Shape").def(pybind11::init<>()).def("sides", &shape::sides);
    m.def("sides_of", [](const shape& s) { return s.sides(); });
    m.def_submodule("sub").def("add", [](int a, int b) { return a + b; });
}

PYBIND11_EMBEDDED_MODULE(colours, m, pybind11::mod_gil_not_used())
{
    pybind11::enum_<colour>(m, "Colour").value("red", colour::red).value("green", colour::green);
}

PYBIND11_EMBEDDED_MODULE(broken_by_std, , pybind11::mod_gil_not_used()) { throw std::runtime_error{"from C++"}; }

PYBIND11_EMBEDDED_MODULE(broken_by_python, , pybind11::mod_gil_not_used()) { pybind11::dict{}["missing"].cast<pybind11::object>(); }

LIFECYCLE_CASE(a_pybind11_class_works_in_every_run)
{
    for (int run = 0; run < 3; ++run) {
        const py::interpreter python;
        const py::gil_guard gil;
        py::exec("import drawing\n"
                 "class triangle(drawing.Shape):\n"
                 "    def sides(self): return 3\n"
                 "assert drawing.sides_of(triangle()) == 3\n"
                 "assert drawing.sub.add(1, 41) == 42\n");
    }
}

LIFECYCLE_CASE(an_override_in_python_is_found_however_often_its_object_is_new)
{
    const py::interpreter python;
    const py::gil_guard gil;
    py::exec("import drawing\n"
             "class triangle(drawing.Shape):\n"
             "    def sides(self): return 3\n"
             "class plain(drawing.Shape): pass\n");
    const py::object triangle = py::eval("triangle");
    const py::object plain = py::eval("plain");
    for (int i = 0; i < 1500; ++i) {
        const py::object made = triangle();
        check(made.cast<std::shared_ptr<shape>>()->sides() == 3);
        const py::object other = plain();
        check(other.cast<std::shared_ptr<shape>>()->sides() == 0);
    }
}

LIFECYCLE_CASE(an_owner_of_an_object_with_an_override_may_outlive_its_interpreter)
{
    std::shared_ptr<shape> kept;
    for (int run = 0; run < 3; ++run) {
        const py::interpreter python;
        kept.reset();  // of the run before; the last one goes after the end
        const py::gil_guard gil;
        py::exec("import drawing\n"
                 "class square(drawing.Shape):\n"
                 "    def sides(self): return 4\n");
        kept = py::eval("square()").cast<std::shared_ptr<shape>>();
        check(kept->sides() == 4);
    }
}

LIFECYCLE_CASE(a_pybind11_module_that_fails_to_load_says_why)
{
    const py::interpreter python;
    const py::gil_guard gil;
    try {
        static_cast<void>(py::import_module("broken_by_std"));
        check(false);
    } catch (const py::import_error& e) {
        check(e.message() == "from C++");
    }
    try {
        static_cast<void>(py::import_module("broken_by_python"));
        check(false);
    } catch (const py::import_error& e) {
        check(py::repr(e.value().attr("__cause__")) == "KeyError('missing')");
    }
}

LIFECYCLE_CASE(an_iterator_of_pybind11_is_made_in_every_run)
{
    const std::vector<int> values{1, 2, 3};
    for (int run = 0; run < 2; ++run) {
        const py::interpreter python;
        const py::gil_guard gil;
        const pybind11::iterator items = pybind11::make_iterator(values.begin(), values.end());
        check(py::iterate<int>(py::object::borrow(items.ptr())).begin() != py::iterate<int>(py::object::borrow(items.ptr())).end());
    }
}

LIFECYCLE_CASE(threads_that_use_pybind11_alone_share_the_interpreter)
{
    const py::interpreter python;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 10; ++i)
            threads.emplace_back([&] {
                const pybind11::gil_scoped_acquire gil;
                pybind11::exec("import builtins\nbuiltins.count = getattr(builtins, 'count', 0) + 1\n");
            });
    }
    const py::gil_guard gil;
    check(py::eval("count").cast<int>() == 10);
}

LIFECYCLE_CASE(an_idle_thread_with_a_state_of_pybind11_does_not_keep_the_end)
{
    std::atomic<bool> idle{false};
    static std::atomic<bool> may_end{false};
    {
        py::interpreter python;
        std::thread{[&] {
            const pybind11::gil_scoped_acquire gil;  // as the worker threads of a library that keeps one for its whole life
            const pybind11::gil_scoped_release nogil;
            idle = true;
            while (!may_end) std::this_thread::sleep_for(1ms);
        }}.detach();
        while (!idle) std::this_thread::yield();
        const py::stop_report report = python.stop();
        check(report.finalised && !report.timed_out);
    }
    std::_Exit(0);  // the thread must never come back, as with pybind11 alone
}

LIFECYCLE_CASE(an_enum_of_pybind11_works_in_every_run)
{
    for (int run = 0; run < 3; ++run) {
        const py::interpreter python;
        const py::gil_guard gil;
        check(py::import_module("colours").attr("Colour").attr("green").attr("name").cast<std::string>() == "green");
        constexpr bool survives_the_end = PY_VERSION_HEX < 0x030C0000 || PY_VERSION_HEX >= 0x030D0000;
        if (!survives_the_end) std::_Exit(0);  // on 3.12 pybind11 itself crashes at the end of a run with an enum_
    }
}
