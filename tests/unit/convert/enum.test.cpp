// SPDX-License-Identifier: MIT
// Tests of pyhost/convert/enum.hpp.
#include <support/values.hpp>

#include <pyhost/convert/enum.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <map>
#include <vector>

namespace py = pyhost;
using support::through;

namespace paint {

enum class color { red = 1, green = 2, blue = 4 };
PYHOST_ENUM(color, red = "RED", green = "GREEN", blue = "BLUE")
PYHOST_CLASS(color, "palette.Color")

enum class level : signed char { low = -1, high = 9 };
PYHOST_ENUM(level, low, high)
PYHOST_CLASS(level, "palette.Level")

enum class mode { text, binary };
PYHOST_ENUM(mode, text = "TEXT", binary = "BINARY")
PYHOST_CLASS(mode, "palette.Mode")

enum class access : unsigned { none = 0, read = 1, write = 2, run = 4 };
PYHOST_ENUM(access, none = "NONE", read = "READ", write = "WRITE", run = "RUN")
PYHOST_CLASS(access, "palette.Access")

constexpr access operator|(access a, access b) { return static_cast<access>(static_cast<unsigned>(a) | static_cast<unsigned>(b)); }

}  // namespace paint

namespace {

void define_classes() PYHOST_NEEDS_GIL
{
    py::module_from_source("palette", "import enum\n"
                                      "class Color(enum.Enum):\n"
                                      "    RED = 'r'\n"
                                      "    GREEN = 'g'\n"
                                      "    BLUE = 'b'\n"
                                      "    AZURE = 'b'\n"
                                      "    PINK = 'p'\n"
                                      "class Level(enum.IntEnum):\n"
                                      "    low = 10\n"
                                      "    high = 20\n"
                                      "class Mode(str, enum.Enum):\n"
                                      "    TEXT = 't'\n"
                                      "    BINARY = 'b'\n"
                                      "class Access(enum.Flag):\n"
                                      "    NONE = 0\n"
                                      "    RUN = 1\n"
                                      "    WRITE = 2\n"
                                      "    READ = 4\n"
                                      "    OTHER = 8\n"
                                      "class Other(enum.Enum):\n"
                                      "    RED = 'r'\n");
    py::exec("from palette import *\n");
}

/// The name of the member that a value becomes.
template <class E>
std::string name_of(E value) PYHOST_NEEDS_GIL
{
    return py::to_python(value).attr("_name_").template cast<std::string>();
}

}  // namespace

TEST_CASE("an enum is the member of its name, whatever the values are")
{
    const py::gil_guard gil;
    define_classes();
    CHECK(py::eval("Color.GREEN").cast<paint::color>() == paint::color::green);
    CHECK(py::eval("Color.AZURE").cast<paint::color>() == paint::color::blue);
    CHECK(name_of(paint::color::red) == "RED");
    CHECK(py::eval("Level.low").cast<paint::level>() == paint::level::low);
    CHECK(name_of(paint::level::high) == "high");
    CHECK(py::eval("Mode.BINARY").cast<paint::mode>() == paint::mode::binary);
    CHECK(name_of(paint::mode::text) == "TEXT");
    CHECK(py::eval("[Color.RED, Color.BLUE]").cast<std::vector<paint::color>>() == std::vector{paint::color::red, paint::color::blue});
}

TEST_CASE("an enum takes no value, no text and no member of another class")
{
    const py::gil_guard gil;
    define_classes();
    for (const char* other : {"'r'", "'RED'", "1", "None", "Other.RED", "Color", "[Color.RED]"})
        CHECK(through<paint::color>(other) == "TypeError");
    CHECK(through<paint::level>("10") == "TypeError");
    CHECK(through<paint::mode>("'t'") == "TypeError");
    CHECK(support::error_of<std::map<std::string, paint::color>>("{'a': 1}") ==
          "TypeError: expected paint::color (a palette.Color), got int 1 at ['a']");
    CHECK(support::error_of<paint::color>("Color.PINK") == "ValueError: expected paint::color (one of RED, GREEN, BLUE), got Color.PINK");
    CHECK(support::to_python(static_cast<paint::color>(7)) == "ValueError");
}

TEST_CASE("a Flag may be several members at once, by their names")
{
    const py::gil_guard gil;
    define_classes();
    using paint::access;
    CHECK(py::eval("Access.READ | Access.RUN").cast<access>() == (access::read | access::run));
    CHECK(py::eval("Access(0)").cast<access>() == access::none);
    CHECK(py::eval("lambda given: given == Access.READ | Access.WRITE")(py::to_python(access::read | access::write)).truth());
    CHECK(py::eval("lambda given: given == Access.RUN")(py::to_python(access::run)).truth());
    CHECK(through<access>("Access.READ | Access.OTHER") == "ValueError");
    CHECK(support::to_python(static_cast<access>(9)) == "ValueError");
    py::exec("import enum, palette\n"
             "class Negative(enum.IntFlag):\n"
             "    NONE = 0\n"
             "    READ = 1\n"
             "    WRITE = 2\n"
             "    RUN = 4\n"
             "kept, palette.Access = palette.Access, Negative\n");
    const std::string inverted = through<access>("~Negative.READ");  // up to 3.10 its value is -2
    CHECK((inverted == "ValueError" || inverted == py::repr(py::eval("Negative.WRITE | Negative.RUN"))));
    py::exec("palette.Access = kept\n");
}

TEST_CASE("a value without a name is shown as its type has it")
{
    const py::gil_guard gil;
    define_classes();
    try {
        static_cast<void>(py::to_python(static_cast<paint::level>(-7)));
        FAIL();
    } catch (const py::value_error& e) {
        CHECK(e.message() == "to_python: paint::level has no enumerator of the value -7 in its table: low, high");
    }
}

TEST_CASE("a table that names a member that is not there is the error of Python")
{
    const py::gil_guard gil;
    define_classes();
    py::exec("import palette\n"
             "class Fewer(palette.enum.Enum):\n"
             "    GREEN = 1\n"
             "kept, palette.Color = palette.Color, Fewer\n");
    CHECK(support::to_python(paint::color::red) == "AttributeError");
    CHECK(through<paint::color>("Fewer.GREEN") == "AttributeError");
    py::exec("palette.Color = kept\n");
}
