// SPDX-License-Identifier: MIT
#include <pyhost/expose.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>

namespace py = pyhost;
using namespace py::literals;

namespace {

int twice(int n) { return 2 * n; }

struct adder {
    int by;
    int operator()(int n) const { return n + by; }
};

}  // namespace

TEST_CASE("lambdas, function objects, functions and std::function become Python callables")
{
    const py::gil_guard gil;
    CHECK(py::expose([](int n) { return n + 1; })(1).cast<int>() == 2);
    CHECK(py::expose(adder{5})(1).cast<int>() == 6);
    CHECK(py::expose(twice)(4).cast<int>() == 8);
    CHECK(py::expose(&twice)(4).cast<int>() == 8);
    CHECK(py::expose(std::function<int(int)>{twice})(4).cast<int>() == 8);
    CHECK(py::expose([]() noexcept {})().is_none());
    CHECK(py::expose([](const std::string& a, double b) { return a + std::to_string(b); })("x", 1).cast<std::string>() == "x1.000000");
    CHECK(py::eval("lambda f: sum(map(f, range(4)))")([](int n) { return n * n; }).cast<int>() == 14);
}

TEST_CASE("a callable may keep and change its own state")
{
    const py::gil_guard gil;
    const py::object counting = py::expose([n = 0]() mutable { return ++n; });
    counting();
    counting();
    CHECK(counting().cast<int>() == 3);
}

TEST_CASE("a callable shows its name and takes exactly its arguments")
{
    const py::gil_guard gil;
    const py::object f = py::expose(twice, "twice");
    CHECK(f.attr("__name__").cast<std::string>() == "twice");
    const auto message = [&](auto&&... args) PYHOST_NEEDS_GIL { return py::try_call<int>(f, args...).error().message(); };
    CHECK(message() == "twice() takes 1 positional argument but 0 were given");
    CHECK(message(1, 2) == "twice() takes 1 positional argument but 2 were given");
    CHECK(message("x") == "expected int, got str 'x' at argument 1 of twice()");
    CHECK(message(1LL << 40) == "expected int (-2147483648 to 2147483647), got int 1099511627776 at argument 1 of twice()");
    CHECK_THROWS_AS(f("n"_a = 1), py::type_error);
    CHECK(PyErr_Occurred() == nullptr);
}

TEST_CASE("the C++ callable is destroyed with the Python one, also without the GIL")
{
    const auto owned = std::make_shared<int>(1);
    std::thread{[&] {
        py::object f;
        {
            const py::gil_guard gil;
            f = py::expose([owned] { return *owned; });
            CHECK(owned.use_count() == 2);
        }
    }}.join();
    {
        const py::gil_guard gil;
    }
    // A free-threaded CPython drops it when the state of the thread that made it is deleted, shortly after that thread.
    for (int i = 0; !py::detail::has_gil && i < 5'000 && owned.use_count() != 1; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds{1});
    CHECK(owned.use_count() == 1);
}

TEST_CASE("a callable that Python drops while an exception passes may use Python in its destructor")
{
    const py::gil_guard gil;
    const py::list log;
    const auto closing = [](const py::list* to) PYHOST_NEEDS_GIL {
        to->attr("append")("closed");
        CHECK_THROWS_AS(py::eval("undefined"), py::name_error);
    };
    const py::object make =
        py::expose([&]() PYHOST_NEEDS_GIL { return py::expose([kept = std::shared_ptr<const py::list>{&log, closing}] {}); });
    CHECK_THROWS_AS(py::eval("lambda make: [make(), int('abc')]")(make), py::value_error);
    CHECK(log == py::list::of("closed"));
    CHECK(PyErr_Occurred() == nullptr);
}

TEST_CASE("a destructor that throws when Python drops its callable is told to sys.unraisablehook")
{
    struct bad_end {
        bool is_armed = false;
        bad_end() = default;
        bad_end(bad_end&& other) noexcept : is_armed{std::exchange(other.is_armed, false)} {}
        ~bad_end() noexcept(false)
        {
            if (is_armed) throw py::key_error{"in a destructor"};
        }
    };
    const py::gil_guard gil;
    py::exec("import sys\nseen, old = [], sys.unraisablehook\nsys.unraisablehook = lambda info: seen.append(repr(info.exc_value))");
    bad_end armed;
    armed.is_armed = true;
    static_cast<void>(py::expose([kept = std::move(armed)] {}));
    CHECK(py::repr(py::eval("seen")) == "[\"KeyError('in a destructor')\"]");
    CHECK(PyErr_Occurred() == nullptr);
    py::exec("sys.unraisablehook = old");
}

TEST_CASE("a callable runs attached, and may release the GIL")
{
    const py::gil_guard gil;
    bool attached = false, detached = false;
    py::expose([&]() PYHOST_NEEDS_GIL {
        attached = py::is_attached();
        const py::gil_release nogil;
        detached = !py::is_attached();
    })();
    CHECK(attached);
    CHECK(detached);
}

TEST_CASE("Python's own threads call C++ and come back")
{
    const py::gil_guard gil;
    int calls = 0;
    const py::object f = py::expose([&]() PYHOST_NEEDS_GIL {
        const py::gil_release nogil;
        const py::gil_guard inside;
        ++calls;
    });
    py::exec("import threading\n"
             "def run(f):\n"
             "    threads = [threading.Thread(target=lambda: [f() for _ in range(50)]) for _ in range(4)]\n"
             "    for t in threads: t.start()\n"
             "    for t in threads: t.join()\n");
    py::eval("run")(f);
    CHECK(calls == 200);
}

TEST_CASE("C++ and Python call each other to a depth that ends in RecursionError")
{
    const py::gil_guard gil;
    py::object f;
    py::exec("def back(f): return f(f)");
    f = py::expose([](const py::object& self) PYHOST_NEEDS_GIL { return py::eval("back")(self); });
    CHECK_THROWS_AS(f(f), py::recursion_error);
}

TEST_CASE("a std::function from Python attaches by itself, and None is an empty one")
{
    std::function<int(int)> f, none;
    {
        const py::gil_guard gil;
        f = py::eval("lambda n: n + 1").cast<std::function<int(int)>>();
        none = py::eval("None").cast<std::function<int(int)>>();
        CHECK_THROWS_AS(py::eval("1").cast<std::function<int(int)>>(), py::type_error);
    }
    CHECK_FALSE(static_cast<bool>(none));
    CHECK(f(1) == 2);
    int result = 0;
    std::thread{[&] { result = f(41); }}.join();
    CHECK(result == 42);
}

TEST_CASE("a function of C++ is a line of the tracebacks of what passes through it")
{
    const py::gil_guard gil;
    py::exec("def inner(): raise KeyError('k')\ndef outer(f): f()\n");
    const int line = __LINE__ + 1;
    const py::object passing = py::expose([]() PYHOST_NEEDS_GIL { py::eval("inner")(); }, "passing");
    try {
        py::eval("outer")(passing);
        FAIL("nothing was thrown");
    } catch (const py::key_error& e) {
        const std::vector<py::frame> frames = e.frames();
        REQUIRE(frames.size() == 3);
        CHECK(frames[0].function == "outer");
        CHECK(frames[1].function == "passing");
        CHECK(frames[1].file == __FILE__);
        CHECK(frames[1].line == line);
        CHECK(frames[2].function == "inner");
        const std::vector<py::frame> bare = e.frames(py::source_lines::omitted);
        REQUIRE(bare.size() == 3);
        CHECK(bare[1].function == "passing");
        CHECK(bare[1].line == line);
        CHECK(std::string{e.what()}.find("line " + std::to_string(line) + ", in passing") != std::string::npos);
    }
    const py::object throwing = py::expose([](int) { throw std::out_of_range{"x"}; }, "throwing");
    try {
        throwing(1);
        FAIL("nothing was thrown");
    } catch (const py::index_error& e) {
        REQUIRE(e.frames().size() == 1);
        CHECK(e.frames()[0].function == "throwing");
    }
    CHECK(py::try_call<int>(throwing, "no int").error().frames().empty());  // Python's own functions were not entered then either
    const std::function<void()> plain = [] { throw std::out_of_range{"x"}; };
    CHECK(py::try_call<int>(py::to_python(plain)).error().frames().empty());
}
