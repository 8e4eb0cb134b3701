// SPDX-License-Identifier: MIT
// Every allocation of CPython may fail in the families beyond numbers, text and containers, both ways, and none leaves memory behind.
#include <support/families.hpp>
#include <support/growth.hpp>
#include <support/lifecycle.hpp>
#include <support/memory_limit.hpp>

#include <pyhost/convert/callable.hpp>
#include <pyhost/convert/mapping.hpp>
#include <pyhost/convert/range.hpp>
#include <pyhost/convert/result.hpp>
#include <pyhost/convert/sequence.hpp>
#include <pyhost/convert/variant.hpp>
#include <pyhost/interpreter.hpp>

#include <map>
#include <ranges>
#include <vector>

namespace py = pyhost;
using namespace py::literals;
using support::check;

namespace {

/// A value of each family, as an element, an alternative and a mapped value; and one that is refused.
template <class T>
void convert(const py::object& good, const py::object& bad) PYHOST_NEEDS_GIL
{
    const auto values = py::list::of(good, good).cast<std::vector<T>>();
    check(py::len(py::to_python(values)) == 2);
    check(py::dict::of("a"_a = good).template cast<std::map<std::string, T>>().size() == 1);
    check(good.cast<std::variant<std::monostate, T>>().index() == 1);
    check(!py::try_cast<T>(bad).has_value());
}

/// Whether what `sweep` refuses leaves less behind than one block for each allocation: once in five times, since caches take some now and
/// then, and a leak some each time. The first time makes what is made once.
template <class Sweep>
void check_blocks(const Sweep& sweep) PYHOST_NEEDS_GIL
{
    sweep();
    for (int i = 0; i < 5; ++i) {
        const long long before = support::live_references();
        sweep();
        if (support::live_references() - before < support::allowed_growth) return;
    }
    check(false);
}

int cube(int n) { return n * n * n; }

enum class runs { python_code, no_python_code };

template <class... T>
void refuse_in(runs what)
{
    py::interpreter python;
    const py::gil_guard gil;
    support::define_families();
    const auto one = [what]<class Family>(std::type_identity<Family>) PYHOST_NEEDS_GIL {
        constexpr support::family_row row = support::row_of<Family>;
        const py::object good = py::eval(row.good), bad = py::eval(row.bad);
        const auto all = [&]() PYHOST_NEEDS_GIL { convert<Family>(good, bad); };
        check_blocks([&]() PYHOST_NEEDS_GIL {
            support::refuse_each(all);
            if (what == runs::no_python_code) support::refuse_all_from_each(all);
        });
    };
    (one(std::type_identity<T>{}), ...);
}

}  // namespace

LIFECYCLE_CASE(every_allocation_of_a_wide_number_may_fail)
{
    refuse_in<support::int128, support::uint128, long double, std::complex<float>, std::complex<double>, std::complex<long double>,
              py::big_int, py::decimal>(runs::no_python_code);
}

LIFECYCLE_CASE(every_allocation_of_a_time_may_fail)
{
    using namespace std::chrono;
    refuse_in<seconds, duration<double>, sys_time<microseconds>, local_time<microseconds>, year_month_day, hh_mm_ss<microseconds>,
              py::timedelta>(runs::no_python_code);
}

LIFECYCLE_CASE(every_allocation_of_wide_text_may_fail)
{
    refuse_in<std::u8string, std::u16string, std::u32string, std::wstring, char16_t, char32_t>(runs::no_python_code);
}

LIFECYCLE_CASE(every_allocation_behind_a_pointer_may_fail)
{
    refuse_in<std::unique_ptr<int>, std::shared_ptr<std::string>>(runs::no_python_code);
}

LIFECYCLE_CASE(every_allocation_of_what_python_code_makes_may_fail)
{
    refuse_in<std::filesystem::path, py::fraction, py::uuid>(runs::python_code);
}

LIFECYCLE_CASE(every_allocation_of_a_record_or_an_enum_may_fail)
{
    refuse_in<support::place, support::shade, support::rights>(runs::python_code);
}

LIFECYCLE_CASE(every_allocation_of_records_that_nest_may_fail)
{
    py::interpreter python;
    const py::gil_guard gil;
    py::exec("chain = None\n"
             "for value in range(1000, 1100): chain = {'value': value, 'next': chain}\n");  // CPython 3.14 keeps up to 80 dicts for reuse
    const py::object chain = py::eval("chain");
    check_blocks([&]() PYHOST_NEEDS_GIL {
        const auto both_ways = [&]() PYHOST_NEEDS_GIL { check(py::to_python(chain.cast<support::chain>()) == chain); };
        support::refuse_each(both_ways);
        support::refuse_all_from_each(both_ways);
    });
}

LIFECYCLE_CASE(every_allocation_of_a_result_a_range_or_a_function_pointer_may_fail)
{
    py::interpreter python;
    const py::gil_guard gil;
    const py::object items = py::list::of(1000, "a", 2000);
    const auto all = [&]() PYHOST_NEEDS_GIL {
        const auto loaded = items.cast<std::vector<py::result<int>>>();
        check(loaded.size() == 3 && !loaded[1].has_value());
        check(py::len(py::to_python(std::views::iota(1000, 1003))) == 3);
        const py::object function = py::to_python(&cube);
        check(function.cast<int (*)(int)>() == &cube);
        try {
            static_cast<void>(py::to_python(loaded));
            check(false);
        } catch (const py::type_error&) {
        }
    };
    check_blocks([&]() PYHOST_NEEDS_GIL {
        support::refuse_each(all);
        support::refuse_all_from_each(all);
    });
}
