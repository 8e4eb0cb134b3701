// SPDX-License-Identifier: MIT
// Tests of pyhost/convert/object.hpp.
#include <support/values.hpp>

#include <pyhost/convert/object.hpp>
#include <pyhost/types/callable.hpp>
#include <pyhost/types/dict.hpp>
#include <pyhost/types/list.hpp>
#include <pyhost/types/none.hpp>
#include <pyhost/types/slice.hpp>
#include <pyhost/types/str.hpp>

#include <catch2/catch_test_macros.hpp>

namespace py = pyhost;
using support::through;

TEST_CASE("object takes anything and is the same object")
{
    const py::gil_guard gil;
    support::define_hostile_objects();
    for (const char* any : {"None", "1", "'a'", "Raises()", "Raises"}) {
        const py::object value = py::eval(any);
        CHECK(value.cast<py::object>().is(value));
        CHECK(py::to_python(value).is(value));
    }
}

TEST_CASE("the types of Python take what they stand for, subclasses included")
{
    const py::gil_guard gil;
    support::define_hostile_objects();
    CHECK(through<py::dict>("{1: 2}") == "{1: 2}");
    CHECK(py::eval("Dict(a=1)").cast<py::dict>().is(py::eval("None")) == false);
    CHECK(through<py::list>("[1]") == "[1]");
    CHECK(through<py::tuple>("(1,)") == "(1,)");
    CHECK(through<py::set>("{1}") == "{1}");
    CHECK(through<py::str>("'a'") == "'a'");
    CHECK(through<py::bytes>("b'a'") == "b'a'");
    CHECK(through<py::none>("None") == "None");
    CHECK(through<py::slice>("slice(1, 2)") == "slice(1, 2, None)");
    CHECK(through<py::callable>("len") == "<built-in function len>");
    CHECK(through<py::type>("int") == "<class 'int'>");
    CHECK(through<py::module>("__import__('sys')") == "<module 'sys' (built-in)>");
}

TEST_CASE("the types of Python refuse what merely resembles them")
{
    const py::gil_guard gil;
    support::define_hostile_objects();
    CHECK(through<py::list>("ClaimsSequence()") == "TypeError");
    CHECK(through<py::list>("(1,)") == "TypeError");
    CHECK(through<py::tuple>("[1]") == "TypeError");
    CHECK(through<py::dict>("collections.UserDict()") == "TypeError");
    CHECK(through<py::str>("b'a'") == "TypeError");
    CHECK(through<py::bytes>("bytearray(b'a')") == "TypeError");
    CHECK(through<py::none>("0") == "TypeError");
    CHECK(through<py::callable>("1") == "TypeError");
    CHECK(through<py::type>("1") == "TypeError");
    CHECK(through<py::set>("frozenset()") == "TypeError");
}

TEST_CASE("a ref keeps the object that it was converted from")
{
    const py::gil_guard gil;
    const py::object value = py::eval("[1, 2]");
    const auto kept = value.cast<py::ref<py::list>>();
    CHECK(kept.get().is(value));
    CHECK(py::to_python(kept).is(value));
    CHECK(value.try_cast<py::ref<py::dict>>().has_value() == false);
}
