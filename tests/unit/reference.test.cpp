// SPDX-License-Identifier: MIT
// The lines that the pages show, in one place: they compile as written and mean what they say.
#include <pyhost/expose.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace py = pyhost;
using namespace py::literals;
using namespace std::chrono_literals;

namespace {

struct point {
    int x;
    int y;
};

}  // namespace

template <>
struct py::converter<point> {
    static point from_python(py::handle o) PYHOST_NEEDS_GIL { return {o.attr("x").cast<int>(), o.attr("y").cast<int>()}; }
    static py::object to_python(const point& p) PYHOST_NEEDS_GIL { return py::to_python(std::vector<int>{p.x, p.y}); }
};

TEST_CASE("a config is one chain")
{
    const char* argv[] = {"program", "--fast"};
    const auto all = py::config{}
                         .venv(".venv")
                         .argv(2, argv)
                         .program_name("p")
                         .module_path("app")
                         .environment(true)
                         .site(true)
                         .signal_handlers(false)
                         .utf8(true)
                         .dev_mode(false)
                         .x_option("importtime")
                         .faulthandler(false)
                         .shutdown_timeout(5s);
    const py::config isolated = py::config::isolated().module_path("app/python");
    static_cast<void>(all);
    static_cast<void>(isolated);
}

TEST_CASE("objects read like Python")
{
    const py::gil_guard gil;
    py::object math = py::import_module("math");
    const double r = math.attr("sqrt")(2.25).cast<double>();
    CHECK(r == 1.5);

    py::object d = py::dict{};
    d["k"] = 1;
    const int k = d["k"].cast<int>();
    CHECK(k == 1);

    const py::object json = py::import_module("json");
    const py::list extra_args;
    const py::dict extra_kwargs = py::dict::of("sort_keys"_a = true);
    CHECK(json.attr("dumps")(d, "indent"_a = 2, *extra_args, **extra_kwargs).cast<std::string>() == "{\n  \"k\": 1\n}");

    CHECK(py::eval("1 + 2").cast<int>() == 3);
    int total = 0;
    for (py::handle item : py::list::of(1, 2, 3)) total += item.cast<int>();
    for (auto n : py::iterate<int>(py::eval("(n * n for n in range(3))"))) total += n;
    CHECK(total == 11);

    const py::object o = py::dict::of("a"_a = 1);
    CHECK_FALSE(o.is_none());
    CHECK(o.is(o));
    CHECK(o == o);
    CHECK(py::to_python(1) < 2);
    CHECK(py::len(o) == 1);
    CHECK(py::repr(o) == "{'a': 1}");
    CHECK(py::str(o).text() == "{'a': 1}");
    CHECK(py::hash(py::to_python(7)) == 7);
    CHECK(o.truth());
    CHECK(py::isinstance<py::dict>(o));
    CHECK(o.contains("a"));
    CHECK_FALSE(o.dir().empty());
}

TEST_CASE("functions need no guard")
{
    const py::function<std::vector<double>(std::span<const double>)> doubled{"builtins", "list"};
    const std::vector<double> x{1.5, 2.5};
    CHECK(doubled(x) == x);
    CHECK(doubled.try_call(x).value() == x);

    const py::function<int(int)> f = py::with_gil([&]() PYHOST_NEEDS_GIL { return py::function<int(int)>{py::eval("lambda i: i + 1")}; });
    const std::function<int(int)> g = f;
    CHECK(g(1) == 2);
    const py::result<int> r = py::with_gil([&]() PYHOST_NEEDS_GIL { return py::try_call<int>(f.get(), 1); });
    CHECK(r.value() == 2);
}

TEST_CASE("a ref waits without the GIL")
{
    py::ref<> keep;
    {
        const py::gil_guard gil;
        const py::object o = py::eval("[1, 2]");
        keep = py::ref{o};
    }
    const py::gil_guard gil;
    const py::object o = keep.get();
    CHECK(py::len(o) == 2);
}

TEST_CASE("a type of one's own converts, also inside a container")
{
    const py::gil_guard gil;
    const py::object made = py::import_module("types").attr("SimpleNamespace")("x"_a = 1, "y"_a = 2);
    const auto points = py::list::of(made, made).cast<std::vector<point>>();
    CHECK(points[1].y == 2);
    CHECK(py::repr(py::to_python(points)) == "[[1, 2], [1, 2]]");
    const auto refused = py::list::of(made, 5).try_cast<std::vector<point>>();
    CHECK(refused.error().is("AttributeError"));
}

TEST_CASE("an error tells its class, message and frames, and is thrown again with its own type")
{
    const py::gil_guard gil;
    try {
        py::exec("def f(): raise KeyError('gone')\nf()");
        FAIL();
    } catch (const py::error& e) {
        CHECK(e.type_name() == "KeyError");
        CHECK(e.message() == "'gone'");
        CHECK(e.frames().back().function == "f");
        CHECK(e.is("LookupError"));
        CHECK(py::isinstance(e.value(), py::eval("KeyError")));
        CHECK_THROWS_AS(e.raise(), py::key_error);
    }
    const py::object raising = py::expose([] { throw py::value_error("bad"); });
    CHECK_THROWS_AS(raising(), py::value_error);
    const py::object callback = py::expose([](int i) { return i + 1; });
    CHECK(callback(1) == 2);
}
