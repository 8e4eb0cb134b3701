// SPDX-License-Identifier: MIT
// Tests of pyhost/convert/text.hpp.
#include <support/values.hpp>

#include <pyhost/convert/text.hpp>

#include <catch2/catch_test_macros.hpp>

namespace py = pyhost;
using support::through;

TEST_CASE("std::string takes a str of every kind, with embedded zeros")
{
    const py::gil_guard gil;
    for (const char* text : {"''", "'a'", "'abc'", "'a long text that needs memory of its own'", "'\\x00a\\x00'", "'\\xe9'", "'\\u20ac'",
                             "'\\U0001f600'", "'\\xe9\\x00\\xe9'", "'12345678\\x7f'", "'1234567\\x80'", "'x' * 1000 + '\\u20ac'"})
        CHECK(through<std::string>(text) == py::repr(py::eval(text)));
    CHECK(py::eval("'a\\x00b'").cast<std::string>() == std::string("a\0b", 3));
    CHECK(py::eval("'\\u20ac'").cast<std::string>() == "\xe2\x82\xac");
}

TEST_CASE("std::string takes subclasses by value and never bytes or __str__")
{
    const py::gil_guard gil;
    support::define_hostile_objects();
    CHECK(through<std::string>("Text('value')") == "'value'");
    for (const char* other : {"b'abc'", "bytearray(b'a')", "None", "1", "['a']", "Raises()", "collections.UserString('a')"})
        CHECK(through<std::string>(other) == "TypeError");
}

TEST_CASE("a lone surrogate is a UnicodeEncodeError")
{
    const py::gil_guard gil;
    support::define_hostile_objects();
    CHECK(through<std::string>("'\\ud800'") == "UnicodeEncodeError");
    CHECK(through<std::string>("'abc\\udfff'") == "UnicodeEncodeError");
    CHECK(through<std::string>("Text('\\ud800')") == "UnicodeEncodeError");
    CHECK(through<char>("'\\ud800'") == "UnicodeEncodeError");
}

TEST_CASE("text that is not UTF-8 is a UnicodeDecodeError in Python")
{
    const py::gil_guard gil;
    CHECK(support::to_python(std::string{"\xff"}) == "UnicodeDecodeError");
    CHECK(support::to_python(std::string{"12345678\xc3"}) == "UnicodeDecodeError");
    CHECK(support::to_python(std::string{"\xed\xa0\x80"}) == "UnicodeDecodeError");
    CHECK(support::to_python(std::string_view{"\x80", 1}) == "UnicodeDecodeError");
    CHECK(support::to_python(std::string("\0a", 2)) == "'\\x00a'");
    CHECK(support::to_python(std::string{}) == "''");
}

TEST_CASE("std::string_view sees the text inside the str")
{
    const py::gil_guard gil;
    const py::object text = py::eval("'view \\u20ac'");
    const auto view = text.cast<std::string_view>();
    CHECK(view == "view \xe2\x82\xac");
    CHECK(view.data() == text.cast<std::string_view>().data());
    CHECK(support::to_python(view) == "'view \u20ac'");
}

TEST_CASE("char takes one ASCII character")
{
    const py::gil_guard gil;
    CHECK(through<char>("'a'") == "'a'");
    CHECK(through<char>("'\\x00'") == "'\\x00'");
    CHECK(through<char>("'\\x7f'") == "'\\x7f'");
    for (const char* other : {"''", "'ab'", "'\\xe9'", "'\\u20ac'"}) CHECK(through<char>(other) == "ValueError");
    for (const char* other : {"b'a'", "97", "None"}) CHECK(through<char>(other) == "TypeError");
    CHECK(support::to_python('\xe9') == "UnicodeDecodeError");
}

TEST_CASE("C strings and literals go to Python, a null pointer is a ValueError")
{
    const py::gil_guard gil;
    CHECK(support::to_python("literal") == "'literal'");
    const char* pointer = "pointer";
    CHECK(support::to_python(pointer) == "'pointer'");
    const char* nothing = nullptr;
    CHECK(support::to_python(nothing) == "ValueError");
    const char full[3] = {'a', 'b', 'c'};
    CHECK(support::to_python(full) == "'abc'");
}
