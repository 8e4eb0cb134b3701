// SPDX-License-Identifier: MIT
// Every allocation of CPython may fail where memory is shared, both ways, and none leaves memory behind.
#include <support/lifecycle.hpp>
#include <support/memory_limit.hpp>

#include <pyhost/buffer.hpp>
#include <pyhost/items.hpp>
#include <pyhost/pyhost.hpp>

#include <new>
#include <string>
#include <vector>

namespace py = pyhost;
using namespace py::literals;
using support::check;

namespace {

/// The values are made before: after a refused allocation the parser of CPython 3.11 itself crashes.
template <class F>
void refuse(const char* expression, F with)
{
    py::interpreter python;
    const py::gil_guard gil;
    const py::object values = py::eval(expression);
    const auto f = [&]() PYHOST_NEEDS_GIL { with(values); };
    support::refuse_each(f);
    support::refuse_all_from_each(f);
    check(py::counters().views == 0);
    check(py::counters().exports == 0);
}

}  // namespace

LIFECYCLE_CASE(every_allocation_of_a_view_may_fail)
{
    refuse("(memoryview(bytearray(b'12345678')).cast('d'), b'123')", [](const py::object& values) PYHOST_NEEDS_GIL {
        const py::object good = values[0], bad = values[1];
        check(py::buffer_view<double>{good}.size() == 1);
        check(py::array_view<double, 1>{good}.size() == 1);
        const py::result<py::buffer_view<double>> refused = py::try_cast<py::buffer_view<double>>(bad);
        check(!refused.has_value());
        if (!refused.error().is("TypeError")) throw std::bad_alloc{};
    });
}

LIFECYCLE_CASE(every_allocation_of_given_memory_may_fail)
{
    refuse("None", [](const py::object&) PYHOST_NEEDS_GIL {
        const py::object memory = py::to_buffer(std::vector<int>{1, 2, 3, 4}, {2, 2});
        check(py::dlpack_view<int, 2>{memory}(1, 1) == 4);
        check(py::buffer_view<int>{memory}[3] == 4);
    });
}

LIFECYCLE_CASE(every_allocation_of_an_arrow_array_may_fail)
{
    refuse("None", [](const py::object&) PYHOST_NEEDS_GIL {
        py::arrow_batch batch;
        batch.add("x", std::vector<double>{1, 2}).add("s", std::vector<std::string>{"a", "b"});
        check(py::arrow_array{batch.to_python()}.column("s").text(1) == "b");
    });
}

LIFECYCLE_CASE(every_allocation_of_an_item_of_a_loop_may_fail)
{
    refuse("{'a': 1000, 'b': 2000}", [](const py::object& d) PYHOST_NEEDS_GIL {
        int sum = 0;
        for (auto [name, n] : py::items<std::string, int>(d)) sum += n;
        check(sum == 3000);
    });
}
