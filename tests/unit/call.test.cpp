// SPDX-License-Identifier: MIT
#include <pyhost/call.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <limits>
#include <stdexcept>
#include <string>

namespace py = pyhost;
using namespace py::literals;

namespace {

/// A function that returns its arguments as text.
py::object shown() PYHOST_NEEDS_GIL { return py::eval("lambda *a, **k: f'{a} {k}'"); }

}  // namespace

TEST_CASE("positional and keyword arguments arrive in order")
{
    const py::gil_guard gil;
    const py::object f = shown();
    CHECK(f().cast<std::string>() == "() {}");
    CHECK(f(1, "a", 2.5, py::none{}).cast<std::string>() == "(1, 'a', 2.5, None) {}");
    CHECK(f("x"_a = 1).cast<std::string>() == "() {'x': 1}");
    CHECK(f(1, "b"_a = 2, "a"_a = py::list::of(3)).cast<std::string>() == "(1,) {'b': 2, 'a': [3]}");
    CHECK(f("a_long_keyword_name"_a = true, "größe"_a = 2).cast<std::string>() == "() {'a_long_keyword_name': True, 'größe': 2}");
}

TEST_CASE("arguments are unpacked as in Python")
{
    const py::gil_guard gil;
    const py::object f = shown(), items = py::list::of(1, 2), options = py::dict::of("k"_a = 3);
    CHECK(f(*items).cast<std::string>() == "(1, 2) {}");
    CHECK(f(0, *items, 9, *items).cast<std::string>() == "(0, 1, 2, 9, 1, 2) {}");
    CHECK(f(**options).cast<std::string>() == "() {'k': 3}");
    CHECK(f(*items, "a"_a = 1, **options).cast<std::string>() == "(1, 2) {'a': 1, 'k': 3}");
    CHECK(f(*py::eval("(i for i in 'ab')")).cast<std::string>() == "('a', 'b') {}");
    CHECK(py::eval("'-'").attr("join")(*py::list::of(py::list::of("a", "b"))).cast<std::string>() == "a-b");
    CHECK_THROWS_AS(f(*py::to_python(1)), py::type_error);
    CHECK_THROWS_AS(f(**py::to_python(1)), py::type_error);
    CHECK_THROWS_AS(f("k"_a = 1, **options), py::type_error);
    CHECK_THROWS_AS(f(**py::eval("{1: 2}")), py::type_error);
    CHECK(PyErr_Occurred() == nullptr);
}

TEST_CASE("keywords whose hash changes or raises are passed or refused, never lost")
{
    const py::gil_guard gil;
    const py::object f = shown();
    py::exec(R"python(
class Changing(str):
    hashed, most = 0, 1000
    def __hash__(self):
        self.hashed += 1
        if self.hashed > self.most: raise KeyError("hash")
        return self.hashed
class Once(Changing): most = 1
class Twice(Changing): most = 2
)python");
    CHECK(f(**py::eval("{Changing('a'): 1}")).cast<std::string>() == "() {'a': 1}");
    CHECK_THROWS_AS(f(**py::eval("{Once('a'): 1}")), py::key_error);
    CHECK_THROWS_AS(f(**py::eval("{Twice('a'): 1}")), py::key_error);
    CHECK(PyErr_Occurred() == nullptr);
}

TEST_CASE("a keyword keeps a temporary and refers to a variable")
{
    const py::gil_guard gil;
    const py::object module = py::module_from_source("call_test", "y = [5]");
    const auto keyword = ("x"_a = module.attr("y").get());
    CHECK(shown()(keyword).cast<std::string>() == "() {'x': [5]}");
    CHECK(shown()("x"_a = module.attr("y")).cast<std::string>() == "() {'x': [5]}");
}

TEST_CASE("calling what is not callable, or with wrong arguments, is Python's TypeError")
{
    const py::gil_guard gil;
    CHECK_THROWS_AS(py::to_python(1)(), py::type_error);
    CHECK_THROWS_AS(py::eval("lambda: 1")(1), py::type_error);
    CHECK_THROWS_AS(py::eval("lambda x: 1")("y"_a = 1), py::type_error);
}

TEST_CASE("an argument that does not convert leaks none of the others")
{
    const py::gil_guard gil;
    const py::object kept = py::list{}, f = shown();
    CHECK_THROWS_AS(f(kept, "\xff"), py::unicode_decode_error);
    CHECK_THROWS_AS(f(*kept, "\xff"), py::unicode_decode_error);
    CHECK_THROWS_AS(f(kept, "x"_a = "\xff"), py::unicode_decode_error);
    CHECK_THROWS_AS(py::eval("''").attr("join")(kept, "\xff"), py::unicode_decode_error);
    CHECK(Py_REFCNT(kept.ptr()) == 1);
    const py::ref<> converted{kept};  // passed as a reference that the call owns
    CHECK_THROWS_AS(f(converted, "\xff"), py::unicode_decode_error);
    CHECK_THROWS_AS(f(converted, "x"_a = "\xff"), py::unicode_decode_error);
    CHECK_THROWS_AS(py::eval("''").attr("join")(converted, "\xff"), py::unicode_decode_error);
    CHECK(Py_REFCNT(kept.ptr()) == 2);
    CHECK(PyErr_Occurred() == nullptr);
}

TEST_CASE("a function of a module is let go when an argument is an empty object")
{
    const py::gil_guard gil;
    const py::object module = py::module_from_source("call_test_empty", "def f(x): return x");
    const py::object f = module.attr("f");
    const auto count = Py_REFCNT(f.ptr());
    CHECK_THROWS_AS(module.attr("f")(py::object{}), std::logic_error);
    CHECK_THROWS_AS(module.attr("f")("x"_a = py::object{}), std::logic_error);
    CHECK(Py_REFCNT(f.ptr()) == count);
    CHECK(module.attr("f")(1).cast<int>() == 1);
    CHECK(Py_REFCNT(f.ptr()) == count);
}

TEST_CASE("arguments and results are counted as in Python")
{
    const py::gil_guard gil;
    const py::object list = py::list{}, same = py::eval("lambda x: x");
    for (int i = 0; i < 10; ++i) CHECK(same(list).is(list));
    CHECK(Py_REFCNT(list.ptr()) == 1);
}

TEST_CASE("try_call gives the value or the error, and says where the result does not fit")
{
    const py::gil_guard gil;
    CHECK(py::try_call<int>(py::eval("max"), 1, 2).value() == 2);
    CHECK(py::try_call<int>(py::eval("int"), "x").error().type_name() == "ValueError");
    CHECK(py::try_call<int>(py::eval("str"), 1).error().message() == "expected int, got str '1' at result");
    CHECK(py::try_call<int>(py::eval("int"), std::numeric_limits<long long>::max()).error().type_name() == "OverflowError");
    CHECK(PyErr_Occurred() == nullptr);
}

TEST_CASE("endless recursion is a RecursionError")
{
    const py::gil_guard gil;
    py::exec("def endless(): return endless()");
    CHECK_THROWS_AS(py::eval("endless")(), py::recursion_error);
}
