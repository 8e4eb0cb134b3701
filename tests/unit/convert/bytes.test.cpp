// SPDX-License-Identifier: MIT
// Tests of pyhost/convert/bytes.hpp.
#include <support/values.hpp>

#include <pyhost/convert/bytes.hpp>
#include <pyhost/convert/sequence.hpp>
#include <pyhost/types/str.hpp>

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <vector>

namespace py = pyhost;
using support::through;
using bytes = std::vector<std::byte>;

TEST_CASE("a vector of std::byte takes every bytes-like object and is bytes in Python")
{
    const py::gil_guard gil;
    support::define_hostile_objects();
    CHECK(through<bytes>("b''") == "b''");
    CHECK(through<bytes>("b'a\\x00\\xff'") == "b'a\\x00\\xff'");
    CHECK(through<bytes>("bytearray(b'abc')") == "b'abc'");
    CHECK(through<bytes>("memoryview(b'abc')") == "b'abc'");
    CHECK(through<bytes>("array.array('H', [1, 2])") == py::repr(py::eval("array.array('H', [1, 2]).tobytes()")));
    CHECK(through<bytes>("bytes(range(256)) * 1000") == py::repr(py::eval("bytes(range(256)) * 1000")));
}

TEST_CASE("a strided buffer gives its bytes in the order of bytes()")
{
    const py::gil_guard gil;
    CHECK(through<bytes>("memoryview(b'abcdef')[::2]") == "b'ace'");
    CHECK(through<bytes>("memoryview(b'abcdef')[::-1]") == "b'fedcba'");
    CHECK(through<bytes>("memoryview(b'abcdef').cast('B', [2, 3])") == "b'abcdef'");
}

TEST_CASE("a byte target never takes a str or a list of integers")
{
    const py::gil_guard gil;
    support::define_hostile_objects();
    for (const char* other : {"'abc'", "[1, 2]", "(1,)", "None", "1", "Raises()", "Text('a')"}) CHECK(through<bytes>(other) == "TypeError");
}

TEST_CASE("the error of a released buffer passes through")
{
    const py::gil_guard gil;
    py::exec("released = memoryview(b'abc')\nreleased.release()");
    CHECK(through<bytes>("released") == "ValueError");
    CHECK(through<std::vector<int>>("released") == "ValueError");
}

TEST_CASE("an array of std::byte wants its length")
{
    const py::gil_guard gil;
    CHECK(through<std::array<std::byte, 3>>("b'abc'") == "b'abc'");
    CHECK(through<std::array<std::byte, 0>>("b''") == "b''");
    CHECK(through<std::array<std::byte, 3>>("b'ab'") == "ValueError");
    CHECK(through<std::array<std::byte, 3>>("b'abcd'") == "ValueError");
    CHECK(through<std::array<std::byte, 3>>("'abc'") == "TypeError");
}

TEST_CASE("a span of constant bytes is the memory of a bytes object, not a copy")
{
    const py::gil_guard gil;
    const py::object data = py::eval("b'view'");
    const auto view = data.cast<std::span<const std::byte>>();
    CHECK(view.size() == 4);
    CHECK(view.data() == reinterpret_cast<const std::byte*>(PyBytes_AS_STRING(data.ptr())));
    CHECK(support::to_python(view) == "b'view'");
    std::array<std::byte, 2> own{std::byte{65}, std::byte{66}};
    CHECK(support::to_python(std::span{own}) == "b'AB'");
    for (const char* other : {"bytearray(b'a')", "memoryview(b'a')", "'a'", "[1]"})
        CHECK(through<std::span<const std::byte>>(other) == "TypeError");
}

TEST_CASE("a vector of unsigned char takes bytes and integers and is a list in Python")
{
    const py::gil_guard gil;
    using numbers = std::vector<unsigned char>;
    CHECK(through<numbers>("b'\\x01\\xff'") == "[1, 255]");
    CHECK(through<numbers>("bytearray(b'ab')") == "[97, 98]");
    CHECK(through<numbers>("[1, 2]") == "[1, 2]");
    CHECK(through<numbers>("[256]") == "OverflowError");
    CHECK(through<numbers>("'ab'") == "TypeError");
    CHECK(through<std::array<unsigned char, 2>>("b'ab'") == "[97, 98]");
    CHECK(through<std::vector<int>>("b'ab'") == "TypeError");
    CHECK(through<std::vector<int>>("bytearray(b'ab')") == "TypeError");
    CHECK(through<std::vector<int>>("memoryview(b'ab')") == "[97, 98]");
}
