// SPDX-License-Identifier: MIT
// Tests of pyhost/convert/result.hpp; std::expected where the standard library has it.
#include <support/growth.hpp>
#include <support/values.hpp>

#include <pyhost/convert/mapping.hpp>
#include <pyhost/convert/optional.hpp>
#include <pyhost/convert/pointer.hpp>
#include <pyhost/convert/record.hpp>
#include <pyhost/convert/result.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <map>
#include <memory>
#include <string>
#include <system_error>
#include <tuple>
#include <vector>

namespace py = pyhost;
using support::growth;

namespace {

template <class T>
struct as_result {
    using type = py::result<T>;
};
#if defined(__cpp_lib_expected)
template <class T>
struct as_expected {
    using type = std::expected<T, py::error>;
};
using both = std::tuple<as_result<int>, as_expected<int>>;
#else
using both = std::tuple<as_result<int>>;
#endif

struct row {
    std::string name;
    std::optional<py::result<int>> age;
};
PYHOST_FIELDS(row, name, age)

template <class T>
std::string error_of(const T& value) PYHOST_NEEDS_GIL
{
    try {
        return "no error, but " + py::repr(py::to_python(value));
    } catch (const py::error& e) {
        return e.type_name() + ": " + e.message();
    }
}

}  // namespace

TEMPLATE_LIST_TEST_CASE("a container of results has all that converts, and a reason for each item that does not", "", both)
{
    using either = typename TestType::type;
    const py::gil_guard gil;
    support::define_hostile_objects();
    const auto items = py::eval("[1, 'a', 2**40, Raises(), Index(5)]").cast<std::vector<either>>();
    REQUIRE(items.size() == 5);
    CHECK(items[0].value() == 1);
    CHECK(items[1].error().message() == "expected int, got str 'a'");
    CHECK(items[2].error().is("OverflowError"));
    CHECK(items[3].error().message() == "'boom'");
    CHECK(items[4].value() == 5);
    const auto nested = py::eval("{'a': [1, 'x']}").cast<std::map<std::string, std::vector<either>>>();
    CHECK_FALSE(nested.at("a")[1].has_value());
    CHECK_THROWS_AS(py::eval("'abc'").cast<std::vector<either>>(), py::type_error);
}

TEMPLATE_LIST_TEST_CASE("a result goes to Python as its value, and its error is raised there", "", both)
{
    using either = typename TestType::type;
    const py::gil_guard gil;
    CHECK(py::repr(py::to_python(py::eval("7").cast<either>())) == "7");
    const auto refused = py::eval("'a'").cast<either>();
    CHECK(error_of(refused) == "TypeError: expected int, got str 'a'");
    CHECK(error_of(std::vector{py::eval("7").cast<either>(), refused}) == "TypeError: expected int, got str 'a'");
    const py::object function =
        py::to_python([&](const std::string& text) PYHOST_NEEDS_GIL -> either { return py::eval("int")(text).template cast<either>(); });
    CHECK(function("12").cast<int>() == 12);
    const py::object own = py::to_python([](const py::object& f) PYHOST_NEEDS_GIL -> py::result<int> { return py::try_call<int>(f); });
    CHECK(own(py::eval("lambda: 5")).cast<int>() == 5);
    CHECK_THROWS_AS(own(py::eval("lambda: {}['x']")), py::key_error);
}

TEST_CASE("a result is a field, an optional and an alternative as any other type")
{
    const py::gil_guard gil;
    const auto good = py::eval("{'name': 'Ada', 'age': 36}").cast<row>(), bad = py::eval("{'name': 'Bob', 'age': '?'}").cast<row>();
    CHECK(good.age->value() == 36);
    CHECK(bad.age->error().message() == "expected int, got str '?'");
    CHECK(py::repr(py::to_python(good)) == "{'name': 'Ada', 'age': 36}");
    CHECK_FALSE(py::eval("None").cast<std::optional<py::result<int>>>().has_value());
    CHECK(py::function<py::result<int>(std::string)>{py::eval("len")}("abc").value() == 3);
    CHECK(py::to_python(py::result<void>{}).is_none());
}

TEMPLATE_LIST_TEST_CASE("what ends a program, and short memory, is no reason of an item", "", both)
{
    using either = typename TestType::type;
    const py::gil_guard gil;
    py::exec("class Ends:\n"
             "    def __init__(self, by): self.by = by\n"
             "    def __index__(self): raise self.by\n");
    for (const char* passes : {"KeyboardInterrupt", "SystemExit", "GeneratorExit", "MemoryError"}) {
        INFO(passes);
        const py::object items = py::eval("lambda name: [1, Ends(getattr(__import__('builtins'), name)())]")(passes);
        const auto all = py::try_cast<std::vector<either>>(items);
        REQUIRE_FALSE(all.has_value());
        CHECK(all.error().is(passes));
    }
    CHECK(py::eval("[Ends(OSError())]").cast<std::vector<either>>()[0].error().is("OSError"));
}

TEST_CASE("results leak no references")
{
    const py::gil_guard gil;
    py::exec("class Stops:\n"
             "    def __index__(self): raise KeyboardInterrupt\n");
    const py::object stopped = py::eval("[1, Stops()]");
    CHECK(growth([&]() PYHOST_NEEDS_GIL { static_cast<void>(py::try_cast<std::vector<py::result<int>>>(stopped)); }) <
          support::allowed_growth);
    const py::object items = py::eval("[1, 'a', 2.5]");
    CHECK(growth([&]() PYHOST_NEEDS_GIL {
              for (const auto& one : items.cast<std::vector<py::result<int>>>()) static_cast<void>(error_of(one));
          }) < support::allowed_growth);
}

#if defined(__cpp_lib_expected)
TEST_CASE("any error of std::expected that can be thrown is raised in Python")
{
    const py::gil_guard gil;
    using namespace std::string_literals;
    using std::unexpect;
    CHECK(error_of(std::expected<int, std::string>{4}) == "no error, but 4");
    CHECK(error_of(std::expected<int, std::string>{unexpect, "no more"}) == "RuntimeError: no more");
    CHECK(error_of(std::expected<void, const char*>{unexpect, "no more"}) == "RuntimeError: no more");
    CHECK(error_of(std::expected<void, std::string>{}) == "no error, but None");
    CHECK(error_of(std::expected<int, std::out_of_range>{unexpect, "far"}) == "IndexError: far");
    CHECK(error_of(std::expected<int, std::string_view>{unexpect, "no more"}) == "RuntimeError: no more");
    struct as_text {
        operator std::string() const { return "as text"; }  // NOLINT(google-explicit-constructor)
    };
    CHECK(error_of(std::expected<int, as_text>{unexpect}) == "RuntimeError: as text");
    CHECK(error_of(std::expected<int, const char*>{unexpect, nullptr}) == "RuntimeError: an error without a text");
    const auto condition = std::make_error_condition(std::errc::permission_denied);
    CHECK(error_of(std::expected<int, std::error_condition>{unexpect, condition}).starts_with("PermissionError: [Errno 13]"));
    const std::expected<int, std::string> failed{unexpect, "no more"};
    CHECK(growth([&]() PYHOST_NEEDS_GIL { static_cast<void>(error_of(failed)); }) < support::allowed_growth);
    const auto missing = std::make_error_code(std::errc::no_such_file_or_directory);
    CHECK(error_of(std::expected<int, std::error_code>{unexpect, missing}).starts_with("FileNotFoundError: [Errno 2]"));
}

TEST_CASE("a result is a std::expected where that exists")
{
    const py::gil_guard gil;
    CHECK(py::try_cast<int>(py::eval("5")).to_expected() == 5);
    CHECK(py::try_cast<int>(py::eval("'a'")).to_expected().error().is("TypeError"));
    CHECK(py::result<void>{}.to_expected().has_value());
    CHECK(*py::eval("5").cast<std::expected<std::unique_ptr<int>, py::error>>().value() == 5);
    CHECK(py::eval("'a'").cast<std::expected<void, py::error>>().has_value());
}
#endif
