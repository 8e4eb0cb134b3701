// SPDX-License-Identifier: MIT
// Every allocation of CPython may fail: an operation is repeated while one of them, or all from one on, are refused.
#include <support/lifecycle.hpp>
#include <support/memory_limit.hpp>

#include <pyhost/expose.hpp>
#include <pyhost/pyhost.hpp>

#include <cstdio>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace py = pyhost;
using namespace py::literals;
using support::check;
using support::refuse_all_from_each;
using support::refuse_each;

namespace {

template <class F>
void with_python(F f)
{
    py::interpreter python;
    const py::gil_guard gil;
    refuse_each(f);
    refuse_all_from_each(f);
}

}  // namespace

LIFECYCLE_CASE(every_allocation_of_a_conversion_may_fail)
{
    with_python([]() PYHOST_NEEDS_GIL {
        using rows = std::map<std::string, std::vector<std::tuple<int, double>>>;
        const rows values{{"a", {{1, 2.5}, {1 << 30, 1e300}}}, {"b", {}}};
        check(py::to_python(values).cast<rows>() == values);
    });
}

LIFECYCLE_CASE(every_allocation_of_a_failing_conversion_may_fail)
{
    with_python([]() PYHOST_NEEDS_GIL {
        const py::list values = py::list::of(1000, "text", 2.5);
        check(!py::try_cast<std::vector<int>>(values).has_value());
    });
}

LIFECYCLE_CASE(every_allocation_of_a_call_may_fail)
{
    with_python([]() PYHOST_NEEDS_GIL {
        const py::function<int(std::string, int)> parse{"builtins", "int"};
        check(parse("1000000", 10) == 1000000);
        check(py::import_module("builtins").attr("dict")("key"_a = 1000, "other"_a = 2000).cast<std::map<std::string, int>>().size() == 2);
        check(py::str{"some text"}.attr("split")().cast<std::vector<std::string>>().size() == 2);
    });
}

LIFECYCLE_CASE(every_allocation_of_a_callback_may_fail)
{
    with_python([]() PYHOST_NEEDS_GIL {
        const py::object callback = py::expose([](const std::vector<int>& values) { return std::vector<double>(values.size(), 1e10); });
        check(py::len(callback(std::vector<int>{1000, 2000})) == 2);
    });
}

// Not the text: making it runs Python's traceback module, in which CPython 3.12 itself crashes (funcobject.c).
LIFECYCLE_CASE(every_allocation_of_an_error_may_fail)
{
    with_python([]() PYHOST_NEEDS_GIL {
        const auto refuse_unless = [](bool condition) {
            if (!condition) throw std::bad_alloc{};
        };
        std::optional<py::error> kept;
        try {
            static_cast<void>(py::import_module("builtins").attr("int")("abc"));
        } catch (const py::error& e) {
            kept = e;
        }
        refuse_unless(kept->is(py::handle{PyExc_ValueError}));
        const py::object again = py::expose([&] { kept->raise(); });
        const py::result<int> first = py::try_call<int>(again);
        refuse_unless(first.error().value().is(kept->value()));
        const py::object throwing = py::expose([] { throw py::key_error{"made in C++"}; });
        const py::result<int> second = py::try_call<int>(throwing);
        refuse_unless(second.error().is(py::handle{PyExc_KeyError}));
    });
}
