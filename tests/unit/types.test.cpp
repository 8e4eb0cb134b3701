// SPDX-License-Identifier: MIT
// The thin types over object: none, str, bytes, list, tuple, dict, set, slice, callable, module, type.
#include <pyhost/expose.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace py = pyhost;
using namespace py::literals;
using namespace std::string_view_literals;

TEST_CASE("a str is made from UTF-8, zeros included, and gives it back")
{
    const py::gil_guard gil;
    CHECK(py::str{"grün\0x"sv}.text() == "grün\0x"sv);
    CHECK(py::len(py::str{"grün"}) == 4);
    CHECK(py::str{}.text().empty());
    CHECK_THROWS_AS(py::str{"\xff"}, py::unicode_decode_error);
    CHECK_THROWS_AS(py::eval("'\\ud800'").cast<py::str>().text(), py::unicode_encode_error);
}

TEST_CASE("bytes are copied from and seen by C++")
{
    const py::gil_guard gil;
    const py::bytes bytes{"a\0b"sv};
    REQUIRE(bytes.span().size() == 3);
    CHECK(bytes.span()[2] == std::byte{'b'});
    CHECK(py::bytes{}.span().empty());
}

TEST_CASE("a list, tuple and set are made from values and from iterators")
{
    const py::gil_guard gil;
    const std::vector<int> values{1, 2, 3};
    CHECK(py::list{values.begin(), values.end()} == py::list::of(1, 2, 3));
    CHECK(py::tuple{values.begin(), values.end()} == py::tuple::of(1, 2, 3));
    CHECK(py::set{values.begin(), values.end()} == py::set::of(3, 2, 1, 1));
    CHECK(py::set::of(1, 1).size() == 1);
    CHECK(py::tuple::of(1, "a", 2.5).size() == 3);
    CHECK(py::list{}.size() == 0);
    CHECK(py::tuple{}.size() == 0);
    CHECK_THROWS_AS(py::set::of(py::list{}), py::type_error);
}

TEST_CASE("a list of a list is a copy on every compiler")
{
    const py::gil_guard gil;
    const py::list one = py::list::of(1);
    const py::list copy{one};
    CHECK(copy.size() == 1);
    const py::list made{py::handle{one}};
    CHECK(made == one);
    CHECK_FALSE(made.is(one));
}

TEST_CASE("a list, tuple, dict or set is made from what Python can iterate over")
{
    const py::gil_guard gil;
    CHECK(py::list{py::eval("range(3)")} == py::list::of(0, 1, 2));
    CHECK(py::tuple{py::eval("'ab'")} == py::tuple::of("a", "b"));
    CHECK(py::dict{py::eval("[('a', 1)]")} == py::dict::of("a"_a = 1));
    CHECK_THROWS_AS(py::list{py::eval("1")}, py::type_error);
    CHECK_THROWS_AS(py::dict{py::eval("[1]")}, py::type_error);
}

TEST_CASE("a tuple whose values fail to convert leaks nothing and throws")
{
    const py::gil_guard gil;
    const py::object kept = py::list{};
    CHECK_THROWS_AS(py::tuple::of(kept, "\xff"), py::unicode_decode_error);
    CHECK(Py_REFCNT(kept.ptr()) == 1);
}

TEST_CASE("a dict is made from keywords")
{
    const py::gil_guard gil;
    const py::dict d = py::dict::of("x"_a = 1, "y"_a = "two");
    CHECK(d.size() == 2);
    CHECK(d["y"].cast<std::string>() == "two");
}

TEST_CASE("the type of an object")
{
    const py::gil_guard gil;
    CHECK(py::type{py::to_python(1)}.is(py::eval("int")));
}

TEST_CASE("a cast to a kind takes subclasses and refuses all others")
{
    const py::gil_guard gil;
    CHECK(py::eval("type('L', (list,), {})([1])").cast<py::list>().size() == 1);
    CHECK_THROWS_AS(py::eval("(1,)").cast<py::list>(), py::type_error);
    CHECK_THROWS_AS(py::eval("b''").cast<py::str>(), py::type_error);
    CHECK_THROWS_AS(py::eval("1").cast<py::callable>(), py::type_error);
    CHECK_THROWS_AS(py::eval("1").cast<py::none>(), py::type_error);
    CHECK_THROWS_AS(py::eval("1").cast<py::type>(), py::type_error);
}

TEST_CASE("an empty or moved-from value of a type throws std::logic_error, as an empty object does")
{
    const py::gil_guard gil;
    const auto emptied = [](auto value) PYHOST_NEEDS_GIL {
        const auto moved = std::move(value);
        return value;  // NOLINT(bugprone-use-after-move): that is the case
    };
    CHECK_THROWS_AS(emptied(py::list{}).size(), std::logic_error);
    CHECK_THROWS_AS(emptied(py::list{}).append(1), std::logic_error);
    CHECK_THROWS_AS(emptied(py::tuple{}).size(), std::logic_error);
    CHECK_THROWS_AS(emptied(py::dict{}).size(), std::logic_error);
    CHECK_THROWS_AS(emptied(py::dict{})["a"].get(), std::logic_error);
    CHECK_THROWS_AS(emptied(py::set{}).size(), std::logic_error);
    CHECK_THROWS_AS(emptied(py::set{}).add(1), std::logic_error);
    CHECK_THROWS_AS(emptied(py::str{"x"}).text(), std::logic_error);
    const py::bytes bytes = emptied(py::bytes{"abc"});
    CHECK_THROWS_AS(bytes.span(), std::logic_error);
    CHECK_THROWS_AS(py::len(emptied(py::slice{1, 2})), std::logic_error);
    CHECK_THROWS_AS(emptied(py::expose([] {}))(), std::logic_error);
    CHECK_THROWS_AS(emptied(py::import_module("sys")).attr("path"), std::logic_error);
    CHECK_THROWS_AS(emptied(py::none{}).is_none(), std::logic_error);
    CHECK_THROWS_AS(py::type{py::handle{}}, std::logic_error);
    CHECK(PyErr_Occurred() == nullptr);
}

TEST_CASE("nothing is of no type")
{
    const py::gil_guard gil;
    CHECK_FALSE(py::str::check({}));
    CHECK_FALSE(py::bytes::check({}));
    CHECK_FALSE(py::list::check({}));
    CHECK_FALSE(py::tuple::check({}));
    CHECK_FALSE(py::dict::check({}));
    CHECK_FALSE(py::set::check({}));
    CHECK_FALSE(py::slice::check({}));
    CHECK_FALSE(py::callable::check({}));
    CHECK_FALSE(py::module::check({}));
    CHECK_FALSE(py::type::check({}));
    CHECK_FALSE(py::none::check({}));
    CHECK_FALSE(py::object::check({}));
}
