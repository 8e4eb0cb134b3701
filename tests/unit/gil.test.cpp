// SPDX-License-Identifier: MIT
#include <pyhost/gil.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers.hpp>

#include <atomic>
#include <stdexcept>
#include <string>
#include <thread>
#include <type_traits>
#include <vector>

namespace py = pyhost;

static_assert(!std::is_copy_constructible_v<py::gil_guard> && !std::is_move_constructible_v<py::gil_guard>);
static_assert(!std::is_copy_constructible_v<py::gil_release> && !std::is_move_constructible_v<py::gil_release>);

TEST_CASE("the thread that started the interpreter is not attached")
{
    CHECK_FALSE(py::is_attached());
    CHECK(PyGILState_Check() == 0);
}

TEST_CASE("a guard attaches for its scope, and guards nest")
{
    {
        const py::gil_guard outer;
        CHECK(py::is_attached());
        {
            const py::gil_guard inner;
            CHECK(PyGILState_Check() == 1);
        }
        CHECK(py::is_attached());
    }
    CHECK_FALSE(py::is_attached());
}

TEST_CASE("what needs a guard and has none is told so, where it begins")
{
    []() PYHOST_DETAIL_NO_ANALYSIS {
        CHECK_THROWS_WITH(py::import_module("math"),
                          "import_module: this thread is not attached to Python (no pyhost::gil_guard lives in it, "
                          "or it is inside a gil_release); make a gil_guard in this scope");
        CHECK_THROWS_AS(py::import_module(std::string{"math"}), std::logic_error);
        CHECK_THROWS_AS(py::module_from_source("m", ""), std::logic_error);
        CHECK_THROWS_AS(py::eval("1"), std::logic_error);
        CHECK_THROWS_AS(py::exec("1"), std::logic_error);
        CHECK_THROWS_AS(py::run_file("x.py"), std::logic_error);
        CHECK_THROWS_AS(py::dict{}, std::logic_error);
        CHECK_THROWS_AS(py::list{}, std::logic_error);
        CHECK_THROWS_AS(py::tuple{}, std::logic_error);
        CHECK_THROWS_AS(py::tuple::of(1, 2), std::logic_error);
        CHECK_THROWS_AS(py::set{}, std::logic_error);
        CHECK_THROWS_AS(py::str{"x"}, std::logic_error);
        CHECK_THROWS_AS(py::bytes{"x"}, std::logic_error);
    }();
}

TEST_CASE("release scopes nest in guards, in each other, and guards in them")
{
    []() PYHOST_DETAIL_NO_ANALYSIS {  // clang tells that the second release finds nothing held
        const py::gil_guard gil;
        {
            const py::gil_release nogil;
            CHECK_FALSE(py::is_attached());
            {
                const py::gil_release again;
                CHECK_FALSE(py::is_attached());
                const py::gil_guard inside;
                CHECK(py::is_attached());
                const py::gil_release innermost;
                CHECK_FALSE(py::is_attached());
            }
            CHECK_FALSE(py::is_attached());
        }
        CHECK(py::is_attached());
    }();
}

TEST_CASE("a release scope without a guard does nothing")
{
    []() PYHOST_DETAIL_NO_ANALYSIS {  // clang tells that nothing is held
        const py::gil_release nogil;
        CHECK_FALSE(py::is_attached());
    }();
}

TEST_CASE("a thread is attached again before an exception leaves a release scope")
{
    const py::gil_guard gil;
    bool attached = false;
    try {
        const py::gil_release nogil;
        throw std::runtime_error{"inside"};
    } catch (const std::runtime_error&) {
        attached = py::is_attached();
    }
    CHECK(attached);
}

TEST_CASE("an exception leaves a guard and the thread is detached")
{
    try {
        const py::gil_guard gil;
        throw std::runtime_error{"inside"};
    } catch (const std::runtime_error&) {
        CHECK_FALSE(py::is_attached());
    }
}

TEST_CASE("with_gil and without_gil return what the callable returns, references too")
{
    int number = 7;
    const int& seen = py::with_gil([&]() -> const int& {
        CHECK(py::is_attached());
        return py::without_gil([&]() -> const int& {
            CHECK_FALSE(py::is_attached());
            return number;
        });
    });
    CHECK(&seen == &number);
}

TEST_CASE("try_to_lock attaches and says so")
{
    const py::gil_guard gil{std::try_to_lock};
    REQUIRE(static_cast<bool>(gil));
    CHECK(py::is_attached());
}

TEST_CASE("guards nest with PyGILState_Ensure in any order")
{
    std::thread{[] {
        const PyGILState_STATE outer = PyGILState_Ensure();
        {
            const py::gil_guard gil;
            const py::gil_release nogil;
            CHECK_FALSE(py::is_attached());
            const py::gil_guard inside;
            CHECK(py::is_attached());
        }
        CHECK(py::is_attached());
        PyGILState_Release(outer);

        const py::gil_guard gil;
        const PyGILState_STATE inner = PyGILState_Ensure();
        CHECK(py::is_attached());
        PyGILState_Release(inner);
        CHECK(py::is_attached());
    }}.join();
}

TEST_CASE("a thread may be joined by one that holds the GIL")
{
    const py::gil_guard gil;
    std::atomic<bool> attached{false};
    std::thread other{[&attached] {
        const py::gil_guard inside;
        attached = true;
    }};
    {
        const py::gil_release nogil;
        while (!attached) std::this_thread::yield();
    }
    other.join();
}

TEST_CASE("many threads attach at the same time")
{
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([] {
            for (int n = 0; n < 200; ++n) {
                const py::gil_guard gil;
                if (py::eval("20 + 1").cast<int>() != 21) throw std::logic_error{"wrong value"};
            }
        });
    for (std::thread& thread : threads) thread.join();
}

namespace {

/// Calls Python when it dies, wherever that is.
struct calls_in_destructor {
    std::string* message;
    ~calls_in_destructor()
    {
        try {
            py::eval("1");
        } catch (const std::logic_error& e) {
            *message = e.what();
        }
    }
};

}  // namespace

// None of this is annotated: that it compiles with clang shows what the page on threads says of the analysis.
TEST_CASE("mistakes that clang's analysis does not see throw")
{
    SECTION("Python used after the scope of the guard")
    {
        {
            const py::gil_guard gil;
        }
        CHECK_THROWS_AS(py::eval("1"), std::logic_error);
    }
    SECTION("Python used in a destructor")
    {
        std::string message;
        {
            const calls_in_destructor last{&message};
        }
        CHECK(message.starts_with("run: this thread is not attached to Python"));
    }
    SECTION("an object copied by a container")
    {
        std::vector<py::object> kept;
        {
            const py::gil_guard gil;
            kept.emplace_back(py::eval("[1]"));
        }
        CHECK_THROWS_AS(std::vector<py::object>{kept}, std::logic_error);
    }
}
