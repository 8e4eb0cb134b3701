// SPDX-License-Identifier: MIT
// The full texts of typed functions that fail.
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace py = pyhost;

namespace {

std::string text_of(const py::error& e) { return e.type_name() + ": " + e.message(); }

/// What the call throws; try_call must give the same.
template <class R, class... A>
std::string error_of(const py::function<R(A...)>& f, A... args)
{
    const std::string tried = text_of(f.try_call(args...).error());
    try {
        f(args...);
    } catch (const py::error& e) {
        return text_of(e) == tried ? tried : text_of(e) + " thrown, but given: " + tried;
    }
    return "no error";
}

}  // namespace

TEST_CASE("a result that does not fit names the function that was named, and the way to the element")
{
    {
        const py::gil_guard gil;
        py::module_from_source("messages_test", "def rows(n): return {'rows': [1, 2, 'abc']}\n"
                                                "class shop:\n"
                                                "    @staticmethod\n"
                                                "    def price(n): return 'free'\n");
    }
    using table = std::map<std::string, std::vector<int>>;
    CHECK(error_of(py::function<int(double)>{"math", "sqrt"}, 4.0) == "TypeError: expected int, got float 2.0 at result of math.sqrt()");
    CHECK(error_of(py::function<table(int)>{"messages_test", "rows"}, 1) ==
          "TypeError: expected int, got str 'abc' at result['rows'][2] of messages_test.rows()");
    CHECK(error_of(py::function<double(int)>{"messages_test", "shop.price"}, 1) ==
          "TypeError: expected double, got str 'free' at result of messages_test.shop.price()");
    CHECK(error_of(py::function<signed char(int)>{"builtins", "abs"}, -128) ==
          "OverflowError: expected std::int8_t (-128 to 127), got int 128 at result of builtins.abs()");
}

TEST_CASE("a result of an object is a result without a name")
{
    const py::gil_guard gil;
    CHECK(error_of(py::function<int(int)>{py::eval("lambda n: 'x'")}, 1) == "TypeError: expected int, got str 'x' at result");
    const auto f = py::eval("lambda n: 'x'").cast<std::function<int(int)>>();
    try {
        f(1);
        FAIL("nothing was thrown");
    } catch (const py::type_error& e) {
        CHECK(e.message() == "expected int, got str 'x' at result");
    }
}

TEST_CASE("a name of what cannot be called is told with its value")
{
    CHECK(error_of(py::function<double()>{"math", "pi"}) ==
          "TypeError: function: expected a callable, got float 3.141592653589793 at math.pi; "
          "name a function, a class or an object with __call__");
    const py::gil_guard gil;
    try {
        const py::function<double()> number{py::to_python(2.5)};
        FAIL("nothing was thrown");
    } catch (const py::type_error& e) {
        CHECK(e.message() == "function: expected a callable, got float 2.5; pass a function, a class or an object with __call__");
    }
}
