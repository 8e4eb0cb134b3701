// SPDX-License-Identifier: MIT
// Forks of programs that have event loops.
#include <pyhost/async.hpp>

#include <lifecycle/fork.hpp>
#include <lifecycle/loops.hpp>

LIFECYCLE_CASE(the_child_of_a_program_with_loops_has_loops_of_its_own)
{
    for (const bool is_python : {false, true}) {
        if (is_python && runs_at_most(2) == 1) break;
        py::interpreter python;
        {
            const py::gil_guard gil;
            static_cast<void>(py::module_from_source("async_case", "import asyncio\n"
                                                                   "async def wait_long():\n"
                                                                   "    await asyncio.sleep(1000)\n"
                                                                   "async def add(x, y):\n"
                                                                   "    await asyncio.sleep(0)\n"
                                                                   "    return x + y\n"));
        }
        const py::async_function<int(int, int)> add{"async_case", "add"};
        auto pending = py::async_function<void()>{"async_case", "wait_long"}();
        check(add(1, 2).get() == 3);
        fork_and_wait([&] { return is_python ? os_fork() : py::fork(); },
                      [&] {
                          check(ends_with<py::interpreter_closed>(pending));
                          check(add(2, 3).get() == 5);
                          check(python.stop().finalised);
                      });
        check(add(3, 4).get() == 7);
        check(!pending.is_ready());
        pending.cancel();
        check(ends_with<py::cancelled_error>(pending));
    }
}
