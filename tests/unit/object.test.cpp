// SPDX-License-Identifier: MIT
#include <pyhost/detail/later.hpp>
#include <pyhost/object.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers.hpp>

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace py = pyhost;

TEST_CASE("steal takes a reference over, borrow adds one, release gives it away")
{
    const py::gil_guard gil;
    PyObject* raw = PyList_New(0);
    {
        const py::object stolen = py::object::steal(raw);
        CHECK(Py_REFCNT(raw) == 1);
        const py::object borrowed = py::object::borrow(raw);
        CHECK(Py_REFCNT(raw) == 2);
        py::object released = borrowed;
        CHECK(released.release() == raw);
        CHECK_FALSE(released.has_value());
        CHECK(Py_REFCNT(raw) == 3);
        Py_DECREF(raw);
        Py_INCREF(raw);
        Py_DECREF(raw);
        CHECK(Py_REFCNT(raw) == 2);
    }
}

TEST_CASE("copies and moves count as they should, also onto themselves")
{
    const py::gil_guard gil;
    py::object one = py::list{};
    PyObject* const raw = one.ptr();
    py::object two = one;
    CHECK(Py_REFCNT(raw) == 2);
    py::object& same = two;
    two = same;
    CHECK(Py_REFCNT(raw) == 2);
    two = std::move(one);
    CHECK(Py_REFCNT(raw) == 1);
    CHECK_FALSE(one.has_value());  // NOLINT(bugprone-use-after-move): that is the case
    two = std::move(same);
    CHECK(two.ptr() == raw);
    CHECK(Py_REFCNT(raw) == 1);
}

TEST_CASE("an empty or moved-from object throws std::logic_error and never crashes")
{
    const py::gil_guard gil;
    const py::object empty;
    py::object full = py::none{};
    const py::object* const moved_from = &full;
    const py::object moved = std::move(full);
    for (const py::object* o : {&empty, moved_from}) {
        CHECK_THROWS_AS(o->attr("x"), std::logic_error);
        CHECK_THROWS_AS(o->attr(std::string{"x"}), std::logic_error);
        CHECK_THROWS_AS((*o)["x"], std::logic_error);
        CHECK_THROWS_AS((*o)[1], std::logic_error);
        CHECK_THROWS_AS((*o)(), std::logic_error);
        CHECK_THROWS_AS((*o)(1), std::logic_error);
        CHECK_THROWS_AS(o->cast<int>(), std::logic_error);
        CHECK_THROWS_AS(o->try_cast<int>(), std::logic_error);
        CHECK_THROWS_AS(o->is_none(), std::logic_error);
        CHECK_THROWS_AS(o->truth(), std::logic_error);
        CHECK_THROWS_AS(o->contains(1), std::logic_error);
        CHECK_THROWS_AS(o->has_attr("x"), std::logic_error);
        CHECK_THROWS_AS(o->dir(), std::logic_error);
        CHECK_THROWS_AS(*o == 1, std::logic_error);
        CHECK_THROWS_AS(o->begin(), std::logic_error);
        CHECK_THROWS_AS(py::len(*o), std::logic_error);
        CHECK_THROWS_AS(py::repr(*o), std::logic_error);
        CHECK_THROWS_AS(py::str(*o), std::logic_error);
        CHECK_THROWS_AS(py::hash(*o), std::logic_error);
        CHECK_THROWS_AS(py::isinstance<py::dict>(*o), std::logic_error);
        CHECK_THROWS_AS(py::isinstance(*o, *o), std::logic_error);
        CHECK_THROWS_AS(py::cast<int>(*o), std::logic_error);
        CHECK_THROWS_AS(py::list{*o}, std::logic_error);
        CHECK_THROWS_AS(py::dict{*o}, std::logic_error);
        CHECK_THROWS_AS(py::iterate<int>(*o), std::logic_error);
        CHECK_THROWS_AS(py::eval("len")(*o), std::logic_error);
        CHECK_THROWS_AS(py::function<int()>{*o}, std::logic_error);
    }
    CHECK_THROWS_AS(py::object{}.cast<int>(), std::logic_error);
    CHECK_THROWS_AS(py::object{}.attr("x"), std::logic_error);
    CHECK(PyErr_Occurred() == nullptr);
}

TEST_CASE("an object may be dropped without the GIL: the next guard lets it go")
{
    std::optional<py::object> made;
    PyObject* raw = nullptr;
    py::object kept;
    {
        const py::gil_guard gil;
        made.emplace(py::list{});
        kept = *made;
        raw = kept.ptr();
        CHECK(Py_REFCNT(raw) == 2);
    }
    made.reset();
    CHECK(py::counters().deferred == 1);
    const py::gil_guard gil;
    CHECK(py::counters().deferred == 0);
    CHECK(Py_REFCNT(raw) == 1);
    kept = py::object{};
}

TEST_CASE("a __del__ that raises is told to sys.unraisablehook, and an exception that is raised meanwhile stays")
{
    std::optional<py::object> late;
    const py::gil_guard gil;
    py::exec("import sys\n"
             "class Bad:\n"
             "    def __del__(self): raise KeyError('in __del__')\n"
             "seen, old = [], sys.unraisablehook\n"
             "sys.unraisablehook = lambda info: seen.append(repr(info.exc_value))\n");
    py::eval("Bad()");
    late = py::eval("Bad()");
    {
        const py::gil_release nogil;
        late.reset();
    }
    PyErr_SetString(PyExc_ValueError, "being raised");
    py::detail::drain_deferred(py::detail::process());
    CHECK(PyErr_ExceptionMatches(PyExc_ValueError) != 0);
    PyErr_Clear();
    CHECK(py::repr(py::eval("seen")) == "[\"KeyError('in __del__')\", \"KeyError('in __del__')\"]");
    py::exec("sys.unraisablehook = old");
}

TEST_CASE("identity, comparison, membership and truth are Python's")
{
    const py::gil_guard gil;
    const py::object one = py::to_python(1), list = py::list::of(1, 2);
    CHECK(list.is(list));
    CHECK_FALSE(list.is(py::list::of(1, 2)));
    CHECK(list == py::list::of(1, 2));
    CHECK(list != py::list::of(1));
    CHECK(one == 1);
    CHECK(one == 1.0);
    CHECK(one < 2);
    CHECK(one <= 1);
    CHECK(one > 0);
    CHECK(one >= 1);
    CHECK(list.contains(2));
    CHECK_FALSE(list.contains("2"));
    CHECK(list.truth());
    CHECK_FALSE(py::list{}.truth());
    CHECK(py::none{}.is_none());
    CHECK_FALSE(one.is_none());
    CHECK_THROWS_AS(one < "text", py::type_error);
    CHECK_THROWS_AS(one.contains(1), py::type_error);
}

TEST_CASE("what an object's own methods raise arrives unchanged")
{
    const py::gil_guard gil;
    py::exec("class Raising:\n"
             "    def fail(self, *a): raise ZeroDivisionError('mine')\n"
             "    __bool__ = __len__ = __eq__ = __lt__ = __contains__ = __hash__ = __repr__ = __str__ = __iter__ = __call__ = fail\n"
             "    __getitem__ = __setitem__ = __delitem__ = __index__ = __float__ = __dir__ = fail\n"
             "    def __getattr__(self, name): raise ZeroDivisionError('mine')\n");
    const py::object o = py::eval("Raising()");
    CHECK_THROWS_AS(o.truth(), py::zero_division_error);
    CHECK_THROWS_AS(o == 1, py::zero_division_error);
    CHECK_THROWS_AS(o < 1, py::zero_division_error);
    CHECK_THROWS_AS(o.contains(1), py::zero_division_error);
    CHECK_THROWS_AS(o.begin(), py::zero_division_error);
    CHECK_THROWS_AS(o(), py::zero_division_error);
    CHECK_THROWS_AS(o[1].get(), py::zero_division_error);
    CHECK_THROWS_AS(o[1] = 2, py::zero_division_error);
    CHECK_THROWS_AS(o[1].del(), py::zero_division_error);
    CHECK_THROWS_AS(o.attr("missing").get(), py::zero_division_error);
    CHECK_THROWS_AS(o.attr("missing")(), py::zero_division_error);
    CHECK_THROWS_AS(o.has_attr("missing"), py::zero_division_error);
    CHECK_THROWS_AS(o.dir(), py::zero_division_error);
    CHECK_THROWS_AS(o.cast<int>(), py::zero_division_error);
    CHECK_THROWS_AS(o.cast<double>(), py::zero_division_error);
    CHECK_THROWS_AS(py::len(o), py::zero_division_error);
    CHECK_THROWS_AS(py::hash(o), py::zero_division_error);
    CHECK_THROWS_AS(py::repr(o), py::zero_division_error);
    CHECK_THROWS_AS(py::str(o), py::zero_division_error);
    CHECK_THROWS_AS(py::list{o}, py::zero_division_error);
    CHECK(PyErr_Occurred() == nullptr);
}

TEST_CASE("an object that is copied without the GIL throws, in a container too, and stays as it was")
{
    std::vector<py::object> kept;
    const auto copy = [&]() PYHOST_DETAIL_NO_ANALYSIS { const std::vector<py::object> copied = kept; };
    kept.emplace_back();
    copy();  // nothing to copy
    {
        const py::gil_guard gil;
        kept.push_back(py::eval("[1]"));
        copy();
        const py::gil_release nogil;
        CHECK_THROWS_WITH(copy(), "copy of an object: this thread is not attached to Python (no pyhost::gil_guard lives in it, "
                                  "or it is inside a gil_release); make a gil_guard in this scope");
    }
    CHECK_THROWS_AS(copy(), std::logic_error);
    const py::gil_guard gil;
    CHECK(Py_REFCNT(kept.back().ptr()) == 1);
    kept.clear();
}
