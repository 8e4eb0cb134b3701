// SPDX-License-Identifier: MIT
// Tests of pyhost/convert/wide_text.hpp.
#include <support/values.hpp>

#include <pyhost/convert/wide_text.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <memory_resource>
#include <vector>

namespace py = pyhost;
using support::through;

TEMPLATE_TEST_CASE("a string of any character type takes a str of every kind, by value", "", std::u8string, std::u16string, std::u32string,
                   std::wstring, std::pmr::string, std::pmr::u16string)
{
    const py::gil_guard gil;
    support::define_hostile_objects();
    for (const char* text : {"''", "'a'", "'abc'", "'\\x00a\\x00'", "'\\xe9'", "'\\u20ac'", "'\\ufeffx'", "'\\uffff'", "'\\U0001f600 x'",
                             "'\\U0010ffff'", "'x' * 1000 + '\\u20ac'", "Text('value')"})
        CHECK(through<TestType>(text) == py::repr(py::eval(text).attr("__add__")("")));
    for (const char* other : {"b'abc'", "bytearray(b'a')", "None", "1", "['a']", "Raises()"})
        CHECK(through<TestType>(other) == "TypeError");
    for (const char* surrogate : {"'\\ud800'", "'abc\\udfff'", "Text('\\ud83d')"})
        CHECK(through<TestType>(surrogate) == "UnicodeEncodeError");
}

TEST_CASE("the units are those of the encoding")
{
    const py::gil_guard gil;
    const py::object text = py::eval("'a\\u20ac\\U0001f600'");
    CHECK(text.cast<std::u8string>() == u8"a\u20ac\U0001f600");
    CHECK(text.cast<std::u16string>() == u"a\u20ac\U0001f600");
    CHECK(text.cast<std::u32string>() == U"a\u20ac\U0001f600");
    CHECK(text.cast<std::wstring>() == L"a\u20ac\U0001f600");
}

TEST_CASE("units that are no text are a UnicodeDecodeError")
{
    const py::gil_guard gil;
    CHECK(support::to_python(std::u8string{static_cast<char8_t>(0xff)}) == "UnicodeDecodeError");
    CHECK(support::to_python(std::u16string{0xd800}) == "UnicodeDecodeError");
    CHECK(support::to_python(std::u16string{0xdc00, u'a'}) == "UnicodeDecodeError");
    CHECK(support::to_python(std::u32string{0x110000}) == "UnicodeDecodeError");
    CHECK(support::to_python(std::u32string{0xd800}) == "UnicodeDecodeError");
    CHECK(support::to_python(char16_t{0xd83d}) == "UnicodeDecodeError");
}

TEST_CASE("views, literals and pointers go to Python")
{
    const py::gil_guard gil;
    CHECK(support::to_python(std::u16string_view{u"a\u20ac"}) == "'a\u20ac'");
    CHECK(support::to_python(std::u8string_view{}) == "''");
    CHECK(support::to_python(u8"\u20ac") == "'\u20ac'");
    CHECK(support::to_python(U"a\u20ac") == "'a\u20ac'");
    const char16_t* pointer = u"pointer";
    CHECK(support::to_python(pointer) == "'pointer'");
    const wchar_t* nothing = nullptr;
    CHECK(support::to_python(nothing) == "ValueError");
    const char32_t full[2] = {U'a', U'b'};
    CHECK(support::to_python(full) == "'ab'");
}

TEST_CASE("a character takes one that has a single unit in its type")
{
    const py::gil_guard gil;
    CHECK(through<char8_t>("'a'") == "'a'");
    CHECK(through<char8_t>("'\\xe9'") == "ValueError");
    CHECK(through<char16_t>("'\\u20ac'") == "'\u20ac'");
    CHECK(through<char16_t>("'\\U0001f600'") == "ValueError");
    CHECK(through<char32_t>("'\\U0001f600'") == "'\U0001f600'");
    CHECK(through<wchar_t>("'\\x00'") == "'\\x00'");
    CHECK(through<char16_t>("'\\ud800'") == "UnicodeEncodeError");
    for (const char* other : {"''", "'ab'"}) CHECK(through<char32_t>(other) == "ValueError");
    for (const char* other : {"b'a'", "97", "None"}) CHECK(through<char32_t>(other) == "TypeError");
    CHECK(support::error_of<char16_t>("'\\U0001f600'") ==
          "ValueError: expected char16_t (one character up to U+FFFF), got str '\U0001f600'");
    CHECK(support::error_of<std::vector<std::u16string>>("['a', 1]") == "TypeError: expected std::u16string, got int 1 at [1]");
    CHECK(support::error_of<std::vector<std::u16string>>("1") == "TypeError: expected std::vector<std::u16string>, got int 1");
}
