// SPDX-License-Identifier: MIT
#include <pyhost/counters.hpp>
#include <pyhost/expose.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <optional>
#include <thread>

namespace py = pyhost;

TEST_CASE("refs, errors and callables are counted while they live")
{
    const py::gil_guard gil;
    const py::counts before = py::counters();
    {
        const py::ref keep{py::to_python(1)};
        const py::ref copy = keep;
        CHECK(py::counters().refs == before.refs + 1);
        const py::value_error e{"x"};
        const py::error same = e;
        CHECK(py::counters().errors == before.errors + 1);
        const py::object f = py::expose([] { return 1; });
        CHECK(py::counters().callables == before.callables + 1);
    }
    CHECK(py::counters().refs == before.refs);
    CHECK(py::counters().errors == before.errors);
    CHECK(py::counters().callables == before.callables);
}

TEST_CASE("a drop without the GIL is counted until a guard does it")
{
    std::optional<py::object> made;
    {
        const py::gil_guard gil;
        made.emplace(py::list{});
    }
    made.reset();
    CHECK(py::counters().deferred == 1);
    {
        const py::gil_guard gil;
    }
    CHECK(py::counters().deferred == 0);
}

TEST_CASE("a thread state is kept for a thread while it lives")
{
    const auto before = py::counters().thread_states;
    std::thread{[&] {
        {
            const py::gil_guard gil;
        }
        {
            const py::gil_guard gil;
        }
        CHECK(py::counters().thread_states >= 1);
    }}.join();
    for (int i = 0; i < 1000 && py::counters().thread_states > before; ++i) std::this_thread::yield();
    CHECK(py::counters().thread_states <= before + 1);
}
