// SPDX-License-Identifier: MIT
// Every allocation of CPython may fail: an operation is repeated while one of them, or all from one on, are refused.
#include <support/lifecycle.hpp>

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

namespace {

/// CPython's own hook for it, where this CPython has its test modules.
class memory_limit {
public:
    memory_limit() PYHOST_NEEDS_GIL
    {
        const py::object module = py::import_module("_testcapi");
        set_ = module.attr("set_nomemory");
        remove_ = module.attr("remove_mem_hooks");
    }

    /// Runs `f` while the allocations from `first` to before `last` fail, all after `first` when that is 0; whether `f` came to its end.
    template <class F>
    bool run(int first, int last, F f) const PYHOST_NEEDS_GIL
    {
        const py::object from = py::to_python(first), to = py::to_python(last);
        PyObject* const arguments[] = {from.ptr(), to.ptr()};
        bool is_done = false;
        Py_DECREF(PyObject_Vectorcall(set_.ptr(), arguments, 2, nullptr));
        try {
            f();
            is_done = true;
        } catch (const std::bad_alloc&) {
        } catch (const py::error&) {  // MemoryError, or what Python code makes of it
        }
        Py_DECREF(PyObject_CallNoArgs(remove_.ptr()));
        check(PyErr_Occurred() == nullptr);
        check(py::is_attached());
        return is_done;
    }

private:
    py::object set_;
    py::object remove_;
};

/// Repeats `f` while its first allocation is refused, then its second, and so on.
template <class F>
void refuse_each(F f) PYHOST_NEEDS_GIL
{
    constexpr int most = 400;
    const memory_limit limit;
    f();  // what is made once is made now
    int refused = 0;
    for (int at = 0; at < most; ++at) refused += limit.run(at, at + 1, f) ? 0 : 1;
    check(refused > 0);
    f();
}

/// Grants `f` no, one, two ... allocations, until it comes to its end.
///
/// Not for what runs Python code: an exception handler of CPython 3.12 and 3.13 tries for ever (ceval.c: exception_unwind).
template <class F>
void refuse_all_from_each(F f) PYHOST_NEEDS_GIL
{
    const memory_limit limit;
    f();
    int granted = 0;
    while (!limit.run(granted, 0, f)) check(++granted < 2000);
    check(granted > 0);
    f();
}

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
