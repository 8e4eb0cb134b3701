// SPDX-License-Identifier: MIT
// Memory that C++ and Python share, over the end of the interpreter and beside it.
#include <support/lifecycle.hpp>

#include <pyhost/buffer.hpp>
#include <pyhost/pyhost.hpp>

#include <atomic>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

namespace py = pyhost;
using support::check;

namespace {

py::buffer_view<const char> static_view;

/// Counts the arrays that are destroyed.
struct counting_deleter {
    std::atomic<int>* count;
    void operator()(int* p) const
    {
        ++*count;
        delete[] p;
    }
};

py::object counted(std::atomic<int>& count) PYHOST_NEEDS_GIL
{
    return py::to_buffer(std::unique_ptr<int[], counting_deleter>{new int[3]{1, 2, 3}, {&count}}, {3});
}

}  // namespace

LIFECYCLE_CASE(views_outlive_the_interpreter)
{
    py::buffer_view<const char> dropped_first, dropped_late;
    py::array_view<const char, 1> array;
    py::dlpack_view<int, 1> tensor;
    std::atomic<int> destroyed = 0;
    {
        py::interpreter python;
        const py::gil_guard gil;
        dropped_first = py::buffer_view<const char>{py::eval("b'first'")};
        dropped_late = py::buffer_view<const char>{py::eval("bytearray(b'late')")};
        array = py::array_view<const char, 1>{py::eval("b'array'")};
        tensor = py::dlpack_view<int, 1>{counted(destroyed)};
        static_view = py::buffer_view<const char>{py::eval("b'static'")};
        check(py::counters().views == 5);
    }
    dropped_first = {};
    check(py::counters().views == 4);
    py::interpreter python;
    const py::gil_guard gil;
    dropped_late = {};
    array = {};
    tensor = {};
    check(py::eval("len(bytearray(b'alive'))").cast<int>() == 5);
    check(py::counters().views == 1);
    check(destroyed == 0);  // what gives it back is gone with its interpreter
}

LIFECYCLE_CASE(memory_that_python_keeps_is_destroyed_once)
{
    std::atomic<int> destroyed = 0;
    {
        py::interpreter python;
        const py::gil_guard gil;
        py::import_module("__main__").attr("kept") = counted(destroyed);
        py::exec("view = memoryview(kept)\nimport sys\nsys.hidden = kept");
        check(destroyed == 0);
    }
    check(destroyed == 1);
    check(py::counters().exports == 0);
}

LIFECYCLE_CASE(a_view_dropped_without_the_gil_is_released_at_the_end)
{
    std::atomic<int> destroyed = 0;
    {
        py::interpreter python;
        py::buffer_view<int> view;
        {
            const py::gil_guard gil;
            view = py::buffer_view<int>{counted(destroyed)};
        }
        std::thread{[moved = std::move(view)] {}}.join();
    }
    check(destroyed == 1);
    check(py::counters().deferred == 0);
}

LIFECYCLE_CASE(views_are_taken_and_dropped_while_the_interpreter_ends)
{
    std::atomic<bool> ends = false;
    std::atomic<int> taken = 0;
    std::vector<std::thread> threads;
    {
        py::interpreter python;
        {
            const py::gil_guard gil;
            py::exec("held = bytearray(b'abc')");
        }
        for (int i = 0; i < 8; ++i)
            threads.emplace_back([&] {
                try {
                    while (!ends) {
                        py::buffer_view<const char> view;
                        {
                            const py::gil_guard gil;
                            view = py::buffer_view<const char>{py::eval("held")};
                            ++taken;
                        }
                        check(view[2] == 'c');  // and it is dropped without the GIL
                    }
                } catch (const py::interpreter_closed&) {
                }
            });
        while (taken < 100) std::this_thread::yield();
    }
    ends = true;
    for (std::thread& thread : threads) thread.join();
    check(py::counters().views == 0);
}
