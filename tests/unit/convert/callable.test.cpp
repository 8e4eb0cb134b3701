// SPDX-License-Identifier: MIT
// Tests of pyhost/convert/callable.hpp inside containers; callables alone are in expose.test.cpp.
#include <support/values.hpp>

#include <pyhost/convert/callable.hpp>
#include <pyhost/convert/mapping.hpp>
#include <pyhost/convert/sequence.hpp>
#include <pyhost/convert/tuple.hpp>
#include <pyhost/convert/variant.hpp>
#include <pyhost/counters.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <functional>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace py = pyhost;
using count = std::function<int(const std::string&)>;

TEST_CASE("callables are items of sequences, maps, tuples and variants")
{
    const py::gil_guard gil;
    CHECK(py::eval("{'a': len}").cast<std::map<std::string, count>>().at("a")("abc") == 3);
    CHECK(py::eval("[len, None]").cast<std::vector<count>>().front()("abc") == 3);
    CHECK(std::get<1>(py::eval("(1, len)").cast<std::tuple<int, count>>())("abc") == 3);
    using choice = std::variant<int, count>;
    CHECK(std::get<count>(py::eval("len").cast<choice>())("abc") == 3);
    CHECK(std::get<int>(py::eval("5").cast<choice>()) == 5);
    CHECK_THROWS_AS(py::eval("'a'").cast<choice>(), py::type_error);
    CHECK_THROWS_AS((py::eval("{'a': 1}").cast<std::map<std::string, count>>()), py::type_error);
}

TEST_CASE("callables of C++ go to Python inside containers")
{
    const py::gil_guard gil;
    const std::map<std::string, std::function<int(int)>> table{{"twice", [](int n) { return 2 * n; }}, {"none", nullptr}};
    const py::object to = py::to_python(table);
    CHECK(to["twice"](4).cast<int>() == 8);
    CHECK(to["none"].is_none());
    using choice = std::variant<int, std::function<int(int)>>;
    CHECK(py::to_python(choice{table.at("twice")})(4).cast<int>() == 8);
}

namespace {

/// As std::function_ref: it refers to a callable.
template <class Signature>
class reference_to_callable;
template <class R, class... A>
class reference_to_callable<R(A...)> {
public:
    reference_to_callable() = default;
    template <class F>
    reference_to_callable(F&& f)  // NOLINT(google-explicit-constructor,bugprone-forwarding-reference-overload): as the standard's
        : target_{&f},
          call_{[](const void* target, A... args) -> R { return (*static_cast<const std::remove_reference_t<F>*>(target))(args...); }}
    {
    }
    R operator()(A... args) const { return call_(target_, args...); }

private:
    const void* target_ = nullptr;
    R (*call_)(const void*, A...) = nullptr;
};

struct counts_on_lvalues {
    int operator()(int n) const& { return n + 1; }
};
struct changes_on_lvalues {
    int seen = 0;
    int operator()(int n) & noexcept { return seen += n; }
};

int twice(int n) noexcept { return 2 * n; }
int thrice(int n) { return 3 * n; }
long wide(long n) { return n; }

}  // namespace

TEST_CASE("a function pointer comes back from Python as itself, and never as another function")
{
    const py::gil_guard gil;
    using pointer = int (*)(int);
    using quiet_pointer = int (*)(int) noexcept;
    const py::object f = py::to_python(&thrice), quiet = py::to_python(&twice);
    CHECK(f(5).cast<int>() == 15);
    CHECK(f.cast<pointer>() == &thrice);
    CHECK(quiet.cast<quiet_pointer>() == &twice);
    CHECK(py::list::of(f, py::none{}).cast<std::vector<pointer>>() == std::vector<pointer>{&thrice, nullptr});
    CHECK(py::to_python(pointer{nullptr}).is_none());
    CHECK(py::to_python(std::vector<pointer>{nullptr})[0].is_none());
    CHECK(std::get<pointer>(f.cast<std::variant<pointer, std::function<int(int)>>>()) == &thrice);
    CHECK(std::get<1>(py::eval("len").cast<std::variant<pointer, std::function<int(int)>>>()) != nullptr);

    const auto refused = [](const py::object& o) PYHOST_NEEDS_GIL { return py::try_cast<pointer>(o).error().message(); };
    const std::string expected =
        "expected int (*)(int) (a function of C++ of this type; take a std::function for any other callable), got ";
    CHECK(refused(py::eval("lambda n: n")) == expected + "function");
    CHECK(refused(py::eval("len")) == expected + "builtin_function_or_method");
    CHECK(refused(py::eval("[].append")) == expected + "builtin_function_or_method");
    CHECK(refused(quiet) == expected + "builtin_function_or_method");
    CHECK(refused(py::to_python(&wide)) == expected + "builtin_function_or_method");
    CHECK(refused(py::to_python([](int n) { return n; })) == expected + "builtin_function_or_method");
    CHECK(refused(py::eval("7")) == expected + "int 7");
    CHECK(py::try_cast<quiet_pointer>(f).error().message().starts_with("expected int (*)(int) noexcept (a function"));
    CHECK(py::try_cast<std::string (*)(const std::string&)>(f).error().message().starts_with(
        "expected std::string (*)(const std::string&) (a function"));
}

TEST_CASE("a wrapper that only refers to a callable is not made from Python")
{
    CHECK(py::detail::loads<std::function<int(int)>>);
    CHECK_FALSE(py::detail::loads<reference_to_callable<int(int)>>);
    CHECK(py::detail::stores<std::function<int(int)>>);
    CHECK_FALSE(py::detail::stores<reference_to_callable<int(int)>>);
}

TEST_CASE("functions by name and call operators for lvalues are callables in Python")
{
    const py::gil_guard gil;
    CHECK(py::to_python(twice)(5).cast<int>() == 10);
    CHECK(py::to_python(thrice)(5).cast<int>() == 15);
    CHECK(py::to_python(counts_on_lvalues{})(5).cast<int>() == 6);
    const py::object sum = py::to_python(changes_on_lvalues{});
    CHECK(sum(5).cast<int>() == 5);
    CHECK(sum(5).cast<int>() == 10);
}

TEST_CASE("a function pointer is named as it is written, whatever its result is")
{
    const py::gil_guard gil;
    using maker = std::function<int(int)> (*)(const std::string&);
    CHECK(py::try_cast<maker>(py::eval("len")).error().message().starts_with("expected std::function<int(int)> (*)(const std::string&) ("));
}

TEST_CASE("what Python code makes of the type of a callable is not counted as one")
{
    const py::gil_guard gil;
    const py::object f = py::to_python([](int n) { return n; });
    const auto before = py::counters().callables;
    py::exec("def make(f):\n"
             "    for i in range(10): type(f.__self__)('made')\n",
             py::eval("globals()").cast<py::dict>());
    py::eval("make")(f);
    CHECK(py::counters().callables == before);
}

TEST_CASE("the path to a bad value in an argument goes on behind the argument")
{
    const py::gil_guard gil;
    const py::object f = py::to_python([](int, const std::vector<std::map<std::string, int>>&) {});
    try {
        f(1, py::eval("[{}, {'a': 'x'}]"));
        FAIL("it was to be refused");
    } catch (const py::type_error& e) {
        CHECK(e.message() == "expected int, got str 'x' at argument 2[1]['a'] of callable()");
    }
}
