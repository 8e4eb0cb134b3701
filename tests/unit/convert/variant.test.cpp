// SPDX-License-Identifier: MIT
// Tests of pyhost/convert/variant.hpp.
#include <support/values.hpp>

#include <pyhost/convert/bytes.hpp>
#include <pyhost/convert/chrono.hpp>
#include <pyhost/convert/enum.hpp>
#include <pyhost/convert/mapping.hpp>
#include <pyhost/convert/optional.hpp>
#include <pyhost/convert/path.hpp>
#include <pyhost/convert/record.hpp>
#include <pyhost/convert/sequence.hpp>
#include <pyhost/convert/set.hpp>
#include <pyhost/convert/tuple.hpp>
#include <pyhost/convert/variant.hpp>
#include <pyhost/types/callable.hpp>
#include <pyhost/types/dict.hpp>
#include <pyhost/types/list.hpp>
#include <pyhost/types/none.hpp>
#include <pyhost/types/slice.hpp>
#include <pyhost/types/str.hpp>
#include <pyhost/values/decimal.hpp>
#include <pyhost/values/fraction.hpp>
#include <pyhost/values/timedelta.hpp>
#include <pyhost/values/uuid.hpp>

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <filesystem>
#include <map>
#include <set>
#include <stdexcept>
#include <vector>

namespace py = pyhost;
using support::through;

namespace {

template <class V>
std::size_t index_of(std::string_view expression) PYHOST_NEEDS_GIL
{
    return py::eval(expression).cast<V>().index();
}

struct throws_when_moved {
    throws_when_moved() = default;
    throws_when_moved(const throws_when_moved&) { throw std::runtime_error("moved"); }
    throws_when_moved& operator=(const throws_when_moved&) = default;
};

}  // namespace

TEST_CASE("a variant takes first the alternative whose Python type is exactly the value's")
{
    const py::gil_guard gil;
    using scalar = std::variant<double, int, bool, std::string, std::monostate>;
    CHECK(index_of<scalar>("1.0") == 0);
    CHECK(index_of<scalar>("1") == 1);
    CHECK(index_of<scalar>("True") == 2);
    CHECK(index_of<scalar>("'1'") == 3);
    CHECK(index_of<scalar>("None") == 4);
    using container = std::variant<std::vector<int>, std::tuple<int, int>, std::map<int, int>, std::set<int>, std::vector<std::byte>>;
    CHECK(index_of<container>("[1, 2]") == 0);
    CHECK(index_of<container>("(1, 2)") == 1);
    CHECK(index_of<container>("{1: 2}") == 2);
    CHECK(index_of<container>("{1}") == 3);
    CHECK(index_of<container>("b'a'") == 4);
    using python = std::variant<py::object, int, py::dict>;
    CHECK(index_of<python>("5") == 1);
    CHECK(index_of<python>("{}") == 2);
    CHECK(index_of<python>("[]") == 0);
}

TEST_CASE("the types over object are exact for their own Python type, not for one of that name")
{
    const py::gil_guard gil;
    py::exec("class list(list): pass\nclass callable(int): pass\nnamed_list, named_callable = list([1]), callable(1)\ndel list, callable");
    CHECK(index_of<std::variant<std::optional<py::object>, py::none>>("None") == 0);
    CHECK(index_of<std::variant<py::object, py::none>>("None") == 1);
    CHECK(index_of<std::variant<std::vector<int>, py::list>>("named_list") == 0);
    CHECK(index_of<std::variant<py::object, py::list>>("named_list") == 0);
    CHECK(index_of<std::variant<py::object, py::list>>("[]") == 1);
    CHECK(index_of<std::variant<py::object, py::tuple>>("()") == 1);
    CHECK(index_of<std::variant<py::object, py::dict>>("{}") == 1);
    CHECK(index_of<std::variant<py::object, py::set>>("set()") == 1);
    CHECK(index_of<std::variant<py::object, py::str>>("''") == 1);
    CHECK(index_of<std::variant<py::object, py::bytes>>("b''") == 1);
    CHECK(index_of<std::variant<py::object, py::slice>>("slice(1)") == 1);
    CHECK(index_of<std::variant<py::object, py::module>>("__import__('sys')") == 1);
    CHECK(index_of<std::variant<py::object, py::type>>("int") == 1);
    CHECK(index_of<std::variant<long, py::callable>>("named_callable") == 0);
    CHECK(index_of<std::variant<long, py::callable>>("len") == 1);
}

namespace {

struct corner {
    double x;
    double y;
};
PYHOST_FIELDS(corner, x, y)
PYHOST_CLASS(corner, "exact_classes.Corner")

struct entry {
    double x;
};
PYHOST_FIELDS(entry, x)

enum class rank { low = 1, high = 2 };
PYHOST_ENUM(rank, low, high)
PYHOST_CLASS(rank, "exact_classes.Rank")

}  // namespace

TEST_CASE("a value of a class of its own is exact, although a number would take it")
{
    const py::gil_guard gil;
    py::exec("import datetime, decimal, fractions, pathlib, sys, types, uuid\n"
             "class Half(fractions.Fraction): pass\n"
             "exact_classes = sys.modules['exact_classes'] = types.ModuleType('exact_classes')\n"
             "exec('import dataclasses, enum\\n'\n"
             "     '@dataclasses.dataclass\\nclass Corner:\\n x: float\\n y: float\\n'\n"
             "     'class Rank(enum.IntFlag):\\n low = 1\\n high = 2\\n', exact_classes.__dict__)\n");
    CHECK(index_of<std::variant<double, py::decimal>>("decimal.Decimal('0.1')") == 1);
    CHECK(index_of<std::variant<double, py::fraction>>("fractions.Fraction(1, 3)") == 1);
    CHECK(index_of<std::variant<double, py::fraction>>("Half(1, 3)") == 0);  // of another class: the first that converts
    CHECK(index_of<std::variant<double, std::optional<py::fraction>>>("fractions.Fraction(1, 3)") == 1);
    CHECK(index_of<std::variant<double, std::variant<int, py::decimal>>>("decimal.Decimal(1)") == 1);
    CHECK(index_of<std::variant<int, rank>>("exact_classes.Rank.low") == 1);
    CHECK(index_of<std::variant<int, rank>>("exact_classes.Rank.low | exact_classes.Rank.high") == 1);
    CHECK(index_of<std::variant<int, rank>>("1") == 0);
    CHECK(index_of<std::variant<entry, corner>>("exact_classes.Corner(1, 2)") == 1);
    CHECK(index_of<std::variant<entry, std::map<std::string, int>>>("{'x': 1}") == 0);  // both become a dict, so in order
    CHECK(index_of<std::variant<entry, std::map<std::string, int>>>("{'y': 1}") == 1);
    CHECK(index_of<std::variant<py::object, py::uuid>>("uuid.UUID(int=1)") == 1);
    CHECK(index_of<std::variant<py::object, std::filesystem::path>>("pathlib.Path('a')") == 1);
    CHECK(index_of<std::variant<py::object, std::chrono::seconds>>("datetime.timedelta(1)") == 1);
    CHECK(index_of<std::variant<py::object, py::timedelta>>("datetime.timedelta(1)") == 1);
    CHECK(index_of<std::variant<py::object, std::chrono::year_month_day>>("datetime.date(2024, 1, 1)") == 1);
    CHECK(index_of<std::variant<py::object, std::chrono::hh_mm_ss<std::chrono::seconds>>>("datetime.time(1)") == 1);
    CHECK(index_of<std::variant<py::object, std::chrono::local_seconds>>("datetime.datetime(2024, 1, 1)") == 1);
    CHECK(index_of<std::variant<py::object, std::chrono::sys_seconds>>("datetime.datetime(2024, 1, 1, tzinfo=datetime.timezone.utc)") == 1);
    CHECK(py::eval("lambda found: found is exact_classes.Rank.low")(
              py::to_python(py::eval("exact_classes.Rank.low").cast<std::variant<int, rank>>()))
              .truth());
}

TEST_CASE("then it takes the first alternative that converts, in order")
{
    const py::gil_guard gil;
    support::define_hostile_objects();
    using scalar = std::variant<std::string, double, int>;
    CHECK(index_of<scalar>("True") == 1);
    CHECK(index_of<scalar>("Index(1)") == 1);
    CHECK(index_of<std::variant<int, double>>("Index(1)") == 0);
    CHECK(index_of<std::variant<int, double>>("2**40") == 1);
    CHECK(index_of<std::variant<signed char, int, long long>>("300") == 1);
    CHECK(index_of<std::variant<std::tuple<int>, std::vector<int>>>("(1, 2)") == 1);
    CHECK(index_of<std::variant<std::vector<int>, std::vector<std::string>>>("['a']") == 1);
    CHECK(index_of<std::variant<int, std::optional<std::string>>>("None") == 1);
    CHECK(index_of<std::variant<double, std::variant<int, std::string>>>("1") == 1);
}

TEST_CASE("a variant that nothing fits is a TypeError")
{
    const py::gil_guard gil;
    using scalar = std::variant<int, std::string>;
    for (const char* other : {"None", "1.5", "[]", "b''"}) CHECK(through<scalar>(other) == "TypeError");
}

TEST_CASE("an error of the object's own ends the search of a variant")
{
    const py::gil_guard gil;
    support::define_hostile_objects();
    CHECK(support::error_of<std::variant<std::string, int, double, py::object>>("Raises()") == "KeyError: 'boom'");
    CHECK(support::error_of<std::variant<std::vector<int>, py::object>>("[1, Raises()]") == "KeyError: 'boom'");
}

TEST_CASE("a variant goes to Python as what it holds")
{
    const py::gil_guard gil;
    using any = std::variant<std::monostate, int, std::vector<std::string>>;
    CHECK(support::to_python(any{}) == "None");
    CHECK(support::to_python(any{5}) == "5");
    CHECK(support::to_python(any{std::vector<std::string>{"a"}}) == "['a']");
}

namespace pyhost {
template <>
struct converter<throws_when_moved> {
    static object to_python(const throws_when_moved&) PYHOST_NEEDS_GIL { return none{}; }
};
}  // namespace pyhost

TEST_CASE("a valueless variant is a ValueError")
{
    const py::gil_guard gil;
    std::variant<int, throws_when_moved> value{1};
    try {
        value.emplace<1>(throws_when_moved{});
    } catch (const std::runtime_error&) {
        CHECK(support::to_python(value) == "ValueError");
    }
    CHECK(value.valueless_by_exception());
}
