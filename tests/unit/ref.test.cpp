// SPDX-License-Identifier: MIT
#include <pyhost/pyhost.hpp>
#include <pyhost/ref.hpp>

#include <catch2/catch_test_macros.hpp>

#include <optional>
#include <stdexcept>
#include <thread>
#include <type_traits>
#include <vector>

namespace py = pyhost;

static_assert(std::is_same_v<decltype(py::ref{std::declval<py::dict>()}), py::ref<py::dict>>);
static_assert(std::is_convertible_v<py::ref<py::dict>, py::ref<>>);
static_assert(!std::is_convertible_v<py::ref<>, py::ref<py::dict>>);
static_assert(std::is_nothrow_move_constructible_v<py::ref<>>);

namespace {

/// Counts how often Python deletes the objects it makes.
py::object counting_class()
{
    const py::gil_guard gil;
    py::exec("class Counting:\n    deleted = 0\n    def __del__(self): Counting.deleted += 1\n");
    return py::eval("Counting");
}

int deleted()
{
    const py::gil_guard gil;
    return py::eval("Counting.deleted").cast<int>();
}

}  // namespace

TEST_CASE("a ref keeps its object, and gives it back")
{
    const py::gil_guard gil;
    const py::object list = py::list::of(1);
    const py::ref keep{list};
    CHECK(keep.has_value());
    CHECK(keep.get().is(list));
}

TEST_CASE("a ref is copied, moved and dropped without the GIL, on any thread")
{
    std::optional<py::ref<>> keep;
    {
        const py::gil_guard gil;
        keep.emplace(py::eval("[1, 2]"));
    }
    const auto before = py::counters().refs;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            for (int n = 0; n < 1000; ++n) {
                py::ref<> copy = *keep;
                py::ref<> moved = std::move(copy);
                copy = moved;
            }
        });
    for (std::thread& thread : threads) thread.join();
    CHECK(py::counters().refs == before);
    const py::gil_guard gil;
    CHECK(py::len(keep->get()) == 2);
}

TEST_CASE("the last ref that is dropped without the GIL leaves its object to the next guard")
{
    std::optional<py::ref<>> keep;
    {
        const py::gil_guard gil;
        keep.emplace(counting_class()());
    }
    const int before = deleted();
    keep.reset();
    CHECK(py::counters().deferred == 1);
    {
        const py::gil_guard gil;
    }
    CHECK(py::counters().deferred == 0);
    CHECK(deleted() == before + 1);
}

TEST_CASE("a ref of a type is a ref of a more general one")
{
    const py::gil_guard gil;
    const py::ref<py::dict> dict{py::dict{}};
    const py::ref<> any = dict;
    CHECK(any.get().is(dict.get()));
}

TEST_CASE("an empty ref throws std::logic_error")
{
    const py::gil_guard gil;
    const py::ref<> empty;
    CHECK_FALSE(empty.has_value());
    CHECK_THROWS_AS(empty.get(), std::logic_error);
    CHECK_THROWS_AS(py::ref<>{py::object{}}, std::logic_error);
    py::ref<> full{py::none{}};
    const py::ref<> moved = std::move(full);
    CHECK_THROWS_AS(full.get(), std::logic_error);  // NOLINT(bugprone-use-after-move): that is the case
}

TEST_CASE("a ref converts to Python as its object, and from Python")
{
    const py::gil_guard gil;
    const py::object list = py::list::of(1, 2);
    CHECK(py::eval("len")(py::ref{list}).cast<int>() == 2);
    CHECK(list.cast<py::ref<py::list>>().get().is(list));
    CHECK_THROWS_AS(list.cast<py::ref<py::dict>>(), py::type_error);
}
